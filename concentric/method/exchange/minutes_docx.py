"""The minutes as a Word file: A4 landscape, editable, the grid in the shape that partnerships know.

Every entry is marked as `entry_mark` says, so that the file imports back to the same entries. The family's version is
laid out in `family_docx`.
"""

from __future__ import annotations

from dataclasses import replace

from docx.document import Document as DocxDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from concentric.method.exchange.docx_parts import (
    ALERT,
    add_footer,
    add_hidden_part,
    add_row,
    add_table,
    add_text,
    controlled,
    file_of,
    keep_whole,
    mark_header,
    new_document,
    shade,
)
from concentric.method.exchange.entry_mark import encode, entry_tag, part_tag, suffix
from concentric.method.exchange.family_docx import write_family_docx
from concentric.method.exchange.minutes_content import Minutes, empty_cell, group_or_sole, minutes_content
from concentric.method.exchange.plain_text import clean, every_text
from concentric.method.exchange.release import FAMILY
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, Column, ColumnKey, Context
from concentric.method.instrument.vocabulary import ActionStatus
from concentric.method.records.signed import EntryRecord, MeetingRecord

_LABEL_WIDTH, _COLUMN_WIDTH = 2.7, 3.05  # centimetres; 27.1 fit between the margins
_SUFFIX_LENGTH, _LONG_CELL = 60, 900  # letters; a row with a longer cell may break over pages
_HEADER_FILL, _LABEL_FILL = "DCE7EB", "EEF3F5"
_PLAN = ("No.", "Action", "Need answered", "Context", "Owner", "Due", "Measure of success", "Status")
_PLAN_WIDTHS = [1.1, 5.6, 5.6, 3.3, 3.6, 2.3, 3.1, 2.5]


def write_docx(record: MeetingRecord) -> bytes:
    """The Word file of a release."""
    if record.release == FAMILY:
        return write_family_docx(record)
    record = every_text(record, clean)
    content = minutes_content(record)
    created = record.signed_at or record.held_at
    document = new_document(title=content.title, author=record.partnership, created=created, landscape=True, size=9.5)
    document.styles["List Bullet"].paragraph_format.left_indent = Cm(0.3)
    document.styles["List Bullet"].paragraph_format.first_line_indent = Cm(-0.3)
    _opening(document, content)
    _grid(document, record, content)
    _after_grid(document, content)
    add_footer(document, f"{content.marking} · {content.reference}", tag=part_tag("footer"))
    add_hidden_part(document, encode(record.entries))
    return file_of(document)


def _opening(document: DocxDocument, content: Minutes) -> None:
    _said(document, "head", content.title, style="Title")
    _said(document, "head", content.version)
    if content.state:
        _said(document, "head", content.state, bold=True).font.color.rgb = ALERT
    for label, value in content.head:
        _fact(document, label, value)
    for heading, text in content.introduction:
        _said(document, "label", heading, style="Heading 2")
        _section_text(document, "introduction", text)
    if content.attendance:
        _said(document, "label", "Who took part", style="Heading 1")
    for label, people in content.attendance:
        _fact(document, label, "\n".join(people))
    _listed(document, "What this version leaves out", content.left_out)


def _said(document: DocxDocument, part: str, text: str, *, style: str | None = None, bold: bool = False) -> Run:
    """A paragraph of wording that is no entry."""
    paragraph = document.add_paragraph(style=style)
    with controlled(paragraph, part_tag(part)):
        return add_text(paragraph, text, bold=bold)


def _section_text(document: DocxDocument, part: str, text: str) -> None:
    for line in text.split("\n"):
        if line.strip():
            _said(document, part, line)


def _fact(document: DocxDocument, label: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(4)
    paragraph.paragraph_format.first_line_indent = Cm(-4)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(4), WD_TAB_ALIGNMENT.LEFT)
    paragraph.paragraph_format.space_after = Pt(2)
    with controlled(paragraph, part_tag("head")):
        add_text(paragraph, f"{label}:\t", bold=True)
        add_text(paragraph, value)


def _listed(document: DocxDocument, heading: str, items: tuple[str, ...]) -> None:
    if items:
        _said(document, "label", heading, style="Heading 1")
    for item in items:
        _said(document, "notes", item, style="List Bullet")


# The grid -----------------------------------------------------------------------------------------------------


def _grid(document: DocxDocument, record: MeetingRecord, content: Minutes) -> None:
    _said(document, "label", "Contextual framework", style="Heading 1")
    document.paragraphs[-1].paragraph_format.page_break_before = True
    line = document.add_paragraph()
    with controlled(line, part_tag("label")):
        add_text(line, "Reference: ", bold=True)
        add_text(line, content.reference)
        add_text(line, "          Practitioner’s signature: ", bold=True)
        add_text(line, "_" * 40)
    table = add_table(
        document,
        [_LABEL_WIDTH] + [_COLUMN_WIDTH] * len(COLUMNS),
        title="Contextual framework",
        description="A row for each context and each named home, group, school or place; a column for each heading.",
    )
    _grid_head(table, record)
    for context in CONTEXTS:
        for number, instance in enumerate(_instances(record, context)):
            _grid_row(table, record, context, instance, says_silence=number == 0)
    notes = tuple(f"{part.heading}: {notice}" for part in content.contexts for notice in part.notices)
    _listed(document, "Notes on the framework", notes)


