"""The attacker: for each hidden count, the least and the most that everything published leaves possible.

Integer programs, solved exactly by HiGHS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from concentric.method.analysis.disclosure.moves import Move, Moves, Wanted
from concentric.method.analysis.disclosure.release import Key, Release


@dataclass(frozen=True, slots=True)
class Open:
    """What is left open about a count: every whole number from `low` to `high` may be, so far as their ends say."""

    low: int
    high: int

    @property
    def values(self) -> int:
        return self.high - self.low + 1


def attack(
    release: Release, hidden: frozenset[Key], wanted: Iterable[Key], enough: Mapping[Key, int] | None = None
) -> dict[Key, Open]:
    """What is open about each cell of `wanted`, when all cells but `hidden` are in print.

    Of a cell that has `enough` values open no more than these need be found.
    """
    return _Attack(release, hidden, enough or {}).open(list(wanted))


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
