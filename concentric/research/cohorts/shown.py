"""A table as its page and its files show it: numbers in words of their own, columns of statistics as asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isinf, isnan

from concentric.method.analysis.asking import Cell, Table, TableRow
from concentric.method.analysis.printed import per_cent, points
from concentric.method.analysis.proportions import Interval
from concentric.method.analysis.question import Counting, Order
from concentric.method.exchange.spreadsheet import Value
from concentric.method.instrument.vocabulary import Labelled

SMALL = 30
"""A cohort of fewer is called small, on pages and in briefings."""
EXACT_P = "Exact\N{NO-BREAK SPACE}p"
UNITS = {Counting.FRAMEWORKS: "frameworks", Counting.ENTRIES: "entries", Counting.SEGMENTS: "passages"}


class Statistic(Labelled):
    """What a table may show beside n of N."""

    PERCENT = "percent", "Per cent"
    INTERVAL = "interval", "95% interval (Wilson)"
    STATES = "states", "Absent, not recorded, and the bounds they allow"
    SHRUNKEN = "shrunken", "Shrunken estimate"
    P = "p", "Exact p"
    ADJUSTED = "adjusted", "Adjusted p (Holm; Benjamini–Hochberg)"
    ODDS = "odds", "Odds ratio with exact interval"
    DIFFERENCE = "difference", "Risk difference (Newcombe)"


USUAL = (Statistic.PERCENT, Statistic.P)
OF_CELLS = (Statistic.PERCENT, Statistic.INTERVAL, Statistic.STATES, Statistic.SHRUNKEN)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """`key` is the column's; `lines` stand below n of N."""

    key: str
    n: str
    of: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """`says_path`: the names above it do not follow from the row before."""

    key: str
    name: str
    path: str
    says_path: bool
    level: int
    cells: tuple[ShownCell, ...]
    statistics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`headings`: of the columns of statistics, after those of the table."""

    headings: tuple[str, ...]
    rows: tuple[ShownRow, ...]


def shown(table: Table, chosen: tuple[Statistic, ...]) -> Shown:
    """The rows as text. Where entries or passages are counted, only n and in how many frameworks are known."""
    compares = table.question.counting is Counting.FRAMEWORKS
    of_rows = [one for one in chosen if one not in OF_CELLS and compares]
    if table.pair is None:
        of_rows = [one for one in of_rows if one in (Statistic.P, Statistic.ADJUSTED)]
    of_cells = [one for one in chosen if one in OF_CELLS]
    rows = tuple(
        ShownRow(
            row.key,
            row.name,
            " › ".join(row.path),
            _says_path(table, at),
            row.level,
            tuple(
                ShownCell(column.key, str(cell.n), str(cell.of) if compares else "", tuple(_lines(cell, of_cells)))
                for column, cell in zip(table.columns, row.cells, strict=True)
            ),
            tuple(statistic(row, one) for one in of_rows),
        )
        for at, row in enumerate(table.rows)
    )
    return Shown(tuple(heading(table, one) for one in of_rows), rows)


def _says_path(table: Table, at: int) -> bool:
    row, before = table.rows[at], table.rows[at - 1] if at else None
    known = (*before.path, before.name) if before else ()
    return bool(row.path) and (table.question.order is not Order.TREE or known[: len(row.path)] != row.path)


def _lines(cell: Cell, chosen: list[Statistic]) -> Iterator[str]:
    if cell.share is None:
        yield f"in {cell.frameworks} of {cell.of}"
        return
    share = cell.share
    for one in chosen if cell.of else ():
        if one is Statistic.PERCENT:
            yield per_cent(share.share)
        elif one is Statistic.INTERVAL:
            yield f"{between(share.interval)}%"
        elif one is Statistic.STATES:
            yield f"absent {cell.absent}"
            yield f"not recorded {cell.not_recorded}"
            yield f"{per_cent(share.share)} to {per_cent(share.at_most)}"
        else:
            yield f"shrunken {per_cent(share.drawn_in)}"


def heading(table: Table, asked: Statistic) -> str:
    """What stands above a column of these."""
    if asked in (Statistic.ODDS, Statistic.DIFFERENCE) and table.pair:
        one, other = (table.columns[place].label for place in table.pair)
        return f"{'Odds ratio' if asked is Statistic.ODDS else 'Difference'}, {one} and {other}"
    return {Statistic.P: EXACT_P, Statistic.ADJUSTED: "Holm; B–H"}[asked]


def statistic(row: TableRow, asked: Statistic) -> str:
    """A row's figure as text."""
    test = row.test
    if test is None:
        return ""
    if asked is Statistic.P:
        return p_value(test.p)
    if asked is Statistic.ADJUSTED:
        return f"{p_value(test.p_holm)}; {p_value(test.p_hochberg)}"
    if asked is Statistic.ODDS:
        ratio = test.odds
        return (
            "–" if ratio is None or isnan(ratio.estimate) else f"{_ratio(ratio.estimate)} ({_ratios(ratio.interval)})"
        )
    if isnan(test.difference):
        return "–"
    low, high = (points(end, signed=True) for end in (test.difference_interval.low, test.difference_interval.high))
    return f"{points(test.difference, signed=True)} points ({low} to {high})"


