"""Strategies that draw any meeting record at all, awkward text included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import strategies as st

from concentric.method.instrument.grid import COLUMNS, CONTEXTS, NEED_COLUMNS, ColumnKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Cohort, Sharing, Silence
from concentric.method.records.signed import (
    ActionRecord,
    AmendmentRecord,
    DecisionRecord,
    DissentRecord,
    EntryRecord,
    MeetingRecord,
    SilenceRecord,
)
from tests.factories.records import AGENCIES, ATTENDANCE, agency_id, rich_record

WORDS = (
    "staff",
    "peers",
    "évènement",
    "school",
    "mother",
    "worry",
    "group",
    "stairwell",
    "club",
    "Łódź",
    "O'Neil",
    "2 p.m.",
)
AWKWARD = (
    "<b>&amp;</b>",
    "#let x = 1",
    "$x$",
    "*bold* _it_",
    "@ref",
    "\\n \\",
    "مرحبا",
    "שלום",
    "🙂",
    "{{ x }}",
    "[a](b)",
    "“q”",
    '"',
    "//c",
)
plain = st.lists(st.sampled_from(WORDS + AWKWARD), min_size=1, max_size=7).map(" ".join)
maybe = st.one_of(st.just(""), plain)
agency = st.sampled_from(AGENCIES)
moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))
ids = st.integers(min_value=1, max_value=2**128 - 1).map(lambda number: str(UUID(int=number)))


@st.composite
def entry_records(draw: st.DrawFn, entry_identifier: str | None = None) -> EntryRecord:
    """One entry; an action, sometimes with owner and date, exactly in the actions column."""
    column = draw(st.sampled_from([column.key for column in COLUMNS]))
    sharing = draw(st.sampled_from(Sharing))
    limited = sharing is Sharing.AGENCIES
    source = draw(st.one_of(st.just(""), agency))
    named = tuple(draw(st.lists(agency, min_size=1, max_size=3, unique=True))) if limited else ()
    return EntryRecord(
        id=entry_identifier or draw(ids),
        context=draw(st.sampled_from([context.key for context in CONTEXTS])),
        column=column,
        text=draw(plain),
        instance=draw(st.sampled_from(("", "", "Harrow Lane Academy", "Mill Court", "Friday group"))),
        source=source,
        basis=draw(st.sampled_from(Basis)),
        sharing=sharing,
        sharing_agencies=named,
        before_meeting=draw(st.booleans()),
        action=draw(action_records()) if column is ColumnKey.ACTIONS else None,
        source_id=agency_id(source),
        sharing_agency_ids=tuple(map(agency_id, named)),
    )


@st.composite
def action_records(draw: st.DrawFn, needs: tuple[str, ...] = ()) -> ActionRecord:
    """A plan's line that answers some of `needs`."""
    status = draw(st.sampled_from(ActionStatus))
    return ActionRecord(
        owner_agency=draw(st.one_of(st.just(""), agency)),
        owner_name=draw(st.sampled_from(("", "J. Okafor", "S. Adeyemi"))),
        due=draw(st.one_of(st.none(), days)),
        measure=draw(maybe),
        status=status,
        status_reason=draw(plain) if status in (ActionStatus.CHANGED, ActionStatus.NOT_DONE) else "",
        answers=tuple(draw(st.lists(st.sampled_from(needs), max_size=3, unique=True))) if needs else (),
    )


@st.composite
def meeting_records(draw: st.DrawFn, max_entries: int = 12) -> MeetingRecord:
    """Any meeting: empty or full, signed or not, with limits anywhere, actions answering needs that are there."""
    identifiers = draw(st.lists(ids, max_size=max_entries, unique=True))
    others = [draw(entry_records(identifier)) for identifier in identifiers]
    needs = tuple(entry.id for entry in others if entry.column in NEED_COLUMNS)
    entries = tuple(replace(entry, action=draw(action_records(needs))) if entry.action else entry for entry in others)
    return replace(
        rich_record(),
        entries=entries,
        silences=tuple(
            draw(st.lists(silence_records(entries), max_size=8, unique_by=lambda mark: (mark.context, mark.column)))
        ),
        age=draw(st.one_of(st.none(), st.integers(10, 17))),
        cohort=draw(st.one_of(st.none(), st.sampled_from(Cohort))),
        contextual_summary=draw(maybe),
        decisions=tuple(draw(st.lists(st.builds(DecisionRecord, plain, maybe), max_size=3))),
        dissents=tuple(draw(st.lists(st.builds(DissentRecord, plain, plain), max_size=2))),
        amendments=tuple(draw(st.lists(st.builds(AmendmentRecord, plain, maybe, plain, moments), max_size=2))),
        attendance=draw(st.sampled_from((ATTENDANCE, ()))),
        review_date=draw(st.one_of(st.none(), days)),
        **draw(st.sampled_from(({}, {"status": "draft", "signed_by": "", "signed_at": None, "record_hash": ""}))),
    )


def silence_records(entries: tuple[EntryRecord, ...]) -> st.SearchStrategy[SilenceRecord]:
    """A mark on a cell or context that has no entry."""
    filled = {(entry.context, entry.column) for entry in entries}
    spoken = {entry.context for entry in entries}
    cells = [
        (context.key, column.key)
        for context in CONTEXTS
        for column in COLUMNS
        if (context.key, column.key) not in filled
    ]
    contexts = [(context.key, None) for context in CONTEXTS if context.key not in spoken]
    return st.builds(
        lambda place, state: SilenceRecord(place[0], place[1], state),
        st.sampled_from(cells + contexts),
        st.sampled_from(Silence),
    )
