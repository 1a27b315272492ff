"""Who receives what, and that nobody can tell what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.exchange.release import (
    ByHand,
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
from tests.factories.records import AGENCIES, HOUSING, POLICE, agency_id, rich_record

READERS = {
    "family": (release_for_family, lambda entry: entry.sharing is Sharing.EVERYONE),
    HOUSING: (
        lambda record, **more: release_for_agency(record, agency_id(HOUSING), recipient=HOUSING, **more),
        lambda entry: entry.sharing is not Sharing.AGENCIES or HOUSING in (entry.source, *entry.sharing_agencies),
    ),
}
readers = st.sampled_from(sorted(READERS))


def entry(text: str, sharing: Sharing, *, to: tuple[str, ...] = (), source: str = "") -> EntryRecord:
    return EntryRecord(
        text,
        ContextKey.SCHOOL,
        ColumnKey.RISK,
        text,
        source=source,
        sharing=sharing,
        sharing_agencies=to,
        source_id=agency_id(source),
        sharing_agency_ids=tuple(map(agency_id, to)),
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
    release = release_for_agency(record_of(*MIXED), agency_id(HOUSING), recipient=HOUSING)
    assert kept(release.record) == ["open", "not family", "housing and police", "police only, from housing"]
    assert release.record.omissions == (Omission("School", "Limited to other agencies", 1),)
    assert release.record.recipient == HOUSING


def test_an_agency_is_known_by_its_id_whatever_it_is_called() -> None:
    before = release_for_agency(record_of(*MIXED), agency_id(HOUSING), recipient=HOUSING).record
    renamed = release_for_agency(record_of(*MIXED), agency_id(HOUSING), recipient="Brackenford Homes").record
    assert renamed == replace(before, recipient="Brackenford Homes")
    other = release_for_agency(record_of(*MIXED), agency_id(HOUSING.upper()), recipient=HOUSING.upper()).record
    assert kept(other) == ["open", "not family"]


def test_an_agency_without_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="agency's id"):
        release_for_agency(record_of(*MIXED), "", recipient=HOUSING)


def test_the_family_receives_only_what_everyone_may_and_is_told_of_nothing_else() -> None:
    release = release_for_family(record_of(*MIXED))
    assert kept(release.record) == ["open"]
    assert release.record.omissions == ()


def test_the_ledger_counts_by_cell_and_limit() -> None:
    release = release_for_family(record_of(*MIXED))
    assert release.omissions == (
        Omission("School: Risk factors", "Not the family", 1),
        Omission("School: Risk factors", "Named agencies only", 3),
        Omission("Disagreements", "They stay with the agencies", 1),
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
    limited = replace(record, entries=(entry("hidden", Sharing.AGENCIES, to=(POLICE,)),))
    released = release_for_agency(limited, agency_id(HOUSING), recipient=HOUSING).record
    assert {mark.context for mark in released.silences} == {ContextKey.PEERS}
    assert release_for_family(record).record.silences == ()


FREE_TEXT = ("contextual_summary", "decisions", "dissents", "amendments", "entries")


@pytest.mark.parametrize("reader", sorted(READERS))
@given(record=meeting_records(), data=st.data())
def test_what_is_left_out_by_hand_goes_and_the_rest_stays_as_it_was(
    reader: str, record: MeetingRecord, data: st.DataObject
) -> None:
    release = READERS[reader][0]
    offered = release(record).parts
    keys = data.draw(st.sets(st.sampled_from([part.key for part in offered]))) if offered else set()
    made = release(record, by_hand=ByHand(frozenset(keys), "The sister asked"))
    assert made.parts == offered
    left = release(made.record).parts
    wanted = [part for part in offered if part.key not in keys]
    assert [part.said for part in left] == [part.said for part in wanted]
    unchanged = dict.fromkeys((*FREE_TEXT, "silences", "omissions"), ())
    assert replace(made.record, **unchanged) == replace(release(record).record, **unchanged)
    by_hand = [each for each in made.omissions if each.why == "Left out by hand: The sister asked"]
    assert [each.where for each in by_hand] == [part.named for part in offered if part.key in keys]


def test_a_part_that_is_not_in_the_version_cannot_be_left_out() -> None:
    hidden = entry("hidden", Sharing.NOT_FAMILY)
    for key in ("decision-9", "summary", "entry-hidden", "dissent-1"):
        with pytest.raises(ValueError, match="no such part"):
            release_for_family(record_of(hidden, contextual_summary=""), by_hand=ByHand(frozenset({key})))


def test_an_agency_is_told_how_much_was_left_out_by_hand_and_the_family_nothing() -> None:
    keys = ByHand(frozenset({"decision-1", "entry-open"}), "Not for them")
    record = record_of(*MIXED)
    assert release_for_agency(record, agency_id(HOUSING), recipient=HOUSING, by_hand=keys).record.omissions == (
        Omission("School", "Limited to other agencies", 1),
        Omission("School", "Left out of this version", 1),
        Omission("Beside the grid", "Left out of this version", 1),
    )
    assert release_for_family(record, by_hand=keys).record.omissions == ()


def test_disagreements_and_the_reason_for_the_cohort_stay_with_the_agencies() -> None:
    record = release_for_family(rich_record()).record
    assert (record.dissents, record.cohort, record.cohort_reason) == ((), None, "")
    assert (
        release_for_agency(rich_record(), agency_id(HOUSING), recipient=HOUSING).record.dissents
        == rich_record().dissents
    )


def test_a_caution_names_the_text_that_repeats_what_is_left_out() -> None:
    hidden = entry("An older boy sets the tone for the rest.", Sharing.NOT_FAMILY)
    record = replace(
        record_of(hidden),
        contextual_summary="We heard that an older boy sets the TONE, and more.",
        decisions=(DecisionRecord("Meet again", "An older pupil sets the tone"),),
        amendments=(),
    )
    (caution,) = release_for_family(record).cautions
    assert caution.part.named == "The contextual summary (“We heard that an older boy sets the TONE, and more.”)"
    (repeated,) = caution.repeats
    assert repeated.named == "School: Risk factors (“An older boy sets the tone for the rest.”)"
    assert release_full(record).cautions == ()


def test_each_caution_says_which_of_several_alike_it_is_about() -> None:
    hidden = entry("An older boy sets the tone for the rest.", Sharing.NOT_FAMILY)
    shown = [entry(f"Pupil {n} says an older boy sets the tone", Sharing.EVERYONE) for n in range(3)]
    cautions = release_for_family(record_of(hidden, *shown, decisions=(), amendments=())).cautions
    assert [each.part.named for each in cautions] == [f"School: Risk factors (“{said.text}”)" for said in shown]


def test_what_repeats_a_part_left_out_by_hand_is_cautioned_too() -> None:
    record = record_of(
        decisions=(
            DecisionRecord("Move him to another form group", "It is quieter"),
            DecisionRecord("Tell the head", "He may move him to another form group"),
        )
    )
    (caution,) = release_for_family(record, by_hand=ByHand(frozenset({"decision-1"}))).cautions
    assert (caution.part.key, [each.key for each in caution.repeats]) == ("decision-2", ["decision-1"])


def test_a_short_entry_is_found_whole() -> None:
    record = replace(record_of(entry("Bereaved", Sharing.NOT_FAMILY)), contextual_summary="He is bereaved.")
    assert len(release_for_family(record).cautions) == 1


@given(meeting_records(), readers)
def test_a_reader_gets_exactly_the_entries_they_may_see_in_order(record: MeetingRecord, reader: str) -> None:
    release, may_see = READERS[reader]
    expected = [entry.id for entry in record.entries if may_see(entry)]
    released = release(record)
    assert [entry.id for entry in released.record.entries] == expected
    of_entries = [omission for omission in released.omissions if omission.where != "Disagreements"]
    assert sum(omission.count for omission in of_entries) == len(record.entries) - len(expected)


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
def test_the_family_cannot_tell_whether_anything_was_left_out(record: MeetingRecord) -> None:
    shared = tuple(entry for entry in record.entries if entry.sharing is Sharing.EVERYONE)
    known = {entry.id for entry in shared}

    def answering(entry: EntryRecord) -> EntryRecord:
        answers = tuple(need for need in entry.action.answers if need in known) if entry.action else ()
        return replace(entry, action=replace(entry.action, answers=answers)) if entry.action else entry

    open_record = replace(record, entries=tuple(map(answering, shared)), silences=(), dissents=())
    assert release_for_family(record).record == release_for_family(open_record).record


@given(meeting_records())
def test_an_agency_is_told_of_every_context_where_something_is_limited(record: MeetingRecord) -> None:
    may_see = READERS[HOUSING][1]
    hidden = {CONTEXT[entry.context].label for entry in record.entries if not may_see(entry)}
    released = release_for_agency(record, agency_id(HOUSING), recipient=HOUSING).record
    assert {omission.where for omission in released.omissions} == hidden
