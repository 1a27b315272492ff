"""A framework as it stands now, held until the verb is done: two people's steps never cross."""

from __future__ import annotations

from concentric.foundation.accounts.viewer import Viewer
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_can_review

_MOVING = ["state", "scanned", "settled_by", "settled_at", "confirmed_by", "confirmed_at", "attributes"]


def lock(outgoing: Outgoing) -> None:
    """Read again what a verb may change. Must run inside a transaction."""
    outgoing.refresh_from_db(fields=_MOVING, from_queryset=Outgoing.objects.select_for_update())


def lock_for_review(viewer: Viewer, outgoing: Outgoing) -> None:
    """The same, for whoever decides on its findings."""
    lock(outgoing)
    check_can_review(viewer, outgoing)
