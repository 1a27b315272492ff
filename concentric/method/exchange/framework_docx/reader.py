"""A completed Word framework, read into pieces with their place. Nothing in the file is lost: see `ReadFramework`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from concentric.method.exchange.entry_mark import Mark, decode
from concentric.method.exchange.framework_docx.builder import Builder, Place
from concentric.method.exchange.framework_docx.found import HeadField, ReadFramework
from concentric.method.exchange.framework_docx.head import (
    cohort_of,
    date_of,
    read_head,
    summary_label,
    without_titles,
)
from concentric.method.exchange.framework_docx.labels import columns_of, context_of
from concentric.method.exchange.framework_docx.layout import Axis, Carried, read_layout
from concentric.method.exchange.framework_docx.package import Package, open_package
from concentric.method.exchange.framework_docx.placing import place_table
from concentric.method.exchange.framework_docx.styles import read_styles
from concentric.method.exchange.framework_docx.tables import Table, lay_out
from concentric.method.exchange.framework_docx.text import Block, Paragraph, TextReader

OUTSIDE = "Outside the framework's table"
LINES_ABOVE = 3  # how far above a table the line may stand that says which context it is about


def read_framework(data: bytes) -> ReadFramework:
    """Read the bytes of a .docx file. Raises UnreadableFile, whose `reason` is for a person."""
    package = open_package(data)
    marks: dict[str, Mark] = {}
    for part in package.custom:
        marks |= decode(part)
    reader = TextReader(read_styles(package.styles))
    document = _Document(Builder(marks), reader)
    document.read(reader.blocks(package.main))
    _read_stories(package, document)
    _note_unread(package, document.builder)
    return _result(document.builder)


@dataclass(slots=True)
class _Document:
    """Reads the body from top to bottom. `pending` is the text since the last table, `in_summary` while it sums up."""

    builder: Builder
    reader: TextReader
    carried: Carried = field(default_factory=Carried)
    pending: list[Paragraph] = field(default_factory=list)
    in_summary: bool = False

    def read(self, blocks: list[Block]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self.pending.append(block)
            else:
                self._table(lay_out(block, self.reader))
        self._flush()

    def _table(self, table: Table) -> None:
        line, above = self._line_above()
        layout = read_layout(table, replace(self.carried, last_row=Axis()) if line else self.carried)
        if not layout.recognised:
            self._flush()
            self._other_table(table)
            return
        self.pending = [paragraph for paragraph in self.pending if paragraph is not line]
        self._flush()
        self.in_summary = False
        if place_table(layout, above, self.builder, self.reader) and line:
            self.builder.asides(line)
            self.builder.label(line.text, line.where)
        elif line:
            self.prose(line)
        self.carried = layout.carried

    def _line_above(self) -> tuple[Paragraph | None, Axis]:
        """The line that names the context (or column) of the table below it."""
        for paragraph in reversed(self.pending[-LINES_ABOVE:]):
            label = context_of(paragraph.text)
            if label.sure and not paragraph.part:
                return paragraph, Axis(contexts=label.contexts, instance=label.instance)
            columns = columns_of(paragraph.text)
            if paragraph.heading and len(columns) == 1:
                return paragraph, Axis(columns=columns)
        return None, Axis()

    def _flush(self) -> None:
        for paragraph in self.pending:
            self.prose(paragraph)
        self.pending = []

    def prose(self, paragraph: Paragraph, why: str = OUTSIDE) -> None:
        """A paragraph outside the framework's table: part of the head, of the summary, or for the tray."""
        if paragraph.entry and paragraph.entry in self.builder.marks:
            self.builder.cell([paragraph], Place(None, (), "", why))
            return
        if self.builder.aside_only(paragraph):
            return
        self.in_summary = self.in_summary and not paragraph.heading
        summary = summary_label(paragraph.text)
        if summary:
            self.in_summary = True
            self.builder.label(summary[0], paragraph.where)
            self._summary(summary[1], paragraph.where)
        elif not self._head(paragraph.text, paragraph.where, why):
            if self.in_summary:
                self._summary(paragraph.text, paragraph.where)
            else:
                self.builder.sort(without_titles(paragraph.text, paragraph.where), paragraph.where, why)

    def _summary(self, text: str, where: str) -> None:
        if text.strip():
            self.builder.head.append(HeadField("summary", text.strip(), where))

    def _head(self, text: str, where: str, why: str) -> bool:
        found = read_head(text, where)
        if found is not None:
            self.in_summary = False
            self.builder.sort(found, where, why)
        return found is not None

    def _other_table(self, table: Table) -> None:
        """A table that is no framework: a head in boxes, a summary in a box, or anything else."""
        for number, cells in enumerate(table.rows):
            starting = [cell for cell in cells if cell.top == number]
            blocks = [block for cell in starting for block in cell.blocks]
            plain = all(
                isinstance(block, Paragraph) and not (block.part or block.in_box or block.entry) for block in blocks
            )
            line = "\t".join(cell.text.replace("\n", "  ") for cell in starting)
            where = f"{table.where}, row {number + 1}"
            if plain and len(starting) > 1 and self._head(line, where, OUTSIDE):
                for block in blocks:
                    if isinstance(block, Paragraph):
                        self.builder.asides(block)
                continue
            self.read(blocks)
        self.read(table.strays)
        self.in_summary = False


def _read_stories(package: Package, document: _Document) -> None:
    for story in package.stories:
        children = list(story.root) if story.kind in {"footnote", "endnote", "comment"} else [story.root]
        for number, child in enumerate(children, start=1):
            where = f"{story.kind} {number}" if len(children) > 1 else story.kind
            for paragraph in _flattened(document.reader.blocks(child, where), document.reader):
                document.in_summary = False
                document.prose(
                    paragraph, f"In a {story.kind}" if story.kind[0] not in "aeiou" else f"In an {story.kind}"
                )


def _flattened(blocks: list[Block], reader: TextReader) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(block)
            continue
        table = lay_out(block, reader)
        for number, cells in enumerate(table.rows):
            for cell in (cell for cell in cells if cell.top == number):
                paragraphs += _flattened(cell.blocks, reader)
        paragraphs += _flattened(table.strays, reader)
    return paragraphs


def _note_unread(package: Package, builder: Builder) -> None:
    if package.pictures:
        builder.note(f"Pictures in the file: {package.pictures}. Words inside a picture cannot be read.")
    if package.embedded:
        builder.note(f"Files embedded in the document: {len(package.embedded)}. They were not opened.")
    if not builder.pieces and not builder.silences:
        builder.note("No framework table was found. Everything that the file says is in the tray.")


def _result(builder: Builder) -> ReadFramework:
    def first(name: str) -> str:
        return next((found.text for found in builder.head if found.name == name), "")

    return ReadFramework(
        reference=first("reference"),
        signature=first("signature"),
        group_or_sole=cohort_of(first("group_or_sole")),
        meeting_date=date_of(first("meeting_date")),
        contextual_summary="\n".join(found.text for found in builder.head if found.name == "summary"),
        pieces=tuple(builder.pieces),
        silences=tuple(builder.silences),
        head=tuple(builder.head),
        labels=tuple(builder.labels),
        unplaced=tuple(builder.unplaced),
        notes=tuple(builder.notes),
    )
