"""Who may arrange a meeting, run it, and write in it. Nobody writes in signed minutes; in a draft, its makers do."""

from __future__ import annotations

from concentric.casework.cases.models import Case
from concentric.casework.meetings.models import Attendance, Entry, Meeting
from concentric.casework.meetings.queries import attendance_of
from concentric.casework.meetings.visibility import sees_whole_record
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal

Status = Meeting.Status
OBSERVES = "Observers listen; they do not record."


def check_can_convene(viewer: Viewer, case: Case) -> None:
    """Coordinators, chairs, and the case's lead professional convene a meeting of an open case."""
    if not viewer.has(Role.COORDINATOR, Role.CHAIR) and case.lead_professional_id != viewer.id:
        raise Refusal("Only a coordinator, a chair or the case’s lead professional can convene a meeting.")
    if case.status == Case.Status.CLOSED:
        raise Refusal("This case is closed. Reopen it before convening a meeting.")


def check_can_arrange(viewer: Viewer, meeting: Meeting) -> None:
    """Those who run a meeting change its details and invite people until it is closed."""
    _check_not_over(meeting)
    if not runs(viewer, meeting):
        raise Refusal(
            "Only the chair, the minute-taker, the lead professional or a coordinator can arrange the meeting."
        )


def check_can_close(viewer: Viewer, meeting: Meeting) -> None:
    """Whoever runs a meeting in progress closes it."""
    if meeting.status != Status.OPEN:
        raise Refusal("Only a meeting in progress can be closed.")
    if not runs(viewer, meeting):
        raise Refusal("Only the chair, the minute-taker, the lead professional or a coordinator can close the meeting.")


def check_can_reschedule(viewer: Viewer, meeting: Meeting) -> None:
    """Time, place, chair and minute-taker stand once the meeting has begun; so does whether it happens."""
    check_can_arrange(viewer, meeting)
    if meeting.status != Status.PLANNED:
        raise Refusal("The meeting has begun. Its time, place, chair and minute-taker can no longer be changed.")


def check_can_invite(viewer: Viewer, meeting: Meeting) -> None:
    """Those who run the meeting send its invitations while it is planned, and word of its cancelling after that."""
    if meeting.status not in (Status.PLANNED, Status.CANCELLED):
        raise Refusal("The meeting has begun. Invitations go out before it does.")
    if not runs(viewer, meeting):
        raise Refusal("Only the chair, the minute-taker, the lead professional or a coordinator can send invitations.")


def check_can_take_off_list(viewer: Viewer, meeting: Meeting, attendance: Attendance) -> None:
    """Those who run the meeting take anybody but its chair and its minute-taker off the list, also once it is over."""
    if not runs(viewer, meeting):
        raise Refusal(
            "Only the chair, the minute-taker, the lead professional or a coordinator can take people off the list."
        )
    if attendance.membership_id and attendance.membership_id in (meeting.chair_id, meeting.minute_taker_id):
        raise Refusal("This person chairs the meeting or takes its minutes. Choose somebody else for that first.")


def check_can_open(viewer: Viewer, meeting: Meeting) -> None:
    """Those who run a planned meeting open it."""
    check_can_arrange(viewer, meeting)
    if meeting.status != Status.PLANNED:
        raise Refusal("The meeting is already in progress.")


def check_can_record(viewer: Viewer, meeting: Meeting) -> None:
    """Attendance, agenda, silence, summary, decisions, dissent and review date: while the meeting is in progress.

    The chair and the minute-taker also mend them in the draft minutes.
    """
    _check_not_over(meeting, drafts_for=viewer)
    if meeting.status == Status.PLANNED:
        raise Refusal("The meeting has not begun. Open it first.")
    if not runs(viewer, meeting):
        raise Refusal("Only the chair, the minute-taker, the lead professional or a coordinator can record this.")


def check_can_add_entry(viewer: Viewer, meeting: Meeting) -> None:
    """Those who run the meeting and those invited add entries, before it and during it. Observers do not."""
    _check_not_over(meeting, drafts_for=viewer)
    if runs(viewer, meeting):
        return
    state = attendance_of(viewer, meeting)
    if state is None:
        raise Refusal("Only people who are invited to the meeting can add entries to it.")
    if state == Attendance.State.OBSERVER:
        raise Refusal(OBSERVES)


def check_can_change_entry(viewer: Viewer, meeting: Meeting, entry: Entry) -> None:
    """The chair and the minute-taker change any entry; everyone else who may add entries, their own."""
    _check_not_over(meeting, drafts_for=viewer)
    if produces(viewer, meeting):
        return
    if entry.created_by_id != viewer.id:
        raise Refusal("Only its author, the chair or the minute-taker can change this entry.")
    check_can_add_entry(viewer, meeting)


def produces(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether the viewer produces the minutes: the chair or the minute-taker."""
    return viewer.id in (meeting.chair_id, meeting.minute_taker_id)


def runs(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether the viewer runs the meeting: chair, minute-taker, the case's lead professional, or a coordinator.

    So does whoever brings in the record of one that was held, until it is draft minutes; it gives them no sight of it.
    """
    brings_in = meeting.status == Status.OPEN and meeting.imported_by_id == viewer.id
    return brings_in or sees_whole_record(viewer, meeting)


def _check_not_over(meeting: Meeting, drafts_for: Viewer | None = None) -> None:
    """Refuse when the meeting is over. `drafts_for` lets those who produce the minutes mend the draft."""
    if meeting.status == Status.SIGNED:
        raise Refusal("The minutes are signed. Changes are made as an amendment beside them.")
    if meeting.status == Status.CANCELLED:
        raise Refusal("The meeting was cancelled.")
    if meeting.status == Status.CLOSED and not (drafts_for and produces(drafts_for, meeting)):
        raise Refusal("The meeting is closed. Ask for a correction of the draft minutes instead.")
