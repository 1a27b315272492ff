"""Which meetings and entries a viewer may see, and how far a meeting has come."""

from __future__ import annotations

import uuid

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from concentric.casework.cases.models import Involvement
from concentric.casework.cases.queries import current_involvements, has_left, visible_cases
from concentric.casework.meetings.models import Attendance, CellMark, Entry, Meeting
from concentric.casework.meetings.visibility import limited_filter, sees, sight_of
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.grid import CONTEXT


def visible_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings of the cases the viewer may see, and those whose list of people opens them to the viewer."""
    invited = invitations(viewer).filter(meeting=OuterRef("pk"))
    meetings = Meeting.objects.filter(case__partnership_id=viewer.partnership_id)
    if viewer.sees_every_case:
        return meetings
    return meetings.filter(Q(case__in=visible_cases(viewer)) | Exists(invited))


def invitations(viewer: Viewer) -> QuerySet[Attendance]:
    """The viewer's places on lists of people that open the meeting: not in a case where their involvement has ended.

    Whoever is taken off a list has no place on it any more (`actions.take_off_list`).
    """
    parts = Involvement.objects.filter(case=OuterRef("meeting__case"), membership_id=viewer.id)
    current = parts.filter(pk__in=current_involvements().values("pk"))
    return Attendance.objects.filter(~Exists(parts) | Exists(current), membership_id=viewer.id)


def get_meeting(viewer: Viewer, meeting_id: uuid.UUID, *, names: bool = True) -> Meeting:
    """One meeting with its case, and with `names` its partnership, chair and minute-taker. Raises NotVisible."""
    named = ("case__partnership", "chair__user", "minute_taker__user") if names else ("case",)
    meetings = Meeting.objects.select_related(*named).filter(case__partnership_id=viewer.partnership_id)
    try:
        meeting = meetings.get(pk=meeting_id)
    except Meeting.DoesNotExist:
        raise NotVisible from None
    if not sees_meeting(viewer, meeting):
        raise NotVisible
    return meeting


def sees_meeting(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether the viewer may see a meeting, which is loaded with its case.

    Every save asks this, so what is quickly known is asked first; the last question alone would do.
    """
    if meeting.case.partnership_id != viewer.partnership_id:
        return False
    quickly = viewer.sees_every_case or meeting.case.lead_professional_id == viewer.id
    if quickly or attendance_of(viewer, meeting) is not None:
        return True
    return visible_meetings(viewer).filter(pk=meeting.pk).exists()


def attendance_of(viewer: Viewer, meeting: Meeting) -> str | None:
    """The viewer's state (`Attendance.State`) on the list of people; None when it does not open the meeting to them.

    `invitations` of one meeting, as two small questions: put together, Django takes longer to ask than to be answered.
    """
    places = Attendance.objects.filter(meeting=meeting, membership_id=viewer.id).order_by()
    state = next(iter(places.values_list("state", flat=True)), None)
    return None if state is None or has_left(viewer, meeting.case_id) else state


def visible_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Entries of visible meetings, less those limited to agencies the viewer is not of.

    Those who must produce the record (its chair, its minute-taker, the lead professional, coordinators) see all of it;
    an entry's own source agency and author always see it.
    """
    if viewer.sees_every_case:  # and so every entry: no list of ten thousand meetings is made first
        return Entry.objects.filter(meeting__case__partnership_id=viewer.partnership_id)
    return Entry.objects.filter(limited_filter(viewer), meeting__in=visible_meetings(viewer))


def get_entry(viewer: Viewer, entry_id: uuid.UUID) -> Entry:
    """One entry with its meeting and case. Raises NotVisible."""
    entry = visible_entries(viewer).select_related("meeting__case").filter(pk=entry_id).first()
    if entry is None:
        raise NotVisible
    return entry


def entry_of(viewer: Viewer, meeting: Meeting, entry_id: uuid.UUID) -> Entry:
    """One entry of a meeting that the viewer may see, which is loaded with its case. Raises NotVisible."""
    entry = Entry.objects.filter(pk=entry_id, meeting=meeting).first()
    if entry is None:
        raise NotVisible
    entry.meeting = meeting
    if not sees(viewer, sight_of(entry)):
        raise NotVisible
    return entry


def undecided_contexts(meeting: Meeting) -> tuple[str, ...]:
    """Keys of the contexts where nothing is recorded and nobody has said what that silence means, centre outwards."""
    recorded = Entry.objects.filter(meeting=meeting, struck_at=None).values_list("context_key", flat=True)
    marked = CellMark.objects.filter(meeting=meeting).values_list("context_key", flat=True)
    decided = set(recorded.order_by().union(marked.order_by()))
    return tuple(key for key in CONTEXT if key not in decided)


def added_by_agency(meeting: Meeting) -> dict[str, int]:
    """How many entries each agency added beforehand, by its name. Limited ones count too."""
    added = Entry.objects.filter(meeting=meeting, before_meeting=True, struck_at=None, source__isnull=False).order_by()
    return dict(added.values_list("source__name").annotate(count=Count("pk")).order_by("source__name"))


def upcoming(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings still to come or in progress, the soonest first."""
    return _listed(viewer).filter(status__in=(Meeting.Status.PLANNED, Meeting.Status.OPEN)).order_by("starts_at")


def past(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings that are over or were cancelled, the latest first."""
    return _listed(viewer).exclude(status__in=(Meeting.Status.PLANNED, Meeting.Status.OPEN)).order_by("-starts_at")


def _listed(viewer: Viewer) -> QuerySet[Meeting]:
    return visible_meetings(viewer).select_related("case", "chair__user", "minute_taker__user")


def is_mine(viewer: Viewer) -> Q:
    """Meetings the viewer chairs, minutes or is invited to."""
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), membership_id=viewer.id)
    return Q(Q(chair_id=viewer.id) | Q(minute_taker_id=viewer.id) | Exists(invited))
