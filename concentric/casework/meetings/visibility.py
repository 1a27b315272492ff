"""Who may see an entry that is shared with named agencies only: one rule, in two forms that a test holds equal.

`limited_filter` asks the database; `sees` decides in memory, for the stream, which holds one entry and many viewers.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from concentric.casework.meetings.models import Entry, Meeting
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.vocabulary import Sharing


def sees_whole_record(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether the viewer is one of those who must produce the record, and so reads all of it and gives it out.

    They are its chair, its minute-taker, the case's lead professional, and coordinators.
    """
    producers = (meeting.chair_id, meeting.minute_taker_id, meeting.case.lead_professional_id)
    return viewer.id in producers or viewer.has(Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Sight:
    """Who may see one entry. `agencies` and `people` open it when it is limited; nobody else but a coordinator may."""

    is_limited: bool
    agencies: frozenset[uuid.UUID] = frozenset()
    people: frozenset[uuid.UUID] = frozenset()


def sight_of(entry: Entry) -> Sight:
    """The sight of an entry loaded with its meeting, the meeting's case and its sharing agencies."""
    if entry.sharing != Sharing.AGENCIES:
        return Sight(is_limited=False)
    meeting = entry.meeting
    agencies = {entry.source_id, *(agency.pk for agency in entry.sharing_agencies.all())}
    people = {entry.created_by_id, meeting.chair_id, meeting.minute_taker_id, meeting.case.lead_professional_id}
    return Sight(is_limited=True, agencies=_known(agencies), people=_known(people))


def _known(ids: set[uuid.UUID | None]) -> frozenset[uuid.UUID]:
    return frozenset(one for one in ids if one)


def sees(viewer: Viewer, sight: Sight) -> bool:
    """Whether the viewer, who may see the meeting, may see the entry."""
    return (
        not sight.is_limited
        or viewer.has(Role.COORDINATOR)
        or viewer.agency_id in sight.agencies
        or viewer.id in sight.people
    )


def limited_filter(viewer: Viewer, meeting: Meeting | None = None) -> Q:
    """The same, for a query of entries of meetings that the viewer may see: of one `meeting`, where it is at hand."""
    if viewer.has(Role.COORDINATOR) or (meeting and sees_whole_record(viewer, meeting)):
        return Q()
    named = Entry.sharing_agencies.through.objects.filter(entry_id=OuterRef("pk"), agency_id=viewer.agency_id)
    return Q(
        ~Q(sharing=Sharing.AGENCIES.value)
        | Q(source_id=viewer.agency_id)
        | Q(created_by_id=viewer.id)
        | Q(meeting__chair_id=viewer.id)
        | Q(meeting__minute_taker_id=viewer.id)
        | Q(meeting__case__lead_professional_id=viewer.id)
        | Exists(named)
    )
