"""Working out what a briefing hides: at once where that is little, otherwise beside the requests."""

from __future__ import annotations

import time
from functools import partial

from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.permissions import check_can_write
from concentric.research.briefings.protection import worked_out
from concentric.research.briefings.queries import lock_draft
from concentric.research.briefings.standing import Standing, standing_of
from concentric.research.frameworks.beside import go_beside
from concentric.research.frameworks.researcher import Researcher

AT_ONCE = 300
"""So many counts are worked out while the person waits."""
STOPPED = "It was stopped. What is done stays done."
BROKE_OFF = "It broke off. What is done stays done; go on with the rest."
KEPT_EVERY = 0.5
"""Seconds from one time that what is done is kept to the next."""


def work_out(*, researcher: Researcher, briefing: Briefing) -> None:
    """Work out what is hidden. Raises Refusal, also while somebody does already."""
    standing = standing_of(briefing)
    with recorded(researcher, "briefing.work_begun", briefing):
        if lock_draft(researcher, briefing).is_being_worked_out:
            raise Refusal("It is being worked out already.")
        Briefing.objects.filter(pk=briefing.pk).update(worked_at=timezone.now(), work_said="")
    work = partial(carry_out, researcher, standing)
    if len(standing.release.cells) <= AT_ONCE:
        work()
    else:
        go_beside(work, partial(_end, briefing), BROKE_OFF)


def carry_out(researcher: Researcher, standing: Standing) -> None:
    """All steps that are left. Raises Refusal when it is stopped, or the briefing set up anew."""
    kept_at = time.monotonic()
    for protection in worked_out(standing.protection, standing.release, standing.policy):
        if protection.is_whole or time.monotonic() > kept_at + KEPT_EVERY:
            _keep(standing.briefing, protection=protection.plain(), worked_at=timezone.now())
            kept_at = time.monotonic()
    with recorded(researcher, "briefing.worked_out", standing.briefing):
        _keep(standing.briefing, worked_at=None)


def stop(*, researcher: Researcher, briefing: Briefing) -> None:
    """Before its next step."""
    with recorded(researcher, "briefing.work_stopped", briefing):
        check_can_write(researcher, briefing)
        _end(briefing, STOPPED)


def _keep(briefing: Briefing, **values: object) -> None:
    at_work = Briefing.objects.filter(pk=briefing.pk, state=Briefing.State.DRAFT, worked_at__isnull=False)
    if not at_work.update(**values):
        raise Refusal(STOPPED)


def _end(briefing: Briefing, said: str) -> None:
    Briefing.objects.filter(pk=briefing.pk, worked_at__isnull=False).update(worked_at=None, work_said=said)
