"""How far counts can move away from the truth, others moving with them, while all that is published stays true.

A relation that leaves room gets a column of its own for it, so every row says that moves come to nought. Only counts
that are hidden move, and only those that hang together with the one that is asked about: what is left is small, and
many such programs are solved by HiGHS as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_diag, csc_array, csr_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from concentric.method.analysis.disclosure.release import Release

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]
Wanted = tuple[int, int]
"""The place of a cell, and 1 for how far up it can move, -1 for how far down."""
TOGETHER = 1_500
"""So many columns are solved as one: with fewer the calls cost most, with more the programs get in each other's way."""
_NOUGHT = 1e-7


@dataclass(frozen=True, slots=True)
class Move:
    """How `far` one cell moves at most, and how much each column moves with it. `duals`: of the rows."""

    wanted: Wanted
    far: float
    columns: NDArray[np.int64]
    moved: Vector
    rows: NDArray[np.int64]
    duals: Vector

    @property
    def is_whole(self) -> bool:
        """Every column moves by a whole number."""
        return bool(np.all(np.abs(self.moved - np.round(self.moved)) < _NOUGHT))


@dataclass(frozen=True, slots=True)
class _Part:
    """Cells that hang together, with the rows that tie them and the rooms of these rows."""

    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    matrix: csc_array


class Moves:
    """Columns: the cells in their order, then a room for each relation that is not an equation."""

    def __init__(self, release: Release) -> None:
        self.cells = len(release.cells)
        values, lows, highs = np.array([(cell.value, cell.low, cell.high) for cell in release.cells], float).T
        ends = np.array([(relation.low, relation.high) for relation in release.relations], float).reshape(-1, 2)
        rows, (low, high) = _matrix(release), ends.T
        now = rows @ values
        free = np.array([not cell.is_public for cell in release.cells])
        fall, rise = (values - lows) * free, (highs - values) * free
        more, less = rows.maximum(0), rows.minimum(0)
        down, up = more @ fall - less @ rise, more @ rise - less @ fall
        # What nothing that may be hidden could ever break says nothing.
        binds = (now - down < low) | (now + up > high)
        rows, now, low, high = rows[binds], now[binds], low[binds], high[binds]
        loose = np.nonzero(low != high)[0]
        rooms = -eye_array(len(now), format="csc")[:, loose]
        self.matrix = csc_array(hstack([rows, rooms]))
        self._by_row = csr_array(self.matrix)
        self.down = np.concatenate([values - lows, np.maximum(0.0, now - low)[loose]])
        self.up = np.concatenate([highs - values, np.maximum(0.0, high - now)[loose]])

    def furthest(self, wanted: Iterable[Wanted], hidden: Mask, *, whole: bool = False) -> Iterator[Move]:
        """How far each can go, as it is found. `hidden` says of each cell whether it moves. `whole`: by whole numbers.

        `wanted` is taken a little at a time, so that it may leave out what has become clear meanwhile.
        """
        number, parts = self._together(hidden), dict[int, _Part]()
        waiting: list[tuple[Wanted, _Part]] = []
        for one in wanted:
            its = int(number[one[0]])
            if its not in parts:
                parts[its] = self._part(np.nonzero((number == its) & hidden)[0])
            waiting.append((one, parts[its]))
            if whole or sum(len(part.columns) for _, part in waiting) >= TOGETHER:
                yield from self._solved(waiting, whole=whole)
                waiting = []
        if waiting:
            yield from self._solved(waiting, whole=whole)

    def pull(self, move: Move) -> Vector:
        """By the move's duals: how far the cell could go for each column that is free to go to its end."""
        reduced = -(self._by_row[move.rows].T @ move.duals)
        place, sign = move.wanted
        reduced[place] -= sign
        with np.errstate(invalid="ignore"):
            ends = np.where(reduced < -_NOUGHT, -reduced * self.up, np.where(reduced > _NOUGHT, reduced * self.down, 0))
        return np.asarray(ends, float)

    def _together(self, hidden: Mask) -> NDArray[np.int32]:
        """A number for each cell: the same for hidden cells that hang together by relations."""
        rows, columns = self._by_row[:, : self.cells].nonzero()
        joined = hidden[columns]
        size = self.cells + self.matrix.shape[0]
        graph = csr_array((np.ones(joined.sum()), (columns[joined], self.cells + rows[joined])), shape=(size, size))
        number: NDArray[np.int32] = connected_components(graph, directed=False)[1][: self.cells]
        return number

    def _part(self, cells: NDArray[np.int64]) -> _Part:
        rows = np.unique(self.matrix[:, cells].indices)
        of_rows = self._by_row[rows]
        rooms = np.unique(of_rows[:, self.cells :].indices) + self.cells
        columns = np.concatenate([cells, rooms])
        return _Part(columns, rows, csc_array(of_rows[:, columns]))

    def _solved(self, programs: list[tuple[Wanted, _Part]], *, whole: bool) -> Iterator[Move]:
        """All of them as one program, in blocks."""
        costs = [np.where(part.columns == place, -float(sign), 0.0) for (place, sign), part in programs]
        columns = np.concatenate([part.columns for _, part in programs])
        found = linprog(
            np.concatenate(costs),
            A_eq=block_diag([part.matrix for _, part in programs], format="csc"),
            b_eq=np.zeros(sum(len(part.rows) for _, part in programs)),
            bounds=np.column_stack([-self.down[columns], self.up[columns]]),
            integrality=1 if whole else None,
            method="highs",
        )
        if found.x is None:
            raise RuntimeError(f"the attacker's program was not solved: {found.message}")
        column = row = 0
        for (wanted, part), cost in zip(programs, costs, strict=True):
            moved = found.x[column : column + len(part.columns)]
            duals = np.empty(0) if whole else found.eqlin.marginals[row : row + len(part.rows)]
            yield Move(wanted, -float(cost @ moved), part.columns, moved, part.rows, duals)
            column, row = column + len(part.columns), row + len(part.rows)


def _matrix(release: Release) -> csr_array:
    weights = [weight for relation in release.relations for weight in relation.terms.values()]
    columns = [release.place[key] for relation in release.relations for key in relation.terms]
    starts = np.cumsum([0, *(len(relation.terms) for relation in release.relations)])
    return csr_array((weights, columns, starts), shape=(len(release.relations), len(release.cells)))
