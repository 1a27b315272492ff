"""Who decides how long records are kept, and who destroys them: two people, neither of whom needs to read a word."""

from __future__ import annotations

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.retention.models import Proposal
from concentric.submission.retention.records import Kept


def check_can_see_retention(viewer: Viewer) -> None:
    """The information governance officer and the coordinator."""
    if not viewer.has(Role.COORDINATOR, Role.GOVERNANCE):
        raise Refusal("Only the information governance officer and the coordinator see what is due to be destroyed.")


def check_can_extend(viewer: Viewer, kept: Kept) -> None:
    """Keep a record longer than its schedule says, while nobody proposes to destroy it."""
    check_can_see_retention(viewer)
    if kept.due_on is None:
        raise Refusal("The time of this record does not run yet: there is nothing to extend.")
    if kept.proposal is not None:
        raise Refusal("It is proposed for destruction. Take the proposal back first.")


def check_can_propose(viewer: Viewer, kept: Kept) -> None:
    """Propose that a record be destroyed whose time has come."""
    check_can_see_retention(viewer)
    check_may_go(kept)
    if kept.proposal is not None:
        raise Refusal("It is proposed for destruction already.")


def check_can_confirm(viewer: Viewer, kept: Kept, proposal: Proposal) -> None:
    """Destroy what somebody else proposed."""
    check_can_see_retention(viewer)
    check_may_go(kept)
    if proposal.by_id == viewer.id:
        raise Refusal("You proposed this yourself. Another person must confirm it.")


def check_may_go(kept: Kept) -> None:
    """Whether anything stands against destroying it now, whoever asks."""
    if kept.held:
        raise Refusal("The case is on legal hold. Nothing of it is destroyed until the hold is lifted.")
    if not kept.is_due:
        raise Refusal("Its time has not come yet.")
