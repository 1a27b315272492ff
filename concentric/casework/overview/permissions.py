"""Who may count cases."""

from __future__ import annotations

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_count(viewer: Viewer) -> None:
    if not viewer.has(Role.COORDINATOR, Role.GOVERNANCE):
        raise Refusal("Only a coordinator or an information governance officer can see the partnership's counts.")
