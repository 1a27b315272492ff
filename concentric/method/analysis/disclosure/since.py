"""Who came and who left since an earlier release: the two beside each other tell of those few.

Counts do not say it: three who left and three who came leave the sum as it was. Frameworks are known again by their
marks. Who is classified otherwise since has left one group and come into another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concentric.method.analysis.disclosure.release import Policy

Members = Mapping[str, frozenset[str]]
"""Who is counted, by marks: everybody (""), and of each group by its atom ("cohort=sole")."""


@dataclass(frozen=True, slots=True)
class Change:
    """How many came into a group and left it. What is counted otherwise than by frameworks changes without end."""

    came: float
    left: float

    def is_few(self, policy: Policy) -> bool:
        """So few came or left, and no others whom they could be taken for, that the differences are theirs alone."""
        return self.came + self.left > 0 and max(self.came, self.left) <= policy.largest

    def tells(self, difference: int, policy: Policy) -> bool:
        """Whether a count that changed by so much says of few who came, or left, that they are counted in it.

        A change that nobody who came or left can explain is a coding that was changed: that tells of few too.
        """
        least, most = max(0, difference), min(self.came, difference + self.left)
        few = range(policy.smallest, policy.largest + 1)
        if least > most:
            return abs(difference) in few
        if most - least + 1 >= policy.open_values:
            return False
        return any(came in few or came - difference in few for came in range(least, int(most) + 1))


class Since:
    """The changes from then to now."""

    def __init__(self, then: Members, now: Members) -> None:
        self.then, self.now = then, now
        self._known: dict[frozenset[str], Change] = {}

    def of(self, atoms: Iterable[str]) -> Change:
        """Of the groups that a count lies in, the change by the fewest: an attacker takes the narrowest."""
        groups = frozenset(atom for atom in atoms if "=" in atom)
        if groups not in self._known:
            found = [self._change([""]), *(self._change(_alone(group)) for group in groups if self._has(group))]
            self._known[groups] = min(found, key=lambda change: change.came + change.left)
        return self._known[groups]

    def few(self, policy: Policy) -> dict[str, Change]:
        """Everybody and the groups of which the two releases would tell, by their atom."""
        found = {group: self._change([group]) for group in self.now if group in self.then}
        return {group: change for group, change in found.items() if change.is_few(policy)}

    def _has(self, group: str) -> bool:
        return all(one in self.then and one in self.now for one in _alone(group))

    def _change(self, groups: list[str]) -> Change:
        then, now = (frozenset[str]().union(*(of.get(one, ()) for one in groups)) for of in (self.then, self.now))
        return Change(len(now - then), len(then - now))


def _alone(group: str) -> list[str]:
    """A group of several values as the groups of each: "cohort=group+both"."""
    name, _, values = group.partition("=")
    return [f"{name}={value}" for value in values.split("+")]
