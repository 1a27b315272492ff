"""Who may make versions of the minutes, and who may receive them."""

from __future__ import annotations

from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.visibility import sees_whole_record
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_release(viewer: Viewer, meeting: Meeting) -> None:
    """Those who must produce the record give it out: its chair, minute-taker, lead professional, and coordinators."""
    if meeting.status not in {Meeting.Status.CLOSED, Meeting.Status.SIGNED}:
        raise Refusal("There are no minutes to send until the meeting is closed.")
    if not sees_whole_record(viewer, meeting):
        raise Refusal(
            "Only the chair, the minute-taker, the lead professional or a coordinator can make a version to send."
        )
