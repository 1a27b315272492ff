"""Who looks after the studies that a partnership sends to."""

from __future__ import annotations

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.studies.models import StudyLink


def check_can_see_studies(viewer: Viewer) -> None:
    if not viewer.has(Role.COORDINATOR, Role.LEAD_PROFESSIONAL, Role.GOVERNANCE, Role.ADMINISTRATOR):
        raise Refusal(
            "Only coordinators, lead professionals, information governance officers and administrators can see the "
            "studies that your partnership sends to."
        )


def check_can_manage_studies(viewer: Viewer) -> None:
    if not viewer.has(Role.COORDINATOR):
        raise Refusal("Only a coordinator can join a study for your partnership, or leave one.")


def check_can_leave(viewer: Viewer, link: StudyLink) -> None:
    check_can_manage_studies(viewer)
    if link.left_at is not None:
        raise Refusal("Your partnership has left this study already.")
