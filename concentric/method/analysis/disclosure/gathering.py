"""Everything that a briefing prints, as one release: which counts are the same, and which make up which.

A count is known by what it counts: a set of *atoms*, all of which hold for whoever is counted ("code:#12",
"cohort=sole", "site=A+B"). The same set in two tables is one cell, and from the sets follows what adds up to what; so
tables, gaps and earlier releases come together without anybody saying how they hang together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from concentric.method.analysis.asking import Column, Table, TableRow
from concentric.method.analysis.disclosure.release import Cell, Key, Policy, Relation, Release
from concentric.method.analysis.disclosure.since import Change, Members, Since
from concentric.method.analysis.disclosure.truths import GAP_WAYS, STATES, Atoms, Divided, Truths, read, written
from concentric.method.analysis.gaps import Gap
from concentric.method.analysis.question import Counting, find, reference
from concentric.method.records.study_data import StudyData

USUAL = Policy()


@dataclass(frozen=True)
class Earlier:
    """What was released before, as it was `gathered` then: the `counts` in print by their keys, and the policy by
    which the others were hidden.
    """

    id: str
    name: str
    gathered: Gathered
    counts: Mapping[str, int]
    policy: Policy


class Gathered:
    """The counts of one briefing, gathered table by table, then made one `Release`."""

    def __init__(self, data: StudyData) -> None:
        self.data, self.tree, self.frameworks = data, data.tree, data.frameworks
        self.cells: dict[str, Cell] = {}
        self._by: set[str] = set()
        known = {kind.key: data.sizes(kind.key).items() for kind in data.attributes}
        sizes = {name: {value: size for value, size in of if size} for name, of in known.items()}
        self.divided = Divided(data.frameworks, sizes)

    def add_table(self, table: Table) -> None:
        """Every count of a table; of entries and passages, how many frameworks hold any as well, though not printed."""
        self._by.add(table.question.by)
        counts_frameworks = table.question.counting is Counting.FRAMEWORKS
        for row in table.rows:
            most = max((cell.n for cell in row.cells), default=0)
            for column, cell in zip(table.columns, row.cells, strict=True):
                if not column.size:
                    continue
                atoms = self.atoms(table, row, column)
                self._add(atoms, cell.n, cell.of if counts_frameworks else 2 * most + 10)
                if not counts_frameworks:
                    self._add(atoms - {_unit(table)}, cell.frameworks, cell.of, is_unprinted=True)

    def add_gap(self, gap: Gap) -> None:
        """The four ways of a gap, of which each framework with the need goes one."""
        for way, atoms in self.gap_atoms(gap).items():
            self._add(atoms, getattr(gap, way), self.frameworks)
        self._add(self.need_atoms(gap), gap.frameworks, self.frameworks)

    def add_states(self, table: Table, row: TableRow) -> None:
        """Of a code over all columns: in how many it was looked for and not found, and in how many neither."""
        cell = row.cells[-1]
        for state, atoms in self.state_atoms(table, row).items():
            self._add(atoms, getattr(cell, state), cell.of)

    def state_atoms(self, table: Table, row: TableRow) -> dict[str, Atoms]:
        """What its two other states count, over all columns."""
        held, code = self.atoms(table, row, table.columns[-1]), f"code:{row.key}"
        return {state: held - {code} | {f"{state}:{row.key}"} for state in STATES}

    def atoms(self, table: Table, row: TableRow, column: Column) -> Atoms:
        """What a cell of a table counts."""
        question, sizes = table.question, self.divided.sizes
        atoms = {f"code:{row.key}" if row.key.startswith("#") else row.key}
        alone = [one for one in table.columns if one.is_alone]
        chosen = {question.by: {alone[at].key for at in column.of if alone[at].size}}
        for only in question.only:
            chosen[only.attribute] = chosen.get(only.attribute, set(only.values)) & set(only.values)
        for name, values in chosen.items():
            if name not in sizes or self.divided.not_known(name) or values != set(sizes[name]):
                atoms.add(f"{name}={'+'.join(sorted(values))}")
        for having in question.having:
            code = find(self.tree, having.code)
            atoms.add(f"{'has' if having.has else 'not'}:{reference(code) if code else having.code}")
        if question.counting is not Counting.FRAMEWORKS:
            atoms.add(_unit(table))
        return frozenset(atoms)

    def gap_atoms(self, gap: Gap) -> dict[str, Atoms]:
        """What each of the four ways of a gap counts."""
        return {way: self.need_atoms(gap) | {f"way:{way}"} for way in GAP_WAYS}

    def members(self) -> Members:
        """Who is counted: in all, and in each group of the tables' columns."""
        marked = list(zip(self.data.ids, self.data.values, strict=True))
        return {"": frozenset(self.data.ids)} | {
            f"{name}={value}": frozenset(mark for mark, values in marked if values.get(name) == value)
            for name in self._by
            for value in self.divided.sizes[name]
        }

    def truths(self) -> Iterator[Relation]:
        """What is true of these counts by definition."""
        return Truths(self.cells, self.tree, self.divided).relations()

    def release(self, earlier: Iterable[Earlier] = (), policy: Policy = USUAL) -> Release:
        """All of it, with what was released before. Raises ValueError where a count is told in two ways."""
        cells, relations = dict(self.cells), list(self.truths())
        for one in earlier:
            relations += [tie for tie in list(self._remember(cells, one, policy)) if _holds(tie, cells)]
        return Release(tuple(cells.values()), tuple(relations))

    def counts(self, hidden: frozenset[Key]) -> dict[str, int]:
        """What is in print: every count that is not hidden, to be remembered by later releases."""
        return {key: cell.value for key, cell in self.cells.items() if key not in hidden and not cell.is_unprinted}

    def need_atoms(self, gap: Gap) -> Atoms:
        """A need above the details that has some is what was coded with just that code: less than a table counts."""
        if gap.code is None:
            return frozenset({f"need:{gap.context}"})
        code = self.tree.by_number[int(gap.code)]
        is_whole = self.tree.level(code) > 2 or not self.tree.children(code)
        return frozenset({f"{'code' if is_whole else 'need'}:#{gap.code}"})

    def _add(self, atoms: Atoms, value: int, high: int, *, is_unprinted: bool = False) -> None:
        key = written(atoms)
        known = self.cells.get(key)
        if known and known.value != value:
            raise ValueError(f"two tables differ on one count: {key}")
        high = min(high, known.high) if known else high
        self.cells[key] = Cell(key, value, high, is_unprinted=is_unprinted and (known is None or known.is_unprinted))

    def _remember(self, cells: dict[str, Cell], earlier: Earlier, policy: Policy) -> Iterator[Relation]:
        """Put in what was released before, and what was hidden then: that must stay so, small as it was called then.

        Between then and now a count changes by at most the frameworks that came and left.
        """
        since = Since(earlier.gathered.members(), self.members())
        then = {key: written(read(key) | {f"release:{earlier.id}"}) for key in earlier.gathered.cells}
        for key, cell in earlier.gathered.cells.items():
            value, is_shown = earlier.counts.get(key, cell.value), key in earlier.counts
            is_small = not is_shown and earlier.policy.is_small(cell)
            cells[then[key]] = replace(
                cell, key=then[key], value=value, is_public=is_shown, is_unprinted=not is_shown, is_telling=is_small
            )
            if key not in self.cells:
                continue
            change = since.of(read(key))
            if "counting:" in key:  # one framework holds any number of these
                change = Change(change.came and inf, change.left and inf)
            yield Relation({key: 1.0, then[key]: -1.0}, -float(change.left), float(change.came))
            if is_shown and change.tells(self.cells[key].value - value, policy):
                cells[key] = replace(cells[key], is_telling=True)
        for truth in earlier.gathered.truths():
            yield replace(truth, terms={then[str(key)]: weight for key, weight in truth.terms.items()})


def _holds(relation: Relation, cells: Mapping[str, Cell]) -> bool:
    """A coding that was changed may have made untrue what who came and who left would say."""
    found = sum(weight * cells[str(key)].value for key, weight in relation.terms.items())
    return relation.low <= found <= relation.high


def _unit(table: Table) -> str:
    return f"counting:{table.question.counting.value}"
