"""Column charts as shapes to draw and as words that say the same: inline SVG, without style or script of its own.

Units are those of a view box of `WIDTH` by `HEIGHT`, y downwards; the template `components/charts.html` draws what is
here and decides nothing. Every chart stands beside a table that holds its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 400.0, 170.0
_TOP, _BASE = 18.0, 138.0  # the highest a column goes, and the line it stands on
_FILLED = 0.78  # of the room that a period has
_WIDEST = 64.0  # room for one period, where there are few


@dataclass(frozen=True, slots=True)
class Series:
    """One row of columns; None where there is nothing to count."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `series` is its place among the series; `label` stands above it."""

    series: int
    x: float
    y: float
    width: float
    height: float
    label: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Period:
    """A period below the columns, in two short lines."""

    x: float
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw. `words` is its text alternative: a sentence for each series."""

    title: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    periods: tuple[Period, ...]
    words: str


def column_chart(
    title: str,
    labels: Sequence[tuple[str, str]],
    series: Sequence[Series],
    *,
    most: float | None = None,
    unit: str = "",
) -> Chart:
    """Columns of each series side by side for each period. `most` is the value at full height, else the largest.

    `unit` follows a figure in words: "%" or " days".
    """
    known = [value for one in series for value in one.values if value is not None]
    scale = (_BASE - _TOP) / ((most if most is not None else max(known, default=0)) or 1)
    room = min(WIDTH / max(len(labels), 1), _WIDEST)
    return Chart(
        title=title,
        names=tuple(one.name for one in series),
        columns=tuple(_columns(series, room, scale)),
        periods=tuple(Period(round(room * (at + 0.5), 1), *label) for at, label in enumerate(labels)),
        words=" ".join(_sentence(one, labels, unit) for one in series),
    )


def _columns(series: Sequence[Series], room: float, scale: float) -> Iterable[Column]:
    width = room * _FILLED / max(len(series), 1)
    for place, one in enumerate(series):
        for at, value in enumerate(one.values):
            x = room * (at + (1 - _FILLED) / 2) + width * place
            height = min((value or 0) * scale, _BASE - _TOP)
            yield Column(
                series=place,
                x=round(x, 1),
                y=round(_BASE - height, 1),
                width=round(width, 1),
                height=round(height, 1),
                label="–" if value is None else figure(value),
                label_x=round(x + width / 2, 1),
                label_y=round(_BASE - height - 4, 1),
            )


def _sentence(series: Series, labels: Sequence[tuple[str, str]], unit: str) -> str:
    """From the first known value to the last, with the lowest and the highest between."""
    known = [(value, " ".join(label)) for value, label in zip(series.values, labels, strict=True) if value is not None]
    if not known:
        return f"{series.name}: nothing to count."
    (first, began), (last, ended) = known[0], known[-1]
    if len(known) == 1:
        return f"{series.name}: {figure(first)}{unit} in {began}."
    lowest, highest = min(known)[0], max(known)[0]
    between = "" if {lowest, highest} <= {first, last} else f"; lowest {figure(lowest)}, highest {figure(highest)}"
    return f"{series.name}: from {figure(first)}{unit} in {began} to {figure(last)}{unit} in {ended}{between}."


def figure(value: float) -> str:
    """A whole number, with its sign of thousands."""
    return f"{value:,.0f}"
