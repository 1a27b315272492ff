"""What is true of any study by definition: how the counts of a release hang together, whatever was recorded.

Every count is of a set of frameworks, so all of it is said of sets: some divide another between them, one lies within
another, is what others make together, or shares nobody with it. Where a set is counted in all and others by group as
well, what holds in each group is said too: in one it may be held against this, in the next against that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import inf

from concentric.method.analysis.disclosure.release import Cell, Relation, at_most, total
from concentric.method.instrument.codebook import NEEDS, Node
from concentric.method.instrument.grid import ContextKey
from concentric.method.records.codebook import Tree, TreeCode

Atoms = frozenset[str]
STATES = ("absent", "not_recorded")
"""Of a code in a framework, beside that it is recorded."""
GAP_WAYS = ("answered", "beside", "elsewhere", "unplanned")
NOBODY: Atoms = frozenset()
_BETWEEN = " & "
_MOST_GROUPS = 4  # with more, the ways of holding each against another get too many to list
Sum = Mapping[str, float]
"""Weights of counts by their keys; under "" a number."""
ByGroup = Callable[[Atoms], Sum | None]
"""A sum of counts in one group, by its atoms (none: in all); None where not all of them are counted there."""


def written(atoms: Iterable[str]) -> str:
    """A cell's key, as a release keeps it."""
    return _BETWEEN.join(sorted(atoms))


def read(key: str) -> Atoms:
    return frozenset(key.split(_BETWEEN)) if key else NOBODY


@dataclass(frozen=True)
class Divided:
    """How the frameworks of a study are divided: by attribute, how many have each value that any has."""

    frameworks: int
    sizes: Mapping[str, Mapping[str, int]]

    def not_known(self, name: str) -> int:
        return self.frameworks - sum(self.sizes[name].values())


