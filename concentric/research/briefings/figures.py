"""Every figure of a briefing, counted from its snapshot, and gathered so that disclosure control sees all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from concentric.method.analysis.asking import TOTAL, Column, Table, TableRow, answer
from concentric.method.analysis.disclosure.gathering import Earlier, Gathered
from concentric.method.analysis.disclosure.release import Policy
from concentric.method.analysis.disclosure.since import Change, Since
from concentric.method.analysis.disclosure.truths import read, written
from concentric.method.analysis.gaps import Gap, context_gaps, response_gaps
from concentric.method.analysis.question import Question, reference
from concentric.method.analysis.responses import needs, planned
from concentric.method.instrument.codebook import NEEDS, Node
from concentric.method.records.study_data import StudyData
from concentric.research.cohorts.presets import PRESET

PROFILED = Question()
"""Everything by cohort: what profiles and limitations are told from."""
_LOOKED_FOR = (*NEEDS, Node.STRENGTHS)
_OF_EVERYTHING = frozenset({"cohorts", "limitations"})


@dataclass(frozen=True)
class Figures:
    """`tables` by the key of their part; `everything` is told in sentences. `gathered` holds every count of these.

    `looked_into`: the rows of `everything` of which all three states are told.
    """

    data: StudyData
    tables: dict[str, Table]
    everything: Table | None
    contexts: tuple[Gap, ...]
    needs: tuple[Gap, ...]
    looked_into: tuple[TableRow, ...]
    gathered: Gathered

    def key(self, table: Table, row: TableRow, column: Column) -> str:
        """A cell's key in the release."""
        return written(self.gathered.atoms(table, row, column))

    def parts_with(self, keys: Collection[str]) -> set[str]:
        """The parts that any of these counts stands in, as it is now or as it was released before."""
        sought = set(map(_whom, keys))
        return {part for part, counts in self.by_part.items() if not sought.isdisjoint(map(_whom, counts))}

    @cached_property
    def by_part(self) -> dict[str, list[str]]:
        """The counts of each part, in the order in which they stand there."""
        counts = {part: self._keys(table) for part, table in self.tables.items()}
        if self.everything:
            counts |= dict.fromkeys(_OF_EVERYTHING, self._keys(self.everything))
            counts["limitations"] = [*counts["limitations"], *self._states(self.everything)]
        counts["gaps"] = [key for gap in (*self.contexts, *self.needs) for key in self._keys_of(gap)]
        return counts

    @property
    def by(self) -> set[str]:
        """The attributes that make the columns of tables."""
        return {table.question.by for table in self._every()}

    @cached_property
    def together(self) -> dict[str, str]:
        """What columns of several groups are called, by what they count: "Any group" of "cohort=both+group"."""
        named = {}
        for table in self._every():
            alone = [column for column in table.columns if column.is_alone]
            for column in table.columns:
                values = sorted(alone[at].key for at in column.of if alone[at].size)
                if column.key != TOTAL and len(values) > 1:
                    named[f"{table.question.by}={'+'.join(values)}"] = column.label
        return named

    def in_all(self, row_key: str) -> set[str]:
        """What is counted of a row over all columns, in whatever tables it stands."""
        rows = ((table, row) for table in self._every() for row in table.rows if row.key == row_key)
        return {self.key(table, row, table.columns[-1]) for table, row in rows}

    def _keys(self, table: Table) -> list[str]:
        return [self.key(table, row, column) for row in table.rows for column in table.columns]

    def _states(self, table: Table) -> list[str]:
        states = (self.gathered.state_atoms(table, row).values() for row in self.looked_into)
        return [written(atoms) for of_row in states for atoms in of_row]

    def _keys_of(self, gap: Gap) -> list[str]:
        return list(map(written, (self.gathered.need_atoms(gap), *self.gathered.gap_atoms(gap).values())))

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

    def too_close(self, earlier: Iterable[Earlier], policy: Policy) -> list[str]:
        """Releases that so few frameworks came or left since that the differences would tell of those."""
        found = []
        for one in earlier:
            few = Since(one.gathered.members(), self.gathered.members()).few(policy)
            if few:
                told = "; ".join(f"{self._group(group)}, {_changed(change)}" for group, change in few.items())
                found.append(
                    f"Only few frameworks came or left since “{one.name}” was released: {told}. Whoever lays the two "
                    "side by side reads off what was recorded of just these. Release it when more than "
                    f"{policy.largest} have come. Until then, the new ones can be ruled out, and those classified "
                    "otherwise put back; then count anew."
                )
        return found

    def _group(self, group: str) -> str:
        name, _, value = group.partition("=")
        return f"in “{self.data.kind(name).label_of(value)}”" if group else "in all"

    def _every(self) -> list[Table]:
        return [*self.tables.values(), *([self.everything] if self.everything else [])]


def _whom(key: str) -> str:
    """Of whom a count is, whenever it was counted, and whether by frameworks or by their passages."""
    return written(atom for atom in read(key) if not atom.startswith(("release:", "counting:")))


def _changed(change: Change) -> str:
    return f"{change.came or 'none'} came and {change.left or 'none'} left"


def figures_of(data: StudyData, parts: Collection[str]) -> Figures:
    """The figures of these parts."""
    gathered = Gathered(data)
    tables = {key: answer(data, PRESET[key].question) for key in parts if key in PRESET}
    everything = answer(data, PROFILED) if _OF_EVERYTHING & set(parts) else None
    contexts: tuple[Gap, ...] = ()
    by_need: tuple[Gap, ...] = ()
    if "gaps" in parts:
        held, plans = needs(data), planned(data)
        contexts, by_need = tuple(context_gaps(held, plans)), tuple(response_gaps(held, plans))
    for table in (*tables.values(), *([everything] if everything else [])):
        gathered.add_table(table)
    for gap in (*contexts, *by_need):
        gathered.add_gap(gap)
    looked_into: tuple[TableRow, ...] = ()
    if everything and "limitations" in parts:
        looked_into = _looked_into(data, everything)
        for row in looked_into:
            gathered.add_states(everything, row)
    return Figures(data, tables, everything, contexts, by_need, looked_into, gathered)


def _looked_into(data: StudyData, table: Table) -> tuple[TableRow, ...]:
    """What meetings look for in each context."""
    of_grid = {reference(code) for code in data.tree.codes if code.context and data.tree.node(code) in _LOOKED_FOR}
    return tuple(row for row in table.rows if row.key in of_grid)
