"""Who may change how a partnership works."""

from __future__ import annotations

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_change_process(viewer: Viewer) -> None:
    if not viewer.has(Role.ADMINISTRATOR, Role.COORDINATOR):
        raise Refusal("Only an administrator or a coordinator can change the partnership's settings.")
