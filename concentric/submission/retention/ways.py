"""What of retention waits at home, for those who decide."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import ask
from concentric.submission.retention.permissions import check_can_see_retention
from concentric.submission.retention.queries import due_list
from concentric.web import onward
from concentric.web.onward import Onward


def register() -> None:
    onward.at_home.append(at_home)


def at_home(viewer: Viewer) -> Iterator[Onward]:
    """How many records are due, and how many somebody else proposed to destroy."""
    if not ask(check_can_see_retention, viewer):
        return
    found = due_list(viewer)
    page = reverse("retention:list")
    mine = sum(1 for kept in found.proposed if kept.proposal and kept.proposal.by_id != viewer.id)
    if mine:
        yield Onward("Destruction to confirm", page, _records(mine), "A second person")
    if found.due:
        yield Onward("Due to be destroyed", page, _records(len(found.due)))


def _records(number: int) -> str:
    return f"{number} record{'' if number == 1 else 's'}"
