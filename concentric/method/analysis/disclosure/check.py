"""Before anything is printed: is every small count still open, whatever is put together?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    small = release.small(policy)
    printed = release.shown_figures(hidden) if figures is None else tuple(figures)
    found = attack(release, hidden, small, printed)
    return tuple(
        GivenAway(key, left, shown=key not in hidden)
        for key, left in found.items()
        if key not in hidden or left.values < policy.open_values
    )
