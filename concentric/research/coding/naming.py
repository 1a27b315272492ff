"""The codes of a study by what they are called, read in one small query."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from concentric.method.instrument.codebook import Node, Place
from concentric.method.instrument.grid import ContextKey
from concentric.research.coding.models import Code
from concentric.research.frameworks.models import Study

_FIELDS = ("pk", "parent_id", "name", "colour", "node", "context", "is_deprecated", "is_removed")


@dataclass(frozen=True, slots=True)
class Named:
    """A code. `line`: the ids from the primary node down to it. `is_offered`: it can still be given."""

    id: uuid.UUID
    name: str
    path: str
    colour: str
    line: tuple[uuid.UUID, ...]
    place: Place | None
    is_offered: bool

    @property
    def label(self) -> str:
        """Its name; of a context with the node above it, since several nodes have the same contexts."""
        return self.path if self.place else self.name


class Names:
    """Every code that a study has had."""

    def __init__(self, study: Study) -> None:
        rows = study.codes.order_by("position", "number").values_list(*_FIELDS)
        self._rows = {row[0]: row for row in rows}
        self._named: dict[uuid.UUID, Named] = {}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def __getitem__(self, code: uuid.UUID) -> Named:
        if code not in self._named:
            self._named[code] = self._name(code)
        return self._named[code]

    def get(self, code: uuid.UUID | None) -> Named | None:
        return self[code] if code and code in self._rows else None

    def places(self) -> dict[Place, Named]:
        """The codes of the beginning that can be given, by what the grid calls them, in the codebook's order."""
        beginning = (self[pk] for pk, _, _, _, node, context, *_ in self._rows.values() if node or context)
        return {code.place: code for code in beginning if code.place and code.is_offered}

    def _name(self, code: uuid.UUID) -> Named:
        _, parent, name, colour, node, context, is_deprecated, is_removed = self._rows[code]
        above = self[parent] if parent else None
        place = None
        if node:
            place = Place(Node(node), None)
        elif context and above and above.place:
            place = Place(above.place.node, ContextKey(context))
        path = f"{above.path} › {name}" if above else name
        line = (*above.line, code) if above else (code,)
        return Named(code, name, path, colour, line, place, not (is_deprecated or is_removed))


def path_of(code: Code) -> str:
    return Names(code.study)[code.pk].path


def label_of(code: Code) -> str:
    return Names(code.study)[code.pk].label
