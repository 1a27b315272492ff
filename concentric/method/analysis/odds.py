"""The odds ratio of a 2 × 2 table, by its conditional distribution: Fisher's noncentral hypergeometric.

A table is ((a, b), (c, d)): coded and not coded, in cohort one and cohort two; the odds ratio is ad / bc.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import gammaln, logsumexp

from concentric.method.analysis.proportions import LEVEL, Interval

Table = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """`estimate` is the conditional maximum likelihood; infinite where a zero makes it so, nan where nothing varies."""

    estimate: float
    interval: Interval


class Conditional:
    """The table's distribution with all margins fixed, at any odds ratio."""

    def __init__(self, table: Table) -> None:
        (a, b), (c, d) = table
        if min(a, b, c, d) < 0:
            raise ValueError("counts cannot be negative")
        self.seen = a
        one, two, coded = a + c, b + d, a + b
        self.values: NDArray[np.int64] = np.arange(max(0, coded - two), min(coded, one) + 1)
        x = self.values
        self._logs = -(gammaln(x + 1) + gammaln(one - x + 1) + gammaln(coded - x + 1) + gammaln(two - coded + x + 1))

    @property
    def varies(self) -> bool:
        return len(self.values) > 1

    def chances(self, log_odds: float) -> NDArray[np.float64]:
        """The probability of each of `values`."""
        logs = self._logs + self.values * log_odds
        chances: NDArray[np.float64] = np.exp(logs - logsumexp(logs))
        return chances

    def mean(self, log_odds: float) -> float:
        return float(self.values @ self.chances(log_odds))

    def at_least(self, log_odds: float, *, of_seen: float = 1.0) -> float:
        """The chance of the count seen or more; `of_seen` is how much of the count seen itself is counted."""
        chances = self.chances(log_odds)
        return float(chances[self.values > self.seen].sum() + of_seen * chances[self.values == self.seen].sum())

    def at_most(self, log_odds: float, *, of_seen: float = 1.0) -> float:
        chances = self.chances(log_odds)
        return float(chances[self.values < self.seen].sum() + of_seen * chances[self.values == self.seen].sum())


def odds_ratio(table: Table, level: float = LEVEL, *, mid_p: bool = False) -> OddsRatio:
    """The conditional estimate and its exact interval (Cornfield 1956), or the mid-p one."""
    given = Conditional(table)
    if not given.varies:
        return OddsRatio(float("nan"), Interval(0.0, inf))
    lowest, highest = given.seen == given.values[0], given.seen == given.values[-1]
    tail, part = (1 - level) / 2, 0.5 if mid_p else 1.0
    low = 0.0 if lowest else _solve(lambda t: given.at_least(t, of_seen=part) - tail)
    high = inf if highest else _solve(lambda t: tail - given.at_most(t, of_seen=part))
    estimate = 0.0 if lowest else inf if highest else _solve(lambda t: given.mean(t) - given.seen)
    return OddsRatio(estimate, Interval(low, high))


def central_p(table: Table, *, mid_p: bool = False) -> float:
    """Twice the smaller tail, at most 1: the two-sided p that agrees with the interval (Fay 2010)."""
    given, part = Conditional(table), 0.5 if mid_p else 1.0
    return min(1.0, 2 * min(given.at_least(0.0, of_seen=part), given.at_most(0.0, of_seen=part)))


def _solve(rises: Callable[[float], float]) -> float:
    """The odds ratio at which a rising function of its logarithm passes zero."""
    low, high = -1.0, 1.0
    while rises(low) > 0:
        low *= 2
    while rises(high) < 0:
        high *= 2
    return exp(brentq(rises, low, high, xtol=1e-14, rtol=8.9e-16, maxiter=500))
