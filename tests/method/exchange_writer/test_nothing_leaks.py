"""No word of an entry that the recipient may not see stands in any file that they receive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from concentric.method.exchange.minutes_docx import write_docx
from concentric.method.exchange.minutes_html import write_html
from concentric.method.exchange.minutes_pdf import write_pdf
from concentric.method.exchange.release import FAMILY_NOTICE, Release, release_for_agency, release_for_family
from concentric.method.records.signed import EntryRecord, MeetingRecord
from tests.factories.any_record import meeting_records
from tests.factories.records import HOUSING, agency_id, rich_record
from tests.method.exchange_writer.extract import everything_in_docx, everything_in_html, everything_in_pdf

WRITERS = {
    "docx": lambda record: everything_in_docx(write_docx(record)),
    "pdf": lambda record: everything_in_pdf(write_pdf(record)),
    "html": lambda record: everything_in_html(write_html(record)),
}


def traced(entry: EntryRecord, number: int) -> EntryRecord:
    """The entry with a word of its own wherever it holds text, so that each can be looked for."""
    action = entry.action and replace(
        entry.action, measure=f"ZM{number}Z", owner_name=f"ZO{number}Z", status_reason=f"ZR{number}Z"
    )
    return replace(entry, text=f"ZT{number}Z", instance=f"ZI{number}Z", action=action)


def traces(entry: EntryRecord) -> set[str]:
    action = entry.action
    return {entry.text, entry.instance, *((action.measure, action.owner_name, action.status_reason) if action else ())}


def releases(record: MeetingRecord) -> list[Release]:
    return [release_for_family(record), release_for_agency(record, agency_id(HOUSING), recipient=HOUSING)]


@pytest.mark.parametrize("kind", sorted(WRITERS))
@settings(max_examples=12)
@given(record=meeting_records())
def test_no_trace_of_what_is_left_out(kind: str, record: MeetingRecord) -> None:
    record = replace(record, entries=tuple(traced(entry, at) for at, entry in enumerate(record.entries)))
    for release in releases(record):
        shown = {entry.id for entry in release.record.entries}
        written = WRITERS[kind](release.record)
        for entry in record.entries:
            if entry.id in shown:
                assert entry.text in written
            else:
                assert not [trace for trace in traces(entry) if trace in written]
                assert entry.id not in written


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_the_rich_record_keeps_its_confidences(kind: str) -> None:
    confidences = ("Domestic abuse between", "older boy sets", "Adults who supply", "plays down", "abuse service")
    family, agency = (WRITERS[kind](release.record) for release in releases(rich_record()))
    flat = " ".join(family.split())
    assert not [words for words in confidences if words in flat]
    assert " ".join(FAMILY_NOTICE.split()) in flat
    assert "older boy sets" not in " ".join(agency.split())
