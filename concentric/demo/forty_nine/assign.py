"""Who of the 49 holds what: drawn by a fixed seed, so that no framework becomes much longer than the others."""

from __future__ import annotations

import random
from collections.abc import Iterable

from concentric.demo.forty_nine.plan import Item
from concentric.method.instrument.vocabulary import Cohort

SIZES = {Cohort.SOLE: 24, Cohort.GROUP: 15, Cohort.BOTH: 10}
SITES = "A" * 16 + "B" * 13 + "C" * 12 + "D" * 8
_CHANCE = 6  # entries by which chance outweighs being the shorter framework

# For each handle the frameworks that hold it, by their place among the 49.
Held = dict[str, frozenset[int]]


def cohorts(draw: random.Random) -> list[Cohort]:
    """The cohort of each of the 49, in random order."""
    found = [cohort for cohort, size in SIZES.items() for _ in range(size)]
    draw.shuffle(found)
    return found


def assign(items: Iterable[Item], of: list[Cohort], draw: random.Random) -> Held:
    """The plan's counts, met exactly. An item's conditions speak of earlier ones."""
    held: Held = {}
    lengths = [0] * len(of)
    section: dict[str, set[int]] = {}
    for item in items:
        covered = section.setdefault(item.rest or item.inside, set())
        if item.counts is None:
            chosen = set(held[item.rest]) - covered
        else:
            chosen = set().union(
                *(
                    _drawn(item, [one for one, its in enumerate(of) if its is cohort], place, held, lengths, draw)
                    for place, cohort in enumerate(SIZES)
                )
            )
        covered |= chosen
        held[item.handle] = frozenset(chosen)
        for one in chosen if item.is_code else ():
            lengths[one] += 1
    return held


def _drawn(item: Item, cohort: list[int], place: int, held: Held, lengths: list[int], draw: random.Random) -> set[int]:
    """Of one cohort (`place` in the plan's counts), as many as the plan says."""
    order = sorted(cohort, key=lambda one: (lengths[one] + draw.random() * _CHANCE, one))
    fit = [one for one in order if not item.inside or one in held[item.inside]]
    fit = [one for one in fit if not any(one in held[other] for other in item.outside)]
    count = item.counts[place] if item.counts else 0
    if not item.beside:
        return _first(fit, count, item)
    beside = [one for one in fit if one in held[item.beside]]
    alone = [one for one in fit if one not in held[item.beside]]
    return _first(beside, item.together[place], item) | _first(alone, count - item.together[place], item)


def _first(order: list[int], count: int, item: Item) -> set[int]:
    if count > len(order):
        raise ValueError(f"the plan cannot be met at {item.handle}")
    return set(order[:count])
