"""Who may make versions of the minutes, and who may receive them."""

from __future__ import annotations

from concentric.casework.meetings.models import Meeting
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_release(viewer: Viewer, meeting: Meeting) -> None:
    """Those who must produce the record give it out: its chair, minute-taker, lead professional, and coordinators."""
    if meeting.status not in {Meeting.Status.CLOSED, Meeting.Status.SIGNED}:
        raise Refusal("There are no minutes to send until the meeting is closed.")
    producers = {meeting.chair_id, meeting.minute_taker_id, meeting.case.lead_professional_id}
    if viewer.id not in producers and not viewer.has(Role.COORDINATOR):
        raise Refusal(
            "Only the chair, the minute-taker, the lead professional or a coordinator can make a version to send."
        )
