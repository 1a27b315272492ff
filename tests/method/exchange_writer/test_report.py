"""A report as Word and PDF holds every word, figure and drawing of its content."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from docx import Document
from pypdf import PageObject, PdfReader

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

    assert [said for said in SAID if said not in text.replace("\N{NO-BREAK SPACE}", " ")] == []
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [DRAWING.words]
    assert document.tables[0].rows[0]._tr.xpath(".//w:tblHeader"), "the head is repeated on each page"


def test_in_word_too_no_row_of_a_table_stands_on_a_page_alone():
    table = Document(io.BytesIO(write_report_docx(LONG))).tables[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    # The head, the first row, the last but one.
    assert [at for at, with_next in enumerate(kept) if with_next] == [0, 1, ROWS - 1], (
        "the head, the first, the last two"
    )


def test_a_report_is_kept_and_read_back_the_same():
    assert from_plain(json.loads(json.dumps(to_plain(REPORT)))) == REPORT


COLUMNS = ("Code", "Sole (24)", "Group (15)", "Both (10)", "Any group (25)", "Any sole (34)", "Total (49)", "Exact p")
CHAPTERS, ROWS = 20, 14
LONG = replace(
    REPORT,
    by="Imogen Larkmoor",
    is_draft=True,
    blocks=tuple(
        block
        for chapter in range(CHAPTERS)
        for block in (
            Heading(f"Chapter {chapter}"),
            Words("\n".join(["Something is said here."] * (chapter + 1))),
            Heading(f"Factors {chapter}"),
            Sheet(
                f"Factors {chapter}",
                COLUMNS,
                tuple((f"Row {chapter}.{at}.", *["24 (100%)"] * 6, "<0.001") for at in range(ROWS)),
            ),
            Picture(replace(DRAWING, title=f"Drawing {chapter}")),
        )
    ),
)


def _lines(page: PageObject) -> list[str]:
    return [
        line.replace("\N{NO-BREAK SPACE}", " ").strip() for line in page.extract_text().splitlines() if line.strip()
    ]


def test_no_heading_is_parted_from_its_table_and_a_table_over_two_pages_has_its_head_on_both():
    pages = [_lines(page) for page in PdfReader(io.BytesIO(write_report_pdf(LONG))).pages]
    said = {line for page in pages for line in page}

    for chapter in range(CHAPTERS):
        holds = [at for at, page in enumerate(pages[1:], 1) if f"Factors {chapter}" in page]
        first, last = (
            next(at for at, page in enumerate(pages) if any(line.startswith(f"Row {chapter}.{row}.") for line in page))
            for row in (0, ROWS - 1)
        )
        assert holds == [first], "the heading stands once, with the first row"
        assert all("Exact p" in " ".join(page) for page in pages[first : last + 1])
        for row in range(ROWS):
            assert f"Row {chapter}.{row}. {'24 (100%) ' * 6}<0.001" in said, "a row of figures is one line"
    assert len(pages) < 22, "no page is left empty"


def test_a_drawing_stays_behind_its_table():
    pages = [_lines(page) for page in PdfReader(io.BytesIO(write_report_pdf(LONG))).pages][1:]
    heads = re.compile(r"(Chapter|Factors|Drawing) (\d+)$")
    said = [line for page in pages for line in page if heads.match(line)]
    told = [f"{what} {chapter}" for chapter in range(CHAPTERS) for what in ("Chapter", "Factors", "Drawing")]
    assert said == told, "in the order in which they were written"


def test_no_row_of_a_table_stands_on_a_page_alone():
    """Forty short tables, so that they meet the foot of a page everywhere: some do go over, in two rows or more."""
    tables = [
        block
        for at in range(40)
        for block in (
            Words("\n".join(["Something is said here."] * (at % 7))),
            Sheet(f"Factors {at}", COLUMNS, tuple((f"Row {at}.", *["24 (100%; 86–100%)"] * 6, "–") for _ in range(5))),
        )
    ]
    pages = PdfReader(io.BytesIO(write_report_pdf(replace(REPORT, blocks=tuple(tables))))).pages
    rows = [Counter(found[0] for line in _lines(page) if (found := re.match(r"Row \d+\.", line))) for page in pages]

    assert min(count for page in rows for count in page.values()) == 2
    assert sum(map(len, rows)) > 40


def test_the_title_page_says_the_study_the_author_the_day_and_that_it_is_a_draft():
    first, *rest = (" ".join(_lines(page)) for page in PdfReader(io.BytesIO(write_report_pdf(LONG))).pages)
    word = [paragraph.text for paragraph in Document(io.BytesIO(write_report_docx(LONG))).paragraphs]
    released = PdfReader(io.BytesIO(write_report_pdf(replace(LONG, is_draft=False)))).pages[0].extract_text()

    for said in ("A research briefing", "Imogen Larkmoor", "22 November 2026", "Draft, not released"):
        assert said in first
        assert said in word[:8]
    assert "Something is said" not in first
    assert "Something is said" in rest[0] + rest[1]
    assert "not released" not in released


def test_a_count_with_its_interval_leaves_the_names_of_the_rows_room():
    rows = (("Age of those harmed", *["24 (100%; 86–100%)"] * 6, "<0.001"),)
    made = write_report_pdf(replace(REPORT, blocks=(Sheet("Ages", COLUMNS, rows),)))
    lines = _lines(PdfReader(io.BytesIO(made)).pages[0])

    assert any("Age of those harmed" in line for line in lines), "the name is on one line"
    assert " ".join(lines).count("24 (100%;") == " ".join(lines).count("86–100%)") == 6
