"""What a release is made of: counts, and what ties them together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Key = Hashable


@dataclass(frozen=True, slots=True)
class Policy:
    """Which counts are too small to show, and how much must stay open about each.

    `smallest` to `largest` are hidden (1 to 4 unless told otherwise; 0 says that there was nobody). `open_values` is
    how many values, at least, an attacker must be left with for a hidden small count. With `complements`, a count that
    leaves out so few of those it is counted among is as small: "all but one" says something of one.
    """

    smallest: int = 1
    largest: int = 4
    open_values: int = 3
    complements: bool = False

    def is_small(self, cell: Cell) -> bool:
        """Whether the cell may not be shown."""
        if cell.is_telling or self.smallest <= cell.value <= self.largest:
            return True
        return self.complements and self.smallest <= cell.high - cell.value <= self.largest

    def enough(self, cell: Cell) -> int:
        """How many values must be left open about a cell: `open_values`, or all there are in a group of one or two."""
        return min(self.open_values, cell.high - cell.low + 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of children. `low` and `high` are what anybody knows beforehand: none, and the size of the cohort.

    `worth` is what hiding it costs the reader. `is_public`: in print already, or known to all (a cohort's size): it
    cannot be hidden. `is_unprinted`: hidden before, and not printed now whatever is chosen. `is_telling`: beside what
    is in print already it gives a small count away, so it is hidden as one.
    """

    key: Key
    value: int
    high: int
    low: int = 0
    worth: float = 1.0
    is_public: bool = False
    is_unprinted: bool = False
    is_telling: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")


@dataclass(frozen=True, slots=True)
class Relation:
    """What everybody knows to hold: the weighted sum of cells lies between `low` and `high` (equal: is just that)."""

    terms: Mapping[Key, float]
    low: float = 0.0
    high: float = 0.0


def total(whole: Key, parts: Sequence[Key]) -> Relation:
    """A whole that is the sum of its parts."""
    return Relation({**dict.fromkeys(parts, 1.0), whole: -1.0})


def at_most(part: Key, whole: Key) -> Relation:
    """A part that is counted within a whole."""
    return Relation({whole: 1.0, part: -1.0}, 0.0, float("inf"))


@dataclass(frozen=True)
class Release:
    """Everything that is published together, and what was before."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_key) != len(self.cells):
            raise ValueError("two cells have the same key")
        for relation in self.relations:
            if not relation.low - 1e-9 <= self._sum(relation) <= relation.high + 1e-9:
                raise ValueError(f"a relation does not hold for the counts: {sorted(map(str, relation.terms))}")

    @cached_property
    def by_key(self) -> dict[Key, Cell]:
        return {cell.key: cell for cell in self.cells}

    @cached_property
    def place(self) -> dict[Key, int]:
        return {cell.key: place for place, cell in enumerate(self.cells)}

    def apart(self) -> list[Release]:
        """The release in parts that say nothing of each other: no relation joins two of them."""
        place, cells, relations = self.place, self.cells, self.relations
        joined = [tuple(relation.terms) for relation in relations]
        ends = [(place[keys[0]], place[key]) for keys in joined for key in keys]
        one, other = (np.array(side, np.int64) for side in (zip(*ends, strict=True) if ends else ((), ())))
        size = len(cells)
        count, part = connected_components(
            csr_array((np.ones(len(one)), (one, other)), shape=(size, size)), directed=False
        )
        of_cells: list[list[Cell]] = [[] for _ in range(count)]
        of_relations: list[list[Relation]] = [[] for _ in range(count)]
        for at, cell in zip(part, cells, strict=True):
            of_cells[at].append(cell)
        for relation in relations:
            of_relations[part[place[next(iter(relation.terms))]]].append(relation)
        return [Release(tuple(its), tuple(ties)) for its, ties in zip(of_cells, of_relations, strict=True)]

    def small(self, policy: Policy) -> frozenset[Key]:
        """The cells that the policy hides."""
        return frozenset(cell.key for cell in self.cells if policy.is_small(cell) and not cell.is_public)

    @property
    def unprinted(self) -> frozenset[Key]:
        """The cells that nobody is shown."""
        return frozenset(cell.key for cell in self.cells if cell.is_unprinted)

    def _sum(self, relation: Relation) -> float:
        return sum(weight * self.by_key[key].value for key, weight in relation.terms.items())
