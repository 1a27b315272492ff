"""What a site's feedback sheet says of the other sites together.

Only where they are enough not to be any one site, and without what is said of few of them. Who counts among them
changes by fives; and what was handed out stays until so many came or left: no two sheets tell of one who did.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import timezone

from concentric.method.analysis.printed import per_cent
from concentric.method.instrument.grid import CONTEXTS
from concentric.research.briefings.filled import Filled, filled, sent, together
from concentric.research.briefings.models import HandedOut
from concentric.research.cohorts.data import marks_of
from concentric.research.cohorts.models import Mark
from concentric.research.frameworks.models import Site

ENOUGH = 5
"""So many frameworks of at least two other sites, or the others are not shown; and so many more until they change."""
FEW = "hidden"


@dataclass(frozen=True, slots=True)
class Others:
    """As it is printed: of which day, of how many frameworks. `silent`: by context, how many have no entry there."""

    day: str
    frameworks: str
    entries: str
    without_source: str
    moved: str
    silent: dict[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """`frameworks`: of which it is counted now; empty where it stands as it was handed out."""

    others: Others | None
    frameworks: tuple[uuid.UUID, ...] = ()


def told_of_others(site: Site, made: datetime) -> Told:
    """As it is today; as it was handed out last where today's, beside any that is out, would tell of few."""
    frameworks = _by_fives(site, made)
    out = list(site.handed_out.all())
    if out and min(_changed(one, frameworks) for one in out) < ENOUGH:
        return Told(Others(**out[0].others))
    found = together(filled(sent(site.study).filter(pk__in=frameworks)).values())
    is_enough = found.sites > 1 and found.frameworks >= ENOUGH
    return Told(_printed(found, made) if is_enough else None, tuple(frameworks))


def keep(site: Site, told: Told) -> None:
    """What is handed out now. Runs in the transaction of what hands it out."""
    if told.others and told.frameworks:
        marks = marks_of(site.study, told.frameworks)
        HandedOut.objects.create(study=site.study, site=site, others=asdict(told.others), marks=marks)


def _by_fives(site: Site, made: datetime) -> list[uuid.UUID]:
    """Those received before this day, the first so many fives: their order is settled, and one more changes nothing."""
    others = sent(site.study).exclude(site=site).filter(received_on__lt=timezone.localdate(made))
    found = list(others.order_by("received_on", "code").values_list("pk", flat=True))
    return found[: len(found) - len(found) % ENOUGH]


def _changed(out: HandedOut, frameworks: Collection[uuid.UUID]) -> int:
    """How many came since, or left: the more of the two."""
    now = {str(mark) for mark in Mark.objects.filter(framework__in=frameworks).values_list("pk", flat=True)}
    return max(len(frameworks), len(out.marks)) - len(now.intersection(out.marks))


def _printed(others: Filled, made: datetime) -> Others:
    day = timezone.localdate(made)
    return Others(
        day=f"{day.day} {day:%B %Y}",
        frameworks=str(others.frameworks),
        entries=mean(others.entries, others.frameworks),
        without_source=_percent(others.without_source, others.entries),
        moved=_percent(sum(others.moved.values()), others.entries),
        silent={key: _silent(others, key) for key in (context.key.value for context in CONTEXTS)},
    )


def _silent(others: Filled, context: str) -> str:
    silent = others.frameworks - others.in_context[context]
    return FEW if _tells_of_few(silent, others.frameworks) else share(silent, others.frameworks)


def _percent(n: int, of: int) -> str:
    if not of:
        return "–"
    return FEW if _tells_of_few(n, of) else per_cent(n / of)


def _tells_of_few(n: int, of: int) -> bool:
    """Few, or all but few."""
    return 0 < n < ENOUGH or 0 < of - n < ENOUGH


def mean(total: int, of: int) -> str:
    return f"{total / of:.1f}" if of else "–"


def share(n: int, of: int) -> str:
    return f"{n} of {of} ({per_cent(n / of)})" if of else "–"
