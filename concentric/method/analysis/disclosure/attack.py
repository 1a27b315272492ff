"""The attacker: for each hidden count, the least and the most that everything published leaves possible.

Integer programs, solved exactly by HiGHS. A printed figure is not linear in its counts, so all values of its cells that
would print the same are listed, and one of them must be true.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from concentric.method.analysis.disclosure.moves import Move, Moves, Wanted
from concentric.method.analysis.disclosure.release import Cell, Figure, Key, Relation, Release

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
    release: Release,
    hidden: frozenset[Key],
    wanted: Iterable[Key],
    figures: Iterable[Figure] = (),
    enough: Mapping[Key, int] | None = None,
) -> dict[Key, Open]:
    """What is open about each cell of `wanted`, when all cells but `hidden`, and `figures`, are in print.

    Of a cell that has `enough` values open no more than these need be found. Raises TooManyError when a figure cannot
    be tried through.
    """
    whole, free = _with_figures(release, hidden, figures)
    return _Attack(whole, free, enough or {}).open(list(wanted))


class _Attack:
    """Whatever moves one count moves others too: so what is found for one is known of all that moved with it."""

    def __init__(self, release: Release, hidden: frozenset[Key], enough: Mapping[Key, int]) -> None:
        self.release = release
        self.may = np.array([cell.key in hidden for cell in release.cells], bool)
        self.moves = Moves(release)
        self.enough = {release.place[key]: values for key, values in enough.items()}
        self.found = {sign: np.zeros(len(release.cells)) for sign in (1, -1)}
        self.most = {1: np.where(self.may, self.moves.up[: self.moves.cells], 0.0)}
        self.most[-1] = np.where(self.may, self.moves.down[: self.moves.cells], 0.0)

    def open(self, wanted: list[Key]) -> dict[Key, Open]:
        places = [self.release.place[key] for key in wanted]
        for move in self.moves.furthest(self._unclear(places), self.may):
            place, sign = move.wanted
            self.most[sign][place] = min(self.most[sign][place], np.floor(move.far + 1e-6))
            if move.is_whole:
                self._learn(move)
        for move in self.moves.furthest(self._unclear(places), self.may, whole=True):
            place, sign = move.wanted
            self.most[sign][place] = round(move.far)
            self._learn(move)
        return {
            key: Open(value - round(self.found[-1][place]), value + round(self.found[1][place]))
            for key, place in zip(wanted, places, strict=True)
            for value in (self.release.cells[place].value,)
        }

    def _unclear(self, places: Iterable[int]) -> Iterator[Wanted]:
        for place in places:
            for sign in (1, -1):
                values = self.found[1][place] + self.found[-1][place] + 1
                is_enough = place in self.enough and values >= self.enough[place]
                if not is_enough and self.found[sign][place] < self.most[sign][place]:
                    yield place, sign

    def _learn(self, move: Move) -> None:
        is_cell = move.columns < self.moves.cells
        cells, moved = move.columns[is_cell], np.round(move.moved[is_cell])
        for sign, found in self.found.items():
            found[cells] = np.maximum(found[cells], sign * moved)


def _with_figures(
    release: Release, hidden: frozenset[Key], figures: Iterable[Figure]
) -> tuple[Release, frozenset[Key]]:
    """Each figure as a yes or no for each combination of counts that prints it as it is printed: one of them holds."""
    cells, relations = list(release.cells), list(release.relations)
    for figure in figures:
        if hidden.isdisjoint(figure.cells):
            continue
        its = [release.by_key[key] for key in figure.cells]
        truth = tuple(cell.value for cell in its)
        same = {(figure.name, values): values for values in _printing_the_same(figure, its, hidden)}
        cells += [Cell(key, int(values == truth), high=1) for key, values in same.items()]
        relations.append(Relation(dict.fromkeys(same, 1.0), 1.0, 1.0))
        for which, cell in enumerate(its):
            weights: dict[Key, float] = {key: float(values[which]) for key, values in same.items()}
            relations.append(Relation(weights | {cell.key: -1.0}))
    added = frozenset(cell.key for cell in cells[len(release.cells) :])
    return Release(tuple(cells), tuple(relations)), hidden | added


def _printing_the_same(figure: Figure, cells: list[Cell], hidden: frozenset[Key]) -> list[tuple[int, ...]]:
    ranges = [range(c.low, c.high + 1) if c.key in hidden else range(c.value, c.value + 1) for c in cells]
    if np.prod([float(len(values)) for values in ranges]) > MOST_COMBINATIONS:
        raise TooManyError(f"“{figure.name}” has too many combinations to try")
    printed = figure.of(tuple(cell.value for cell in cells))
    return [values for values in itertools.product(*ranges) if figure.of(values) == printed]
