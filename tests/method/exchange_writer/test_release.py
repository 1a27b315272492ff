"""Who receives what, and that nobody can tell what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.exchange.release import (
    FAMILY_OMISSION,
    release_for_agency,
    release_for_family,
    release_full,
)
from concentric.method.instrument.grid import COLUMNS, CONTEXT, ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Sharing, Silence
from concentric.method.records.signed import (
    ActionRecord,
    DecisionRecord,
    EntryRecord,
    MeetingRecord,
    Omission,
    SilenceRecord,
)
from tests.factories.any_record import meeting_records
from tests.factories.records import AGENCIES, HOUSING, POLICE, rich_record

READERS = {
    "family": (release_for_family, lambda entry: entry.sharing is Sharing.EVERYONE),
    HOUSING: (
        lambda record: release_for_agency(record, HOUSING),
        lambda entry: entry.sharing is not Sharing.AGENCIES or HOUSING in (entry.source, *entry.sharing_agencies),
    ),
}
readers = st.sampled_from(sorted(READERS))


def entry(text: str, sharing: Sharing, *, to: tuple[str, ...] = (), source: str = "") -> EntryRecord:
    return EntryRecord(
        text, ContextKey.SCHOOL, ColumnKey.RISK, text, source=source, sharing=sharing, sharing_agencies=to
    )


def record_of(*entries: EntryRecord, **changes: object) -> MeetingRecord:
    return replace(rich_record(), entries=entries, silences=(), **changes)


def kept(record: MeetingRecord) -> list[str]:
    return [entry.text for entry in record.entries]


MIXED = (
    entry("open", Sharing.EVERYONE),
    entry("not family", Sharing.NOT_FAMILY),
    entry("police only", Sharing.AGENCIES, to=(POLICE,)),
    entry("housing and police", Sharing.AGENCIES, to=(POLICE, HOUSING)),
    entry("police only, from housing", Sharing.AGENCIES, to=(POLICE,), source=HOUSING),
)


def test_the_full_version_keeps_everything() -> None:
    release = release_full(record_of(*MIXED), recipient="The chair")
    assert release.record.entries == MIXED
    assert release.record.recipient == "The chair"
    assert release.omissions == release.record.omissions == ()


def test_an_agency_keeps_what_names_it_and_what_came_from_it() -> None:
    release = release_for_agency(record_of(*MIXED), HOUSING)
    assert kept(release.record) == ["open", "not family", "housing and police", "police only, from housing"]
    assert release.record.omissions == (Omission("School", "Limited to other agencies", 1),)
    assert release.record.recipient == HOUSING


def test_an_agency_is_known_by_its_name_however_it_is_typed() -> None:
    assert len(release_for_agency(record_of(*MIXED), "  brackenford  HOUSING ").record.entries) == 4


def test_an_agency_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="agency's name"):
        release_for_agency(record_of(*MIXED), "  ")


def test_the_family_receives_only_what_everyone_may_and_no_number() -> None:
    release = release_for_family(record_of(*MIXED))
    assert kept(release.record) == ["open"]
    assert release.record.omissions == (Omission("School", FAMILY_OMISSION, 0),)


def test_the_ledger_counts_by_cell_and_limit() -> None:
    release = release_for_family(record_of(*MIXED))
    assert release.omissions == (
        Omission("School: Risk factors", "Not the family", 1),
        Omission("School: Risk factors", "Named agencies only", 3),
    )


def test_an_action_keeps_no_thread_to_a_need_left_out() -> None:
    hidden, shown = entry("hidden", Sharing.NOT_FAMILY), entry("shown", Sharing.EVERYONE)
    action = replace(
        shown, id="act", column=ColumnKey.ACTIONS, text="act", action=ActionRecord(answers=("hidden", "shown"))
    )
    (_, released) = release_for_family(record_of(hidden, shown, action)).record.entries
    assert released.action is not None
    assert released.action.answers == ("shown",)


def test_silence_is_not_claimed_where_something_is_left_out() -> None:
    marks = tuple(
        SilenceRecord(context, column, Silence.NOTHING_IDENTIFIED)
        for context in (ContextKey.SCHOOL, ContextKey.PEERS)
        for column in (None, ColumnKey.RISK, ColumnKey.STRENGTHS)
    )
    record = replace(record_of(entry("hidden", Sharing.NOT_FAMILY)), silences=marks)
    assert {mark.context for mark in release_for_family(record).record.silences} == {ContextKey.PEERS}


def test_the_summary_may_be_held_back() -> None:
    assert release_for_family(rich_record()).record.contextual_summary
    assert release_for_family(rich_record(), include_summary=False).record.contextual_summary == ""
    assert release_for_agency(rich_record(), HOUSING, include_summary=False).record.contextual_summary == ""


def test_disagreements_and_the_reason_for_the_cohort_stay_with_the_agencies() -> None:
    record = release_for_family(rich_record()).record
    assert (record.dissents, record.cohort, record.cohort_reason) == ((), None, "")
    assert release_for_family(rich_record(), include_dissents=True).record.dissents == rich_record().dissents
    assert release_for_agency(rich_record(), HOUSING).record.dissents == rich_record().dissents


def test_a_caution_names_the_text_that_repeats_what_is_left_out() -> None:
    hidden = entry("An older boy sets the tone for the rest.", Sharing.NOT_FAMILY)
    record = replace(
        record_of(hidden),
        contextual_summary="We heard that an older boy sets the TONE, and more.",
        decisions=(DecisionRecord("Meet again", "An older pupil sets the tone"),),
        amendments=(),
    )
    assert release_for_family(record).cautions == (
        "The contextual summary repeats words of an entry that this version leaves out.",
    )
    assert release_full(record).cautions == ()


def test_a_short_entry_is_found_whole() -> None:
    record = replace(record_of(entry("Bereaved", Sharing.NOT_FAMILY)), contextual_summary="He is bereaved.")
    assert len(release_for_family(record).cautions) == 1


@given(meeting_records(), readers)
def test_a_reader_gets_exactly_the_entries_they_may_see_in_order(record: MeetingRecord, reader: str) -> None:
    release, may_see = READERS[reader]
    expected = [entry.id for entry in record.entries if may_see(entry)]
    released = release(record)
    assert [entry.id for entry in released.record.entries] == expected
    assert sum(omission.count for omission in released.omissions) == len(record.entries) - len(expected)


@given(meeting_records(), readers, st.data())
def test_what_is_left_out_makes_no_difference_to_what_is_released(
    record: MeetingRecord, reader: str, data: st.DataObject
) -> None:
    """Change everything about the hidden entries but their context: the reader's version stays the same."""
    release, may_see = READERS[reader]
    others = [agency for agency in AGENCIES if agency != HOUSING]

    def another(hidden: EntryRecord) -> EntryRecord:
        column = data.draw(st.sampled_from([column.key for column in COLUMNS]))
        return replace(
            hidden,
            column=column,
            text=f"Other {hidden.id}",
            instance="Elsewhere",
            source=data.draw(st.sampled_from(others)),
            action=ActionRecord(owner_name="Nobody") if column is ColumnKey.ACTIONS else None,
        )

    changed = tuple(entry if may_see(entry) else another(entry) for entry in record.entries)
    assert release(replace(record, entries=changed)).record == release(record).record


@given(meeting_records())
def test_the_family_cannot_tell_how_much_was_left_out(record: MeetingRecord) -> None:
    doubled = tuple(
        copy
        for entry in record.entries
        for copy in ([entry] if entry.sharing is Sharing.EVERYONE else [entry, replace(entry, id=f"{entry.id}-2")])
    )
    assert release_for_family(replace(record, entries=doubled)).record == release_for_family(record).record


@given(meeting_records())
def test_every_context_with_something_left_out_says_so(record: MeetingRecord) -> None:
    hidden = {CONTEXT[entry.context].label for entry in record.entries if entry.sharing is not Sharing.EVERYONE}
    assert {omission.where for omission in release_for_family(record).record.omissions} == hidden
