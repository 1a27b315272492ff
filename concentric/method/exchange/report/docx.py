"""A report as a Word file, to be worked on further."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from concentric.method.exchange.docx_parts import (
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
from concentric.method.exchange.report.content import Block, Bullets, Heading, Picture, Report, Sheet, Words
from concentric.method.exchange.typst_files import png_of

_WIDTH = 16.6  # of the text, in centimetres
_HEAD = "E6EEF1"


def write_report_docx(report: Report) -> bytes:
    """The Word file. Drawings are pictures, with their words as the text alternative."""
    report = every_text(report, clean)
    document = new_document(title=report.title, author="", created=report.made, landscape=False, size=10.5)
    document.add_paragraph(report.title, style="Title")
    add_text(document.add_paragraph(), report.subtitle, quiet=True)
    for block in report.blocks:
        _add(document, block)
    add_footer(document, report.marking)
    return file_of(document)


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
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    add_text(caption, sheet.title, bold=True)
    first = _WIDTH * (0.34 if len(sheet.head) > 2 else 0.5)
    rest = (_WIDTH - first) / max(len(sheet.head) - 1, 1)
    widths = [first, *[rest] * (len(sheet.head) - 1)]
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
            add_text(paragraph, value, bold=not place or not at).font.size = Pt(9)
            if at and sheet.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if not place:
                shade(cell, _HEAD)
    note = document.add_paragraph()
    if sheet.note:
        add_text(note, sheet.note, quiet=True).font.size = Pt(9)


def _add_picture(document: DocxDocument, picture: Picture) -> None:
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    add_text(caption, picture.drawing.title, bold=True)
    shape = document.add_picture(BytesIO(png_of(picture.drawing.svg)), width=Cm(_WIDTH))
    shape._inline.docPr.set("descr", picture.drawing.words)
