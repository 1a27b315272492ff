"""The attacker: for each hidden count, the least and the most that everything published leaves possible.

Integer programs, solved exactly by HiGHS. A printed figure is not linear in its counts, so all values of its cells that
would print the same are listed, and one of them must be true.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from concentric.method.analysis.disclosure.release import Figure, Key, Release

MOST_COMBINATIONS = 2_000_000


class TooManyError(ValueError):
    """A figure has more combinations of hidden counts than can be tried."""


@dataclass(frozen=True, slots=True)
class Open:
    """What is left open about a count: every whole number from `low` to `high` may be, so far as their ends say."""

    low: int
    high: int

    @property
    def values(self) -> int:
        return self.high - self.low + 1


def attack(
    release: Release, hidden: frozenset[Key], wanted: Iterable[Key], figures: Iterable[Figure] = ()
) -> dict[Key, Open]:
    """What is open about each cell of `wanted`, when all cells but `hidden`, and `figures`, are in print.

    Raises TooManyError when a figure cannot be tried through.
    """
    program = _Program(release, hidden, tuple(figures))
    return {key: program.open(key) for key in wanted}


class _Program:
    """Variables: the cells, then a yes or no for each combination of counts that prints a figure as it is printed."""

    def __init__(self, release: Release, hidden: frozenset[Key], figures: tuple[Figure, ...]) -> None:
        self.release = release
        self.low = [float(cell.low if cell.key in hidden else cell.value) for cell in release.cells]
        self.high = [float(cell.high if cell.key in hidden else cell.value) for cell in release.cells]
        self._rows: list[dict[int, float]] = []
        self._between: list[tuple[float, float]] = []
        for relation in release.relations:
            self._row(
                {release.place[key]: weight for key, weight in relation.terms.items()}, relation.low, relation.high
            )
        for figure in figures:
            if not hidden.isdisjoint(figure.cells):
                self._one_of(figure, hidden)
        self.constraint = self._constraint()

    def open(self, key: Key) -> Open:
        place = self.release.place[key]
        if self.low[place] == self.high[place]:
            return Open(int(self.low[place]), int(self.high[place]))
        return Open(self._extreme(place, 1), self._extreme(place, -1))

    def _extreme(self, place: int, sign: int) -> int:
        """The least (sign 1) or the most (sign -1)."""
        cost = np.zeros(len(self.low))
        cost[place] = sign
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(np.array(self.low), np.array(self.high)),
            constraints=self.constraint,
        )
        if found.x is None:
            raise RuntimeError(f"the attacker's program was not solved: {found.message}")
        return round(float(found.x[place]))

    def _one_of(self, figure: Figure, hidden: frozenset[Key]) -> None:
        """One of the combinations that print the figure the same is true."""
        cells = [self.release.by_key[key] for key in figure.cells]
        ranges = [range(c.low, c.high + 1) if c.key in hidden else range(c.value, c.value + 1) for c in cells]
        if np.prod([float(len(values)) for values in ranges]) > MOST_COMBINATIONS:
            raise TooManyError(f"“{figure.name}” has too many combinations to try")
        printed = self.release.printed(figure)
        same = [values for values in itertools.product(*ranges) if figure.of(values) == printed]
        first = len(self.low)
        self.low += [0.0] * len(same)
        self.high += [1.0] * len(same)
        self._row({first + n: 1.0 for n in range(len(same))}, 1.0, 1.0)
        for which, key in enumerate(figure.cells):
            weights = {first + n: float(values[which]) for n, values in enumerate(same)}
            self._row({**weights, self.release.place[key]: -1.0}, 0.0, 0.0)

    def _row(self, weights: dict[int, float], low: float, high: float) -> None:
        self._rows.append(weights)
        self._between.append((low, high))

    def _constraint(self) -> list[LinearConstraint]:
        if not self._rows:
            return []
        data = [weight for row in self._rows for weight in row.values()]
        columns = [column for row in self._rows for column in row]
        starts = np.cumsum([0, *(len(row) for row in self._rows)])
        matrix = csr_array((data, columns, starts), shape=(len(self._rows), len(self.low)))
        low, high = zip(*self._between, strict=True)
        return [LinearConstraint(matrix, np.array(low), np.array(high))]
