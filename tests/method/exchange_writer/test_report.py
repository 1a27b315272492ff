"""A report as Word and PDF holds every word, figure and drawing of its content."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

from docx import Document
from pypdf import PdfReader

from concentric.method.exchange.drawing.heat_map import HeatCell, heat_map
from concentric.method.exchange.report.content import (
    Bullets,
    Heading,
    Picture,
    Report,
    Sheet,
    Words,
    from_plain,
    to_plain,
)
from concentric.method.exchange.report.docx import write_report_docx
from concentric.method.exchange.report.pdf import write_report_pdf

DRAWING = heat_map("Where it was recorded", ["Risks"], [("Peer group", [HeatCell(0.5, "24")])])
REPORT = Report(
    "Alone or together",
    "A research briefing",
    "Draft",
    datetime(2026, 11, 22, 9, tzinfo=UTC),
    (
        Heading("Background"),
        Words("The first paragraph.\n\nThe second, with a stray\x0b control."),
        Bullets(("one thing", "another <b>thing</b>")),
        Sheet(
            "Peer factors",
            ("Code", "Sole (24)"),
            (("Bullied", "11 (46%)"), ("Left out", "hidden")),
            "What is small is hidden.",
        ),
        Picture(DRAWING),
    ),
)
SAID = (
    "Alone or together",
    "Background",
    "The second, with a stray",
    "another <b>thing</b>",
    "Bullied",
    "11 (46%)",
    "hidden",
)


def test_the_pdf_is_tagged_says_everything_and_is_the_same_each_time():
    data = write_report_pdf(REPORT)
    reader = PdfReader(io.BytesIO(data))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [said for said in SAID if said not in text] == []
    assert DRAWING.words.encode("utf-16-be") in data or DRAWING.words in str(_alternatives(reader))
    assert write_report_pdf(REPORT) == data


def _alternatives(reader: PdfReader) -> list[str]:
    found = []
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 0):
        value = reader.get_object(number)
        if isinstance(value, dict) and "/Alt" in value:
            found.append(str(value["/Alt"]))
    return found


def test_the_word_file_says_everything_with_its_drawings_described():
    document = Document(io.BytesIO(write_report_docx(REPORT)))
    text = "\n".join(
        [p.text for p in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )

    assert [said for said in SAID if said not in text] == []
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [DRAWING.words]
    assert document.tables[0].rows[0]._tr.xpath(".//w:tblHeader"), "the head is repeated on each page"


def test_a_report_is_kept_and_read_back_the_same():
    assert from_plain(json.loads(json.dumps(to_plain(REPORT)))) == REPORT
