"""Shares of cohorts side by side, or how far coders agreed, code by code, each with its interval: what differs, and how
little is sure of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from concentric.method.analysis.printed import per_cent
from concentric.method.exchange.drawing.shapes import (
    LINE,
    SERIES,
    SOFT,
    Drawing,
    box,
    drawn,
    line,
    mark,
    text,
    wrapped,
)

_LABELS, _PLOT, _RIGHT, _TOP, _STEP = 250.0, 430.0, 24.0, 62.0, 15.0
_TWO_LINES = 44.0
"""The least that a row with a long name needs."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, with a line at each of `ticks`. `told`: a value as it is printed."""

    low: float
    high: float
    ticks: tuple[float, ...]
    told: Callable[[float], str]
    about: str

    def x(self, value: float) -> float:
        """Where a value stands in the drawing."""
        part = (value - self.low) / (self.high - self.low)
        return _LABELS + _PLOT * min(max(part, 0.0), 1.0)


SHARES = Scale(
    0.0,
    1.0,
    (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    per_cent,
    "The line is the 95% interval: the share may well be anywhere on it.",
)


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval; None where it is hidden or there is nobody to have it. Without width, it has none."""

    share: float | None
    low: float = 0.0
    high: float = 1.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """One code: a dot for each series."""

    name: str
    dots: tuple[Dot, ...]


def dot_plot(title: str, series: Sequence[str], rows: Sequence[DotRow], scale: Scale = SHARES) -> Drawing:
    """Rows of dots. `series` are what they are of: the cohorts' names with their sizes ("Sole (24)")."""
    heights = [max(_STEP * len(series) + 18, _TWO_LINES) for _ in rows]
    height = _TOP + sum(heights) + 34
    width = _LABELS + _PLOT + _RIGHT
    tops = [_TOP + sum(heights[:place]) for place in range(len(rows))]
    parts = [box(0, y, width, heights[0], colour="#f3f6f7") for y in tops[::2]]
    parts += [*_key(series), *_scale(height, scale)]
    for row, y in zip(rows, tops, strict=True):
        parts += _row(row, y, heights[0], scale)
    return drawn(title, _in_words(title, series, rows, scale), width, height, parts)


def _key(series: Sequence[str]) -> list[str]:
    parts, x = [], _LABELS
    for place, name in enumerate(series):
        parts += [mark(place, x + 6, 18), text(x + 18, 22.5, name)]
        x += 40 + len(name) * 7.6
    return parts


def _scale(height: float, scale: Scale) -> list[str]:
    parts = []
    for value in scale.ticks:
        x = scale.x(value)
        parts += [
            line(x, _TOP - 8, x, height - 28, colour=LINE),
            text(x, _TOP - 14, scale.told(value), size=12, anchor="middle", colour=SOFT),
        ]
    return [*parts, text(_LABELS, height - 8, scale.about, size=12, colour=SOFT)]


def _row(row: DotRow, y: float, tall: float, scale: Scale) -> list[str]:
    names = wrapped(row.name, _LABELS - 20)
    first = y + tall / 2 + 4.5 - 8 * (len(names) - 1)
    parts = [text(8, first + 16 * at, name) for at, name in enumerate(names)]
    for place, dot in enumerate(row.dots):
        at = y + tall / 2 + _STEP * (place - (len(row.dots) - 1) / 2)
        if dot.share is None:
            parts.append(text(_LABELS + 4, at + 4, dot.label or "–", size=12, colour=SOFT))
            continue
        colour = SERIES[place % len(SERIES)]
        ends = scale.x(dot.low), scale.x(dot.high)
        parts += [line(ends[0], at, ends[1], at, colour=colour, width=2), mark(place, scale.x(dot.share), at)]
    return parts


def _in_words(title: str, series: Sequence[str], rows: Sequence[DotRow], scale: Scale) -> str:
    """A sentence for each row."""
    told = []
    for row in rows:
        each = (f"{name} {_dot_in_words(dot, scale)}" for name, dot in zip(series, row.dots, strict=True))
        told.append(f"{row.name}: {', '.join(each)}.")
    return f"{title}. " + " ".join(told)


def _dot_in_words(dot: Dot, scale: Scale) -> str:
    """All that is drawn: the value and its interval too."""
    if dot.share is None:
        return dot.label or "not shown"
    share = scale.told(dot.share)
    if dot.low < dot.high:
        share += f" ({scale.told(dot.low)} to {scale.told(dot.high)})"
    return f"{dot.label}, {share}" if dot.label else share
