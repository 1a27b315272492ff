"""Who may plan an action, change it, and say how it went."""

from __future__ import annotations

from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.permissions import check_can_change_entry, runs
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_change_action(viewer: Viewer, action: Action) -> None:
    """Owner, date, measure and needs are part of the meeting's record: whoever may change the entry may change them."""
    check_can_change_entry(viewer, action.entry.meeting, action.entry)


def check_can_set_status(viewer: Viewer, action: Action) -> None:
    """Its owner, the owner's agency, and those who run the case's meetings say how an action went."""
    if action.entry.meeting.status == Meeting.Status.CANCELLED or action.entry.struck_at:
        raise Refusal("This action is no longer part of a plan.")
    owns = viewer.id == action.owner_id or viewer.agency_id == action.owner_agency_id
    if not owns and not runs(viewer, action.entry.meeting):
        raise Refusal(
            "Only the action’s owner, the owner’s agency, the chair, the minute-taker, the lead professional or a "
            "coordinator can say how it went."
        )
