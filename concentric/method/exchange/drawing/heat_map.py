"""Rows by columns, each cell the darker the larger its share; the figure stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concentric.method.exchange.drawing.shapes import PAPER, SOFT, Drawing, box, drawn, on, shade, text, wrapped

_LABELS, _CELL, _TALL, _TOP = 250.0, 104.0, 38.0, 62.0


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A share from 0 to 1 and what stands in the cell; None where there is nothing to show."""

    share: float | None
    label: str


def heat_map(
    title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[HeatCell]]], *, cell: float = _CELL
) -> Drawing:
    """A table in shades. Dark is much."""
    width = _LABELS + cell * len(columns) + 8
    height = _TOP + _TALL * len(rows) + 10
    parts = []
    for at, name in enumerate(columns):
        lines = wrapped(name, cell - 8, 12, most=3)
        for place, words in enumerate(lines):
            y = _TOP - 10 - 14 * (len(lines) - 1 - place)
            parts.append(text(_LABELS + cell * (at + 0.5), y, words, size=12, anchor="middle", colour=SOFT))
    for at, (name, cells) in enumerate(rows):
        y = _TOP + _TALL * at
        lines = wrapped(name, _LABELS - 20)
        first = y + _TALL / 2 + 4.5 - 8 * (len(lines) - 1)
        parts += [text(8, first + 16 * place, words) for place, words in enumerate(lines)]
        for place, one in enumerate(cells):
            parts += _cell(one, _LABELS + cell * place, y, cell)
    return drawn(title, _in_words(title, columns, rows), width, height, parts)


def _cell(one: HeatCell, x: float, y: float, width: float) -> list[str]:
    colour = shade(one.share) if one.share is not None else PAPER
    return [
        box(x + 1.5, y + 1.5, width - 3, _TALL - 3, colour=colour, radius=3),
        text(x + width / 2, y + _TALL / 2 + 4.5, one.label, anchor="middle", colour=on(colour)),
    ]


def _in_words(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[HeatCell]]]) -> str:
    told = [
        f"{name}: " + ", ".join(f"{column} {one.label}" for column, one in zip(columns, cells, strict=True)) + "."
        for name, cells in rows
    ]
    return f"{title}. " + " ".join(told)
