"""E-mails that ask a coordinator to look. They hold no identifying word: what there is to see is behind the sign-in."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from concentric.casework.cases.letters import send
from concentric.casework.cases.queries import colleagues
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer


def tell_coordinators(viewer: Viewer, subject: str, message: str) -> None:
    """Send it to each coordinator of the viewer's partnership once the transaction has committed.

    A mail server that fails does not undo what was done.
    """
    transaction.on_commit(partial(_send, viewer, subject, message), robust=True)


def _send(viewer: Viewer, subject: str, message: str) -> None:
    for coordinator in colleagues(viewer, Role.COORDINATOR):
        send(f"Concentric: {subject}", message, coordinator.user.email)
