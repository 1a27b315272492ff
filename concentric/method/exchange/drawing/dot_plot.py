"""Shares of cohorts side by side, code by code, each with its interval: what differs, and how little is sure of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Dot:
    """A share from 0 to 1 with its interval; None where it is hidden or there is nobody to have it."""

    share: float | None
    low: float = 0.0
    high: float = 1.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """One code: a dot for each series."""

    name: str
    dots: tuple[Dot, ...]


def dot_plot(title: str, series: Sequence[str], rows: Sequence[DotRow]) -> Drawing:
    """Rows of dots from 0 to 100%. `series` are the cohorts' names with their sizes ("Sole (24)")."""
    heights = [_STEP * len(series) + 18 for _ in rows]
    height = _TOP + sum(heights) + 34
    width = _LABELS + _PLOT + _RIGHT
    tops = [_TOP + sum(heights[:place]) for place in range(len(rows))]
    parts = [box(0, y, width, heights[0], colour="#f3f6f7") for y in tops[::2]]
    parts += [*_key(series), *_scale(height)]
    for row, y in zip(rows, tops, strict=True):
        parts += _row(row, y, heights[0])
    return drawn(title, _in_words(title, series, rows), width, height, parts)


def _x(share: float) -> float:
    return _LABELS + _PLOT * min(max(share, 0.0), 1.0)


def _key(series: Sequence[str]) -> list[str]:
    parts, x = [], _LABELS
    for place, name in enumerate(series):
        parts += [mark(place, x + 6, 18), text(x + 18, 22.5, name)]
        x += 40 + len(name) * 7.6
    return parts


def _scale(height: float) -> list[str]:
    parts = []
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        parts += [
            line(x, _TOP - 8, x, height - 28, colour=LINE),
            text(x, _TOP - 14, f"{tenth * 10}%", size=12, anchor="middle", colour=SOFT),
        ]
    return [
        *parts,
        text(
            _LABELS,
            height - 8,
            "The line is the 95% interval: the share may well be anywhere on it.",
            size=12,
            colour=SOFT,
        ),
    ]


def _row(row: DotRow, y: float, tall: float) -> list[str]:
    names = wrapped(row.name, _LABELS - 20)
    first = y + tall / 2 + 4.5 - 8 * (len(names) - 1)
    parts = [text(8, first + 16 * at, name) for at, name in enumerate(names)]
    for place, dot in enumerate(row.dots):
        at = y + 9 + _STEP * (place + 0.5)
        if dot.share is None:
            parts.append(text(_LABELS + 4, at + 4, dot.label or "–", size=12, colour=SOFT))
            continue
        colour = SERIES[place % len(SERIES)]
        parts += [line(_x(dot.low), at, _x(dot.high), at, colour=colour, width=2), mark(place, _x(dot.share), at)]
    return parts


def _in_words(title: str, series: Sequence[str], rows: Sequence[DotRow]) -> str:
    """A sentence for each row."""
    told = []
    for row in rows:
        each = (f"{name} {_dot_in_words(dot)}" for name, dot in zip(series, row.dots, strict=True))
        told.append(f"{row.name}: {', '.join(each)}.")
    return f"{title}. " + " ".join(told)


def _dot_in_words(dot: Dot) -> str:
    """All that is drawn: the share and its interval too."""
    if dot.share is None:
        return dot.label or "not shown"
    share = f"{dot.share:.0%} ({dot.low:.0%} to {dot.high:.0%})"
    return f"{dot.label}, {share}" if dot.label else share
