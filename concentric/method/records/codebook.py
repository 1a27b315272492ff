"""A codebook as a tree, apart from any database: what lies above and below a code, and what that says of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ContextKey


@dataclass(frozen=True, slots=True)
class TreeCode:
    """A code. `number` is small and never given twice in a study. `node` stands on a primary node, `context` on a
    child node 1 that is a context; what lies below them takes both from above.
    """

    id: Hashable
    number: int
    name: str
    parent: Hashable | None = None
    node: Node | None = None
    context: ContextKey | None = None
    colour: str = ""
    is_deprecated: bool = False


class Tree:
    """The codes of a study in the order in which they are read: each after the one above it, siblings as given."""

    def __init__(self, codes: Iterable[TreeCode]) -> None:
        """Raises ValueError where a code lies above itself, or its parent is not there."""
        given = list(codes)
        known = {code.id for code in given}
        below: dict[Hashable | None, list[TreeCode]] = {}
        for code in given:
            if code.parent is not None and code.parent not in known:
                raise ValueError("the code above a code is not there")
            below.setdefault(code.parent, []).append(code)
        self._below = below
        self.codes: tuple[TreeCode, ...] = tuple(self._walk(None))
        if len(self.codes) != len(given):
            raise ValueError("a code lies above itself")
        self.by_id: dict[Hashable, TreeCode] = {code.id: code for code in self.codes}
        self.by_number: dict[int, TreeCode] = {code.number: code for code in self.codes}

    def children(self, code: TreeCode | None) -> tuple[TreeCode, ...]:
        """Directly below a code; of None, the primary nodes."""
        return tuple(self._below.get(code.id if code else None, ()))

    def under(self, code: TreeCode) -> tuple[TreeCode, ...]:
        """The code and everything below it."""
        return (code, *self._walk(code.id))

    def line(self, code: TreeCode) -> tuple[TreeCode, ...]:
        """From the primary node down to the code."""
        line = [code]
        while (above := line[-1].parent) is not None:
            line.append(self.by_id[above])
        return tuple(reversed(line))

    def level(self, code: TreeCode) -> int:
        """1 for a primary node, 2 for child node 1, 3 for child node 2, and so on."""
        return len(self.line(code))

    def path(self, code: TreeCode, between: str = " › ") -> str:
        return between.join(one.name for one in self.line(code))

    def node(self, code: TreeCode) -> Node | None:
        """The primary node that a code belongs to; None below a top code that a study made itself."""
        return self.line(code)[0].node

    def context(self, code: TreeCode) -> ContextKey | None:
        """The context that a code is about; None where it is about none."""
        return next((one.context for one in reversed(self.line(code)) if one.context), None)

    def parents(self) -> list[int | None]:
        """For each code of `codes`, the place in `codes` of the one above it (the form `crosstab.states` takes)."""
        place = {code.id: place for place, code in enumerate(self.codes)}
        return [place[code.parent] if code.parent is not None else None for code in self.codes]

    def _walk(self, above: Hashable | None) -> Iterator[TreeCode]:
        for code in self._below.get(above, ()):
            yield code
            yield from self._walk(code.id)
