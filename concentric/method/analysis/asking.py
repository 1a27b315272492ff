"""A question answered: the table's columns, rows and cells, counted from a study's data. No database.

table = answer(data, Question(under=("risks/peers",), groups=(ANY_GROUP, ANY_SOLE)))
table.rows[0].cells[1].n, table.rows[0].cells[1].of, table.rows[0].test.p
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isnan

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.comparison import Row, Share, compare
from concentric.method.analysis.crosstab import ABSENT, NOT_RECORDED, RECORDED, Crosstab, States, crosstab
from concentric.method.analysis.question import (
    MOST_GROUPS,
    Counting,
    Order,
    Question,
    find,
    reference,
    rows_of,
)
from concentric.method.analysis.units import Counted
from concentric.method.records.study_data import NOT_KNOWN, StudyData

Mask = NDArray[np.bool_]
OTHER_VALUES = "Other values"
TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Column:
    """`of` are the groups (places in the attribute's values) that it takes together; `size` their frameworks.

    `key` is the value, a combined column's label, or TOTAL.
    """

    key: str
    label: str
    of: tuple[int, ...]
    size: int

    @property
    def is_alone(self) -> bool:
        """One of those that divide the frameworks between them."""
        return len(self.of) == 1 and self.key != TOTAL


@dataclass(frozen=True, slots=True)
class Cell:
    """`n` is what is counted: frameworks, entries or passages. `frameworks` of the column's `of` hold at least one;
    in `absent` it was looked for and nothing identified, and of `not_recorded` nobody knows.

    `share` says n of N with its interval and bounds, where frameworks are counted: nothing else has a known whole.
    """

    n: int
    frameworks: int
    of: int
    absent: int
    not_recorded: int
    share: Share | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A code or an attribute's value. `key` names it for `holders`: a code's reference, or "site=A".

    `path` are the names above it. `test` compares the columns, where frameworks are counted.
    """

    key: str
    name: str
    path: tuple[str, ...]
    level: int
    cells: tuple[Cell, ...]
    test: Row | None


@dataclass(frozen=True, slots=True)
class Table:
    """`pair`: the places of the columns that odds ratios and differences compare; None where there is but one.

    `frameworks` are counted in all; `not_known` more have no value of the attribute, and stand in no column.
    """

    question: Question
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    pair: tuple[int, int] | None
    frameworks: int
    not_known: int


def answer(data: StudyData, question: Question) -> Table:
    """The table. Raises LookupError where the study has not the attribute that a question names."""
    if question.attributes:
        question = replace(question, counting=Counting.FRAMEWORKS)
    chosen = frameworks_asked(data, question)
    columns, group = _columns(data, question, chosen)
    groups = max((place for column in columns for place in column.of), default=-1) + 1
    pair = _pair(question, columns)
    if question.attributes:
        rows = _attribute_rows(data, question, group, groups, columns, pair)
    else:
        rows = _code_rows(data, question, group, groups, columns, pair)
    inside = int((group >= 0).sum())
    return Table(question, columns, _ordered(rows, question), pair, inside, int(chosen.sum()) - inside)


def holders(data: StudyData, question: Question, row: str, column: str) -> tuple[NDArray[np.int64], States]:
    """The frameworks of one column (their places) and the state of one row in each: what stands behind a cell.

    `row` is a TableRow's key, `column` a Column's. Raises LookupError where the table has no such row or column.
    """
    columns, group = _columns(data, question, frameworks_asked(data, question))
    shown = next((one for one in columns if one.key == column), None)
    if shown is None:
        raise LookupError(column)
    places = np.nonzero(np.isin(group, shown.of))[0]
    attribute, equals, value = row.partition("=")
    if question.attributes:
        if not equals or attribute not in question.attributes:
            raise LookupError(row)
        return places, _value_states(data, attribute, value)[places]
    code = next((one for one in rows_of(data, question) if reference(one) == row), None)
    if code is None:
        raise LookupError(row)
    return places, Counted(data, Counting.FRAMEWORKS).states([code])[0][places]


def frameworks_asked(data: StudyData, question: Question) -> Mask:
    """Which frameworks a question is about: all of them, or those that its filters leave."""
    chosen = np.ones(data.frameworks, bool)
    for only in question.only:
        data.kind(only.attribute)
        chosen &= np.array([one.get(only.attribute, "") in only.values for one in data.values], bool)
    counted = Counted(data, Counting.FRAMEWORKS) if question.having else None
    for having in question.having if counted else ():
        code = find(data.tree, having.code)
        held = counted.held(code) if counted and code else np.zeros(data.frameworks, bool)
        chosen &= held if having.has else ~held
    return chosen


def _columns(data: StudyData, question: Question, chosen: Mask) -> tuple[tuple[Column, ...], NDArray[np.int32]]:
    """The columns, and each framework's group: below 0 where it is in none."""
    kind, sizes = data.kind(question.by), data.sizes(question.by)
    shown = list(sizes)
    if len(shown) > MOST_GROUPS:
        largest = set(sorted(shown, key=lambda value: -sizes[value])[: MOST_GROUPS - 1])
        shown = [value for value in shown if value in largest]
    place = {value: at for at, value in enumerate(shown)}
    others = len(shown) if len(shown) < len(sizes) else -1
    found = (place.get(value, others) if (value := one.get(question.by, "")) else -1 for one in data.values)
    group = np.where(chosen, np.fromiter(found, np.int32, data.frameworks), -1).astype(np.int32)
    count = np.bincount(group[group >= 0], minlength=len(shown) + 1)
    columns = [Column(value, kind.label_of(value), (at,), int(count[at])) for value, at in place.items()]
    if others >= 0:
        columns.append(Column(OTHER_VALUES, OTHER_VALUES, (others,), int(count[others])))
    everybody = tuple(at for column in columns for at in column.of)
    for together in question.groups:
        of = tuple(place[value] for value in dict.fromkeys(together.values) if value in place)
        if of:
            columns.append(Column(together.label, together.label, of, int(count[list(of)].sum())))
    columns.append(Column(TOTAL, TOTAL, everybody, int(count.sum())))
    return tuple(columns), group


def _pair(question: Question, columns: tuple[Column, ...]) -> tuple[int, int] | None:
    """The columns that are compared: those asked for, if they share no group; otherwise the first two.

    Of those in which there is anybody.
    """
    place = {column.key: at for at, column in enumerate(columns) if column.key != TOTAL and column.size}
    if question.pair:
        one, other = (place.get(key) for key in question.pair)
        if one is not None and other is not None and not set(columns[one].of) & set(columns[other].of):
            return one, other
    first = [at for at in place.values() if columns[at].is_alone][:2]
    return (first[0], first[1]) if len(first) > 1 else None


def _code_rows(
    data: StudyData,
    question: Question,
    group: NDArray[np.int32],
    groups: int,
    columns: tuple[Column, ...],
    pair: tuple[int, int] | None,
) -> list[TableRow]:
    codes = rows_of(data, question)
    table = crosstab(Counted(data, Counting.FRAMEWORKS).states(codes).T, group, groups)
    units = None
    if question.counting is not Counting.FRAMEWORKS:
        units = Counted(data, question.counting).counts(codes, group, groups)
    cells, tests = _cells(table, columns, pair, units)
    tree = data.tree
    return [
        TableRow(reference(code), code.name, tuple(one.name for one in line[:-1]), len(line), cells[at], tests[at])
        for at, code in enumerate(codes)
        for line in (tree.line(code),)
    ]


def _attribute_rows(
    data: StudyData,
    question: Question,
    group: NDArray[np.int32],
    groups: int,
    columns: tuple[Column, ...],
    pair: tuple[int, int] | None,
) -> list[TableRow]:
    """A row for each value: recorded where a framework has it, absent where it has another, otherwise not recorded.
    One more where of any it is not known, so that the rows of an attribute make up each column.

    Groups are compared among those of whom it is known: somebody of unknown gender has not another one.
    """
    kinds = [data.kind(key) for key in question.attributes]
    named = [(kind, value) for kind in kinds for value in _values(data, kind.key, group)]
    if not named:
        return []
    states = np.stack([_value_states(data, kind.key, value) for kind, value in named])
    cells, tests = _cells(crosstab(states.T, group, groups), columns, pair, among_known=True)
    return [
        TableRow(f"{kind.key}={value}", kind.label_of(value), (kind.label,), 2, cells[at], tests[at])
        for at, (kind, value) in enumerate(named)
    ]


def _values(data: StudyData, attribute: str, group: NDArray[np.int32]) -> list[str]:
    found = (one.get(attribute, NOT_KNOWN) for one, at in zip(data.values, group, strict=True) if at >= 0)
    return [*data.sizes(attribute), *([NOT_KNOWN] if NOT_KNOWN in found else [])]


def _value_states(data: StudyData, attribute: str, value: str) -> States:
    found = [one.get(attribute, "") for one in data.values]
    return np.array([RECORDED if one == value else ABSENT if one else NOT_RECORDED for one in found], np.int8)


def _cells(
    table: Crosstab,
    columns: tuple[Column, ...],
    pair: tuple[int, int] | None,
    units: NDArray[np.int64] | None = None,
    *,
    among_known: bool = False,
) -> tuple[list[tuple[Cell, ...]], list[Row | None]]:
    """Each row's cells and its comparison. Where units are counted, nothing is compared: they come in clusters."""
    together = [column.of for column in columns]
    recorded, absent, unknown = (
        np.stack([counts[:, of].sum(axis=1) for of in map(list, together)], axis=1)
        for counts in (table.recorded, table.absent, table.not_recorded)
    )
    sizes = np.array([column.size for column in columns])
    if units is None:
        compared: list[Row] | list[None] = compare(table, pair, together, among_known=among_known)
        counted = recorded
    else:
        compared = [None] * len(recorded)
        counted = np.stack([units[:, list(of)].sum(axis=1) for of in together], axis=1)
    cells = []
    for at, row in enumerate(compared):
        shares: tuple[Share | None, ...] = row.shares if row else (None,) * len(columns)
        numbers = (each.tolist() for each in (counted[at], recorded[at], sizes, absent[at], unknown[at]))
        cells.append(tuple(Cell(*one) for one in zip(*numbers, shares, strict=True)))
    return cells, list(compared)


def _ordered(rows: list[TableRow], question: Question) -> tuple[TableRow, ...]:
    if question.order is Order.MOST:
        rows = sorted(rows, key=lambda row: -row.cells[-1].n)
    elif question.order is Order.P:
        rows = sorted(rows, key=_p_or_last)
    return tuple(rows)


def _p_or_last(row: TableRow) -> float:
    return inf if row.test is None or row.test.p is None or isnan(row.test.p) else row.test.p
