"""Taking somebody off the list of people of a meeting."""

from __future__ import annotations

from concentric.casework.meetings.models import Attendance, Meeting
from concentric.casework.meetings.outbox import announce, locked
from concentric.casework.meetings.permissions import check_can_take_off_list
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded

WERE_THERE = (Attendance.State.ATTENDED, Attendance.State.OBSERVER)


def take_off_list(*, viewer: Viewer, attendance: Attendance) -> None:
    """The list opens the meeting to this person no longer, from now. Who sees the case itself still sees the meeting.

    Of whoever was there, or is on the list of a meeting that is over, the record keeps name, agency and state.
    """
    with recorded(viewer, "person.taken_off", attendance) as note:
        meeting = locked(attendance.meeting_id)
        attendance.refresh_from_db()
        check_can_take_off_list(viewer, meeting, attendance)
        note.case_id, note.details["membership"] = meeting.case_id, str(attendance.membership_id or "")
        over = meeting.status in (Meeting.Status.CLOSED, Meeting.Status.SIGNED)
        note.details["kept"] = kept = over or attendance.state in WERE_THERE
        announce(meeting, "attendance", attendance.pk, viewer)
        if kept:
            Attendance.objects.filter(pk=attendance.pk).update(membership=None)
        else:
            Attendance.objects.filter(pk=attendance.pk).delete()
