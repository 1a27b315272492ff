"""Files that carry the marks of our own minutes come back as the same entries, also after a person has edited them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.exchange.entry_mark import (
    TAG_LIMIT,
    decode,
    encode,
    entry_tag,
    part_tag,
    read_tag,
    split_suffix,
    suffix,
)
from concentric.method.exchange.framework_docx.found import ReadFramework
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.exchange.minutes_content import NO_ENTRY
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Sharing
from concentric.method.records.signed import ActionRecord, EntryRecord
from tests.method.exchange_reader.test_placing import framework
from tests.method.exchange_reader.word_files import cell, control, paragraph, run, word_file

NEED = EntryRecord(
    id="6b1c8f0e-6a53-4e6e-9d7f-0d4a3c1b2a10",
    context=ContextKey.SCHOOL,
    column=ColumnKey.RISK,
    text="Bullying goes unaddressed",
    source="Police",
    basis=Basis.REPORTED,
    sharing=Sharing.AGENCIES,
    sharing_agencies=("Police", "CAMHS"),
    before_meeting=True,
)
ACTION = EntryRecord(
    id="6b1c8f0e-6a53-4e6e-9d7f-0d4a3c1b2a11",
    context=ContextKey.SCHOOL,
    column=ColumnKey.ACTIONS,
    text="Assemblies\nfor Year 9",
    action=ActionRecord(
        "Education", "J. Example", date(2026, 6, 1), "Fewer reports", ActionStatus.DONE, "", (NEED.id,)
    ),
)


def written(entry: EntryRecord, *, inside: str | None = None, after: str = "", marked: bool = True) -> str:
    """The paragraph as our writer makes it: text in a control, the suffix after it."""
    words = run(entry.text if inside is None else inside)
    said = suffix(entry)
    return paragraph(
        control(words, entry_tag(entry.id)) if marked else words,
        run(after) if after else "",
        run(f" {said}") if said else "",
    )


def read(*, hidden: bool = True, **cells: str) -> ReadFramework:
    extra = {"customXml/item1.xml": encode([NEED, ACTION])} if hidden else {}
    return read_framework(word_file(framework(**cells), extra=extra))


def test_entries_come_back_whole() -> None:
    found = read(school_risk=cell(written(NEED)), school_actions=cell(written(ACTION)))
    assert [piece.record for piece in found.pieces] == [NEED, ACTION]
    assert [piece.edited for piece in found.pieces] == [False, False]
    assert not found.unplaced


def test_without_the_hidden_part_the_page_is_enough_for_all_but_the_needs_answered() -> None:
    found = read(hidden=False, school_risk=cell(written(NEED)), school_actions=cell(written(ACTION)))
    action = replace(ACTION, action=replace(ACTION.action, answers=())) if ACTION.action else ACTION
    assert [piece.record for piece in found.pieces] == [NEED, action]


def test_without_any_mark_the_suffix_is_still_read() -> None:
    found = read(hidden=False, school_risk=cell(written(NEED, marked=False)))
    assert [piece.record for piece in found.pieces] == [replace(NEED, id="")]
    assert found.pieces[0].text == NEED.text


def test_our_words_for_an_undecided_cell_are_no_entry_and_no_silence() -> None:
    found = read(hidden=False, school_risk=NO_ENTRY)
    assert not found.pieces
    assert not found.silences
    assert not found.unplaced


def test_an_entry_reworded_in_word_keeps_its_id_and_is_said_to_be_edited() -> None:
    found = read(school_risk=cell(written(NEED, inside="Bullying is ignored", after=" by some staff")))
    (piece,) = found.pieces
    assert (piece.text, piece.edited) == ("Bullying is ignored by some staff", True)
    assert piece.record == replace(NEED, text=piece.text)


def test_an_entry_moved_to_another_cell_goes_where_it_now_stands() -> None:
    (piece,) = read(peers_vulnerability=cell(written(NEED))).pieces
    assert (piece.context, piece.column, piece.edited) == (ContextKey.PEERS, ColumnKey.VULNERABILITY, True)
    assert piece.record == replace(NEED, context=ContextKey.PEERS, column=ColumnKey.VULNERABILITY)


def test_an_entry_copied_is_another_entry() -> None:
    found = read(school_risk=cell(written(NEED), written(NEED)))
    assert [piece.record.id if piece.record else None for piece in found.pieces] == [NEED.id, ""]


def test_a_detail_changed_on_the_page_wins() -> None:
    changed = replace(NEED, source="School nurse", basis=Basis.OPINION)
    (piece,) = read(school_risk=cell(written(changed))).pieces
    assert (piece.record, piece.edited) == (changed, True)


def test_two_entries_joined_into_one_paragraph_are_still_two() -> None:
    joined = paragraph(control(run("one"), entry_tag(NEED.id)), " and ", control(run("two"), entry_tag(ACTION.id)))
    found = read(school_risk=cell(joined))
    assert [piece.text for piece in found.pieces] == ["one and", "two"]


def test_new_lines_typed_between_ours_are_entries_too() -> None:
    found = read(school_risk=cell(written(NEED), "Girls avoid the stairs"))
    assert [(piece.text, piece.record is None) for piece in found.pieces] == [
        (NEED.text, False),
        ("Girls avoid the stairs", True),
    ]


def test_an_entry_outside_the_table_goes_where_it_was_written_for() -> None:
    data = word_file(written(NEED), extra={"customXml/item1.xml": encode([NEED])})
    assert [piece.record for piece in read_framework(data).pieces] == [NEED]


def test_our_fixed_wording_is_recognised_and_not_unplaced() -> None:
    found = read_framework(
        word_file(
            paragraph(control(run("Decisions"), part_tag("label"))),
            paragraph(control(run("Meet again"), part_tag("decision")), " typed beside"),
            paragraph(control(run("School: Not discussed"), part_tag("notes"))),
        )
    )
    assert [(field.name, field.text) for field in found.head] == [("decision", "Meet again")]
    assert [unplaced.text for unplaced in found.unplaced] == ["typed beside"]
    assert found.silences[0].context is ContextKey.SCHOOL


def test_a_hidden_part_that_makes_no_sense_is_not_believed() -> None:
    assert decode(b'<entries xmlns="urn:concentric:entries:1">[{"id": 1}, 7, null]</entries>') == {}
    assert decode(b'<entries xmlns="urn:concentric:entries:1">not json</entries>') == {}
    assert decode(b'<entries xmlns="urn:concentric:entries:1">' + b"[" * 100_000 + b"</entries>") == {}
    assert decode(b"<other/>") == {}


def test_needs_left_out_of_a_release_leave_no_trace_in_the_hidden_part() -> None:
    assert NEED.id.encode() not in encode([ACTION])


def test_a_tag_never_outgrows_what_word_allows() -> None:
    assert read_tag(entry_tag(NEED.id)) == ("entry", NEED.id)
    assert read_tag("somebody else's") is None
    with pytest.raises(ValueError, match="64"):
        entry_tag("x" * TAG_LIMIT)


PLAIN = st.text("abc xyz.-’&<>é", min_size=1, max_size=20).map(lambda said: " ".join(said.split())).filter(bool)
ACTIONS = st.builds(
    ActionRecord,
    owner_agency=PLAIN,
    owner_name=PLAIN,
    due=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    measure=PLAIN,
    status=st.sampled_from(ActionStatus),
    status_reason=PLAIN,
)


@st.composite
def entries(draw: st.DrawFn) -> EntryRecord:
    sharing = draw(st.sampled_from(Sharing))
    agencies = tuple(draw(st.lists(PLAIN, min_size=1, max_size=3))) if sharing is Sharing.AGENCIES else ()
    return EntryRecord(
        id=str(draw(st.uuids())),
        context=draw(st.sampled_from(ContextKey)),
        column=draw(st.sampled_from(ColumnKey)),
        text=draw(PLAIN),
        instance=draw(PLAIN),
        source=draw(PLAIN),
        basis=draw(st.sampled_from(Basis)),
        sharing=sharing,
        sharing_agencies=agencies,
        before_meeting=draw(st.booleans()),
        action=draw(st.none() | ACTIONS),
    )


@given(entries())
def test_what_the_hidden_part_holds_is_the_entry(entry: EntryRecord) -> None:
    mark = decode(encode([entry]))[entry.id]
    assert replace(mark.entry, text=entry.text) == entry
    assert not mark.edited(entry.text)
    assert mark.edited(entry.text + " more")


@given(entries())
def test_the_suffix_says_all_that_it_shows(entry: EntryRecord) -> None:
    blank = EntryRecord(entry.id, entry.context, entry.column, entry.text)
    text, said = split_suffix(f"{entry.text} {suffix(entry)}", blank)
    assert (text, said) == (entry.text, entry)
