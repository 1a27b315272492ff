"""Cases brought over from the paper archive, whose time is over. Information governance has begun with one of them."""

from __future__ import annotations

import datetime as dt

from concentric.casework.cases.likeness import sound
from concentric.casework.cases.models import Case, StatusChange
from concentric.demo.cast import PREFIX, Cast
from concentric.demo.clock import Story
from concentric.submission.retention.actions import propose
from concentric.submission.retention.models import Kind
from concentric.submission.retention.records import find

YEARS_AGO = 11
# Number, name, and the days that it was open.
BROUGHT_OVER = ((3, "Perrin Alcott-Day", 160), (7, "Saskia Thorne-Bell", 220))


def brought_over(cast: Cast) -> Story:
    """Straight into the table: their years are not the demonstration's, and no verb dates anything back."""
    yield cast.clock.at(-240, 10)
    cases = [_brought(cast, *one) for one in BROUGHT_OVER]
    yield cast.clock.at(-2, 10)
    kept = find(cast.partnership, Kind.CASE, cases[0].pk)
    if kept is not None:
        propose(viewer=cast.mei, kept=kept)


def _brought(cast: Cast, number: int, name: str, days_open: int) -> Case:
    given, _, family = name.partition(" ")
    closed = cast.clock.day(-1) - dt.timedelta(days=366 * YEARS_AGO)
    case = Case.objects.create(
        partnership=cast.partnership,
        reference=f"{PREFIX}-{closed.year}-{number:04}",
        given_name=given,
        family_name=family,
        surname_sound=sound(family),
        lead_professional=cast.dermot.membership,
        status=Case.Status.CLOSED,
        opened_on=closed - dt.timedelta(days=days_open),
        closed_on=closed,
    )
    reason = "Closed on paper, and brought over so that its time is watched."
    StatusChange.objects.create(case=case, status=Case.Status.CLOSED, reason=reason, by=cast.nasreen.membership)
    return case
