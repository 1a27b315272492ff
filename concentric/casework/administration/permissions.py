"""Who may read the partnership's audit trail."""

from __future__ import annotations

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_read_trail(viewer: Viewer) -> None:
    if not viewer.has(Role.GOVERNANCE, Role.ADMINISTRATOR):
        raise Refusal("Only an information governance officer or an administrator can read the audit trail.")