class Truths:
    """What holds of some counts, known by their atoms."""

    def __init__(self, cells: Mapping[str, Cell], tree: Tree, divided: Divided) -> None:
        self.cells, self.tree, self.divided = cells, tree, divided

    def relations(self) -> Iterator[Relation]:
        """All of them."""
        yield from (relation for relation in self._every() if relation.terms)

    def _every(self) -> Iterator[Relation]:
        for key in self.cells:
            atoms = read(key)
            yield from self._added_up(key, atoms)
            yield from self._above(key, atoms)
            yield from self._units(key, atoms)
            yield from self._states(key, atoms)
        yield from self._everybody()
        for context in ContextKey:
            yield from self._needs(context)

    def _added_up(self, key: str, atoms: Atoms) -> Iterator[Relation]:
        """Groups make up everybody, or a column of several; the four ways make up a need."""
        for name, values in self._divisions(atoms):
            rest = frozenset(atom for atom in atoms if not atom.startswith(f"{name}="))
            parts = [written(rest | {f"{name}={value}"}) for value in values]
            unknown = 0 if rest != atoms else self.divided.not_known(name)
            if parts and all(part in self.cells for part in parts):
                yield Relation({**dict.fromkeys(parts, -1.0), key: 1.0}, 0.0, float(unknown))
        ways = [written(atoms | {f"way:{way}"}) for way in GAP_WAYS]
        if all(way in self.cells for way in ways):
            yield total(key, ways)

    def _divisions(self, atoms: Atoms) -> Iterator[tuple[str, Sequence[str]]]:
        named = {atom.partition("=")[0]: atom.partition("=")[2] for atom in atoms if "=" in atom}
        for name, together in named.items():
            if "+" in together:
                yield name, together.split("+")
        for name, sizes in self.divided.sizes.items():
            if name not in named:
                yield name, tuple(sizes)

    def _everybody(self) -> Iterator[Relation]:
        """Where every value of an attribute is counted in a group, together they are the group, whose size is known:
        with those of whom it is not known, who are counted wherever there are any.
        """
        groups: dict[Atoms, dict[str, str]] = {}
        for key in self.cells:
            atoms = read(key)
            if any(":" in atom for atom in atoms) or len(atoms) > 2:
                continue
            for atom in atoms:
                groups.setdefault(atoms - {atom}, {})[atom] = key
        for rest, keys in groups.items():
            sizes = {self.cells[key].high for key in keys.values()}
            for name, values in self.divided.sizes.items():
                parts = [keys.get(f"{name}={value}", "") for value in values]
                unknown = [keys[atom] for atom in (f"{name}=",) if atom in keys]
                if parts and all(parts) and len(sizes) == 1 and not any(atom.startswith(f"{name}=") for atom in rest):
                    whole = float(next(iter(sizes)))
                    yield Relation(dict.fromkeys((*parts, *unknown), 1.0), whole, whole)

    def _above(self, key: str, atoms: Atoms) -> Iterator[Relation]:
        """Whoever holds a detail holds the codes above it."""
        code = next((atom for atom in atoms if atom.startswith("code:#")), "")
        found = self.tree.by_number.get(int(code[6:])) if code else None
        if found is None or any(atom.startswith("way:") for atom in atoms):
            return
        for above in reversed(self.tree.line(found)[:-1]):
            whole = written(atoms - {code} | {_code(above)})
            if whole in self.cells:
                yield at_most(key, whole)
                return

    def _units(self, key: str, atoms: Atoms) -> Iterator[Relation]:
        """A framework that holds a code holds at least one entry or passage of it; none are held by no framework."""
        unit = next((atom for atom in atoms if atom.startswith("counting:")), "")
        frameworks = written(atoms - {unit})
        if unit and frameworks in self.cells:
            yield at_most(frameworks, key)
            yield Relation({frameworks: float(self.cells[key].high), key: -1.0}, 0.0, inf)

    def _states(self, key: str, atoms: Atoms) -> Iterator[Relation]:
        """A framework records a code, or that it was looked for and not found, or neither."""
        code = next((atom for atom in atoms if atom.startswith("code:#")), "")
        others = [written(atoms - {code} | {f"{state}:{code[5:]}"}) for state in STATES]
        if code and all(other in self.cells for other in others):
            everybody = float(self.cells[key].high)
            yield Relation(dict.fromkeys((key, *others), 1.0), everybody, everybody)

    def _needs(self, context: ContextKey) -> Iterator[Relation]:
        """What a context needs is what its vulnerabilities and risks make together."""
        whole = frozenset({f"need:{context.value}"})
        if written(whole) not in self.cells:
            return
        about = [code for code in self.tree.codes if self.tree.context(code) is context]
        heads = self._topmost(code for code in about if self.tree.node(code) in NEEDS)
        held = [self._count(_code(code)) for code in heads]
        needed = self._sum(whole)
        yield from self._at_least(needed, held)
        yield from self._at_most(needed, [_together(held), self._everybody_in])
        needs = self._needs_of(context)
        for need in needs:
            yield from self._need_within(need, whole)
        for way in GAP_WAYS:
            yield _no_more(self._way(whole, way), _added(*(self._way(need, way) for need in needs)))
        for code in heads:
            yield from self._coded_alone(code)
        for need in (whole, *needs):
            yield from self._planned(need, context)

    def _needs_of(self, context: ContextKey) -> list[Atoms]:
        """The needs of a context whose ways are counted. The release tells of every one that anybody has."""
        answered = (read(key) - {"way:answered"} for key in self.cells if "way:answered" in read(key))
        return [atoms for atoms in answered if self._context_of(atoms) is context]

    def _context_of(self, need: Atoms) -> ContextKey | None:
        number = next((atom.partition("#")[2] for atom in need if "#" in atom), "")
        code = self.tree.by_number.get(int(number)) if number else None
        return self.tree.context(code) if code else None

    def _need_within(self, need: Atoms, whole: Atoms) -> Iterator[Relation]:
        """Whoever has a need of a context counts for the context. Answered there is answered; what is beside or
        elsewhere for the one may be answered for the other.
        """
        for ways in (("answered",), ("answered", "beside"), ("answered", "elsewhere"), GAP_WAYS[:3], ("unplanned",)):
            part, of = (_added(*(self._way(atoms, way) for way in ways)) for atoms in (need, whole))
            yield _no_more(part, of)

    def _coded_alone(self, code: TreeCode) -> Iterator[Relation]:
        """Whoever holds a code and none of its details was coded with just that code."""
        alone = f"need:{_code(code)[5:]}"
        details = [self._count(_code(below)) for below in self.tree.children(code)]
        if not details:
            return
        known = self._sum({alone}) if alone in self.cells else {}
        if known:
            yield from self._at_most(known, [self._count(_code(code))])
        yield from self._at_least(known, [_less(self._count(_code(code)), _together(details)), lambda _: {}])

    def _planned(self, need: Atoms, context: ContextKey) -> Iterator[Relation]:
        """Whoever holds a response is not unplanned, and one in the context not elsewhere either."""
        elsewhere, unplanned = (self._way(need, way) for way in ("elsewhere", "unplanned"))
        counted = [code for code in self.tree.codes if _code(code) in self.cells]
        responses = [code for code in counted if self.tree.node(code) is Node.RESPONSE]
        here = [code for code in responses if self.tree.context(code) is context]
        for codes, missed in ((responses, unplanned), (here, _added(elsewhere, unplanned))):
            for code in self._topmost(codes):
                planned = self._count(_code(code))
                yield from self._at_most(missed, [_less(self._everybody_in, planned), self._in_group(need)])

    def _topmost(self, codes: Iterable[TreeCode]) -> list[TreeCode]:
        """Those that stand below no other of them. Codes come in the order of the tree."""
        found: list[TreeCode] = []
        for code in codes:
            if not any(above in found for above in self.tree.line(code)[:-1]):
                found.append(code)
        return found

    # Sums of counts, in all and by group.

    def _sum(self, atoms: Iterable[str]) -> Sum:
        return {written(atoms): 1.0}

    def _way(self, need: Atoms, way: str) -> Sum:
        return self._sum(need | {f"way:{way}"})

    def _count(self, code: str) -> ByGroup:
        return self._in_group(frozenset({code}))

    def _in_group(self, atoms: Atoms) -> ByGroup:
        return lambda group: self._sum(atoms | group) if written(atoms | group) in self.cells else None

    def _everybody_in(self, group: Atoms) -> Sum:
        if not group:
            return {"": float(self.divided.frameworks)}
        name, _, value = next(iter(group)).partition("=")
        return {"": float(self.divided.sizes[name][value])}

    def _at_most(self, some: Sum, bounds: Sequence[ByGroup]) -> Iterator[Relation]:
        """`some` lie within each of the bounds."""
        yield from (_no_more(some, bound) for bound, _ in self._over_groups(bounds))

    def _at_least(self, whole: Sum, parts: Sequence[ByGroup]) -> Iterator[Relation]:
        """Each of the parts lies within the `whole`."""
        for part, unknown in self._over_groups(parts):
            yield _no_more({**part, "": part.get("", 0.0) - unknown}, whole)

    def _over_groups(self, ways: Sequence[ByGroup]) -> Iterator[tuple[Sum, int]]:
        """The sums in all; and, group for group, each with each: with how many frameworks are in no group."""
        yield from ((found, 0) for way in ways if (found := way(NOBODY)) is not None)
        for name in self._by if len(ways) > 1 else ():
            choices = [
                [found for way in ways if (found := way(frozenset({f"{name}={value}"}))) is not None]
                for value in self.divided.sizes[name]
            ]
            unknown = self.divided.not_known(name)
            for chosen in product(*choices) if max(map(len, choices)) > 1 else ():
                yield _added(*chosen, {"": float(unknown)}), unknown

    @cached_property
    def _by(self) -> list[str]:
        """The attributes by whose few values codes are counted."""
        groups = {atom.partition("=")[0] for key in self.cells if "code:" in key for atom in read(key) if "=" in atom}
        return sorted(name for name in groups if len(self.divided.sizes.get(name, ())) <= _MOST_GROUPS)


def _code(code: TreeCode) -> str:
    return f"code:#{code.number}"


def _added(*sums: Sum) -> Sum:
    found: dict[str, float] = {}
    for one in sums:
        for key, weight in one.items():
            found[key] = found.get(key, 0.0) + weight
    return {key: weight for key, weight in found.items() if weight}


def _together(ways: Sequence[ByGroup]) -> ByGroup:
    def of(group: Atoms) -> Sum | None:
        found = [way(group) for way in ways]
        known = [one for one in found if one is not None]
        return _added(*known) if len(known) == len(found) else None

    return of


def _less(whole: ByGroup, part: ByGroup) -> ByGroup:
    def of(group: Atoms) -> Sum | None:
        one, other = whole(group), part(group)
        if one is None or other is None:
            return None
        return _added(one, {key: -weight for key, weight in other.items()})

    return of


def _no_more(some: Sum, than: Sum) -> Relation:
    """`some` are at most `than`."""
    terms = _added(than, {key: -weight for key, weight in some.items()})
    return Relation({key: weight for key, weight in terms.items() if key}, -terms.get("", 0.0), inf)
