"""Exact tests of independence in small tables, by enumeration: no approximation at any size this product meets.

The Fisher-Freeman-Halton p-value is the probability, all margins fixed, of a table as improbable as the one seen or
more so. Like R's `fisher.test`, tables within a relative 1e-7 of the one seen count as equally probable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import comb, lgamma, nan, prod

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from concentric.method.analysis.exact_wide import wide_p

TOLERANCE = 1 + 1e-7
MOST_LISTED, MOST_LISTED_OF_THREE = 60_000, 4_000
MOST_BY_COLUMNS = 60
Counts = NDArray[np.int64]


def exact_p(table: Sequence[Sequence[int]]) -> float:
    """The exact p-value of an r × c table (Freeman and Halton 1951). A table with one filled row or column gives 1.

    Columns are added one at a time; what matters of those before is only how much of each row is left, so equal states
    are kept once, with their probabilities and how often each occurs. Raises ValueError for negative or ragged counts.
    """
    counts = _counts(table)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if counts.size == 0 or min(counts.shape) < 2:
        return 1.0
    if counts.shape[0] > counts.shape[1]:
        counts = counts.T
    if counts.shape[0] == 2:
        return float(exact_p_rows(counts[:1], tuple(map(int, counts.sum(axis=0))))[0])
    return _by_columns(counts)


def exact_p_rows(coded: NDArray[np.integer], totals: tuple[int, ...]) -> NDArray[np.float64]:
    """The exact p of many 2 × k tables with the same column totals: cohorts of `totals`, `coded` of each (rows × k).

    One distribution serves every row with as many coded in all, so ten thousand rows cost little more than fifty.
    nan for more than three cohorts where there are more tables than can be gone through.
    """
    rows = np.asarray(coded, dtype=np.int64)
    if rows.ndim != 2 or rows.shape[1] != len(totals) or (rows < 0).any() or (rows > np.array(totals)).any():
        raise ValueError("each row must hold as many counts as there are totals, none above its own")
    answers = np.ones(len(rows))
    # Who has not the code tells as much as who has: the fewer are gone through.
    fewer = np.where(2 * rows.sum(axis=1, keepdims=True) > sum(totals), np.array(totals, np.int64) - rows, rows)
    sums, logs = fewer.sum(axis=1), _log_ways(fewer, np.array(totals)).sum(axis=1)
    for in_all in set(sums.tolist()):
        which = sums == in_all
        if _tables(totals, in_all) <= (MOST_LISTED_OF_THREE if len(totals) == 3 else MOST_LISTED):
            ascending, tails = _distribution(totals, in_all)
            answers[which] = tails[np.searchsorted(ascending, logs[which] + np.log(TOLERANCE), side="right") - 1]
        else:
            answers[which] = [_unlisted(tuple(row), totals) for row in fewer[which].tolist()]
    return answers


def _tables(totals: tuple[int, ...], coded: int) -> int:
    """As many tables as there can be with these margins, or more: the largest cohort follows from the others."""
    one_by_one = prod(min(total, coded) + 1 for total in sorted(totals)[:-1])
    return min(one_by_one, comb(coded + len(totals) - 1, coded))


@lru_cache(maxsize=65536)
def _unlisted(coded: tuple[int, ...], totals: tuple[int, ...]) -> float:
    if len(coded) == 3:
        return wide_p((coded[0], coded[1], coded[2]), (totals[0], totals[1], totals[2]), TOLERANCE)
    if sum(totals) > MOST_BY_COLUMNS:
        return nan
    counts = np.array([coded, totals])
    counts[1] -= counts[0]
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    return 1.0 if min(counts.shape) < 2 else _by_columns(counts)


@lru_cache(maxsize=1024)
def _distribution(totals: tuple[int, ...], coded: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of every table with these margins, the logarithm of its ways (ascending), and the chance of it or a rarer one."""
    left: Counts = np.array([coded])
    logs: NDArray[np.float64] = np.zeros(1)
    for place, total in enumerate(totals):
        room = sum(totals[place + 1 :])
        values = np.arange(min(total, coded) + 1)
        rest = left[:, None] - values[None, :]
        fits = (rest >= 0) & (rest <= room)
        logs = (logs[:, None] + _log_ways(values, total)[None, :])[fits]
        left = rest[fits]
    ascending = np.sort(logs)
    up_to = np.cumsum(np.exp(ascending - ascending[-1]))
    return ascending, up_to / up_to[-1]


