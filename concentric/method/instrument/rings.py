"""The rings: five contexts around the young person, as shapes to draw and as words that say the same.

Units are those of an SVG view box of `SIZE` by `SIZE`, with y downwards; a template draws what is here and
decides nothing. A dark ring without marks is the picture of a response gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

from concentric.method.instrument.grid import CONTEXTS, Context, ContextKey
from concentric.method.instrument.vocabulary import Silence

SIZE = 240
CENTRE = SIZE / 2
OUTER_RADII: dict[ContextKey, float] = dict(zip(ContextKey, (34.0, 56.0, 77.0, 98.0, 118.0), strict=True))
MARK_RADIUS = 4.0
MARKS_AT_MOST = 12  # beyond this, or the room there is, the words alone carry the number
_ARC, _APART = pi * 0.8, 2.3 * MARK_RADIUS  # marks keep to the lower part of a ring and do not touch
_DEEPER_FROM = (1, 2, 4, 7)  # needs from which each depth begins


class RingState(StrEnum):
    """What is known of a context; the values are also the style names."""

    UNDECIDED = "undecided"
    NOT_DISCUSSED = "not-discussed"
    NOT_KNOWN = "not-known"
    NOTHING = "nothing-identified"
    PRESENT = "recorded"


@dataclass(frozen=True, slots=True)
class RingCounts:
    """What one context holds: entries in all, some of them needs or actions, and needs that no action answers.

    `unshown` and `unshown_action` say that there is an entry, or an action, which the drawing may not count because
    its reader may not see it: no ring says that there is nothing where there is something.
    """

    context: ContextKey
    entries: int = 0
    risks: int = 0
    vulnerabilities: int = 0
    actions: int = 0
    unanswered: int = 0
    silence: Silence | None = None
    unshown: bool = False
    unshown_action: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring. `depth` 0 to 4 deepens with needs, `marks` are the centres of its planned actions.

    `says` is the state in a few words, `words` the whole ring in one sentence.
    `planned_unseen` where it has actions and none of them may be counted here.
    """

    key: ContextKey
    label: str
    state: RingState
    depth: int
    gap: bool
    inner: float
    outer: float
    label_y: float
    marks: tuple[tuple[float, float], ...]
    total: int
    needs: int
    unanswered: int
    actions: int
    planned_unseen: bool
    says: str
    words: str


def draw_rings(counts: Iterable[RingCounts]) -> tuple[Ring, ...]:
    """The five rings from the centre outwards; a context without counts is drawn as undecided."""
    known = {each.context: each for each in counts}
    return tuple(_ring(context, known.get(context.key, RingCounts(context.key))) for context in CONTEXTS)


def _ring(context: Context, counts: RingCounts) -> Ring:
    at = list(ContextKey).index(context.key)
    radii = (0.0, *OUTER_RADII.values())
    inner, outer = radii[at], radii[at + 1]
    needs = counts.risks + counts.vulnerabilities
    state = _state(counts)
    says = _says(counts, state)
    return Ring(
        key=context.key,
        label=context.short,
        state=state,
        depth=sum(needs >= start for start in _DEEPER_FROM),
        gap=needs > 0 and counts.actions == 0 and not counts.unshown_action,
        inner=inner,
        outer=outer,
        label_y=CENTRE - (inner + outer) / 2 + 4 if inner else CENTRE + 2,  # a baseline sits below its middle
        marks=_marks((inner + outer) / 2 if inner else outer * 0.66, counts.actions or int(counts.unshown_action)),
        total=counts.entries,
        needs=needs,
        unanswered=counts.unanswered,
        actions=counts.actions,
        planned_unseen=counts.actions == 0 and counts.unshown_action,
        says=says,
        words=_words(context, counts, state, says),
    )


def _state(counts: RingCounts) -> RingState:
    if counts.entries or counts.unshown:
        return RingState.PRESENT
    return RingState(counts.silence.value.replace("_", "-")) if counts.silence else RingState.UNDECIDED


def _says(counts: RingCounts, state: RingState) -> str:
    if state is RingState.PRESENT:
        return _count(counts.entries, "entry", "entries") if counts.entries else "Recorded, not shown here"
    return counts.silence.label if counts.silence else "Not yet decided"


def _words(context: Context, counts: RingCounts, state: RingState, says: str) -> str:
    parts = [says[0].lower() + says[1:]]
    if counts.entries:
        parts.append(_count(counts.risks, "risk"))
        parts.append(_count(counts.vulnerabilities, "vulnerability", "vulnerabilities"))
        if counts.unanswered:
            parts.append(f"{counts.unanswered} not answered by any action")
    if counts.entries or counts.unshown_action:
        parts.append(_planned(counts))
    return f"{context.label}: {', '.join(parts)}."


def _planned(counts: RingCounts) -> str:
    if counts.actions:
        return _count(counts.actions, "planned action")
    return "something planned, not shown here" if counts.unshown_action else "no planned action here"


def _marks(radius: float, actions: int) -> tuple[tuple[float, float], ...]:
    """Points along the lower part of a ring, spread from the middle outwards, as many as there is room for."""
    count = min(actions, MARKS_AT_MOST, int(_ARC * radius / _APART) + 1)
    step = min(15 / radius, _ARC / max(count - 1, 1))
    first = pi / 2 - step * (count - 1) / 2
    angles = [first + step * place for place in range(count)]
    return tuple((round(CENTRE + radius * cos(a), 1), round(CENTRE + radius * sin(a), 1)) for a in angles)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
