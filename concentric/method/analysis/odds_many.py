"""The odds ratios of many tables at once, the same as `odds.odds_ratio` gives one by one.

The distribution of a count, its margins fixed, is an exponential family in the logarithm of the odds ratio. The chance
of the count seen or more is then log-concave in it, so Newton's steps on its logarithm come home from anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, log, nan

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from concentric.method.analysis.odds import OddsRatio, Table
from concentric.method.analysis.proportions import LEVEL, Interval

Floats = NDArray[np.float64]
_STEPS, _CLOSE, _LONGEST = 60, 1e-12, 4.0
_DEVIATIONS = 14
"""Counts further from the one seen than so many standard deviations cannot be told from impossible ones."""


def odds_ratios(tables: Sequence[Table], level: float = LEVEL) -> list[OddsRatio]:
    """The conditional estimate and its exact interval, of each table."""
    different = list(dict.fromkeys(tables))
    known = dict(zip(different, _of_different(different, level), strict=True))
    return [known[table] for table in tables]


def _of_different(tables: list[Table], level: float) -> list[OddsRatio]:
    if not tables:
        return []
    given = _Family(np.array(tables, np.int64).reshape(-1, 4))
    target = log((1 - level) / 2)
    around, error = given.start, given.error
    estimate = _solve(around, given.mean_step)
    low = _solve(around - 2 * error, lambda at: given.tail_step(at, target, upward=True))
    high = _solve(around + 2 * error, lambda at: given.tail_step(at, target, upward=False))
    found = zip(given.lowest, given.highest, *(np.exp(each).tolist() for each in (estimate, low, high)), strict=True)
    return [_one(bool(lowest), bool(highest), *values) for lowest, highest, *values in found]


def _one(lowest: bool, highest: bool, estimate: float, low: float, high: float) -> OddsRatio:  # noqa: FBT001
    if lowest and highest:
        return OddsRatio(nan, Interval(0.0, inf))
    best = 0.0 if lowest else inf if highest else estimate
    return OddsRatio(best, Interval(0.0 if lowest else low, inf if highest else high))


class _Family:
    """The tables' distributions: for each (rows) the counts that are possible and near the one seen (columns)."""

    def __init__(self, cells: NDArray[np.int64]) -> None:
        a, b, c, d = cells.T
        one, two, coded = a + c, b + d, a + b
        least, most = np.maximum(0, coded - two), np.minimum(coded, one)
        self.lowest, self.highest = a == least, a == most
        half = cells + 0.5
        self.start: Floats = np.log(half[:, 0] * half[:, 3] / (half[:, 1] * half[:, 2]))
        self.error: Floats = np.sqrt((1 / half).sum(axis=1))
        reach = (_DEVIATIONS / self.error).astype(np.int64) + 40
        first, last = np.maximum(least, a - reach), np.minimum(most, a + reach)
        x = first[:, None] + np.arange(int((last - first).max()) + 1)
        possible = x <= last[:, None]
        x = np.minimum(x, last[:, None])
        factorials = gammaln(np.arange(int(cells.sum(axis=1).max()) + 2) + 1.0)
        rest = (one[:, None] - x, coded[:, None] - x, (two - coded)[:, None] + x)
        logs = -(factorials[x] + sum(factorials[each] for each in rest))
        self._logs: Floats = np.where(possible, logs, -np.inf)
        self._from_seen = (x - a[:, None]).astype(float)
        self._at_least, self._at_most = self._from_seen >= 0, self._from_seen <= 0

    def _chances(self, at: Floats) -> Floats:
        logs = self._logs + self._from_seen * at[:, None]
        chances = np.exp(logs - logs.max(axis=1, keepdims=True))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))

    def mean_step(self, at: Floats) -> Floats:
        """To where the mean is the count seen."""
        chances = self._chances(at)
        mean = (chances * self._from_seen).sum(axis=1)
        spread = (chances * self._from_seen**2).sum(axis=1) - mean**2
        return np.asarray(-mean / np.maximum(spread, 1e-300))

    def tail_step(self, at: Floats, target: float, *, upward: bool) -> Floats:
        """To where the chance of the count seen or more (`upward`), or of it or fewer, has this logarithm."""
        logs = self._logs + self._from_seen * at[:, None]
        logs -= logs.max(axis=1, keepdims=True)
        chances = np.exp(logs)
        part = self._at_least if upward else self._at_most
        ours = np.where(part, logs, -np.inf)
        top = ours.max(axis=1)
        within = np.exp(ours - top[:, None])
        tail = top + np.log(within.sum(axis=1)) - np.log(chances.sum(axis=1))
        slope = (within * self._from_seen).sum(axis=1) / within.sum(axis=1)
        slope -= (chances * self._from_seen).sum(axis=1) / chances.sum(axis=1)
        return np.asarray((target - tail) / np.where(np.abs(slope) < 1e-300, 1.0, slope))


def _solve(at: Floats, step_of: Callable[[Floats], Floats]) -> Floats:
    """Newton's steps, none longer than a few units of the logarithm, until none moves."""
    for _ in range(_STEPS):
        step = np.clip(step_of(at), -_LONGEST, _LONGEST)
        at = at + step
        if (np.abs(step) <= _CLOSE * np.maximum(1.0, np.abs(at))).all():
            break
    return at
