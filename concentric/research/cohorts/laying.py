"""Where entries stand and what was said to be absent, as numbers: worked out once, read by the thousand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from concentric.method.instrument.codebook import Place, place_of
from concentric.method.instrument.vocabulary import Silence
from concentric.method.records.codebook import Tree
from concentric.method.records.study_data import COLUMN_KEYS, CONTEXT_KEYS, NOWHERE, Whole
from concentric.research.cohorts.models import Laid
from concentric.research.frameworks.models import Entry, Framework

_BATCH = 500
_CONTEXT = {key.value: place for place, key in enumerate(CONTEXT_KEYS)}
_COLUMN = {key.value: place for place, key in enumerate(COLUMN_KEYS)}
_CELLS = len(CONTEXT_KEYS) * len(COLUMN_KEYS)


def lay(framework_ids: Iterable[uuid.UUID]) -> None:
    """Write `Laid` for frameworks that have none."""
    ids = list(framework_ids)
    for first in range(0, len(ids), _BATCH):
        _lay(ids[first : first + _BATCH])


def context_place(key: str) -> int:
    """A context's place in `CONTEXT_KEYS`."""
    return _CONTEXT.get(key, NOWHERE)


def column_place(key: str) -> int:
    return _COLUMN.get(key, NOWHERE)


def absent_codes(tree: Tree) -> list[tuple[int, int]]:
    """For every code of the tree that stands on a place of the grid: the cells that lead to it (as `Laid.silent` marks
    them) and its number. It is explicitly absent where all of them were marked: one cell that was not looked into, or
    held something, is enough for not knowing.
    """
    cells: dict[Place, int] = {}
    for at in range(_CELLS):
        context, column = divmod(at, len(COLUMN_KEYS))
        place = place_of(COLUMN_KEYS[column], CONTEXT_KEYS[context])
        for leads_to in {place, Place(place.node, None)}:
            cells[leads_to] = cells.get(leads_to, 0) | 1 << at
    found = []
    for code in tree.codes:
        node = tree.node(code)
        if node and (code.context or code.parent is None) and (place := Place(node, code.context)) in cells:
            found.append((cells[place], code.number))
    return found


def silent_cells(silences: Sequence[dict[str, Any]]) -> int:
    """The cells that were looked at with nothing identified, a bit for each. What is said of one cell goes before what
    is said of its context.
    """
    said: dict[int, bool] = {}
    for one in sorted(silences, key=lambda one: one["column"] is not None):
        nothing = one["state"] == Silence.NOTHING_IDENTIFIED.value
        row = _CONTEXT[one["context"]] * len(COLUMN_KEYS)
        columns = range(len(COLUMN_KEYS)) if one["column"] is None else [_COLUMN[one["column"]]]
        said.update(dict.fromkeys((row + column for column in columns), nothing))
    return sum(1 << cell for cell, nothing in said.items() if nothing)


def _lay(ids: list[uuid.UUID]) -> None:
    made = {one: Laid(framework_id=one) for one in ids}
    for pk, silences in Framework.objects.filter(pk__in=ids).values_list("pk", "silences"):
        made[pk].silent = silent_cells(silences)
    entries: dict[uuid.UUID, list[tuple[str, int, str, str, list[str]]]] = {one: [] for one in ids}
    fields = ("framework_id", "key", "position", "first_context", "first_column", "answers")
    for pk, *entry in Entry.objects.filter(framework__in=ids).order_by("position").values_list(*fields):
        entries[pk].append((entry[0], entry[1], entry[2], entry[3], entry[4]))
    for pk, found in entries.items():
        position = {key: at for key, at, *_ in found if key}
        placed = [(at, context_place(context), column_place(column)) for _, at, context, column, _ in found]
        answers = [(at, position[need]) for _, at, _, _, needs in found for need in needs if need in position]
        made[pk].entries, made[pk].answers = _bytes(placed), _bytes(answers)
    Laid.objects.bulk_create(made.values(), ignore_conflicts=True)


def _bytes(rows: Sequence[tuple[int, ...]]) -> bytes:
    packed: Whole = np.array(rows, "<i4")
    return packed.tobytes()
