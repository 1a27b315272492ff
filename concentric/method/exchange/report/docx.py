"""A report as a Word file, to be worked on further."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from concentric.method.exchange.docx_parts import (
    ALERT,
    add_footer,
    add_row,
    add_table,
    add_text,
    file_of,
    keep_whole,
    mark_header,
    new_document,
    shade,
)
from concentric.method.exchange.plain_text import clean, every_text
from concentric.method.exchange.report.content import DRAFT, Block, Bullets, Heading, Picture, Report, Sheet, Words
from concentric.method.exchange.typst_files import png_of

_WIDTH = 16.6  # of the text, in centimetres
_HEAD = "E6EEF1"
_MANY = 6  # columns: more are set smaller
_DOWN = Cm(7)  # the title on its own page


def write_report_docx(report: Report) -> bytes:
    """The Word file. Drawings are pictures, with their words as the text alternative."""
    report = every_text(report, clean)
    document = new_document(title=report.title, author="", created=report.made, landscape=False, size=10.5)
    _add_title(document, report)
    for block, caption in report.printed():
        if caption:
            _add_caption(document, caption)
        _add(document, block)
    add_footer(document, report.marking)
    return file_of(document)


def _add_title(document: DocxDocument, report: Report) -> None:
    if report.by:
        document.add_paragraph().paragraph_format.space_before = _DOWN
    if report.is_draft:
        add_text(document.add_paragraph(), DRAFT, bold=True).font.color.rgb = ALERT
    document.add_paragraph(report.title, style="Title")
    for line in (report.subtitle, report.by, report.date):
        if line:
            add_text(document.add_paragraph(), line, quiet=True)
    if report.by:
        document.add_page_break()  # type: ignore[no-untyped-call]  # made without types


def _add(document: DocxDocument, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level)
        case Words():
            for paragraph in block.text.split("\n\n"):
                add_text(document.add_paragraph(), paragraph, quiet=block.is_quiet)
        case Bullets():
            for item in block.items:
                add_text(document.add_paragraph(style="List Bullet"), item)
        case Sheet():
            _add_sheet(document, block)
        case Picture():
            _add_picture(document, block)


def _add_sheet(document: DocxDocument, sheet: Sheet) -> None:
    is_wide = len(sheet.head) > _MANY
    first = _WIDTH * (0.26 if is_wide else 0.34 if len(sheet.head) > 2 else 0.5)
    rest = (_WIDTH - first) / max(len(sheet.head) - 1, 1)
    widths = [first, *[rest] * (len(sheet.head) - 1)]
    size = Pt(8.5 if is_wide else 9)
    table = add_table(document, widths, title=sheet.title, description=sheet.note or sheet.title)
    for place, values in enumerate((sheet.head, *sheet.rows)):
        row = add_row(table)
        if place:
            keep_whole(row)
        else:
            mark_header(row)
        for at, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = Cm(widths[at])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            # No row stands on a page alone, neither at its foot nor at its head.
            paragraph.paragraph_format.keep_with_next = place in (0, 1, len(sheet.rows) - 1)
            add_text(paragraph, _whole(value) if place else value, bold=not place or not at).font.size = size
            if at and sheet.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if not place:
                shade(cell, _HEAD)
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(4)
    if sheet.note:
        add_text(note, sheet.note, quiet=True).font.size = Pt(9)


def _add_picture(document: DocxDocument, picture: Picture) -> None:
    shape = document.add_picture(BytesIO(png_of(picture.drawing.svg)), width=Cm(_WIDTH))
    shape._inline.docPr.set("descr", picture.drawing.words)


def _add_caption(document: DocxDocument, title: str) -> None:
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    add_text(caption, title, bold=True)


def _whole(value: str) -> str:
    """A count is not parted from its share."""
    return value.replace(" (", "\N{NO-BREAK SPACE}(")
