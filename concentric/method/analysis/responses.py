"""From coded data to response gaps: which entries are needs, which are plans, and what a plan answers.

A need is an entry coded under vulnerabilities or risks of a context. A plan is an entry coded under response, or that
stands among the planned actions; it acts in the context of its code, or of its place where it has no code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from concentric.method.analysis.gaps import Need, Planned
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

NOT_CODED = "Planned, not coded"


def needs(data: StudyData, *, level: int = 3) -> Iterator[Need]:
    """Every need: the code at that level of the tree, its context, and the entry that it was coded on."""
    places = {number: _need(data.tree, code, level) for number, code in data.tree.by_number.items()}
    for framework, (entry, number) in zip(data.framework.tolist(), data.rows[:, [ENTRY, CODE]].tolist(), strict=True):
        found = places.get(number)
        if found:
            yield Need(framework, *found, (framework, entry))


def planned(data: StudyData) -> Iterator[Planned]:
    """Every plan: what kind of response (a code's number, or NOT_CODED), in which context, and the needs it answers."""
    answers: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for framework, action, need in data.answers.tolist():
        answers[framework, action].add((framework, need))
    responses = {n: context for n, code in data.tree.by_number.items() if (context := _response(data.tree, code))}
    coded = set()
    for framework, (entry, number) in zip(data.framework.tolist(), data.rows[:, [ENTRY, CODE]].tolist(), strict=True):
        if number in responses:
            coded.add((framework, entry))
            yield Planned(framework, number, responses[number], frozenset(answers.get((framework, entry), ())))
    actions = COLUMN_KEYS.index(ColumnKey.ACTIONS)
    among = data.entries[data.entries[:, COLUMN] == actions]
    for framework, position, context in among[:, [OF_FRAMEWORK, POSITION, CONTEXT]].tolist():
        if (framework, position) not in coded and context != NOWHERE:
            answered = frozenset(answers.get((framework, position), ()))
            yield Planned(framework, NOT_CODED, CONTEXT_KEYS[context].value, answered)


def _need(tree: Tree, code: TreeCode, level: int) -> tuple[int, str] | None:
    """The number of the code at `level` above this one, or its own where it stands higher, and its context; None for
    what is no need of a context.
    """
    context = tree.context(code)
    if tree.node(code) not in NEEDS or context is None:
        return None
    return tree.line(code)[:level][-1].number, context.value


def _response(tree: Tree, code: TreeCode) -> str | None:
    context = tree.context(code)
    return context.value if context and tree.node(code) is Node.RESPONSE else None
