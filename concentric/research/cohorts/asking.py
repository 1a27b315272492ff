"""Questions to a study's data, and their answers: `answer(live(study), Question(…))`.

What is asked and how it is counted is in `method.analysis` (`question`, `asking`), for pages and notebooks alike; here
is how a question is kept.
"""

from __future__ import annotations

from typing import Any

from concentric.method.analysis.asking import Cell, Column, Table, TableRow, answer, holders
from concentric.method.analysis.question import (
    ANY_GROUP,
    ANY_SOLE,
    Counting,
    Group,
    Having,
    Only,
    Order,
    Question,
    find,
    reference,
)
from concentric.method.records.canonical import from_plain, to_plain

__all__ = [
    "ANY_GROUP",
    "ANY_SOLE",
    "Cell",
    "Column",
    "Counting",
    "Group",
    "Having",
    "Only",
    "Order",
    "Question",
    "Table",
    "TableRow",
    "answer",
    "find",
    "holders",
    "plain_question",
    "read_question",
    "reference",
]


def plain_question(question: Question) -> dict[str, Any]:
    """A question as JSON takes it (`SavedTable.question`)."""
    plain: dict[str, Any] = to_plain(question)
    return plain


def read_question(plain: Any) -> Question:
    """What `plain_question` wrote. Raises ValueError for anything else."""
    try:
        return from_plain(Question, plain)
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("that is not a question") from fault
