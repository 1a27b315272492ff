"""A study as tables count it: attributes, codes and where entries stand, without a word of any text.

The same record whether it was read from the database now or from a snapshot, so one way of counting serves both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.records.codebook import Tree

ENTRY, CODE, CODER, START, END = range(5)
"""Columns of `StudyData.rows`."""
OF_FRAMEWORK, POSITION, CONTEXT, COLUMN = range(4)
"""Columns of `StudyData.entries`."""
CONTEXT_KEYS: tuple[ContextKey, ...] = tuple(context.key for context in CONTEXTS)
COLUMN_KEYS: tuple[ColumnKey, ...] = tuple(column.key for column in COLUMNS)
NOT_KNOWN = ""
"""For a value: nobody said which one a framework has."""
NOWHERE = -1
"""In the place of a context or column: the entry stands outside the grid."""

Whole = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class AttributeKind:
    """What frameworks may be compared by. `values` are keys with labels; without any, they are as they are met."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...] = ()

    def label_of(self, value: str) -> str:
        """How a value is shown; a site is known by its letter alone."""
        if value == NOT_KNOWN:
            return "Not known"
        return dict(self.values).get(value) or (f"Site {value}" if self.key == "site" else value)


@dataclass(frozen=True)
class StudyData:
    """The frameworks that are in a study at one moment. Arrays speak of a framework by its place, 0 to n-1.

    `values`: for each framework, its attributes by key; what is not known is left out.
    `held` (int32, h × 2: framework, number of a code): each code that is in a framework, once.
    `framework` (int32, one for each coding) and `rows` (int32, codings × 6: position of the entry, number of the code,
    number of the coder, start, end, 1): the codings that tables count.
    `absent` (int32, m × 2: framework, number of a code): looked at, and nothing identified; so for all that lies under.
    `entries` (int32, e × 4: framework, position, place in `CONTEXT_KEYS`, in `COLUMN_KEYS`; NOWHERE outside the grid).
    `answers` (int32, a × 3: framework, position of an action, position of a need that it answers).
    `attributes`: what the study's frameworks can be compared by, its own among them.
    `ids`: the frameworks' own ids as text (`uuid.UUID` reads them); in a snapshot, which leads to nobody, their marks.
    `is_whole`: without it codings and entries were not read, and nothing but frameworks can be counted.
    """

    tree: Tree
    values: tuple[dict[str, str], ...]
    held: Whole
    framework: Whole
    rows: Whole
    absent: Whole
    entries: Whole
    answers: Whole
    attributes: tuple[AttributeKind, ...]
    ids: tuple[str, ...] = ()
    is_whole: bool = True

    @property
    def frameworks(self) -> int:
        """How many there are."""
        return len(self.values)

    def kind(self, key: str) -> AttributeKind:
        """An attribute by its key. Raises LookupError for one that the study does not have."""
        for kind in self.attributes:
            if kind.key == key:
                return kind
        raise LookupError(key)

    def sizes(self, key: str) -> dict[str, int]:
        """How many frameworks have each value of an attribute: its own values first and in their order, then as met.

        Those of which it is not known are left out.
        """
        found = Counter(value for values in self.values if (value := values.get(key, "")))
        own = [value for value, _ in self.kind(key).values]
        return {value: found[value] for value in (*own, *sorted(set(found) - set(own)))}
