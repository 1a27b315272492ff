"""A study's data as bytes and back: canonical JSON, so the same data in the same order always give the same bytes.

Frameworks stand in it without their ids. Who writes it puts them in random order first (`in_order`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ContextKey
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import AttributeKind, StudyData, Whole

VERSION = 1


def in_order(data: StudyData, order: Sequence[int]) -> StudyData:
    """The same data with the frameworks in another order, under no ids. `order`: their places, each once."""
    place = np.empty(data.frameworks, np.int32)
    place[list(order)] = np.arange(data.frameworks, dtype=np.int32)
    framework = place[data.framework]
    by_framework = np.argsort(framework, kind="stable")
    return StudyData(
        tree=data.tree,
        values=tuple(data.values[at] for at in order),
        held=_moved(data.held, place),
        framework=framework[by_framework],
        rows=data.rows[by_framework],
        absent=_moved(data.absent, place),
        entries=_moved(data.entries, place),
        answers=_moved(data.answers, place),
        attributes=data.attributes,
    )


def to_bytes(data: StudyData) -> bytes:
    plain = {
        "version": VERSION,
        "attributes": [[kind.key, kind.label, [list(value) for value in kind.values]] for kind in data.attributes],
        "codes": [_written(code, data.tree) for code in data.tree.codes],
        "values": list(data.values),
        "held": data.held.tolist(),
        "framework": data.framework.tolist(),
        "rows": data.rows.tolist(),
        "absent": data.absent.tolist(),
        "entries": data.entries.tolist(),
        "answers": data.answers.tolist(),
    }
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def from_bytes(written: bytes) -> StudyData:
    """What `to_bytes` wrote. Raises ValueError for a version that is not known."""
    plain = json.loads(written)
    if plain["version"] != VERSION:
        raise ValueError("This snapshot was written by another version of Concentric.")
    return StudyData(
        tree=Tree(_read(code) for code in plain["codes"]),
        values=tuple(plain["values"]),
        held=_array(plain["held"], 2),
        framework=np.array(plain["framework"], np.int32),
        rows=_array(plain["rows"], 6),
        absent=_array(plain["absent"], 2),
        entries=_array(plain["entries"], 4),
        answers=_array(plain["answers"], 3),
        attributes=tuple(
            AttributeKind(key, label, tuple((value, shown) for value, shown in values))
            for key, label, values in plain["attributes"]
        ),
    )


def _moved(array: Whole, place: Whole) -> Whole:
    """Rows whose first column is a framework, in the order of the frameworks' new places."""
    moved = array.copy()
    moved[:, 0] = place[array[:, 0]]
    return moved[np.argsort(moved[:, 0], kind="stable")]


def _array(rows: list[list[int]], width: int) -> Whole:
    return np.array(rows, np.int32).reshape(-1, width)


def _written(code: TreeCode, tree: Tree) -> dict[str, Any]:
    return {
        "number": code.number,
        "name": code.name,
        "parent": tree.by_id[code.parent].number if code.parent is not None else None,
        "node": code.node.value if code.node else "",
        "context": code.context.value if code.context else "",
        "colour": code.colour,
        "is_deprecated": code.is_deprecated,
    }


def _read(plain: dict[str, Any]) -> TreeCode:
    return TreeCode(
        id=plain["number"],
        number=plain["number"],
        name=plain["name"],
        parent=plain["parent"],
        node=Node(plain["node"]) if plain["node"] else None,
        context=ContextKey(plain["context"]) if plain["context"] else None,
        colour=plain["colour"],
        is_deprecated=plain["is_deprecated"],
    )
