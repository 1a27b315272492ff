"""Which meetings and entries a viewer may see."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet

from concentric.casework.cases.queries import visible_cases
from concentric.casework.meetings.models import Attendance, Entry, Meeting
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.vocabulary import Sharing


def visible_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings of the cases the viewer may see, and those they are invited to."""
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), membership_id=viewer.id)
    meetings = Meeting.objects.filter(case__partnership_id=viewer.partnership_id)
    if viewer.sees_every_case:
        return meetings
    return meetings.filter(Q(case__in=visible_cases(viewer)) | Exists(invited))


def get_meeting(viewer: Viewer, meeting_id: uuid.UUID) -> Meeting:
    """One meeting with its case, chair and minute-taker. Raises NotVisible."""
    meeting = (
        visible_meetings(viewer)
        .select_related("case__lead_professional", "case__partnership", "chair__user", "minute_taker__user")
        .filter(pk=meeting_id)
        .first()
    )
    if meeting is None:
        raise NotVisible
    return meeting


def visible_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Entries of visible meetings, less those limited to agencies the viewer is not of.

    Those who must produce the record (its chair, its minute-taker, the lead professional, coordinators) see all of it;
    an entry's own source agency and author always see it.
    """
    entries = Entry.objects.filter(meeting__in=visible_meetings(viewer))
    if viewer.has(Role.COORDINATOR):
        return entries
    return entries.filter(~Q(sharing=Sharing.AGENCIES.value) | may_see_limited(viewer))


def may_see_limited(viewer: Viewer) -> Q:
    """What opens an entry that is shared with named agencies only."""
    named = Entry.sharing_agencies.through.objects.filter(entry_id=OuterRef("pk"), agency_id=viewer.agency_id)
    return (
        Q(source_id=viewer.agency_id)
        | Q(created_by_id=viewer.id)
        | Q(meeting__chair_id=viewer.id)
        | Q(meeting__minute_taker_id=viewer.id)
        | Q(meeting__case__lead_professional_id=viewer.id)
        | Exists(named)
    )
