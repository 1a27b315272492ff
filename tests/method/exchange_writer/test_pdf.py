"""The PDF: tagged, hermetic, and safe from whatever is typed."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from concentric.method.exchange.minutes_pdf import write_pdf
from concentric.method.exchange.release import release_for_family, release_full
from concentric.method.exchange.typst_files import FONTS, printable
from concentric.method.records.signed import MeetingRecord
from tests.factories.any_record import AWKWARD
from tests.factories.records import rich_record
from tests.method.exchange_writer.extract import everything_in_pdf


def with_text(text: str) -> MeetingRecord:
    """The text in every place that takes some."""
    record = rich_record()
    entries = tuple(replace(entry, text=text, instance=text[:200]) for entry in record.entries[:8])
    decisions = tuple(replace(decision, text=text, reasons=text) for decision in record.decisions)
    return replace(record, entries=entries, contextual_summary=text, decisions=decisions)


def tags(reader: PdfReader) -> set[str]:
    """The kinds of structure element in the tree."""
    found, waiting = set(), [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            waiting.extend([node["/K"]] if "/K" in node else [])
    return found


@pytest.mark.parametrize("release", [release_full, release_for_family])
def test_tagged_titled_and_in_english(release: object) -> None:
    reader = PdfReader(BytesIO(write_pdf(release(rich_record()).record)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TR"} <= tags(reader)
    assert "D.R." not in reader.metadata.title
    assert "BRK" not in reader.metadata.title


def test_the_plan_has_header_cells_and_the_pages_are_landscape() -> None:
    reader = PdfReader(BytesIO(write_pdf(rich_record())))
    assert "/TH" in tags(reader)
    assert all(page.mediabox.width > page.mediabox.height for page in reader.pages)


def test_only_the_shipped_fonts_are_used_and_all_are_embedded() -> None:
    reader = PdfReader(BytesIO(write_pdf(with_text("Łódź مرحبا שלום 🙂"))))
    used = [
        descendant.get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    names = {str(descriptor["/FontName"]).partition("+")[2] for descriptor in used}
    assert names
    assert all(name.startswith(("AtkinsonHyperlegible", "DejaVuSans")) for name in names)
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in used)


def test_the_same_record_gives_the_same_bytes() -> None:
    assert write_pdf(rich_record()) == write_pdf(rich_record())


@pytest.mark.parametrize(
    "text",
    [
        *AWKWARD,
        '#panic("typed")',
        '#read("/etc/passwd")',
        '#image("x") @missing <label> $ \\',
        "= heading\n- list\n+ enum\n/ term: x",
        "`raw` ```x``` ~ --- ...",
        "a\x00b\x1fc\ud800\ufffe",
        "\u202eright to left\u202c",
        "👩‍👩‍👧 家族 e\u0301\u0323",
        "",
    ],
)
def test_text_is_never_markup(text: str) -> None:
    words = everything_in_pdf(write_pdf(with_text(f"before {text} after")))
    assert "before" in words
    assert "after" in words


def test_markup_characters_are_printed_as_they_are() -> None:
    text = 'x #let $a$ *b* _c_ @d <e> `f` \\g ~h "i"'
    assert " ".join(text.split()) in " ".join(everything_in_pdf(write_pdf(with_text(text))).split())


def test_a_hundred_thousand_characters_run_over_pages() -> None:
    record = rich_record()
    entry = replace(record.entries[0], text="word " * 20_000)
    reader = PdfReader(BytesIO(write_pdf(replace(record, entries=(entry,)))))
    assert sum(page.extract_text().count("word") for page in reader.pages) >= 20_000


def test_what_the_fonts_cannot_draw_is_spelt_out() -> None:
    assert printable("🙂") == "[slightly smiling face]"
    assert printable("a\tb\nc é Ł я ש") == "a b\nc é Ł я ש"
    assert [letter for letter in printable("a\u200db") if letter.isalpha()] == ["a", "b"]


def test_every_covered_character_has_a_glyph() -> None:
    """Tagged PDF refuses a missing glyph, so this fails when the table and the fonts part."""
    covered = "".join(
        chr(code)
        for start, end in json.loads((FONTS / "coverage.json").read_text())
        for code in range(start, end + 1)
        if code >= 0x20
    )
    assert len(covered) > 4_000
    assert write_pdf(with_text(covered)).startswith(b"%PDF-")
