"""Records whose time is up."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from concentric.casework.cases.models import Case
from concentric.submission.retention.models import Kind
from concentric.submission.retention.records import Kept, find
from tests.factories.world import World, make_case

LONG_AGO = dt.timedelta(days=366 * 11)


def make_due_case(world: World) -> Case:
    """A case that was closed longer ago than the partnership keeps one."""
    closed = timezone.localdate() - LONG_AGO
    return make_case(
        world.partnership,
        lead=world.lead,
        status=Case.Status.CLOSED,
        opened_on=closed - dt.timedelta(days=200),
        closed_on=closed,
    )


def due_case(world: World, case: Case) -> Kept:
    """Its time, as those who decide see it."""
    kept = find(world.partnership, Kind.CASE, case.pk)
    assert kept is not None
    return kept