def _grid_head(table: Table, record: MeetingRecord) -> None:
    first, second = add_row(table), add_row(table)
    top = first.cells[0].merge(first.cells[-1])
    paragraph = _only_paragraph(top)
    with controlled(paragraph, part_tag("label")):
        add_text(paragraph, f"Group or sole: {group_or_sole(record)}", bold=True)
    for cell, label in zip(second.cells, ["Context", *(column.label for column in COLUMNS)], strict=True):
        add_text(_only_paragraph(cell), label, bold=True).font.size = Pt(8.5)
        shade(cell, _HEADER_FILL)
    shade(top, _HEADER_FILL)
    mark_header(first)
    mark_header(second)


def _instances(record: MeetingRecord, context: Context) -> list[str]:
    """The rows of a context: what is said of it at large, where anything is, then each named one."""
    named = dict.fromkeys(entry.instance for entry in record.entries if entry.context is context.key)
    return sorted(named, key=lambda instance: instance != "") or [""]


def _grid_row(table: Table, record: MeetingRecord, context: Context, instance: str, *, says_silence: bool) -> None:
    row = add_row(table)
    cells = row.cells
    label = f"{context.label}: {instance}" if instance else context.label
    add_text(_only_paragraph(cells[0]), label, bold=True).font.size = Pt(8.5)
    shade(cells[0], _LABEL_FILL)
    length = 0
    for cell, column in zip(cells[1:], COLUMNS, strict=True):
        whole = record.cell(context.key, column.key)
        entries = [entry for entry in whole if entry.instance == instance]
        length = max(length, sum(len(entry.text) + _SUFFIX_LENGTH for entry in entries))
        _fill(cell, entries)
        if says_silence and not whole:
            _say_silence(cell, record, context, column)
    if length < _LONG_CELL:
        keep_whole(row)


def _fill(cell: _Cell, entries: list[EntryRecord]) -> None:
    for number, entry in enumerate(entries):
        paragraph = _only_paragraph(cell) if number == 0 else cell.add_paragraph()
        paragraph.style = "List Bullet"
        paragraph.paragraph_format.space_after = Pt(3)
        with controlled(paragraph, entry_tag(entry.id)):
            add_text(paragraph, entry.text).font.size = Pt(8.5)
        said = suffix(_beside(entry))
        if said:
            add_text(paragraph, f" {said}", quiet=True).font.size = Pt(7.5)


def _beside(entry: EntryRecord) -> EntryRecord:
    """What the cell need not say again: the row's label names the instance, the plan the measure and the status."""
    action = entry.action and replace(entry.action, measure="", status=ActionStatus.OPEN, status_reason="")
    return replace(entry, instance="", action=action)


def _say_silence(cell: _Cell, record: MeetingRecord, context: Context, column: Column) -> None:
    paragraph = _only_paragraph(cell)
    with controlled(paragraph, part_tag("silence")):
        said = empty_cell(record, context, ColumnKey(column.key))
        add_text(paragraph, said, italic=True, quiet=True).font.size = Pt(8)


def _only_paragraph(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


# What follows it ----------------------------------------------------------------------------------------------


def _after_grid(document: DocxDocument, content: Minutes) -> None:
    _section(document, "Summary of the contextual discussion", "summary", [("", content.summary)])
    _plan(document, content)
    _section(document, "Decisions and reasons", "decision", list(content.decisions))
    _section(document, "Disagreement, as it was put", "dissent", list(content.dissents))
    _section(document, "Review", "review", [("", content.review)])
    _section(document, "Amendments after signature", "amendment", list(content.amendments))
    fingerprint = f"Fingerprint of the signed record (SHA-256): {content.record_hash}" if content.record_hash else ""
    _section(document, "Signature", "signature", [("", content.signature), ("", fingerprint)])


def _section(document: DocxDocument, heading: str, part: str, items: list[tuple[str, str]]) -> None:
    """A heading, and under it the items: the first of a pair in bold, the second in plain type."""
    items = [item for item in items if any(item)]
    if items:
        _said(document, "label", heading, style="Heading 1")
    for first, second in items:
        if first:
            _said(document, part, first, bold=True)
            document.paragraphs[-1].paragraph_format.space_after = Pt(0)
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        _section_text(document, part, second)


def _plan(document: DocxDocument, content: Minutes) -> None:
    _said(document, "label", "The plan", style="Heading 1")
    if not content.plan:
        _said(document, "label", "No action was planned.")
        return
    table = add_table(
        document,
        _PLAN_WIDTHS,
        title="The plan",
        description="One row for each planned action, with the needs it answers, who will do it and by when.",
    )
    head = add_row(table)
    for cell, label in zip(head.cells, _PLAN, strict=True):
        _plan_cell(cell, "label", label, bold=True)
        shade(cell, _HEADER_FILL)
    mark_header(head)
    for row in content.plan:
        answers = "\n".join(row.answers) or "No need named"
        values = (str(row.number), row.action, answers, row.context, row.owner, row.due, row.measure, row.status)
        for cell, value in zip(add_row(table).cells, values, strict=True):
            _plan_cell(cell, "plan", value)


def _plan_cell(cell: _Cell, part: str, text: str, *, bold: bool = False) -> None:
    paragraph = _only_paragraph(cell)
    with controlled(paragraph, part_tag(part)):
        add_text(paragraph, text, bold=bold).font.size = Pt(8.5)
