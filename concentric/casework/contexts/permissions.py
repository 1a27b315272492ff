"""Who may do what with the shared register."""

from __future__ import annotations

from concentric.casework.cases.queries import CASEWORK_ROLES
from concentric.casework.contexts.models import Context
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_use_register(viewer: Viewer) -> None:
    """See the register and add to it: members who take part in casework."""
    if not viewer.has(*CASEWORK_ROLES):
        raise Refusal("The register is for people who take part in cases. Ask the coordinator if you need it.")


def check_can_change_context(viewer: Viewer, context: Context) -> None:
    """Correct a name or its detail: whoever added it, or a coordinator."""
    check_can_use_register(viewer)
    if context.merged_into_id:
        raise Refusal("This name was merged into another. Change that one instead.")
    if context.created_by_id != viewer.id and not viewer.has(Role.COORDINATOR):
        raise Refusal("Others rely on this name. Only the person who added it, or a coordinator, changes it.")


def check_can_tidy_register(viewer: Viewer) -> None:
    """Merge two names, or take one out of use: a coordinator."""
    if not viewer.has(Role.COORDINATOR):
        raise Refusal("Only a coordinator merges names or takes them out of use.")
