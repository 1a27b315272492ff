"""Our own Word minutes read back as the same entries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from concentric.method.exchange.framework_docx.found import Piece, ReadFramework
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.exchange.minutes_docx import write_docx
from concentric.method.exchange.release import release_for_agency, release_full
from concentric.method.records.signed import EntryRecord, MeetingRecord
from tests.factories.any_record import meeting_records
from tests.factories.records import HOUSING, agency_id, rich_record


def entry_of(piece: Piece) -> EntryRecord:
    """The entry that a piece stands for, its place and words as they were read from the page."""
    assert piece.record is not None
    assert not piece.edited
    return replace(piece.record, text=piece.text, context=piece.context, column=piece.column, instance=piece.instance)


def read_entries(framework: ReadFramework) -> dict[str, EntryRecord]:
    return {entry.id: entry for entry in map(entry_of, framework.pieces)}


def by_id(record: MeetingRecord) -> dict[str, EntryRecord]:
    return {entry.id: entry for entry in record.entries}


def test_the_rich_record_comes_back_whole() -> None:
    record = release_full(rich_record(), recipient="M. Fairbairn").record
    framework = read_framework(write_docx(record))
    assert read_entries(framework) == by_id(record)
    assert len(framework.pieces) == len(record.entries)
    assert framework.reference == record.reference
    assert framework.group_or_sole is record.cohort
    assert framework.meeting_date == record.held_at.date()
    assert framework.contextual_summary.split() == record.contextual_summary.split()
    assert framework.unplaced == ()
    assert {(mark.context, mark.columns, mark.state) for mark in framework.silences} == {
        (mark.context, (mark.column,), mark.state) for mark in record.silences
    }


@settings(max_examples=20)
@given(meeting_records())
def test_any_record_comes_back_with_the_same_entries(record: MeetingRecord) -> None:
    framework = read_framework(write_docx(record))
    assert read_entries(framework) == by_id(record)
    assert len(framework.pieces) == len(record.entries)
    assert framework.unplaced == ()


@settings(max_examples=10)
@given(meeting_records())
def test_an_agency_s_version_comes_back_as_that_version(record: MeetingRecord) -> None:
    released = release_for_agency(record, agency_id(HOUSING), recipient=HOUSING).record
    assert read_entries(read_framework(write_docx(released))) == by_id(released)


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines",
        "a tab\tin it",
        "ends with [From: nobody]",
        "Not discussed",
        "• looks like a bullet",
        "1. looks like a number",
        "School: looks like a label",
        "word " * 4_000 + "end",
    ],
)
def test_words_that_look_like_something_else_stay_the_entry(text: str) -> None:
    entry = replace(rich_record().entries[0], text=text)
    framework = read_framework(write_docx(replace(rich_record(), entries=(entry,))))
    assert read_entries(framework) == {entry.id: entry}
