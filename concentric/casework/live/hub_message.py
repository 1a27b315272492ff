"""One event as it is sent. An entry is read once, and drawn once for each kind of screen, however many there are.

The kinds: who may change it, who may only read it, and the wall. Those who may not see it learn only that a number has
passed; or, when its sharing was narrowed, that what they could see before is gone.
"""

from __future__ import annotations

import json
import uuid
from functools import cached_property

from concentric.casework.live import fragments
from concentric.casework.live.screen import answered_needs, names_of, roles_for
from concentric.casework.live.shown import on_the_wall, show
from concentric.casework.meetings.models import Entry, LiveEvent
from concentric.casework.meetings.permissions import produces
from concentric.casework.meetings.visibility import Sight, sees, sight_of
from concentric.foundation.accounts.viewer import Viewer

ABOUT_AN_ENTRY = ("entry", "limited")
EVERYBODY = Sight(is_limited=False)


class Message:
    """An event, with its entry as it stands now. Whatever else happened, pages fetch those of their parts anew."""

    def __init__(self, event: LiveEvent) -> None:
        self.event, self.seq = event, event.seq
        self._entry = _entry(uuid.UUID(event.subject_id)) if event.kind in ABOUT_AN_ENTRY else None
        self._sight = sight_of(self._entry) if self._entry else EVERYBODY
        self._forms: dict[tuple[bool, bool], bytes] = {}

    def for_viewer(self, viewer: Viewer, *, room: bool) -> bytes:
        """What this viewer's screen is sent. They may see the meeting."""
        if not sees(viewer, self._sight):
            return self._unseen
        form = (room, not room and self._may_change(viewer))
        if form not in self._forms:
            self._forms[form] = self._encoded(self.event.kind, self._html(*form))
        return self._forms[form]

    def _may_change(self, viewer: Viewer) -> bool:
        entry = self._entry
        return entry is not None and (entry.created_by_id == viewer.id or produces(viewer, entry.meeting))

    def _html(self, room: bool, may_change: bool) -> str:  # noqa: FBT001  (a form's two answers)
        entry = self._entry
        if entry is None:
            return ""
        if room and not on_the_wall(entry):
            return fragments.gone(entry.pk)
        shown = show(
            entry,
            may_change=may_change,
            names=names_of(entry.meeting.case),
            answered=self._answered,
            roles=roles_for(entry.meeting) if room else None,
        )
        return fragments.drawn(shown, entry.meeting_id)

    @cached_property
    def _answered(self) -> frozenset[uuid.UUID]:
        assert self._entry is not None
        return answered_needs(self._entry.meeting, [self._entry.pk])

    @cached_property
    def _unseen(self) -> bytes:
        if self.event.kind == "limited":
            return self._encoded("limited", fragments.gone(uuid.UUID(self.event.subject_id)))
        return _sent(self.seq, {"seq": self.seq, "kind": "quiet", "id": "", "by": "", "html": ""})

    def _encoded(self, kind: str, html: str) -> bytes:
        event = self.event
        told = {"seq": event.seq, "kind": kind, "id": event.subject_id, "by": str(event.by_id or ""), "html": html}
        return _sent(event.seq, told)


def _entry(entry_id: uuid.UUID) -> Entry | None:
    """The entry with all that its sight and its element need."""
    entries = Entry.objects.select_related(
        "meeting__case", "instance", "source", "created_by__user", "action__owner__user", "action__owner_agency"
    )
    return entries.prefetch_related("sharing_agencies", "action__answers").filter(pk=entry_id).first()


def _sent(seq: int, told: dict[str, object]) -> bytes:
    return f"id: {seq}\nevent: change\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
