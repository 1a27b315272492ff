"""Where plans miss the contexts that carry the need, as a page shows it: by context, by need, and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from concentric.method.analysis.asking import frameworks_asked
from concentric.method.analysis.gaps import NOT_CODED, Gap, context_gaps, response_gaps
from concentric.method.analysis.printed import per_cent
from concentric.method.analysis.question import Only, Question
from concentric.method.analysis.responses import needs, planned
from concentric.method.exchange.drawing.flow import Band, flow
from concentric.method.exchange.drawing.heat_map import HeatCell, heat_map
from concentric.method.exchange.drawing.shapes import Drawing
from concentric.method.instrument.grid import CONTEXT, CONTEXTS
from concentric.method.records.study_data import StudyData

WAYS = ("Answered", "Planned beside it", "Planned elsewhere only", "Nothing planned")
_INSTEAD_SHOWN = 3


@dataclass(frozen=True, slots=True)
class GapRow:
    """A need, or (without a `name`) a context as a whole. `instead`: what was planned where, most often first."""

    name: str
    context: str
    gap: Gap
    instead: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GapTable:
    """`frameworks` are asked about; `contexts` and `needs` count those of them that hold a need."""

    frameworks: int
    contexts: tuple[GapRow, ...]
    needs: tuple[GapRow, ...]
    flow: Drawing
    map: Drawing


def gap_table(data: StudyData, only: Sequence[Only] = (), *, level: int = 3) -> GapTable:
    """The gaps of a study's frameworks, or of those that `only` leaves; needs are codes at that level of the tree.

    Raises LookupError for an attribute that the study does not have.
    """
    asked = frameworks_asked(data, Question(only=tuple(only)))
    held, plans = needs(data, level=level).within(asked), planned(data)
    order = {context.key.value: place for place, context in enumerate(CONTEXTS)}
    contexts = sorted(context_gaps(held, plans), key=lambda gap: order[gap.context])
    rows = sorted(response_gaps(held, plans), key=lambda gap: (order[gap.context], -gap.missed, -gap.frameworks))
    return GapTable(
        int(asked.sum()),
        tuple(_row(data, gap) for gap in contexts),
        tuple(_row(data, gap) for gap in rows),
        needs_flow(contexts, _ways),
        _map(contexts),
    )


def _row(data: StudyData, gap: Gap) -> GapRow:
    name = data.tree.by_number[int(gap.code)].name if gap.code is not None else ""
    most = sorted(gap.instead.items(), key=lambda item: (-item[1], item[0]))[:_INSTEAD_SHOWN]
    instead = tuple(
        (f"{_kind(data, kind)} ({CONTEXT[context].short.lower()})", count) for (context, kind), count in most
    )
    return GapRow(name, CONTEXT[gap.context].label, gap, instead)


def _kind(data: StudyData, kind: int) -> str:
    return "Planned, not coded" if kind == NOT_CODED else data.tree.by_number[kind].name


def _ways(gap: Gap) -> tuple[int, int, int, int]:
    """In the order of WAYS; together they are all frameworks that hold the need."""
    return gap.answered, gap.beside, gap.elsewhere, gap.unplanned


def needs_flow(gaps: Sequence[Gap], counts: Callable[[Gap], Sequence[int | None]]) -> Drawing:
    """From contexts to ways. `counts` of a gap, in the order of WAYS; None is hidden."""
    bands = [Band(at, way, count) for at, gap in enumerate(gaps) for way, count in enumerate(counts(gap))]
    names = [CONTEXT[gap.context].short for gap in gaps]
    title = "From the contexts that carry needs to what was planned"
    return flow(title, names, WAYS, bands, heads=("Frameworks with a need", "What was planned"), nothing=3)


def _map(gaps: Sequence[Gap]) -> Drawing:
    rows = [
        (
            f"{CONTEXT[gap.context].label} ({gap.frameworks})",
            [HeatCell(count / gap.frameworks, per_cent(count / gap.frameworks)) for count in _ways(gap)],
        )
        for gap in gaps
    ]
    return heat_map("Of the frameworks with a need in each context, how many plan what", WAYS, rows, cell=120)
