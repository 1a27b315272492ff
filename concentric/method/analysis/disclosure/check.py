"""Before anything is printed: is every small count still open, whatever is put together?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from concentric.method.analysis.disclosure.attack import Open, attack
from concentric.method.analysis.disclosure.release import Figure, Key, Policy, Release


@dataclass(frozen=True, slots=True)
class GivenAway:
    """A small count that what is published pins down, or leaves too little open about. `shown`: it stands in print."""

    key: Key
    found: Open
    shown: bool


def check(
    release: Release, policy: Policy, hidden: frozenset[Key], figures: Iterable[Figure] | None = None
) -> tuple[GivenAway, ...]:
    """Every small count that is given away. Empty: the release may go out.

    `figures` are those to be printed; unless told otherwise, those without a hidden cell.
    """
    return tuple(
        GivenAway(key, left, shown=key not in hidden)
        for key, left in left_open(release, policy, hidden, figures).items()
        if key not in hidden or left.values < policy.enough(release.by_key[key])
    )


def left_open(
    release: Release, policy: Policy, hidden: frozenset[Key], figures: Iterable[Figure] | None = None
) -> dict[Key, Open]:
    """What an attacker is left with about every small count."""
    printed = release.shown_figures(hidden) if figures is None else tuple(figures)
    found: dict[Key, Open] = {}
    for part in replace(release, figures=printed).apart():
        if small := part.small(policy):
            found |= attack(part, hidden & part.by_key.keys(), small, part.figures)
    return found
