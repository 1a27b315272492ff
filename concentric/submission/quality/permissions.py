"""Who checks a signed framework, who answers what was sent back, and who sees the partnership over time."""

from __future__ import annotations

from concentric.casework.meetings.permissions import produces
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.quality.models import SendBack


def check_can_read_checklist(viewer: Viewer, minutes: Minutes) -> None:
    """The case's lead professional, and a coordinator reading, once the minutes are signed."""
    if minutes.signed_at is None:
        raise Refusal("The minutes are not signed yet. The quality check reads what was signed.")
    if not (leads(viewer, minutes) or viewer.has(Role.COORDINATOR)):
        raise Refusal("Only the case’s lead professional or a coordinator can see the quality check.")


def check_can_check(viewer: Viewer, minutes: Minutes) -> None:
    """The lead professional alone answers lines and sends minutes back."""
    check_can_read_checklist(viewer, minutes)
    if not leads(viewer, minutes):
        raise Refusal("Only the case’s lead professional can answer these lines.")


def check_can_answer(viewer: Viewer, send_back: SendBack) -> None:
    """The minute-taker or the chair answers, once."""
    if not produces(viewer, send_back.minutes.meeting):
        raise Refusal("Only the minute-taker or the chair can answer this.")
    if send_back.answered_at:
        raise Refusal("This has been answered already.")


def check_can_accept(viewer: Viewer, send_back: SendBack) -> None:
    """The lead professional accepts an answer, once."""
    if not leads(viewer, send_back.minutes):
        raise Refusal("Only the case’s lead professional can accept this answer.")
    if not send_back.answered_at:
        raise Refusal("This has not been answered yet.")
    if send_back.accepted_at:
        raise Refusal("This answer has been accepted already.")


def leads(viewer: Viewer, minutes: Minutes) -> bool:
    """Whether the viewer leads the case that the minutes are of."""
    return minutes.meeting.case.lead_professional_id == viewer.id
