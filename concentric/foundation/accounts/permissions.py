"""Who may look after members and agencies."""

from __future__ import annotations

from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_manage_members(viewer: Viewer) -> None:
    if not viewer.has(Role.ADMINISTRATOR):
        raise Refusal("Only an administrator can change members, roles and agencies.")


def check_can_see_members(viewer: Viewer) -> None:
    if not viewer.has(Role.ADMINISTRATOR, Role.COORDINATOR, Role.GOVERNANCE):
        raise Refusal(
            "Only administrators, coordinators and information governance officers can see the list of members."
        )


def check_can_deactivate(viewer: Viewer, member: Membership) -> None:
    """An administrator ends a membership, but not their own, so that nobody locks the partnership out."""
    check_can_manage_members(viewer)
    if member.pk == viewer.id:
        raise Refusal("You cannot end your own membership. Ask another administrator.")
