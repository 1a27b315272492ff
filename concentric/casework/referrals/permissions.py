"""Who may do what with a referral."""

from __future__ import annotations

from concentric.casework.referrals.models import Referral
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_see_waiting(viewer: Viewer) -> None:
    """See everything that waits for a decision: a coordinator."""
    if not viewer.has(Role.COORDINATOR):
        raise Refusal("Only a coordinator sees every referral. Your own are under My referrals.")


def check_can_decide(viewer: Viewer, referral: Referral) -> None:
    """Take the threshold decision: a coordinator, once."""
    if not viewer.has(Role.COORDINATOR):
        raise Refusal("Only a coordinator takes the threshold decision.")
    if referral.is_decided:
        raise Refusal("This referral has been decided already.")


def check_can_answer(viewer: Viewer, referral: Referral) -> None:
    """Give the information that was asked for: whoever referred, or a coordinator for them."""
    if referral.referred_by_id != viewer.id and not viewer.has(Role.COORDINATOR):
        raise Refusal("Only the person who referred answers this.")
    if referral.status != Referral.Status.MORE_INFORMATION:
        raise Refusal("Nothing is being asked of you on this referral.")
