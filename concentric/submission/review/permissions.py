"""Who reviews, who confirms, and who may look. Review is the lead professional's; the second look is anybody else's."""

from __future__ import annotations

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import works_on
from concentric.casework.meetings.models import Meeting
from concentric.casework.signoff.models import Minutes
from concentric.casework.signoff.queries import readable_record
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.quality.queries import open_send_backs
from concentric.submission.review.models import Outgoing
from concentric.submission.review.outgoing import is_stale
from concentric.submission.review.passages import record_of
from concentric.submission.review.queries import decisions_by
from concentric.submission.review.states import State

NOT_YOURS = "Only the lead professional of this case does this."


def check_leads(viewer: Viewer, case: Case) -> None:
    """Whatever leads to sending: the case's lead professional alone."""
    if case.lead_professional_id != viewer.id:
        raise Refusal(NOT_YOURS)


def check_can_begin(viewer: Viewer, minutes: Minutes) -> None:
    """Prepare signed minutes for a study: the lead professional, with nothing sent back to the minute-taker."""
    check_leads(viewer, minutes.meeting.case)
    if minutes.meeting.status != Meeting.Status.SIGNED:
        raise Refusal("Only signed minutes can be prepared for a study.")
    if open_send_backs(minutes).exists():
        raise Refusal("These minutes were sent back. Close that first, on the page of their checklist.")


def check_can_review(viewer: Viewer, outgoing: Outgoing) -> None:
    """Decide on findings: the lead professional, while it is under review."""
    check_leads(viewer, outgoing.case)
    if outgoing.state != State.REVIEW:
        raise Refusal("This is not under review. Take it back to review before you change a decision.")


def check_can_look(viewer: Viewer, outgoing: Outgoing) -> None:
    """Read the framework with what is replaced: whoever works on the case and may read all of the minutes."""
    if not works_on(viewer, outgoing.case):
        raise Refusal("Emergency access is for reading the case. Ask the lead professional to involve you.")
    if not _reads_all(viewer, outgoing):
        raise Refusal("Parts of these minutes are limited to other agencies, so somebody else must look at this.")


def check_can_confirm(viewer: Viewer, outgoing: Outgoing) -> None:
    """Confirm or send back: a second person, who decided on nothing in it."""
    if outgoing.state != State.SECOND_LOOK:
        raise Refusal("Nobody is waiting for a second look at this.")
    if viewer.id in (outgoing.settled_by_id, outgoing.begun_by_id) or _decided_any(viewer, outgoing):
        raise Refusal("The second look is for somebody who did not review it.")
    check_can_look(viewer, outgoing)


def check_can_read_aloud(viewer: Viewer, meeting: Meeting) -> None:
    """Whoever reads the meeting reads it with pseudonyms, once there is something to read."""
    if meeting.status in (Meeting.Status.PLANNED, Meeting.Status.CANCELLED):
        raise Refusal("There is nothing to read aloud until the meeting has begun.")


def check_is_fresh(outgoing: Outgoing) -> None:
    """What was looked through is what would leave: asked before every step towards sending."""
    if is_stale(outgoing):
        raise Refusal("The minutes or the case have changed since this was looked through. Open it again.")


def _decided_any(viewer: Viewer, outgoing: Outgoing) -> bool:
    return decisions_by(viewer).filter(outgoing=outgoing).exists()


def _reads_all(viewer: Viewer, outgoing: Outgoing) -> bool:
    shown = readable_record(viewer, outgoing.minutes.meeting)
    return len(shown.entries) == len(record_of(outgoing.minutes).entries)
