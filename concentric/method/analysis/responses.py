"""From coded data to response gaps: which entries are needs, which are plans, and what a plan answers.

A need is an entry coded under vulnerabilities or risks of a context. A plan is an entry coded under response, or that
stands among the planned actions; it acts in the context of its code, or of its place where it has no code.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.gaps import NOT_CODED, Needs, Plans
from concentric.method.instrument.codebook import NEEDS, Node
from concentric.method.instrument.grid import ColumnKey
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import (
    CODE,
    COLUMN,
    COLUMN_KEYS,
    CONTEXT,
    CONTEXT_KEYS,
    ENTRY,
    NOWHERE,
    OF_FRAMEWORK,
    POSITION,
    StudyData,
)


def needs(data: StudyData, *, level: int = 3) -> Needs:
    """Every need: the code at that level of the tree, its context, and the entry that it was coded on."""
    context = _by_number(data, lambda code: _place(data.tree, code, *NEEDS), NOWHERE)
    above = _by_number(data, lambda code: data.tree.line(code)[:level][-1].number, 0)
    numbers = data.rows[:, CODE]
    those = context[numbers] != NOWHERE
    return Needs(
        _wide(data.framework[those]),
        above[numbers[those]],
        context[numbers[those]],
        _wide(data.rows[those, ENTRY]),
    )


def planned(data: StudyData) -> Plans:
    """Every plan, coded or not, and the needs that they answer."""
    context = _by_number(data, lambda code: _place(data.tree, code, Node.RESPONSE), NOWHERE)
    numbers = data.rows[:, CODE]
    those = context[numbers] != NOWHERE
    coded = np.stack([data.framework[those], data.rows[those, ENTRY]], axis=1)
    among = data.entries[data.entries[:, COLUMN] == COLUMN_KEYS.index(ColumnKey.ACTIONS)]
    among = among[among[:, CONTEXT] != NOWHERE]
    others = among[~_is_in(among[:, [OF_FRAMEWORK, POSITION]], coded)]
    acting = np.concatenate([coded, others[:, [OF_FRAMEWORK, POSITION]]])
    answering = data.answers[_is_in(data.answers[:, :2], acting)]
    return Plans(
        _wide(acting[:, 0]),
        np.concatenate([_wide(numbers[those]), np.full(len(others), NOT_CODED)]),
        np.concatenate([context[numbers[those]], _wide(others[:, CONTEXT])]),
        _wide(answering[:, [0, 2]]),
    )


def _place(tree: Tree, code: TreeCode, *nodes: Node) -> int:
    """The place of a code's context, where it has one and stands below one of these nodes."""
    context = tree.context(code)
    return CONTEXT_KEYS.index(context) if context and tree.node(code) in nodes else NOWHERE


def _by_number(data: StudyData, of: Callable[[TreeCode], int], otherwise: int) -> NDArray[np.int64]:
    """A value of each code, found by its number."""
    most = max(data.rows[:, CODE].max(initial=0), *data.tree.by_number, 0)
    found = np.full(most + 1, otherwise, np.int64)
    for number, code in data.tree.by_number.items():
        found[number] = of(code)
    return found


def _is_in(pairs: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Of each pair (framework, entry), whether it is among the others."""
    return np.isin(_wide(pairs[:, 0]) << 32 | pairs[:, 1], _wide(others[:, 0]) << 32 | others[:, 1])


def _wide(numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    return numbers.astype(np.int64)
