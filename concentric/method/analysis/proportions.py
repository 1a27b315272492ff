"""One proportion, or two: intervals that hold for small n. Counts in, `Interval` out; 95 % unless told otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot, sqrt

from scipy.optimize import brentq
from scipy.special import bdtrc, betaincinv, ndtri  # SciPy's `stats` takes half a second of every start

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def wilson(x: int, n: int, level: float = LEVEL) -> Interval:
    """The score interval (Wilson 1927). Without anything counted, n = 0, it says nothing: 0 to 1.

    Raises ValueError unless 0 ≤ x ≤ n.
    """
    _check(x, n)
    if n == 0:
        return Interval(0.0, 1.0)
    z = float(ndtri((1 + level) / 2))
    share, weight = x / n, z * z / n
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    # At the ends the formula gives 0 and 1 but for rounding.
    return Interval(0.0 if x == 0 else middle - half, 1.0 if x == n else middle + half)


def clopper_pearson(x: int, n: int, level: float = LEVEL) -> Interval:
    """The exact interval from the binomial's tails (Clopper and Pearson 1934): never covers less than `level`."""
    _check(x, n)
    tail = (1 - level) / 2
    low = float(betaincinv(x, n - x + 1, tail)) if x else 0.0
    high = float(betaincinv(x + 1, n - x, 1 - tail)) if x < n else 1.0
    return Interval(low, high)


def jeffreys(x: int, n: int, level: float = LEVEL) -> Interval:
    """The middle of the posterior under Jeffreys' prior, Beta(½, ½) (Brown, Cai and DasGupta 2001)."""
    _check(x, n)
    tail = (1 - level) / 2
    a, b = x + 0.5, n - x + 0.5
    return Interval(float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail)))


def mid_p(x: int, n: int, level: float = LEVEL) -> Interval:
    """The exact interval that counts half of what was seen (Lancaster 1961): shorter, and covers `level` on average."""
    _check(x, n)
    tail = (1 - level) / 2

    def at_least(p: float) -> float:
        return float(bdtrc(x, n, p) + bdtrc(x - 1, n, p)) / 2

    low = _root(lambda p: at_least(p) - tail) if x else 0.0
    high = _root(lambda p: 1 - at_least(p) - tail) if x < n else 1.0
    return Interval(low, high)


def newcombe(x1: int, n1: int, x2: int, n2: int, level: float = LEVEL) -> tuple[float, Interval]:
    """The difference of two proportions, and its interval by Newcombe's hybrid score method (1998, method 10)."""
    one, other = wilson(x1, n1, level), wilson(x2, n2, level)
    if not n1 or not n2:
        return float("nan"), Interval(-1.0, 1.0)
    p1, p2 = x1 / n1, x2 / n2
    difference = p1 - p2
    low = difference - hypot(p1 - one.low, other.high - p2)
    high = difference + hypot(one.high - p1, p2 - other.low)
    return difference, Interval(low, high)


def _root(of: Callable[[float], float]) -> float:
    return float(brentq(of, 0.0, 1.0, xtol=1e-14, rtol=8.9e-16, maxiter=500))


def _check(x: int, n: int) -> None:
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is not a proportion")
