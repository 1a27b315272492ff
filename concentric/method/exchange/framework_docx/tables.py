"""A table laid out on its grid: which cell covers which columns and rows, merged cells joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from concentric.method.exchange.framework_docx.ooxml import (
    MC,
    SETTINGS,
    W,
    chosen_branches,
    number_of,
    value_of,
)
from concentric.method.exchange.framework_docx.text import Block, Paragraph, Standing, State, TableXml, TextReader

MAX_COLUMNS: Final = 64  # Word allows 63


@dataclass(slots=True)
class Cell:
    """Covers grid columns `left` to `right` and rows `top` to `bottom`, both ends exclusive at the far side."""

    left: int
    right: int
    top: int
    bottom: int
    blocks: list[Block] = field(default_factory=list)
    _text: str | None = None

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def text(self) -> str:
        """What stands in the cell, a line for each paragraph. Asked often, so kept; cells no longer change by then."""
        if self._text is None:
            self._text = "\n".join(paragraph.text for paragraph in self.paragraphs if not paragraph.in_box)
        return self._text

    @property
    def span(self) -> frozenset[int]:
        return frozenset(range(self.left, self.right))


@dataclass(slots=True)
class Table:
    """`rows` hold the cells that cover each row, those merged down into it included; `strays` is text between cells."""

    number: int
    where: str
    rows: list[list[Cell]]
    widths: list[int]
    strays: list[Block]

    def width(self, columns: frozenset[int]) -> int:
        """Their width together, in twentieths of a point; each counts 1 where the file gives none."""
        return sum(self.widths[at] if at < len(self.widths) else 1 for at in columns)


def lay_out(xml: TableXml, reader: TextReader) -> Table:
    """The table on its grid. Cells merged down (`w:vMerge`) join the cell above, with whatever they hold."""
    widths = [number_of(grid.get(W + "w"), default=1, largest=40_000) or 1 for grid in xml.element.iter(W + "gridCol")]
    table = Table(xml.number, xml.where, [], widths[:MAX_COLUMNS], [])
    open_cells: dict[int, Cell] = {}
    for element, state in _children(xml.element, W + "tr", xml.state):
        if element.tag == W + "tr":
            _add_row(table, element, _row_state(element, state), reader, open_cells)
        else:
            table.strays += reader.blocks(element, table.where, state)
    return table


def _row_state(row: etree._Element, state: State) -> State:
    if row.find(f"{W}trPr/{W}del") is not None:
        return replace(state, standing=Standing.DELETED)
    return replace(state, inserted=True) if row.find(f"{W}trPr/{W}ins") is not None else state


def _add_row(table: Table, row: etree._Element, state: State, reader: TextReader, open_cells: dict[int, Cell]) -> None:
    top, cells = len(table.rows), list[Cell]()
    left = number_of(value_of(row, "trPr/gridBefore"), default=0, largest=MAX_COLUMNS)
    for number, (element, its_state) in enumerate(_children(row, W + "tc", state), start=1):
        where = f"{table.where}, row {top + 1}, column {number}"
        if element.tag != W + "tc" or left >= MAX_COLUMNS:
            table.strays += reader.blocks(element, where, its_state)
            continue
        if element.find(f"{W}tcPr/{W}cellDel") is not None:
            its_state = replace(its_state, standing=Standing.DELETED)
        right = left + max(1, number_of(value_of(element, "tcPr/gridSpan"), default=1, largest=MAX_COLUMNS))
        blocks = reader.blocks(element, where, its_state)
        joined = _joined(element, left, cells, open_cells)
        if joined is None:
            joined = open_cells[left] = Cell(left, right, top, top + 1)
        if not any(joined is cell for cell in cells):  # at most MAX_COLUMNS
            cells.append(joined)
        joined.blocks += blocks
        joined.bottom, joined.right = top + 1, max(joined.right, right)
        left = right
    table.rows.append(cells)


def _joined(element: etree._Element, left: int, cells: list[Cell], open_cells: dict[int, Cell]) -> Cell | None:
    """The cell that this one continues, from above or (in old files) from the left."""
    if value_of(element, "tcPr/vMerge") in {"", "continue"}:
        return open_cells.get(left)
    if value_of(element, "tcPr/hMerge") in {"", "continue"} and cells:
        return cells[-1]
    return None


def _children(element: etree._Element, tag: str, state: State) -> Iterator[tuple[etree._Element, State]]:
    """The rows of a table or the cells of a row, also inside content controls and the like; and strays."""
    for child in chosen_branches(element) if element.tag == MC + "AlternateContent" else element:
        if child.tag in SETTINGS:
            continue
        if child.tag == tag:
            yield child, state
        elif next(child.iter(tag), None) is not None:
            yield from _children(child, tag, state.inside(child))
        else:
            yield child, state
