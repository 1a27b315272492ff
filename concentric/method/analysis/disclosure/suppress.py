"""Which counts to hide so that the small ones cannot be worked out, at the least cost to the reader.

The cell suppression problem, by cuts (Fischetti and Salazar-González 2001). A master program chooses what to hide;
the attacker's linear program tells how far each small count stays open; where that is too little, its dual gives a
cut: an inequality that every good choice fulfils and this one does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from concentric.method.analysis.disclosure.attack import Open, attack
from concentric.method.analysis.disclosure.release import Key, Policy, Relation, Release

MOST_ROUNDS = 400
Vector = NDArray[np.float64]


class CannotProtectError(ValueError):
    """Even with everything hidden that may be, a small count stays known: something already public gives it away."""

    def __init__(self, key: Key) -> None:
        super().__init__(f"nothing that can be hidden keeps this count open: {key}")
        self.key = key


@dataclass(frozen=True, slots=True)
class Suppression:
    """`small` are hidden for themselves, `others` to keep them so; `left_open` is what an attacker is left with."""

    small: frozenset[Key]
    others: frozenset[Key]
    left_open: dict[Key, Open]

    @property
    def hidden(self) -> frozenset[Key]:
        return self.small | self.others


def suppress(release: Release, policy: Policy) -> Suppression:
    """The cheapest set of cells to hide. Figures of hidden cells are taken to be hidden with them.

    Raises CannotProtectError for a small count that public cells give away.
    """
    parts = [_suppress(part, policy) for part in release.apart() if part.small(policy)]
    left_open = {key: found for part in parts for key, found in part.left_open.items()}
    return Suppression(
        frozenset[Key]().union(*(part.small for part in parts)),
        frozenset[Key]().union(*(part.others for part in parts)),
        left_open,
    )


def _suppress(release: Release, policy: Policy) -> Suppression:
    """The same for cells that hang together."""
    small = release.small(policy)
    master = _Master(release, small)
    pattern = _Pattern(release)
    enough = {key: policy.enough(release.by_key[key]) for key in small}
    exact_needs = {key: values - 1.0 for key, values in enough.items()}
    open_with: dict[Key, frozenset[Key]] = {}  # a count that is open with these hidden is so with more
    for _ in range(MOST_ROUNDS):
        hidden = master.choose()
        cuts = []
        for key in small:
            if key in open_with and open_with[key] <= hidden:
                continue
            cut = pattern.cut(key, hidden, exact_needs[key])
            if cut is None:
                open_with[key] = hidden
            else:
                cuts.append(cut)
        if cuts:
            for cut in cuts:
                master.add(cut)
            continue
        left_open = attack(release, hidden, small)
        too_narrow = [key for key, found in left_open.items() if found.values < enough[key]]
        if not too_narrow:
            return Suppression(small, hidden - small, left_open)
        for key in too_narrow:  # whole numbers leave less open than the fractions of the linear program
            exact_needs[key] += 0.5
            open_with.pop(key)
    raise RuntimeError("no choice was found in the rounds allowed")


class _Pattern:
    """How far a cell can move when others may move too: A d = 0 within what is known, d being moves from the truth."""

    def __init__(self, release: Release) -> None:
        self.release = release
        equal = [r for r in release.relations if r.low == r.high]
        loose = [r for r in release.relations if r.low != r.high]
        self.equal = self._matrix(equal)
        values = np.array([float(cell.value) for cell in release.cells])
        rows: list[Vector] = []
        rooms: list[float] = []
        for relation, row in zip(loose, self._matrix(loose), strict=True):
            now = float(row @ values)
            for sign, end in ((1.0, relation.high), (-1.0, relation.low)):
                if np.isfinite(end):
                    rows.append(sign * row)
                    rooms.append(max(0.0, sign * (end - now)))
        self.loose, self.room = np.array(rows).reshape(-1, len(values)), np.array(rooms)
        self.up = np.array([float(cell.high - cell.value) for cell in release.cells])
        self.down = np.array([float(cell.value - cell.low) for cell in release.cells])

    def cut(self, key: Key, hidden: frozenset[Key], needed: float) -> tuple[Vector, float] | None:
        """(weights, least): every good choice hides cells whose weights come to `least`. None where open enough."""
        place = self.release.place[key]
        most_up, up_weights, up_spare = self._furthest(place, 1.0, hidden)
        most_down, down_weights, down_spare = self._furthest(place, -1.0, hidden)
        if most_up + most_down >= needed - 1e-7:
            return None
        weights, least = up_weights + down_weights, needed - up_spare - down_spare
        free = np.array([not cell.is_public for cell in self.release.cells])
        if (weights * free).sum() < least - 1e-7:
            raise CannotProtectError(key)
        # No weight need be more than all that is asked for.
        return np.minimum(weights, least) * free, least

    def _furthest(self, place: int, sign: float, hidden: frozenset[Key]) -> tuple[float, Vector, float]:
        """How far a cell moves one way; by the dual, what hiding each cell adds to that; and what rooms add anyway."""
        cost = np.zeros(len(self.up))
        cost[place] = -sign
        may = np.array([cell.key in hidden for cell in self.release.cells])
        found = linprog(
            cost,
            A_ub=self.loose if len(self.loose) else None,
            b_ub=self.room if len(self.loose) else None,
            A_eq=self.equal if len(self.equal) else None,
            b_eq=np.zeros(len(self.equal)) if len(self.equal) else None,
            bounds=np.column_stack([np.where(may, -self.down, 0.0), np.where(may, self.up, 0.0)]),
            method="highs",
        )
        if found.x is None:
            raise RuntimeError(f"the attacker's program was not solved: {found.message}")
        weights = -found.upper.marginals * self.up + found.lower.marginals * self.down
        spare = float(-(found.ineqlin.marginals @ self.room)) if len(self.loose) else 0.0
        return -float(found.fun), np.maximum(weights, 0.0), spare

    def _matrix(self, relations: Sequence[Relation]) -> Vector:
        matrix = np.zeros((len(relations), len(self.release.cells)))
        for row, relation in enumerate(relations):
            for key, weight in relation.terms.items():
                matrix[row, self.release.place[key]] = weight
        return matrix


class _Master:
    """Chooses: each cell hidden or not, the small ones hidden, those in print already not, at the least worth."""

    def __init__(self, release: Release, small: frozenset[Key]) -> None:
        self.release = release
        self.worth = np.array([cell.worth for cell in release.cells])
        self.low = np.array([float(cell.key in small) for cell in release.cells])
        self.high = np.array([float(not cell.is_public) for cell in release.cells])
        self._cuts: list[tuple[Vector, float]] = []

    def add(self, cut: tuple[Vector, float]) -> None:
        self._cuts.append(cut)

    def choose(self) -> frozenset[Key]:
        constraints = []
        if self._cuts:
            weights, least = zip(*self._cuts, strict=True)
            constraints = [LinearConstraint(csr_array(np.array(weights)), np.array(least) - 1e-7, np.inf)]
        found = milp(
            self.worth,
            integrality=np.ones(len(self.worth)),
            bounds=Bounds(self.low, self.high),
            constraints=constraints,
        )
        if found.x is None:
            raise RuntimeError(f"no choice fulfils every cut: {found.message}")
        return frozenset(cell.key for cell, x in zip(self.release.cells, found.x, strict=True) if x > 0.5)
