"""The rings as drawn: radii, marks and the words that say the same. What they mean is `method.instrument.rings`."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from concentric.casework.live.screen import Screen
from concentric.method.instrument.grid import CONTEXTS, ColumnKey

CENTRE = 120.0
RADII = (34.0, 56.0, 77.0, 98.0, 118.0)
MARKS_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class DrawnRing:
    """One ring. `depth` 0 to 4 deepens with needs; `marks` are the centres of its planned actions, in SVG units."""

    key: str
    label: str
    state: str
    depth: int
    gap: bool
    says: str
    words: str
    needs: int
    actions: int
    total: int
    outer: float
    label_y: float
    marks: tuple[tuple[float, float], ...]


def draw_rings(screen: Screen) -> list[DrawnRing]:
    """The five rings from the centre outwards."""
    return [_ring(screen, index) for index in range(len(CONTEXTS))]


def _ring(screen: Screen, index: int) -> DrawnRing:
    context = CONTEXTS[index]
    counts = screen.counts(context.key)
    needs, actions = counts[ColumnKey.RISK] + counts[ColumnKey.VULNERABILITY], counts[ColumnKey.ACTIONS]
    total, mark = sum(counts.values()), screen.mark(context.key)
    state = "recorded" if total else mark.value.replace("_", "-") if mark else "undecided"
    says = _entries(total) if total else mark.label if mark else "Not discussed yet"
    gap = context.key in screen.gap_contexts
    inner, outer = (RADII[index - 1] if index else 0.0), RADII[index]
    words = f"{context.label}: {says.lower()}"
    if total:
        words += f", {needs} {'need' if needs == 1 else 'needs'}, {actions} planned {'action' if actions == 1 else 'actions'}"
    return DrawnRing(
        key=context.key,
        label=context.short,
        state=state,
        depth=min(4, (needs + 1) // 2) if needs else 0,
        gap=gap,
        says=says,
        words=words + (", nothing planned here" if gap else ""),
        needs=needs,
        actions=actions,
        total=total,
        outer=outer,
        label_y=CENTRE - (inner + outer) / 2 + 4 if index else CENTRE + 4,
        marks=_marks((inner + outer) / 2 if index else outer * 0.66, actions),
    )


def _marks(radius: float, count: int) -> tuple[tuple[float, float], ...]:
    """Points along the lower half of a ring, spread from the middle outwards."""
    count = min(count, MARKS_AT_MOST)
    step = min(15 / radius, pi / max(count, 1))
    first = pi / 2 - step * (count - 1) / 2
    angles = [first + step * place for place in range(count)]
    return tuple((round(CENTRE + radius * cos(a), 1), round(CENTRE + radius * sin(a), 1)) for a in angles)


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
