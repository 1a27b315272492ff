"""Which counts to hide so that the small ones cannot be worked out, at the least cost to the reader.

The cell suppression problem, by cuts (Fischetti and Salazar-González 2001). A master program chooses what to hide;
the attacker's linear program tells how far each small count stays open; where that is too little, its dual gives a
cut: an inequality that every good choice fulfils and this one does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from concentric.method.analysis.disclosure.attack import attack
from concentric.method.analysis.disclosure.moves import Move, Moves, Vector, Wanted
from concentric.method.analysis.disclosure.release import Key, Policy, Release

MOST_ROUNDS = 400
_NOUGHT = 1e-7


class CannotProtectError(ValueError):
    """Even with everything hidden that may be, a small count stays known: something already public gives it away."""

    def __init__(self, key: Key) -> None:
        super().__init__(f"nothing that can be hidden keeps this count open: {key}")
        self.key = key


@dataclass(frozen=True, slots=True)
class Suppression:
    """`small` are hidden for themselves, `others` to keep them so; what is not printed anyway is among neither."""

    small: frozenset[Key]
    others: frozenset[Key]

    @property
    def hidden(self) -> frozenset[Key]:
        return self.small | self.others


def suppress(release: Release, policy: Policy) -> Suppression:
    """The cheapest set of cells to hide.

    Raises CannotProtectError for a small count that public cells give away.
    """
    parts = [_suppress(part, policy) for part in release.apart() if part.small(policy)]
    return Suppression(
        frozenset[Key]().union(*(part.small for part in parts)),
        frozenset[Key]().union(*(part.others for part in parts)),
    )


def _suppress(release: Release, policy: Policy) -> Suppression:
    """The same for cells that hang together."""
    small = release.small(policy)
    master, pattern = _Master(release, small), _Pattern(release)
    enough = {key: policy.enough(release.by_key[key]) for key in small}
    needs = {key: values - 1.0 for key, values in enough.items()}
    for _ in range(MOST_ROUNDS):
        hidden = master.choose()
        if cuts := pattern.cuts(hidden, needs):
            for cut in cuts:
                master.add(cut)
            continue
        left_open = attack(release, hidden, small, enough=enough)
        too_narrow = [key for key, found in left_open.items() if found.values < enough[key]]
        if not too_narrow:
            return Suppression(small - release.unprinted, hidden - small - release.unprinted)
        for key in too_narrow:  # whole numbers leave less open than the fractions of the linear program
            needs[key] += 0.5
    raise RuntimeError("no choice was found in the rounds allowed")


class _Pattern:
    """Whether what is hidden leaves enough open, and where not, what every choice that does must fulfil.

    A move that was found is kept: it can be made again whenever all that it moves is hidden.
    """

    def __init__(self, release: Release) -> None:
        self.release, self.moves = release, Moves(release)
        self.free = np.array([not cell.is_public for cell in release.cells])
        self.known: dict[Wanted, tuple[float, NDArray[np.int64]]] = {}

    def cuts(self, hidden: frozenset[Key], needs: Mapping[Key, float]) -> list[tuple[Vector, float]]:
        """(weights, least): every good choice hides cells whose weights come to `least`. None where all is open."""
        may = np.array([cell.key in hidden for cell in self.release.cells])
        self.known = {wanted: kept for wanted, kept in self.known.items() if may[kept[1]].all()}
        need = {self.release.place[key]: far - _NOUGHT for key, far in needs.items()}
        unclear = ((place, sign) for place, far in need.items() for sign in (1, -1) if self._reach(place) < far)
        best: dict[int, list[Move]] = {}
        for move in self.moves.furthest(unclear, may):
            best.setdefault(move.wanted[0], []).append(move)
            self._learn(move)
        narrow = {place: found for place, found in best.items() if self._reach(place) < need[place]}
        return [self._cut(found, need[place] + _NOUGHT) for place, found in narrow.items()]

    def _reach(self, place: int) -> float:
        return sum(self.known[place, sign][0] for sign in (1, -1) if (place, sign) in self.known)

    def _learn(self, move: Move) -> None:
        is_moved = (np.abs(move.moved) > 1e-9) & (move.columns < self.moves.cells)
        cells = move.columns[is_moved]
        for place, moved in zip(cells.tolist(), move.moved[is_moved].tolist(), strict=True):
            wanted = (place, 1 if moved > 0 else -1)
            if wanted not in self.known or self.known[wanted][0] < abs(moved):
                self.known[wanted] = abs(moved), cells

    def _cut(self, moves: list[Move], needed: float) -> tuple[Vector, float]:
        """By the duals: what hiding each cell would add to how far this one goes both ways, and what rooms add anyway.

        Raises CannotProtectError where all of it together is too little.
        """
        pull = np.sum([self.moves.pull(move) for move in moves], axis=0)
        cells = self.moves.cells
        weights, least = pull[:cells] * self.free, needed - float(pull[cells:].sum())
        if weights.sum() < least - _NOUGHT:
            raise CannotProtectError(self.release.cells[moves[0].wanted[0]].key)
        return np.minimum(weights, least), least  # no weight need be more than all that is asked for


class _Master:
    """Chooses which cells are hidden, at the least worth: the small and the unprinted are, the public are not."""

    def __init__(self, release: Release, small: frozenset[Key]) -> None:
        self.release = release
        self.worth = np.array([cell.worth for cell in release.cells])
        self.low = np.array([float(cell.key in small or cell.is_unprinted) for cell in release.cells])
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
