"""Every figure of a briefing, counted from its snapshot, and gathered so that disclosure control sees all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from concentric.method.analysis.asking import Column, Table, TableRow, answer
from concentric.method.analysis.disclosure.gathering import Earlier, Gathered, written
from concentric.method.analysis.disclosure.release import Policy
from concentric.method.analysis.gaps import Gap, context_gaps, response_gaps
from concentric.method.analysis.question import Question
from concentric.method.analysis.responses import needs, planned
from concentric.method.records.study_data import StudyData
from concentric.research.cohorts.presets import PRESET

PROFILED = Question()
"""Everything by cohort: what profiles and limitations are told from."""


@dataclass(frozen=True)
class Figures:
    """`tables` by the key of their part; `everything` is told in sentences. `gathered` holds every count of these."""

    data: StudyData
    tables: dict[str, Table]
    everything: Table | None
    contexts: tuple[Gap, ...]
    needs: tuple[Gap, ...]
    gathered: Gathered

    def key(self, table: Table, row: TableRow, column: Column) -> str:
        """A cell's key in the release."""
        return written(self.gathered.atoms(table, row, column))

    def too_narrow(self, policy: Policy) -> list[str]:
        """Columns of so few frameworks that their very size is a small count."""
        found: dict[str, int] = {}
        for table in self._every():
            named = [*((c.label, c.size) for c in table.columns if c.is_alone), ("Not known", table.not_known)]
            found |= {label: size for label, size in named if policy.smallest <= size <= policy.largest}
        return [
            f"The column “{label}” has only {size} frameworks: its size alone is a small count."
            for label, size in found.items()
        ]

    def sizes(self) -> dict[str, int]:
        """How many frameworks there are, in all ("") and in each column of the tables."""
        of = {f"{t.question.by}={c.key}": c.size for t in self._every() for c in t.columns if c.is_alone}
        return {"": self.data.frameworks, **of}

    def too_close(self, earlier: Iterable[Earlier], policy: Policy) -> list[str]:
        """Releases that so few frameworks lie between that the differences would tell of those."""
        now = self.sizes()
        return [
            f"So few frameworks came or went since “{one.name}” was released that the two together would tell of them."
            for one in earlier
            if any(
                key in now and policy.smallest <= abs(now[key] - n) <= policy.largest for key, n in one.sizes.items()
            )
        ]

    def _every(self) -> list[Table]:
        return [*self.tables.values(), *([self.everything] if self.everything else [])]


def figures_of(data: StudyData, parts: Collection[str]) -> Figures:
    """The figures of these parts."""
    gathered = Gathered(data)
    tables = {key: answer(data, PRESET[key].question) for key in parts if key in PRESET}
    everything = answer(data, PROFILED) if {"cohorts", "limitations"} & set(parts) else None
    contexts: tuple[Gap, ...] = ()
    by_need: tuple[Gap, ...] = ()
    if "gaps" in parts:
        held, plans = list(needs(data)), list(planned(data))
        contexts, by_need = tuple(context_gaps(held, plans)), tuple(response_gaps(held, plans))
    for table in (*tables.values(), *([everything] if everything else [])):
        gathered.add_table(table)
    for gap in (*contexts, *by_need):
        gathered.add_gap(gap)
    return Figures(data, tables, everything, contexts, by_need, gathered)
