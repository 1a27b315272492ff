"""A table as a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence

from concentric.method.analysis.asking import Cell, Table
from concentric.method.analysis.cooccurrence import Together
from concentric.method.analysis.question import reference
from concentric.method.exchange.drawing.dot_plot import Dot, DotRow, dot_plot
from concentric.method.exchange.drawing.heat_map import HeatCell, heat_map
from concentric.method.exchange.drawing.shapes import Drawing
from concentric.method.instrument.codebook import BY_CONTEXT, CONTEXT_NAMES, Node
from concentric.method.records.codebook import Tree, TreeCode

MOST_ROWS = 40
MOST_SERIES = 5
NOTHING = HeatCell(None, "–")


def dots_of(table: Table, title: str) -> Drawing | None:
    """A dot plot of the cohorts' shares, with their intervals; None where the table has no shares."""
    places = [at for at, column in enumerate(table.columns) if column.is_alone][:MOST_SERIES]
    rows = [row for row in table.rows if row.test and row.cells[-1].n][:MOST_ROWS]
    if not rows or not places:
        return None
    series = [f"{table.columns[at].label} ({table.columns[at].size})" for at in places]
    names = told_apart([row.name for row in rows], [" › ".join((*row.path, row.name)) for row in rows])
    drawn = (tuple(_dot(row.cells[at]) for at in places) for row in rows)
    return dot_plot(title, series, [DotRow(name, dots) for name, dots in zip(names, drawn, strict=True)])


def told_apart(names: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Each by its name, and by its whole path where several of them have that name."""
    met = Counter(names)
    return [path if met[name] > 1 else name for name, path in zip(names, paths, strict=True)]


def _dot(cell: Cell) -> Dot:
    if cell.share is None or not cell.of:
        return Dot(None, label="nobody")
    return Dot(cell.share.share, cell.share.interval.low, cell.share.interval.high, f"{cell.n} of {cell.of}")


def contexts_map(tree: Tree, table: Table, hidden: Container[str] = ()) -> Drawing:
    """How many frameworks record anything of each primary node in each context: the totals of a table of all codes.

    `hidden`: the keys of rows whose total is not shown.
    """
    codes = {(tree.node(code), code.context): code for code in tree.codes if code.context}
    totals = {row.key: HeatCell(None, "hidden") if row.key in hidden else _share(row.cells[-1]) for row in table.rows}
    nodes = [node for node in Node if node in BY_CONTEXT]
    rows = [
        (name, [_of_code(codes.get((node, context)), totals) for node in nodes])
        for context, name in CONTEXT_NAMES.items()
    ]
    return heat_map(f"Frameworks that record anything, of {table.frameworks}", [n.label for n in nodes], rows)


def _of_code(code: TreeCode | None, totals: Mapping[str, HeatCell]) -> HeatCell:
    return totals.get(reference(code), NOTHING) if code else NOTHING


def _share(cell: Cell) -> HeatCell:
    return HeatCell(cell.n / cell.of, str(cell.n)) if cell.of else NOTHING


def together_map(found: Together, names: Sequence[str]) -> Drawing:
    """Codes by codes, under their `names`: of the frameworks that hold the row's code, how many hold the column's."""
    rows = []
    for at, name in enumerate(names):
        cells = []
        for other in range(len(names)):
            n, of = found.of(at, other)
            cells.append(HeatCell(None, str(n)) if at == other or not of else HeatCell(n / of, str(n)))
        rows.append((f"{name} ({int(found.both[at, at])})", cells))
    return heat_map(
        "Of the frameworks with the code of the row, how many have that of the column", names, rows, cell=92
    )
