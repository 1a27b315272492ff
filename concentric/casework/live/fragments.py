"""Pieces of the screen: what a save answers with, and what the stream sends to everybody else.

A fragment is drawn once for all who may see it, as the chair would have it; the page takes away the tools that its own
viewer has no use for. Every top element has an id, and the page puts it where that id is.
"""

from __future__ import annotations

from functools import partial

from concentric.casework.live.audience import Fragments
from concentric.casework.live.elements import entry_element
from concentric.casework.live.screen import answered_needs, names_of, roles_for
from concentric.casework.live.shown import Roles, on_the_wall, show
from concentric.casework.meetings.models import Entry, LiveEvent
from concentric.casework.meetings.visibility import sight_of
from concentric.method.instrument.grid import COLUMN

ENTRY_EVENTS = ("entry", "limited")


def render(event: LiveEvent) -> Fragments:
    """The fragment of one event. Anything but an entry has none: the page asks for its sides again."""
    if event.kind not in ENTRY_EVENTS:
        return Fragments("")
    # What few entries have (a plan, agencies) is read where it is there.
    entry = Entry.objects.select_related("meeting__case", "instance", "source").filter(pk=event.subject_id).first()
    if entry is None:
        return Fragments("")
    return Fragments(html=draw(entry), room=partial(draw_on_the_wall, entry), sight=sight_of(entry))


def drawn(entry: Entry, *, room: bool) -> str:
    """An entry as it stands, for the person who has just saved it; on the wall, nothing of one that is limited."""
    return draw_on_the_wall(entry) if room else draw(entry)


def draw_on_the_wall(entry: Entry) -> str:
    """An entry for the whole room to read; nothing of one that is limited or struck."""
    return draw(entry, roles=roles_for(entry.meeting)) if on_the_wall(entry) else ""


def draw(entry: Entry, roles: Roles | None = None) -> str:
    """One entry, loaded with its meeting and case."""
    is_need = COLUMN[entry.column_key].is_need
    shown = show(
        entry,
        may_change=True,
        names=names_of(entry.meeting.case),
        answered=answered_needs(entry.meeting, [entry.pk]) if is_need else frozenset(),
        roles=roles,
    )
    return str(entry_element(shown, f"/meetings/{entry.meeting_id}/", "")).strip()