def p_value(p: float | None) -> str:
    """To three places; what would be printed as 0 is below 0.001. Where there is nothing to test, a dash."""
    if p is None:
        return "–"
    return "not worked out" if isnan(p) else "<0.001" if p < 0.0005 else f"{p:.3f}"


def between(interval: Interval) -> str:
    """Of a share, in points: "48–79"."""
    return f"{points(interval.low)}–{points(interval.high)}"


def _ratios(interval: Interval) -> str:
    return f"{_ratio(interval.low)} to {_ratio(interval.high)}"


def _ratio(value: float) -> str:
    return "∞" if isinf(value) else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def sheet(table: Table) -> tuple[list[str], Iterator[list[Value]]]:
    """Every number of the table for a spreadsheet: the columns' names, then a row for each row."""
    unit = UNITS[table.question.counting]
    names = ["Row", "Above it", "Code"]
    for column in table.columns:
        names += [f"{column.label}: {part}" for part in _parts(unit, table)]
    if table.question.counting is Counting.FRAMEWORKS:
        names += ["Exact p", "p, Holm", "p, Benjamini–Hochberg"]
        if table.pair:
            names += [
                f"{heading(table, one)}{part}"
                for one in (Statistic.ODDS, Statistic.DIFFERENCE)
                for part in ("", ": low", ": high")
            ]
    return names, (_sheet_row(row, table) for row in table.rows)


def _parts(unit: str, table: Table) -> tuple[str, ...]:
    if table.question.counting is not Counting.FRAMEWORKS:
        return (unit, "in frameworks", "of frameworks")
    states = ("explicitly absent", "not recorded")
    return (unit, "of frameworks", *states, "share", "share, low", "share, high", "share at most", "shrunken")


def _sheet_row(row: TableRow, table: Table) -> list[Value]:
    values: list[Value] = [row.name, " › ".join(row.path), row.key]
    for cell in row.cells:
        if cell.share is None:
            values += [cell.n, cell.frameworks, cell.of]
            continue
        share = cell.share
        numbers = (share.share, share.interval.low, share.interval.high, share.at_most, share.drawn_in)
        values += [cell.n, cell.of, cell.absent, cell.not_recorded, *map(_number, numbers)]
    if row.test:
        values += [_number(one) for one in (row.test.p, row.test.p_holm, row.test.p_hochberg)]
        if table.pair and row.test.odds:
            odds, difference = row.test.odds, row.test.difference_interval
            values += [_number(one) for one in (odds.estimate, odds.interval.low, odds.interval.high)]
            values += [_number(one) for one in (row.test.difference, difference.low, difference.high)]
    return values


def _number(value: float | None) -> Value:
    """A spreadsheet has no nan and no infinity."""
    return None if value is None or isnan(value) else "infinite" if value in (inf, -inf) else value
