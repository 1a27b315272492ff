"""Kappa with its interval as dot and whisker, one line for each code, all on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isnan

from concentric.method.analysis.printed import written
from concentric.method.analysis.proportions import Interval
from concentric.research.coding.double.comparing import RARE, Comparison, Line

WIDTH, EDGE = 200, 6
_STEP = 0.25


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the dot and the ends of the whisker stand, in units of the drawing. None: there is none."""

    dot: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    """`ticks`: where, and what is written there. `zero`: where agreement is as by chance. `frequent`: all codes pooled
    first; `rare`: in fewer entries than `rare_below`.
    """

    ticks: tuple[tuple[float, str], ...]
    zero: float
    frequent: tuple[tuple[Line, Mark], ...]
    rare: tuple[tuple[Line, Mark], ...]
    words: str
    rare_below: int = RARE


def plotted(comparison: Comparison) -> Plot:
    """From the lowest value there is, in whole steps, to 1; pooled first."""
    lines = (comparison.pooled, *comparison.lines)
    values = [value for line in lines for value in _values(line) if not isnan(value)]
    lowest = max(-1.0, floor(min([0.0, *values]) / _STEP) * _STEP)

    def at(value: float) -> float | None:
        return None if isnan(value) else round(EDGE + (WIDTH - 2 * EDGE) * (value - lowest) / (1 - lowest), 1)

    marks = [(line, Mark(*map(at, _values(line)))) for line in lines]
    rare = tuple(each for each in marks[1:] if each[0].is_rare)
    frequent = (marks[0], *(each for each in marks[1:] if not each[0].is_rare))
    ends = dict.fromkeys(
        value for value in (lowest, 0.0, 0.5, 1.0) if not -_STEP <= value < 0
    )  # no room for -0.25 and 0
    ticks = tuple((place, written(value, 2 if value % 1 else 0)) for value in ends if (place := at(value)) is not None)
    return Plot(ticks, at(0.0) or EDGE, frequent, rare, _words(comparison))


def _values(line: Line) -> tuple[float, float, float]:
    found = line.agreement
    return found.kappa, found.kappa_interval.low, found.kappa_interval.high


def _words(comparison: Comparison) -> str:
    known = [line for line in comparison.lines if not isnan(line.agreement.kappa)]
    if not known:
        return "No code has a kappa."
    low, high = (end(known, key=lambda line: line.agreement.kappa) for end in (min, max))
    pooled = comparison.pooled.agreement
    interval = between(pooled.kappa_interval)
    together = f"All codes together: kappa {written(pooled.kappa)}{'' if interval == '–' else f', {interval}'}."
    least, most = written(low.agreement.kappa), written(high.agreement.kappa)
    if least == most:
        return f"{together} Of every code by itself: {least}."
    return f"{together} By code from {least} ({low.path}) to {most} ({high.path})."


def between(interval: Interval) -> str:
    """A dash where there is none, or where it has no width: not exact, but nothing to draw it from."""
    if not interval.low < interval.high:
        return "–"
    low, high = written(interval.low), written(interval.high)
    if low == high:
        low, high = (written(end, 3) for end in (interval.low, interval.high))
    return f"{low} to {high}"
