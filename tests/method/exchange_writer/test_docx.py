"""The Word file: a document that Word, a screen reader and our own reader can follow."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from hypothesis import given, settings

from concentric.method.exchange.entry_mark import digest_of, encode, read_tag
from concentric.method.exchange.minutes_docx import write_docx
from concentric.method.exchange.release import release_for_agency, release_for_family, release_full
from concentric.method.instrument.grid import COLUMNS, CONTEXT, CONTEXTS, ContextKey
from concentric.method.records.signed import EntryRecord, MeetingRecord
from tests.factories.any_record import AWKWARD, meeting_records
from tests.factories.records import HOUSING, agency_id, rich_record
from tests.method.exchange_writer.extract import everything_in_docx


def opened(record: MeetingRecord) -> DocxDocument:
    return Document(BytesIO(write_docx(record)))


def full() -> DocxDocument:
    return opened(release_full(rich_record(), recipient="M. Fairbairn").record)


def words_of(element: object) -> str:
    """The text of an element as Word shows it, line breaks included."""
    marks = {qn("w:t"): lambda node: node.text or "", qn("w:br"): lambda _: "\n", qn("w:tab"): lambda _: "\t"}
    return "".join(marks[node.tag](node) for node in element.iter(*marks))


def entries_in(element: object) -> dict[str, str]:
    """The text of each entry's content control inside an element, by the entry's id."""
    found = {}
    for control in element.iter(qn("w:sdt")):
        kind, name = read_tag(control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")))
        if kind == "entry":
            found[name] = words_of(control)
    return found


def controls(document: DocxDocument) -> dict[str, str]:
    return entries_in(document.element.body)


def test_a4_landscape_in_british_english_with_a_neutral_title() -> None:
    document = full()
    (section,) = document.sections
    assert (section.page_width.cm, section.page_height.cm) == pytest.approx((29.7, 21), abs=0.01)
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert document.core_properties.title == "Minutes of a multi-agency planning meeting"
    assert "D.R." not in document.core_properties.title
    assert document.core_properties.comments == ""


def test_the_grid_has_the_shape_that_partnerships_know() -> None:
    grid = full().tables[0]
    head = grid.rows[1].cells
    assert [words_of(cell._tc) for cell in head] == ["Context", *(column.label for column in COLUMNS)]
    assert len(set(grid.rows[0].cells)) == 1
    labels = [words_of(row.cells[0]._tc) for row in grid.rows[2:]]
    assert labels[:4] == [
        "Individual young person",
        "Family and home",
        "Family and home: Mother's flat",
        "Family and home: Father's house",
    ]
    assert [label.partition(":")[0] for label in dict.fromkeys(label.partition(":")[0] for label in labels)] == [
        context.label for context in CONTEXTS
    ]


def test_header_rows_repeat_and_tables_have_a_text_alternative() -> None:
    for table, head in zip(full().tables, (2, 1), strict=True):
        marked = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marked == [True] * head + [False] * (len(marked) - head)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_headings_are_real_headings() -> None:
    styled = {words_of(p._p) for p in full().paragraphs if p.style.name.startswith("Heading")}
    assert {"Contextual framework", "The plan", "Decisions and reasons", "Signature"} <= styled


def test_the_footer_names_the_recipient_and_counts_pages() -> None:
    footer = full().sections[0].footer._element
    assert "Confidential: for M. Fairbairn only · BRK-2026-0147" in words_of(footer)
    assert [code.text for code in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_the_page_carries_signatures_hash_and_what_is_left_out() -> None:
    text = everything_in_docx(
        write_docx(release_for_agency(rich_record(), agency_id(HOUSING), recipient=HOUSING).record)
    )
    for words in (
        "Practitioner’s signature",
        "Group or sole: Both",
        "Signed by M. Fairbairn on 17 November 2026 at 16:05",
        rich_record().record_hash,
        "Peer group: 1 entry is not in this version. Limited to other agencies.",
        "The police would have preferred a change of tutor group.",
    ):
        assert words in text


def test_a_draft_says_that_it_is_one() -> None:
    draft = replace(rich_record(), status="draft", signed_by="", signed_at=None, record_hash="")
    assert "Draft: not yet signed" in everything_in_docx(write_docx(draft))
    assert "Draft: not yet signed" not in everything_in_docx(write_docx(rich_record()))


@settings(max_examples=12)
@given(meeting_records())
def test_every_entry_stands_once_marked_in_the_cell_of_its_context_column_and_instance(record: MeetingRecord) -> None:
    document = opened(record)
    assert controls(document) == {entry.id: entry.text for entry in record.entries}
    found = {}
    for row in list(document.tables[0].rows)[2:]:
        first, *cells = row._tr.tc_lst
        for column, cell in zip(COLUMNS, cells, strict=True):
            found.update(dict.fromkeys(entries_in(cell), (words_of(first), column.key)))
    assert found == {entry.id: (row_label(entry), entry.column) for entry in record.entries}
    hidden = [part.blob for part in document.part.package.iter_parts() if b"urn:concentric" in part.blob]
    assert hidden == [encode(record.entries)]


def row_label(entry: EntryRecord) -> str:
    label = CONTEXT[entry.context].label
    return f"{label}: {entry.instance}" if entry.instance else label


@pytest.mark.parametrize("text", [*AWKWARD, "a\nb\tc", "x" * 100_000])
def test_text_is_data(text: str) -> None:
    (entry,) = rich_record().entries[:1]
    record = replace(rich_record(), entries=(replace(entry, text=text),), contextual_summary=text)
    (written,) = controls(opened(record)).values()
    assert digest_of(written) == digest_of(text)
    assert written == text


def test_control_characters_do_not_break_the_file() -> None:
    (entry,) = rich_record().entries[:1]
    record = replace(rich_record(), entries=(replace(entry, text="a\x00b\x08c\ud800d\uffffe\x85f"),))
    assert list(controls(opened(record)).values()) == ["abcdef"]


def test_an_empty_cell_says_why_and_never_that_there_is_nothing_where_something_is_left_out() -> None:
    whole = everything_in_docx(write_docx(rich_record()))
    assert "Not known, someone will find out" in whole
    family_free = replace(
        release_for_agency(rich_record(), agency_id(HOUSING), recipient=HOUSING).record,
        entries=tuple(e for e in rich_record().entries if e.context is not ContextKey.PEERS),
    )
    text = everything_in_docx(write_docx(family_free))
    assert "No entry in this version" in text


def test_the_family_reads_plain_words_upright_and_no_grid() -> None:
    document = opened(release_for_family(rich_record()).record)
    assert document.sections[0].page_width < document.sections[0].page_height
    assert document.tables == []
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    for heading in ("About D.R.", "What people are worried about", "What is going well", "What will happen", "Friends"):
        assert heading in headings
    assert not [part for part in document.part.package.iter_parts() if b"urn:concentric" in part.blob]
