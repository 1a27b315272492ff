"""A question from a command line, and its answer as lines."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from concentric.method.analysis.asking import Cell, Table
from concentric.method.analysis.printed import points
from concentric.method.analysis.question import Counting, Question, find, reference
from concentric.method.records.study_data import StudyData


def asked(data: StudyData, *, rows: str, by: str, under: Sequence[str], level: int, counting: Counting) -> Question:
    """Raises LookupError, in words, for an attribute or a code that the study does not have."""
    known = {kind.key for kind in data.attributes}
    for key in (by, *(() if rows == "codes" else (rows,))):
        if key not in known:
            raise LookupError(f"The study has no attribute {key}. It has: {', '.join(sorted(known))}.")
    if rows != "codes":
        return Question(attributes=(rows,), by=by)
    return Question(under=tuple(_code(data, one) for one in under), level=level, by=by, counting=counting)


def _code(data: StudyData, named: str) -> str:
    """The reference of a code by its own reference, its path, or its name where only one has it."""
    if code := find(data.tree, named):
        return reference(code)
    wanted = named.casefold()
    paths = [code for code in data.tree.codes if data.tree.path(code).casefold() == wanted]
    found = paths or [code for code in data.tree.codes if code.name.casefold() == wanted]
    if len(found) != 1:
        said = "several codes of this name: give the path" if found else "no such code"
        raise LookupError(f"{named}: the codebook has {said}.")
    return reference(found[0])


def plain_rows(table: Table) -> list[dict[str, Any]]:
    """For programs: numbers as they are, null where there is none."""
    return [
        {
            "code": " › ".join((*row.path, row.name)),
            "level": row.level,
            "columns": {column.label: _plain(cell) for column, cell in zip(table.columns, row.cells, strict=True)},
            "p": _number(row.test.p) if row.test else None,
            "p_holm": _number(row.test.p_holm) if row.test else None,
            "p_hochberg": _number(row.test.p_hochberg) if row.test else None,
        }
        for row in table.rows
    ]


def _plain(cell: Cell) -> dict[str, Any]:
    told = {"n": cell.n, "of": cell.of, "absent": cell.absent, "not_recorded": cell.not_recorded}
    if cell.share is None:
        return told
    interval = cell.share.interval
    return told | {"share": _number(cell.share.share), "low": _number(interval.low), "high": _number(interval.high)}


def _number(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def written_rows(table: Table) -> list[dict[str, object]]:
    """For people: "10 of 28 (21 to 54 %)"."""
    return [
        {
            "code": "  " * max(row.level - 1, 0) + row.name,
            **{column.label: _written(cell) for column, cell in zip(table.columns, row.cells, strict=True)},
            "p": "" if row.test is None or _number(row.test.p) is None else f"{row.test.p:.4f}",
        }
        for row in table.rows
    ]


def _written(cell: Cell) -> str:
    if cell.share is None:
        return str(cell.n)
    interval = cell.share.interval
    return f"{cell.n} of {cell.of} ({points(interval.low)} to {points(interval.high)} %)"
