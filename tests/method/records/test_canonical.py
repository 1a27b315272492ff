"""A record survives being written and read, and its hash notices any change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Basis, Cohort, Sharing, Silence
from concentric.method.records.canonical import from_plain, record_hash, to_plain
from concentric.method.records.signed import ActionRecord, EntryRecord, MeetingRecord, SilenceRecord

ENTRY = EntryRecord(
    id="e1",
    context=ContextKey.SCHOOL,
    column=ColumnKey.ACTIONS,
    text="Whole-year sessions on healthy relationships — “Respect”",
    basis=Basis.REPORTED,
    sharing=Sharing.AGENCIES,
    sharing_agencies=("Police",),
    action=ActionRecord(owner_agency="School", due=date(2026, 12, 1), answers=("e0",)),
)
RECORD = MeetingRecord(
    reference="T-1",
    partnership="Test",
    young_person="J T",
    age=None,
    cohort=Cohort.GROUP,
    cohort_reason="",
    meeting_type="MAP meeting",
    held_at=datetime(2026, 6, 1, 10, tzinfo=UTC),
    place="",
    chair="A",
    minute_taker="B",
    lead_professional="C",
    entries=(ENTRY,),
    silences=(SilenceRecord(ContextKey.FAMILY, None, Silence.NOT_KNOWN),),
)


def test_a_record_reads_back_the_same() -> None:
    assert from_plain(MeetingRecord, to_plain(RECORD)) == RECORD


def test_the_hash_is_of_the_instant_not_of_its_time_zone() -> None:
    elsewhere = RECORD.held_at.astimezone(timezone(timedelta(hours=5)))
    assert record_hash(replace(RECORD, held_at=elsewhere)) == record_hash(RECORD)


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECORD, place=" "),
        replace(RECORD, entries=()),
        replace(RECORD, entries=(replace(ENTRY, text=ENTRY.text.replace("“", '"')),)),
        replace(RECORD, age=0),
    ],
)
def test_the_hash_notices_any_change(changed: MeetingRecord) -> None:
    assert record_hash(changed) != record_hash(RECORD)


def test_a_field_that_is_not_of_the_record_is_refused() -> None:
    with pytest.raises(ValueError, match="has no field secret"):
        from_plain(MeetingRecord, to_plain(RECORD) | {"secret": 1})


def test_a_value_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(TypeError, match="expected str"):
        from_plain(MeetingRecord, to_plain(RECORD) | {"place": 3})
