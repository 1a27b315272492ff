"""Before anything is printed: is every small count still open, whatever is put together?"""

from __future__ import annotations

from dataclasses import dataclass

from concentric.method.analysis.disclosure.attack import Open, attack
from concentric.method.analysis.disclosure.release import Key, Policy, Release


@dataclass(frozen=True, slots=True)
class GivenAway:
    """A small count that what is published pins down, or leaves too little open about. `shown`: it stands in print."""

    key: Key
    found: Open
    shown: bool


def check(release: Release, policy: Policy, hidden: frozenset[Key]) -> tuple[GivenAway, ...]:
    """Every small count that is given away. Empty: the release may go out."""
    unseen = hidden | release.unprinted
    return tuple(
        GivenAway(key, left, shown=key not in unseen)
        for key, left in left_open(release, policy, unseen, exactly=False).items()
        if key not in unseen or left.values < policy.enough(release.by_key[key])
    )


def left_open(release: Release, policy: Policy, hidden: frozenset[Key], *, exactly: bool = True) -> dict[Key, Open]:
    """What an attacker is left with about every small count; not `exactly`, no more than the policy asks for."""
    found: dict[Key, Open] = {}
    for part in release.apart():
        if small := part.small(policy):
            enough = {} if exactly else {key: policy.enough(part.by_key[key]) for key in small}
            found |= attack(part, hidden & part.by_key.keys() | part.unprinted, small, enough)
    return found
