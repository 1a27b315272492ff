"""Puts the cells of a laid-out table in their places, and says why where it cannot."""

from __future__ import annotations

from dataclasses import replace

from concentric.method.exchange.framework_docx.builder import Builder, Place, column_names
from concentric.method.exchange.framework_docx.found import ReadSilence
from concentric.method.exchange.framework_docx.head import read_head
from concentric.method.exchange.framework_docx.labels import context_of
from concentric.method.exchange.framework_docx.layout import (
    LABEL,
    UNKNOWN_HEADING,
    Axis,
    Carried,
    Layout,
    read_layout,
)
from concentric.method.exchange.framework_docx.silence import silence_of
from concentric.method.exchange.framework_docx.tables import Cell, lay_out
from concentric.method.exchange.framework_docx.text import Paragraph, TextReader
from concentric.method.instrument.grid import COLUMNS, CONTEXT, ColumnKey, ContextKey


def place_table(layout: Layout, above: Axis, builder: Builder, reader: TextReader) -> bool:
    """Place every cell. `above` is what the line over the table says; True when it was needed."""
    needed = False
    for number, cells in enumerate(layout.table.rows):
        for cell in (cell for cell in cells if cell.top == number):
            role = layout.roles.get(id(cell))
            if role == LABEL:
                _place_label(cell, builder, reader)
                continue
            if role == UNKNOWN_HEADING:
                builder.cell(
                    _flat(cell, Axis(), builder, reader), Place(None, (), "", "A heading that is none of the eight")
                )
                continue
            place, used = _place_of(cell, layout, above)
            needed |= used
            around = Axis(frozenset({place.context} if place.context else ()), frozenset(place.columns), place.instance)
            paragraphs = _flat(cell, around, builder, reader)
            if not (place.context or place.columns or layout.headings[number]):
                paragraphs = [paragraph for paragraph in paragraphs if not _above_headings(paragraph, builder)]
            builder.cell(paragraphs, place)
    for block in layout.table.strays:
        if isinstance(block, Paragraph):
            builder.asides(block)
            builder.tray(block.text, block.where, "Between the cells of a table")
    for note in sorted(layout.notes):
        builder.note(note)
    _note_order(layout, builder)
    return needed


def _above_headings(paragraph: Paragraph, builder: Builder) -> bool:
    """Partnerships put the head of the form in the first row of the table, too. True when it was that."""
    if paragraph.part or paragraph.entry or paragraph.in_box:
        return False
    found = read_head(paragraph.text, paragraph.where)
    if found is None:
        return False
    builder.asides(paragraph)
    builder.sort(found, paragraph.where, "Above the headings of the table")
    return True


def _place_of(cell: Cell, layout: Layout, above: Axis) -> tuple[Place, bool]:
    heading, beside, section = layout.heading_of(cell), layout.row_axis_of(cell), layout.sections[cell.top]
    sources = (heading, beside), (section,), (above,)
    context_from = next((level for level in sources if any(axis.contexts for axis in level)), ())
    column_from = next((level for level in sources if any(axis.columns for axis in level)), ())
    contexts = frozenset[ContextKey]().union(*(axis.contexts for axis in context_from))
    columns = frozenset[ColumnKey]().union(*(axis.columns for axis in column_from))
    instance = next((axis.instance for axis in (beside, heading, section, above) if axis.instance), "")
    unknown = heading.unknown or beside.unknown
    why = _why(contexts, columns, unknown)
    context = next(iter(contexts)) if len(contexts) == 1 and not unknown else None
    ordered = tuple(column.key for column in COLUMNS if column.key in columns)
    everywhere = frozenset[ColumnKey]().union(*(axis.columns for axis in layout.headings[cell.top].values()))
    place = Place(context, () if heading.unknown else ordered, instance if context else "", why)
    used = (above,) in (context_from, column_from) and not above.silent
    return replace(place, whole_context=len(columns) > 1 and columns == everywhere), used


def _why(contexts: frozenset[ContextKey], columns: frozenset[ColumnKey], unknown: str) -> str:
    if unknown:
        return f"Under or beside “{' '.join(unknown.split())}”, which is no heading of the framework"
    if not contexts and not columns:
        return "In a table without the framework's headings"
    if not contexts:
        return "No context is named for it"
    if len(contexts) > 1:
        names = ", ".join(context.short for context in CONTEXT.values() if context.key in contexts)
        return f"It could belong to several contexts: {names}"
    if not columns:
        return "No column heading stands over it"
    return f"It could belong to several columns: {column_names(columns)}"


def _place_label(cell: Cell, builder: Builder, reader: TextReader) -> None:
    """A heading or row label. What is written beside the label proper is a silence, or goes to the tray."""
    own = cell.paragraphs
    for paragraph in _flat(cell, Axis(), builder, reader):
        builder.asides(paragraph)
        if paragraph.in_box or not any(paragraph is its for its in own):
            builder.tray(paragraph.text, paragraph.where, "In a box or a table inside a heading")
    where = own[0].where if own else ""
    label = context_of(cell.text.strip())
    at = cell.text.find(label.rest) if label.rest else -1
    if at < 0 or len(label.contexts) != 1:
        builder.label(cell.text, where)
        return
    context = next(iter(label.contexts))
    silence = silence_of(label.rest)
    if not silence and (label.rest == label.instance or label.rest in builder.names):
        builder.label(cell.text, where)
        return
    builder.label(f"{cell.text[:at]} {cell.text[at + len(label.rest) :]}", where)
    if silence:
        builder.silences.append(ReadSilence(context, (), "", silence[0], label.rest, where, silence[1]))
    else:
        builder.tray(label.rest, where, "Written beside the row label", Place(context, (), "", ""))


def _flat(cell: Cell, around: Axis, builder: Builder, reader: TextReader) -> list[Paragraph]:
    """The cell's paragraphs, those of tables inside it too, unless such a table is a framework by itself."""
    paragraphs: list[Paragraph] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(block)
            continue
        layout = read_layout(lay_out(block, reader), Carried())
        if layout.recognised:
            place_table(layout, around, builder, reader)
            continue
        for row, cells in enumerate(layout.table.rows):
            for inner in (inner for inner in cells if inner.top == row):
                paragraphs += _flat(inner, around, builder, reader)
        paragraphs += [stray for stray in layout.table.strays if isinstance(stray, Paragraph)]
    return paragraphs


def _note_order(layout: Layout, builder: Builder) -> None:
    across = {at: axis for headings in layout.headings for at, axis in headings.items()}
    if any(axis.contexts for axis in across.values()):
        builder.note("The contexts run across the table and the columns down; it was read that way.")
    order = [next(iter(across[at].columns)) for at in sorted(across) if len(across[at].columns) == 1]
    seen = list(dict.fromkeys(order))
    usual = [column.key for column in COLUMNS if column.key in seen]
    if seen != usual:
        builder.note("The columns stand in another order than the framework's; each was read under its own heading.")
    missing = [column.key for column in COLUMNS if column.key not in seen]
    if seen and missing:
        builder.note(f"The table has no column for: {column_names(missing)}.")