def _log_ways(coded: Counts, totals: Counts | int) -> NDArray[np.float64]:
    """The logarithm of how many ways there are to choose so many."""
    return np.asarray(gammaln(np.add(totals, 1)) - gammaln(coded + 1) - gammaln(np.subtract(totals, coded) + 1))


def _by_columns(counts: Counts) -> float:
    """An r × c table, r > 2, column by column. A state is what is left of the rows, in order of
    size (rows as long have the same future), with its distinct log-probabilities.

    As in Mehta and Patel's network (1983): where every way to go on ends at or below the table seen, all are counted at
    once; where none does, none is followed.
    """
    rows = tuple(map(int, counts.sum(axis=1)))
    columns = tuple(sorted(map(int, counts.sum(axis=0)), reverse=True))  # the largest first leaves the fewest states
    constant = _log_factorials(rows) + _log_factorials(columns) - _log_factorials((sum(rows),))
    limit = constant - _log_factorials(tuple(map(int, counts.ravel()))) + np.log(TOLERANCE)
    ways_on = _WaysOn(columns)
    states: dict[tuple[int, ...], Counter[float]] = {rows: Counter({constant: 1})}
    p = 0.0
    for place, total in enumerate(columns):
        later: dict[tuple[int, ...], Counter[float]] = {}
        for left, weights in states.items():
            least, most = ways_on.ends(left, place)
            together = ways_on.together(left, place)
            p += sum(times * np.exp(value + together) for value, times in weights.items() if value + most <= limit)
            open_ones = [(v, times) for v, times in weights.items() if v + least <= limit < v + most]
            for column in _columns(left, total) if open_ones else ():
                kept = later.setdefault(_less(left, column), Counter())
                for value, times in open_ones:
                    kept[round(value - _log_factorials(column), 11)] += times
        states = later
    return float(min(1.0, p))


class _WaysOn:
    """What is still to come from a state: the sum of -log x! over the cells of the columns from `place` on."""

    def __init__(self, columns: tuple[int, ...]) -> None:
        self.columns = columns
        self._known: dict[tuple[tuple[int, ...], int], tuple[float, float]] = {}

    def together(self, left: tuple[int, ...], place: int) -> float:
        """The logarithm of the sum of 1 / ∏ x! over every way: n! / ∏ rows! ∏ columns!."""
        return _log_factorials((sum(left),)) - _log_factorials(left) - _log_factorials(self.columns[place:])

    def ends(self, left: tuple[int, ...], place: int) -> tuple[float, float]:
        """The least and the most that any way comes to."""
        if place == len(self.columns) - 1:
            return (-_log_factorials(left),) * 2
        if (left, place) not in self._known:
            all_ends = [
                (low - cost, high - cost)
                for column in _columns(left, self.columns[place])
                for cost in (_log_factorials(column),)
                for low, high in (self.ends(_less(left, column), place + 1),)
            ]
            self._known[left, place] = min(low for low, _ in all_ends), max(high for _, high in all_ends)
        return self._known[left, place]


def _less(left: tuple[int, ...], column: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(a - b for a, b in zip(left, column, strict=True)))


def _columns(left: tuple[int, ...], total: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill a column of `total` from what is left of each row."""
    if len(left) == 1:
        if total <= left[0]:
            yield (total,)
        return
    for value in range(min(left[0], total) + 1):
        for rest in _columns(left[1:], total - value):
            yield (value, *rest)


@lru_cache(maxsize=65536)
def _log_factorials(counts: tuple[int, ...]) -> float:
    return sum(lgamma(count + 1) for count in counts)


def _counts(table: Sequence[Sequence[int]]) -> Counts:
    counts = np.array(table)
    if counts.ndim != 2 or counts.dtype.kind not in "iu" or (counts < 0).any():
        raise ValueError("a table is rows of counts, all of one length, none negative")
    return counts.astype(np.int64)
