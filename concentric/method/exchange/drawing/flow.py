"""From needs to responses: bands as broad as the number of frameworks, from where a need lies to where a plan acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concentric.method.exchange.drawing.shapes import SERIES, SOFT, Drawing, box, drawn, text

_WIDTH, _LABELS, _BAR, _TOP, _GAP, _TALL = 860.0, 235.0, 14.0, 46.0, 18.0, 300.0
_NOTHING = "#8a959b"


@dataclass(frozen=True, slots=True)
class Band:
    """`count` from a place on the left to one on the right (indexes). None where it is hidden: it is not drawn."""

    left: int
    right: int
    count: int | None


def flow(
    title: str,
    left: Sequence[str],
    right: Sequence[str],
    bands: Sequence[Band],
    *,
    heads: tuple[str, str],
    nothing: int = -1,
) -> Drawing:
    """Bands from left to right. `nothing` is the place on the right that stands for no response: it is grey.

    Beside each place stands the sum of what is drawn there, and whether more of it is hidden.
    """
    told = [band for band in bands if band.count != 0]
    hidden = ({band.left for band in told if band.count is None}, {band.right for band in told if band.count is None})
    drawn_bands = [(band.left, band.right, band.count) for band in told if band.count is not None]
    whole = sum(count for _, _, count in drawn_bands)
    scale = _TALL / whole if whole else 0.0
    ends = (
        _ends(len(left), [(at, count) for at, _, count in drawn_bands], scale),
        _ends(len(right), [(at, count) for _, at, count in drawn_bands], scale),
    )
    height = _TOP + max(_TALL + _GAP * (max(len(left), len(right)) - 1), 40) + 12
    x1, x2 = _LABELS, _WIDTH - _LABELS
    parts = [
        text(x1 + _BAR, 20, heads[0], anchor="end", size=13, colour=SOFT, bold=True),
        text(x2 - _BAR, 20, heads[1], size=13, colour=SOFT, bold=True),
    ]
    parts += _bands(drawn_bands, ends, (x1 + _BAR, x2 - _BAR), scale, nothing)
    for side, (names, x, anchor, away) in enumerate(((left, x1, "end", -8.0), (right, x2 - _BAR, "start", _BAR + 8.0))):
        for at, name in enumerate(names):
            start, count = ends[side][at]
            colour = _NOTHING if side and at == nothing else SERIES[at % len(SERIES)] if not side else "#18242b"
            parts.append(box(x, start, _BAR, max(count * scale, 1), colour=colour))
            label = f"{name}: {_sum(count, is_part=at in hidden[side])}"
            parts.append(text(x + away, start + count * scale / 2 + 4.5, label, anchor=anchor))
    return drawn(title, _in_words(title, left, right, told), _WIDTH, height, parts)


def _sum(count: int, *, is_part: bool) -> str:
    if not is_part:
        return str(count)
    return f"{count} and hidden" if count else "hidden"


def _ends(places: int, counted: Sequence[tuple[int, int]], scale: float) -> list[tuple[float, int]]:
    """Where each place begins, and how much it holds."""
    held = [sum(count for place, count in counted if place == at) for at in range(places)]
    starts, y = [], _TOP
    for count in held:
        starts.append((y, count))
        y += count * scale + _GAP
    return starts


def _bands(
    bands: Sequence[tuple[int, int, int]],
    ends: tuple[list[tuple[float, int]], list[tuple[float, int]]],
    x: tuple[float, float],
    scale: float,
    nothing: int,
) -> list[str]:
    used = ([0.0] * len(ends[0]), [0.0] * len(ends[1]))
    middle = (x[0] + x[1]) / 2
    parts = []
    for start, end, count in sorted(bands):
        broad = count * scale
        y1 = ends[0][start][0] + used[0][start]
        y2 = ends[1][end][0] + used[1][end]
        used[0][start] += broad
        used[1][end] += broad
        colour = _NOTHING if end == nothing else SERIES[start % len(SERIES)]
        parts.append(
            f'<path class="cx-drawing__band" fill="{colour}" fill-opacity="0.35" d="M{x[0]:.1f},{y1:.1f}'
            f" C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x[1]:.1f},{y2:.1f} L{x[1]:.1f},{y2 + broad:.1f}"
            f' C{middle:.1f},{y2 + broad:.1f} {middle:.1f},{y1 + broad:.1f} {x[0]:.1f},{y1 + broad:.1f} Z"/>'
        )
    return parts


def _in_words(title: str, left: Sequence[str], right: Sequence[str], bands: Sequence[Band]) -> str:
    told = []
    for at, name in enumerate(left):
        each = [
            f"{right[band.right].lower()} {'hidden' if band.count is None else band.count}"
            for band in bands
            if band.left == at
        ]
        if each:
            told.append(f"{name}: {', '.join(each)}.")
    return f"{title}. " + (" ".join(told) or "Nothing to show.")
