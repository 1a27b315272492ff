"""A study's codebook as a Word file: a table below each primary node, to read, to print, to hang onto a briefing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

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
from concentric.method.exchange.plain_text import clean

_COLUMNS = ("Code", "What it means", "What is coded with it", "What is not", "Frameworks", "Codings")
_WIDTHS = [6.2, 6.2, 5.0, 5.0, 2.4, 1.9]
_HEAD, _INDENT = "E3F0F1", 0.45


@dataclass(frozen=True, slots=True)
class CodebookLine:
    """A code as its codebook lists it. `path` is from the primary node down; the counts are with the codes below it."""

    path: tuple[str, ...]
    description: str = ""
    includes: str = ""
    excludes: str = ""
    colour: str = ""
    is_deprecated: bool = False
    frameworks: int = 0
    codings: int = 0
    codings_here: int = 0


def write_codebook_docx(lines: Iterable[CodebookLine], *, study: str, made: datetime) -> bytes:
    """The Word file. `lines` in the order of the tree, each after the one above it."""
    document = new_document(title="Codebook", author="", created=made, landscape=True, size=9.5)
    document.add_paragraph("Codebook", style="Title")
    add_text(document.add_paragraph(), clean(study), bold=True)
    document.add_paragraph("Frameworks and codings are counted with the codes below.")
    for node, some in groupby(lines, key=lambda line: line.path[0]):
        document.add_heading(clean(node), level=1)
        _part(document, node, list(some))
    add_footer(document, f"Codebook, {made:%-d %B %Y}")
    return file_of(document)


def _part(document: DocxDocument, node: str, lines: Sequence[CodebookLine]) -> None:
    table = add_table(document, _WIDTHS, title=f"Codes of {node}", description="Each code with what it means.")
    head = add_row(table)
    mark_header(head)
    for cell, name in zip(head.cells, _COLUMNS, strict=True):
        add_text(cell.paragraphs[0], name, bold=True)
        shade(cell, _HEAD)
    for line in lines:
        row = add_row(table)
        keep_whole(row)
        name = line.path[-1] + (" (not used any more)" if line.is_deprecated else "")
        texts = (name, line.description, line.includes, line.excludes, f"{line.frameworks:,}", f"{line.codings:,}")
        for cell, text in zip(row.cells, texts, strict=True):
            add_text(cell.paragraphs[0], clean(text), bold=text is name and len(line.path) == 1)
        for cell in row.cells[-2:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        row.cells[0].paragraphs[0].paragraph_format.left_indent = Cm(_INDENT * (len(line.path) - 1))
