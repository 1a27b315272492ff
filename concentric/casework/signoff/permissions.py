"""Who may close, correct, sign and amend."""

from __future__ import annotations

from concentric.casework.meetings.models import Attendance, Meeting
from concentric.casework.meetings.permissions import OBSERVES, runs
from concentric.casework.meetings.queries import attendance_of, undecided_contexts
from concentric.casework.signoff.models import Correction, Minutes
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import CONTEXT


def check_can_ask_correction(viewer: Viewer, meeting: Meeting) -> None:
    """Whoever was invited and did not only observe, or runs the meeting, may ask while the minutes are a draft."""
    _check_draft(meeting)
    if runs(viewer, meeting):
        return
    state = attendance_of(viewer, meeting)
    if state is None:
        raise Refusal("Only people who were invited to the meeting can ask for a correction.")
    if state == Attendance.State.OBSERVER:
        raise Refusal(OBSERVES)


def check_can_decide_correction(viewer: Viewer, correction: Correction) -> None:
    """The chair or the minute-taker answers a correction that is waiting."""
    _check_draft(correction.meeting)
    if correction.state != Correction.State.ASKED:
        raise Refusal("This correction has been answered already.")
    if viewer.id not in {correction.meeting.chair_id, correction.meeting.minute_taker_id}:
        raise Refusal("Only the chair or the minute-taker can answer a correction.")


def check_can_circulate(viewer: Viewer, meeting: Meeting) -> None:
    """Whoever runs the meeting sends the draft to those who were invited."""
    _check_draft(meeting)
    if not runs(viewer, meeting):
        raise Refusal(
            "Only the chair, the minute-taker, the lead professional or a coordinator can circulate the minutes."
        )


def check_can_sign(viewer: Viewer, meeting: Meeting) -> None:
    """The chair signs a draft in which every context is decided and every correction is answered."""
    _check_draft(meeting)
    if viewer.id != meeting.chair_id:
        raise Refusal("Only the chair of this meeting can sign its minutes.")
    undecided = undecided_contexts(meeting)
    if undecided:
        names = ", ".join(CONTEXT[key].short for key in undecided)
        raise Refusal(f"These contexts are undecided: {names}. Record something, or say that nothing was identified.")
    if meeting.corrections.filter(state=Correction.State.ASKED).exists():
        raise Refusal("A correction is waiting for an answer. Accept or decline it first.")


def check_can_amend(viewer: Viewer, minutes: Minutes) -> None:
    """The chair, the minute-taker or the lead professional adds an amendment beside signed minutes."""
    meeting = minutes.meeting
    if meeting.status != Meeting.Status.SIGNED:
        raise Refusal("The minutes are not signed yet. Ask for a correction instead.")
    allowed = {meeting.chair_id, meeting.minute_taker_id, meeting.case.lead_professional_id}
    if viewer.id not in allowed:
        raise Refusal("Only the chair, the minute-taker or the lead professional can amend signed minutes.")


def _check_draft(meeting: Meeting) -> None:
    if meeting.status == Meeting.Status.SIGNED:
        raise Refusal("The minutes are signed. Changes are made as an amendment beside them.")
    if meeting.status != Meeting.Status.CLOSED:
        raise Refusal("There are no draft minutes until the meeting is closed.")
