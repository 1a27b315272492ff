"""The family's version as a Word file: upright, large type, plain words. It carries no marks to import from."""

from __future__ import annotations

from docx.document import Document as DocxDocument
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from concentric.method.exchange.docx_parts import add_footer, add_text, file_of, new_document
from concentric.method.exchange.family_content import Chapter, FamilyVersion, family_content
from concentric.method.exchange.minutes_content import Pair
from concentric.method.records.signed import MeetingRecord


def write_family_docx(record: MeetingRecord) -> bytes:
    """The Word file of a family's release."""
    content = family_content(record)
    created = record.signed_at or record.held_at
    document = new_document(title=content.title, author="", created=created, landscape=False, size=11.5)
    document.styles["Normal"].paragraph_format.line_spacing = 1.2
    _opening(document, content)
    for chapter in content.chapters:
        _chapter(document, chapter)
    _pairs(document, "What was put right afterwards", content.amendments)
    _closing(document, content)
    add_footer(document, f"{content.marking} · {content.reference}")
    return file_of(document)


def _opening(document: DocxDocument, content: FamilyVersion) -> None:
    document.add_paragraph(content.title, style="Title")
    if content.state:
        add_text(document.add_paragraph(), content.state, bold=True)
    for text in content.opening:
        document.add_paragraph(text)
    for label, value in content.head:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(4.5))
        paragraph.paragraph_format.space_after = Pt(2)
        add_text(paragraph, f"{label}:\t", bold=True)
        add_text(paragraph, value)
    if content.summary:
        document.add_heading("In short", level=1)
        document.add_paragraph(content.summary)
    _pairs(document, "What was decided", content.decisions, why="Why: ")


def _chapter(document: DocxDocument, chapter: Chapter) -> None:
    document.add_heading(chapter.heading, level=1)
    for block in chapter.blocks:
        document.add_heading(block.heading, level=2)
        for line in block.lines:
            paragraph = _bullet(document)
            if line.lead:
                add_text(paragraph, f"{line.lead}: ", bold=True)
            add_text(paragraph, line.text)
            if line.details:
                add_text(paragraph, f"\n{line.details}", quiet=True).font.size = Pt(10)
    if chapter.notice:
        add_text(document.add_paragraph(), chapter.notice, italic=True, quiet=True)


def _pairs(document: DocxDocument, heading: str, pairs: tuple[Pair, ...], *, why: str = "") -> None:
    if pairs:
        document.add_heading(heading, level=1)
    for first, second in pairs:
        paragraph = _bullet(document)
        add_text(paragraph, first, bold=True)
        if second:
            add_text(paragraph, f"\n{why}{second}")


def _closing(document: DocxDocument, content: FamilyVersion) -> None:
    document.add_heading("What happens next", level=1)
    for text in content.closing:
        document.add_paragraph(text)
    if content.attendance:
        document.add_heading("Who was there", level=1)
    for label, people in content.attendance:
        document.add_heading(label, level=2)
        for person in people:
            add_text(_bullet(document), person)
    if content.signature:
        add_text(document.add_paragraph(), content.signature, quiet=True)


def _bullet(document: DocxDocument) -> Paragraph:
    return document.add_paragraph(style="List Bullet")
