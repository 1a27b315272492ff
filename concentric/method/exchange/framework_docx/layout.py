"""What the headings and row labels of a table say about each of its cells: the axes.

Nothing is taken for granted about which way the table runs. A heading over a cell, a label beside it, a heading row
across the table and the line above the table can each name a context or a column; a cell's place is what they agree on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from concentric.method.exchange.framework_docx.labels import MAX_NAME_WORDS, columns_of, context_of, is_corner
from concentric.method.exchange.framework_docx.silence import silence_of
from concentric.method.exchange.framework_docx.tables import Cell, Table
from concentric.method.instrument.grid import ColumnKey, ContextKey

HEADER_SHARE: Final = 0.6  # of the filled cells of a row, that name columns (or contexts), for it to be a heading row
LABEL, UNKNOWN_HEADING = "label", "unknown heading"
OVERLAP: Final = 0.6  # of a cell's width that must stand under one heading


@dataclass(frozen=True, slots=True)
class Axis:
    """What one heading or label says. Several contexts or columns: it cannot be told. `unknown`: it is none of ours."""

    contexts: frozenset[ContextKey] = frozenset()
    columns: frozenset[ColumnKey] = frozenset()
    instance: str = ""
    unknown: str = ""

    @property
    def silent(self) -> bool:
        return not (self.contexts or self.columns or self.unknown)


@dataclass(slots=True)
class Carried:
    """What one table hands to the next that continues it: its headings and the label of its last row."""

    headings: dict[int, Axis] = field(default_factory=dict)
    reach: int = 0
    last_row: Axis = field(default_factory=Axis)


@dataclass(slots=True)
class Layout:
    """The axes of a table. `roles` tells label and heading cells (by identity) from those that hold content."""

    table: Table
    headings: list[dict[int, Axis]] = field(default_factory=list)
    row_axes: list[Axis] = field(default_factory=list)
    sections: list[Axis] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    recognised: bool = False

    @property
    def carried(self) -> Carried:
        reach = max((cell.right for row in self.table.rows for cell in row), default=0)
        return Carried(self.headings[-1], reach, self.row_axes[-1]) if self.headings else Carried()

    def heading_of(self, cell: Cell) -> Axis:
        """What stands over the cell, by width; several headings are joined, which makes it ambiguous."""
        over = self.headings[cell.top]
        whole = self.table.width(cell.span)
        axes = {over[at] for at in cell.span if at in over}
        for axis in axes:
            under = frozenset(at for at in cell.span if over.get(at) == axis)
            if self.table.width(under) >= OVERLAP * whole:
                return axis
        return _joined(axes)

    def row_axis_of(self, cell: Cell) -> Axis:
        """What stands beside the cell, in all the rows that it covers."""
        return _joined({self.row_axes[row] for row in range(cell.top, min(cell.bottom, len(self.row_axes)))})


def read_layout(table: Table, carried: Carried) -> Layout:
    """Find the headings and row labels of a table; `recognised` is False when it has none of ours."""
    layout = Layout(table)
    headings: dict[int, Axis] = {}
    section, previous = Axis(), carried.last_row
    if _continues(table, carried):
        headings = carried.headings
        layout.recognised = True
        layout.notes.add("A table without headings was read as going on from the table before it.")
    for number, cells in enumerate(table.rows):
        starting = [cell for cell in cells if cell.top == number and cell.text.strip()]
        axis = Axis()
        if _is_heading_row(starting, headings):
            headings = _headings(layout, cells, number, headings)
        elif (named := _section(cells, starting, headings)) is not None:
            layout.roles[id(starting[0])] = LABEL
            section = previous = named
        else:
            axis = _row_axis(layout, cells, number, headings, previous)
            previous = axis if axis.contexts or axis.columns else previous
        layout.headings.append(headings)
        layout.row_axes.append(axis)
        layout.sections.append(section)
    layout.recognised |= _recognised(layout)
    return layout


def _joined(axes: set[Axis]) -> Axis:
    said = [axis for axis in axes if not axis.silent]
    instances = {axis.instance for axis in said}
    return Axis(
        contexts=frozenset[ContextKey]().union(*(axis.contexts for axis in said)),
        columns=frozenset[ColumnKey]().union(*(axis.columns for axis in said)),
        instance=instances.pop() if len(instances) == 1 else "",
        unknown=next((axis.unknown for axis in said if axis.unknown), ""),
    )


def _continues(table: Table, carried: Carried) -> bool:
    if not carried.headings or not table.rows:
        return False
    reach = max((cell.right for row in table.rows for cell in row), default=0)
    first = [cell for cell in table.rows[0] if cell.text.strip()]
    if any(paragraph.part for cells in table.rows for cell in cells for paragraph in cell.paragraphs):
        return False  # a later table of our own minutes
    return reach == carried.reach and not _is_heading_row(first, {})


def _is_heading_row(cells: list[Cell], before: dict[int, Axis]) -> bool:
    """Most of its cells name columns, or most name contexts, and at least two different ones.

    Once columns run across the table contexts cannot, and the other way round.
    """
    named = [cell.text for cell in cells if not is_corner(cell.text)]
    columns = [found for text in named if (found := columns_of(text))]
    contexts = [label.contexts for text in named if (label := context_of(text)).contexts]
    if len(columns) >= len(contexts):
        # With two only, the first must not be a row's label.
        labelled = len(set(columns)) == 2 and context_of(named[0]).exact and not columns_of(named[0])
        across = not labelled and not any(axis.contexts for axis in before.values())
        return across and len(set(columns)) >= 2 and len(columns) >= HEADER_SHARE * len(named)
    down = not any(axis.columns for axis in before.values())
    return down and len(set(contexts)) >= 2 and len(contexts) >= HEADER_SHARE * len(named)


def _headings(layout: Layout, cells: list[Cell], row: int, before: dict[int, Axis]) -> dict[int, Axis]:
    """Axes by grid column. Empty and corner cells, and what stands left of the first heading, leave room for labels."""
    contexts_run_across = sum(bool(context_of(cell.text).contexts) for cell in cells) > sum(
        bool(columns_of(cell.text)) for cell in cells
    )
    headings: dict[int, Axis] = {}
    for cell in cells:
        axis = _heading(cell, contexts_run_across=contexts_run_across)
        known = axis is not None and not axis.unknown
        if cell.top == row:
            layout.roles[id(cell)] = LABEL if known or is_corner(cell.text) else UNKNOWN_HEADING
        if axis is None or (not known and not headings):
            axis = next((before[at] for at in cell.span if at in before), None) if not cell.text.strip() else None
        if axis is not None:
            headings |= dict.fromkeys(cell.span, axis)
    return headings


def _heading(cell: Cell, *, contexts_run_across: bool) -> Axis | None:
    text = cell.text.strip()
    if not text or is_corner(text):
        return None
    if contexts_run_across:
        label = context_of(text)
        return Axis(contexts=label.contexts, instance=label.instance, unknown="" if label.contexts else text)
    columns = columns_of(text)
    return Axis(columns=columns, unknown="" if columns else text)


def _section(cells: list[Cell], starting: list[Cell], headings: dict[int, Axis]) -> Axis | None:
    """A row whose one filled cell lies across the content and names a context: a heading for the rows below it."""
    if len(starting) != 1:
        return None
    across = headings and 2 * len(headings.keys() & starting[0].span) >= len(headings)
    if not across and len(cells) > 1:
        return None
    label = context_of(starting[0].text)
    if not label.sure or silence_of(label.rest):
        return None
    return Axis(contexts=label.contexts, instance=label.instance)


def _row_axis(layout: Layout, cells: list[Cell], row: int, headings: dict[int, Axis], previous: Axis) -> Axis:
    """What the cells beside the content say; an empty label goes on from the row above."""
    beside = _label_cells(layout, cells, headings)
    wants_columns = any(axis.contexts for axis in headings.values())
    axes: list[tuple[Cell, Axis]] = []
    for cell in beside:
        text = cell.text.strip()
        if is_corner(text):
            layout.roles[id(cell)] = LABEL
        elif text:
            axes.append((cell, _label_axis(text, wants_columns=wants_columns or not headings)))
    known = [axis for _, axis in axes if not axis.unknown]
    for cell, axis in axes:
        named = _short(axis.unknown) and known and any(other.contexts for other in known)
        if not axis.unknown or named:
            layout.roles[id(cell)] = LABEL
    if known:
        name = next((axis.unknown for _, axis in axes if _short(axis.unknown)), "")
        joined = _joined(set(known))
        return replace(joined, instance=joined.instance or name) if name else joined
    if axes:
        return axes[0][1] if headings else Axis()
    return _inherited(layout, beside, cells, row, previous)


def _inherited(layout: Layout, beside: list[Cell], cells: list[Cell], row: int, previous: Axis) -> Axis:
    filled = any(cell.text.strip() for cell in cells if cell.top == row)
    if not beside or not filled or previous.silent:
        return Axis()
    layout.notes.add("A row without a label was read as going on from the row above it.")
    return previous


def _label_cells(layout: Layout, cells: list[Cell], headings: dict[int, Axis]) -> list[Cell]:
    """The cells that stand under no heading; in a table without headings, the first of several."""
    if not headings:
        return cells[:1] if len(cells) > 1 else []
    width = layout.table.width
    return [cell for cell in cells if width(cell.span - headings.keys()) >= OVERLAP * width(cell.span)]


def _label_axis(text: str, *, wants_columns: bool) -> Axis:
    label = context_of(text)
    columns = columns_of(text) if wants_columns else frozenset[ColumnKey]()
    if columns and not (label.contexts and label.exact):
        return Axis(columns=columns)
    return Axis(contexts=label.contexts, instance=label.instance, unknown="" if label.contexts else text)


def _short(text: str) -> bool:
    return 0 < len(text.split()) <= MAX_NAME_WORDS and "\n" not in text


def _recognised(layout: Layout) -> bool:
    """Headings of ours, or at least three rows labelled with different ones of ours."""
    if any(axis.columns or axis.contexts for headings in layout.headings for axis in headings.values()):
        return True
    said = [axis for axis in layout.row_axes if not axis.unknown]
    columns = {axis.columns for axis in said if axis.columns}
    contexts = {axis.contexts for axis in said if axis.contexts}
    return max(len(columns), len(contexts)) > 2
