"""A table of a briefing as it is printed: its counts, two columns compared, its dot plot. What is hidden stays out.

An interval or a share stands only beside its own count, p only in a row of which every cohort is shown, odds ratio and
difference only where both of their columns are: none of them then tells more than the counts in print.
"""

from __future__ import annotations

from collections.abc import Iterator

from concentric.method.analysis.asking import Cell, Table, TableRow
from concentric.method.analysis.printed import per_cent
from concentric.method.analysis.proportions import wilson
from concentric.method.analysis.question import Counting
from concentric.method.exchange.drawing.dot_plot import Dot, DotRow, dot_plot
from concentric.method.exchange.report.content import Block, Picture, Sheet, Words
from concentric.research.briefings.figures import Figures
from concentric.research.cohorts.shown import EXACT_P, SMALL, Statistic, between, heading, p_value, statistic

HIDDEN = "hidden"
_MOST_DOTS = 14
_COMPARED = (Statistic.DIFFERENCE, Statistic.ODDS)
_COUNTED = {
    Counting.FRAMEWORKS: "Frameworks, their share of the column, and its 95% interval (Wilson).",
    Counting.ENTRIES: "Entries, not frameworks.",
    Counting.SEGMENTS: "Interventions, not frameworks.",
}

Told = list[tuple[TableRow, tuple[str, ...]]]
"""Rows with their cells as they are printed."""


def sheets(title: str, figures: Figures, table: Table, hidden: frozenset[str]) -> Iterator[Block]:
    """All that is printed of a table. `hidden`: keys of counts. Rows of which nothing is shown are left out."""
    every = [(row, tuple(_cells(figures, table, row, hidden))) for row in table.rows]
    told = [(row, cells) for row, cells in every if set(cells) != {HIDDEN} and not _is_nobodys(table, row)]
    left_out = sum(set(cells) == {HIDDEN} for _, cells in every)
    if not told:
        yield Words("Every count of this table is hidden." if left_out else "Nothing was recorded.", is_quiet=True)
        return
    yield _counts(title, table, told, left_out)
    if _is_compared(table):
        yield from _pair(title, table, told)
        yield from _dots(title, table, told)


def small_groups(table: Table) -> list[str]:
    """The groups of so few that a single case moves their shares by much."""
    return [f"{one.label.lower()} {one.size}" for one in table.columns if one.is_alone and 0 < one.size < SMALL]


def _is_compared(table: Table) -> bool:
    return table.question.counting is Counting.FRAMEWORKS and not table.question.attributes


def _is_nobodys(table: Table, row: TableRow) -> bool:
    """A value of an attribute that nobody has."""
    return bool(table.question.attributes) and not row.cells[-1].n


def _cells(figures: Figures, table: Table, row: TableRow, hidden: frozenset[str]) -> Iterator[str]:
    for column, cell in zip(table.columns, row.cells, strict=True):
        yield HIDDEN if figures.key(table, row, column) in hidden else _cell(table, cell)


def _cell(table: Table, cell: Cell) -> str:
    if table.question.counting is not Counting.FRAMEWORKS or not cell.of:
        return str(cell.n)
    return f"{cell.n} ({per_cent(cell.n / cell.of)}; {between(wilson(cell.n, cell.of))}%)"


def _name(table: Table, row: TableRow) -> str:
    is_head = row.level == 2 or table.question.attributes
    return f"{row.path[-1]}: {row.name}" if row.path and is_head else row.name


def _alone(table: Table) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column.is_alone]


def _heads(table: Table) -> list[str]:
    return [f"{column.label} ({column.size})" for column in table.columns]


def _counts(title: str, table: Table, told: Told, left_out: int) -> Sheet:
    """The counts; of codes, the p-value too."""
    head = ("Attribute" if table.question.attributes else "Code", *_heads(table))
    rows = tuple((_name(table, row), *cells) for row, cells in told)
    if _is_compared(table):
        head = (*head, EXACT_P)
        rows = tuple((*printed, _p(table, row, cells)) for printed, (row, cells) in zip(rows, told, strict=True))
    return Sheet(title, head, rows, _note(table, left_out))


def _p(table: Table, row: TableRow, cells: tuple[str, ...]) -> str:
    is_whole = all(cells[at] != HIDDEN for at in _alone(table))
    return p_value(row.test.p) if row.test and is_whole else "–"


def _note(table: Table, left_out: int) -> str:
    gone = f" {left_out} rows are left out: everything in them is hidden." if left_out > 1 else ""
    gone = gone or (" One row is left out: everything in it is hidden." if left_out else "")
    are_small = "the groups are small, and were" if small_groups(table) else "the groups were"
    return f"{_COUNTED[table.question.counting]} Exploratory: {are_small} not drawn at random.{gone}"


def _pair(title: str, table: Table, told: Told) -> Iterator[Block]:
    """Odds ratio and difference of the two columns that are compared, where both of a row are shown and it varies."""
    if table.pair is None:
        return
    rows = []
    for row, cells in told:
        two = [row.cells[at] for at in table.pair]
        varies = 0 < sum(cell.n for cell in two) < sum(cell.of for cell in two)
        if varies and all(cells[at] != HIDDEN for at in table.pair):
            rows.append((_name(table, row), *(statistic(row, one) for one in _COMPARED)))
    if rows:
        one, other = (table.columns[at].label for at in table.pair)
        head = ("Code", *(heading(table, each) for each in _COMPARED))
        note = "In brackets, 95% intervals: Newcombe’s of the difference, the exact one of the odds ratio."
        yield Sheet(f"{title}: {one} and {other} compared", head, tuple(rows), note)


def _dots(title: str, table: Table, told: Told) -> Iterator[Block]:
    alone, heads = _alone(table), _heads(table)
    rows = [
        DotRow(_name(table, row), tuple(_dot(row.cells[at], is_hidden=cells[at] == HIDDEN) for at in alone))
        for row, cells in told
    ]
    drawn = [row for row in rows if any(dot.share for dot in row.dots)]
    if drawn:
        first = f", the first {_MOST_DOTS} rows" if len(drawn) > _MOST_DOTS else ""
        yield Picture(dot_plot(f"{title}: shares by cohort{first}", [heads[at] for at in alone], drawn[:_MOST_DOTS]))


def _dot(cell: Cell, *, is_hidden: bool) -> Dot:
    if is_hidden or not cell.of:
        return Dot(None, label=HIDDEN if is_hidden else "nobody")
    interval = wilson(cell.n, cell.of)
    return Dot(cell.n / cell.of, interval.low, interval.high, f"{cell.n} of {cell.of}")
