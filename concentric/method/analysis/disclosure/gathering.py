"""Everything that a briefing prints, as one release: which counts are the same, and which make up which.

A count is known by what it counts: a set of *atoms*, all of which hold for whoever is counted ("code:#12",
"cohort=sole", "site=A+B"). The same set in two tables is one cell, and from the sets follows what adds up to what; so
tables, gaps and earlier releases come together without anybody saying how they hang together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import inf

from concentric.method.analysis.asking import Column, Table, TableRow
from concentric.method.analysis.disclosure.release import Cell, Key, Policy, Relation, Release, at_most, total
from concentric.method.analysis.disclosure.since import Change, Earlier, Members, Since
from concentric.method.analysis.gaps import Gap
from concentric.method.analysis.question import Counting, find, reference
from concentric.method.records.study_data import StudyData

Atoms = frozenset[str]
GAP_WAYS = ("answered", "beside", "elsewhere", "unplanned")
USUAL = Policy()
_BETWEEN = " & "


def written(atoms: Atoms) -> str:
    """A cell's key, as a release keeps it."""
    return _BETWEEN.join(sorted(atoms))


def read(key: str) -> Atoms:
    return frozenset(key.split(_BETWEEN)) if key else frozenset()


class Gathered:
    """The counts of one briefing, gathered table by table, then made one `Release`."""

    def __init__(self, data: StudyData) -> None:
        self.data, self.tree, self.frameworks = data, data.tree, data.frameworks
        self._cells: dict[str, Cell] = {}
        self._by: set[str] = set()
        self._in_context: list[tuple[Atoms, Atoms]] = []  # what was coded as a need, and its context as a whole
        sizes = {kind.key: data.sizes(kind.key) for kind in data.attributes}
        self._values = {key: tuple(value for value, size in of.items() if size) for key, of in sizes.items()}
        self._not_known = {key: data.frameworks - sum(of.values()) for key, of in sizes.items()}

    def add_table(self, table: Table) -> None:
        """Every count of a table."""
        self._by.add(table.question.by)
        for row in table.rows:
            most = max((cell.n for cell in row.cells), default=0)
            for column, cell in zip(table.columns, row.cells, strict=True):
                if not column.size:
                    continue
                high = cell.of if table.question.counting is Counting.FRAMEWORKS else 2 * most + 10
                self._add(self.atoms(table, row, column), cell.n, high)

    def add_gap(self, gap: Gap) -> None:
        """The four ways of a gap, of which each framework with the need goes one."""
        for way, atoms in self.gap_atoms(gap).items():
            self._add(atoms, getattr(gap, way), self.frameworks)
        self._add(self.need_atoms(gap), gap.frameworks, self.frameworks)
        if gap.code is not None:
            self._in_context.append((self.need_atoms(gap), frozenset({f"need:{gap.context}"})))

    def atoms(self, table: Table, row: TableRow, column: Column) -> Atoms:
        """What a cell of a table counts."""
        question = table.question
        atoms = {f"code:{row.key}" if row.key.startswith("#") else row.key}
        alone = [one for one in table.columns if one.is_alone]
        chosen = {question.by: {alone[at].key for at in column.of if alone[at].size}}
        for only in question.only:
            chosen[only.attribute] = chosen.get(only.attribute, set(only.values)) & set(only.values)
        for name, values in chosen.items():
            if self._not_known.get(name, 1) or values != set(self._values[name]):
                atoms.add(f"{name}={'+'.join(sorted(values))}")
        for having in question.having:
            code = find(self.tree, having.code)
            atoms.add(f"{'has' if having.has else 'not'}:{reference(code) if code else having.code}")
        if question.counting is not Counting.FRAMEWORKS:
            atoms.add(f"counting:{question.counting.value}")
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
            for value in self._values[name]
        }

    def release(self, earlier: Iterable[Earlier] = (), policy: Policy = USUAL) -> Release:
        """All of it, with what was released before. Raises ValueError where a count is told in two ways."""
        cells, grown = dict(self._cells), []
        for one in earlier:
            grown += self._remember(cells, one, policy)
        found = (*self._sums(cells), *self._within(cells), *self._needs_within(cells), *self._units(cells), *grown)
        relations = tuple(one for one in found if _of_now(one) or _holds(one, cells))
        return Release(tuple(cells.values()), relations)

    def counts(self, hidden: frozenset[Key]) -> dict[str, int]:
        """What is in print: every count that is not hidden, to be remembered by later releases."""
        return {key: cell.value for key, cell in self._cells.items() if key not in hidden}

    def hidden_counts(self, hidden: frozenset[Key]) -> dict[str, tuple[int, int]]:
        """What is not, with the most that each could be: later releases must not give it back either."""
        return {key: (cell.value, cell.high) for key, cell in self._cells.items() if key in hidden}

    def need_atoms(self, gap: Gap) -> Atoms:
        """A need above the details that has some is what was coded with just that code: less than a table counts."""
        if gap.code is None:
            return frozenset({f"need:{gap.context}"})
        code = self.tree.by_number[int(gap.code)]
        is_whole = self.tree.level(code) > 2 or not self.tree.children(code)
        return frozenset({f"{'code' if is_whole else 'need'}:#{gap.code}"})

    def _add(self, atoms: Atoms, value: int, high: int) -> None:
        key = written(atoms)
        known = self._cells.get(key)
        if known and known.value != value:
            raise ValueError(f"two tables differ on one count: {key}")
        self._cells[key] = Cell(key, value, min(high, known.high) if known else high)

    def _sums(self, cells: Mapping[str, Cell]) -> Iterable[Relation]:
        """A column of several values is the sum of their columns; everybody is the sum of an attribute's values."""
        for key in cells:
            atoms = read(key)
            for name, values in self._divisions(atoms):
                rest = frozenset(atom for atom in atoms if not atom.startswith(f"{name}="))
                parts = [written(rest | {f"{name}={value}"}) for value in values]
                unknown = 0 if any(atom.startswith(f"{name}=") for atom in atoms) else self._not_known[name]
                if parts and all(part in cells for part in parts):
                    yield Relation({**dict.fromkeys(parts, -1.0), key: 1.0}, 0.0, float(unknown))
            if not any(atom.startswith("way:") for atom in atoms):
                ways = [written(atoms | {f"way:{way}"}) for way in GAP_WAYS]
                if all(way in cells for way in ways):
                    yield total(key, ways)
        yield from self._divided(cells)

    def _divisions(self, atoms: Atoms) -> Iterable[tuple[str, Sequence[str]]]:
        named = {atom.partition("=")[0]: atom.partition("=")[2] for atom in atoms if "=" in atom}
        for name, together in named.items():
            if "+" in together:
                yield name, together.split("+")
        for name, whole in self._values.items():
            if name not in named:
                yield name, whole

    def _divided(self, cells: Mapping[str, Cell]) -> Iterable[Relation]:
        """Where every value of an attribute is counted in a group, together they are the group, whose size is known."""
        groups: dict[Atoms, dict[str, str]] = {}
        for key in cells:
            atoms = read(key)
            if any(":" in atom for atom in atoms) or len(atoms) > 2:
                continue
            for atom in atoms:
                groups.setdefault(atoms - {atom}, {})[atom] = key
        for rest, keys in groups.items():
            sizes = {cells[key].high for key in keys.values()}
            for name, values in self._values.items():
                parts = [keys.get(f"{name}={value}", "") for value in values]
                if parts and all(parts) and len(sizes) == 1 and not any(atom.startswith(f"{name}=") for atom in rest):
                    whole = float(next(iter(sizes)))
                    yield Relation(dict.fromkeys(parts, 1.0), max(0.0, whole - self._not_known[name]), whole)

    def _within(self, cells: Mapping[str, Cell]) -> Iterable[Relation]:
        """Whoever holds a detail holds the codes above it."""
        for key in cells:
            atoms = read(key)
            code = next((atom for atom in atoms if atom.startswith("code:#")), "")
            if not code or any(atom.startswith("way:") for atom in atoms):
                continue
            found = self.tree.by_number.get(int(code[6:]))
            for above in reversed(self.tree.line(found)[:-1]) if found else ():
                whole = written(atoms - {code} | {f"code:{reference(above)}"})
                if whole in cells:
                    yield at_most(key, whole)
                    break

    def _needs_within(self, cells: Mapping[str, Cell]) -> Iterable[Relation]:
        """Whoever has a need of a context counts for the context; answered there is answered, and so unplanned."""
        for need, context in self._in_context:
            for way in (frozenset[str](), frozenset({"way:answered"}), frozenset({"way:unplanned"})):
                part, whole = written(need | way), written(context | way)
                if part in cells and whole in cells:
                    yield at_most(part, whole)

    def _units(self, cells: Mapping[str, Cell]) -> Iterable[Relation]:
        """A framework that holds a code holds at least one entry or passage of it."""
        for key in cells:
            unit = next((atom for atom in read(key) if atom.startswith("counting:")), "")
            frameworks = written(read(key) - {unit})
            if unit and frameworks in cells:
                yield at_most(frameworks, key)

    def _remember(self, cells: dict[str, Cell], earlier: Earlier, policy: Policy) -> list[Relation]:
        """Put in what was released before, what was hidden then among it: it must stay so.

        Between then and now a count changes by at most the frameworks that came and left.
        """
        grown = []
        since = Since(earlier.members, self.members())
        shown = {key: (value, value) for key, value in earlier.counts.items()}
        for key, (value, high) in {**earlier.hidden, **shown}.items():
            atoms, is_shown = read(key), key in shown
            then = written(atoms | {f"{_RELEASE}{earlier.id}"})
            cells[then] = Cell(then, value, high, is_public=is_shown, is_unprinted=not is_shown)
            if key not in cells:
                continue
            change = since.of(atoms)
            if any(atom.startswith("counting:") for atom in atoms):  # one framework holds any number of these
                change = Change(change.came and inf, change.left and inf)
            grown.append(Relation({key: 1.0, then: -1.0}, -float(change.left), float(change.came)))
            if is_shown and change.tells(cells[key].value - value, policy):
                cells[key] = replace(cells[key], is_telling=True)
        return grown


_RELEASE = "release:"


def _of_now(relation: Relation) -> bool:
    return not any(_RELEASE in str(key) for key in relation.terms)


def _holds(relation: Relation, cells: Mapping[str, Cell]) -> bool:
    """Of an earlier release only what is true is a relation: attributes may have been decided otherwise since."""
    found = sum(weight * cells[str(key)].value for key, weight in relation.terms.items())
    return relation.low <= found <= relation.high
