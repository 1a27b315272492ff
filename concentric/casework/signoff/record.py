"""A meeting as a `MeetingRecord`: everything the minutes hold, read from the database in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch
from django.utils import timezone

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import cohort_of
from concentric.casework.meetings.models import Attendance, CellMark, Entry, Meeting
from concentric.casework.plans.models import Action
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Membership
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Sharing, Silence
from concentric.method.records.canonical import from_plain
from concentric.method.records.signed import (
    ActionRecord,
    AmendmentRecord,
    AttendanceRecord,
    DecisionRecord,
    DissentRecord,
    EntryRecord,
    MeetingRecord,
    SilenceRecord,
)

CONTEXT_ORDER = {context.key.value: place for place, context in enumerate(CONTEXTS)}
COLUMN_ORDER = {column.key.value: place for place, column in enumerate(COLUMNS)}


def meeting_record(meeting: Meeting) -> MeetingRecord:
    """The record of a meeting as it stands now. Struck entries are history and stay out."""
    case = meeting.case
    cohort = cohort_of(case)
    introduction = meeting.introduction
    minutes = Minutes.objects.filter(meeting=meeting).first()
    return MeetingRecord(
        reference=case.reference,
        partnership=case.partnership.name,
        young_person=case.young_person,
        age=case.age_on(timezone.localdate(meeting.starts_at)),
        cohort=cohort.cohort,
        cohort_reason=cohort.reason,
        meeting_type=meeting.type_name,
        held_at=meeting.starts_at,
        place=meeting.place,
        chair=_name(meeting.chair),
        minute_taker=_name(meeting.minute_taker),
        lead_professional=_name(_lead(case)),
        purpose=introduction.get("purpose", ""),
        principles="\n".join(introduction.get("principles", [])),
        confidentiality=introduction.get("confidentiality", ""),
        attendance=tuple(_attendances(meeting)),
        entries=tuple(_entries(meeting)),
        silences=tuple(_silences(meeting)),
        contextual_summary=meeting.contextual_summary,
        decisions=tuple(DecisionRecord(d.text, d.reasons) for d in meeting.decisions.all()),
        dissents=tuple(
            DissentRecord(", ".join(filter(None, [d.who, d.agency.name if d.agency else ""])), d.text)
            for d in meeting.dissents.select_related("agency")
        ),
        review_date=meeting.review_on,
        amendments=amendments_of(minutes),
        status=meeting.status,
        signed_by=_name(minutes.signed_by) if minutes else "",
        signed_at=minutes.signed_at if minutes else None,
        record_hash=minutes.record_hash if minutes else "",
    )


def current_record(meeting: Meeting) -> MeetingRecord:
    """The signed text with its amendments once there is one, else the draft as it stands."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None or minutes.record is None:
        return meeting_record(meeting)
    signed = from_plain(MeetingRecord, minutes.record)
    return replace(signed, amendments=amendments_of(minutes), record_hash=minutes.record_hash)


def amendments_of(minutes: Minutes | None) -> tuple[AmendmentRecord, ...]:
    """The amendments beside signed minutes, in order."""
    if minutes is None:
        return ()
    return tuple(
        AmendmentRecord(a.text, a.reason, _name(a.by), a.at)
        for a in minutes.amendments.select_related("by__user", "by__agency")
    )


def _lead(case: Case) -> Membership | None:
    return case.lead_professional


def _name(member: Membership | None) -> str:
    return f"{member.user.name}, {member.agency.name}" if member else ""


def _attendances(meeting: Meeting) -> Iterable[AttendanceRecord]:
    people: Iterable[Attendance] = meeting.attendance.select_related("agency").order_by("agency__name", "name")
    for person in people:
        yield AttendanceRecord(person.name, person.agency.name if person.agency else "", person.part, person.state)


def _entries(meeting: Meeting) -> list[EntryRecord]:
    entries = (
        Entry.objects.filter(meeting=meeting, struck_at=None)
        .select_related("instance", "source")
        .prefetch_related(
            "sharing_agencies",
            Prefetch(
                "action",
                Action.objects.select_related("owner_agency", "owner__user").prefetch_related("answers"),
            ),
        )
        .order_by("position", "id")
    )
    in_order = sorted(entries, key=lambda e: (CONTEXT_ORDER[e.context_key], COLUMN_ORDER[e.column_key], e.position))
    return [_entry(entry) for entry in in_order]


def _entry(entry: Entry) -> EntryRecord:
    return EntryRecord(
        id=str(entry.pk),
        context=ContextKey(entry.context_key),
        column=ColumnKey(entry.column_key),
        text=entry.text,
        instance=entry.instance.name if entry.instance else "",
        source=entry.source.name if entry.source else "",
        basis=Basis(entry.basis),
        sharing=Sharing(entry.sharing),
        sharing_agencies=tuple(agency.name for agency in entry.sharing_agencies.all()),
        before_meeting=entry.before_meeting,
        action=_action(getattr(entry, "action", None)),
        source_id=str(entry.source_id or ""),
        sharing_agency_ids=tuple(str(agency.pk) for agency in entry.sharing_agencies.all()),
    )


def _action(action: Action | None) -> ActionRecord | None:
    if action is None:
        return None
    return ActionRecord(
        owner_agency=action.owner_agency.name if action.owner_agency else "",
        owner_name=action.owner.user.name if action.owner else action.owner_name,
        due=action.due_on,
        measure=action.measure,
        status=ActionStatus(action.status),
        status_reason=action.status_reason,
        answers=tuple(str(need.pk) for need in action.answers.all() if need.struck_at is None),
    )


def _silences(meeting: Meeting) -> list[SilenceRecord]:
    marks: Iterable[CellMark] = meeting.marks.all()
    in_order = sorted(marks, key=lambda m: (CONTEXT_ORDER[m.context_key], COLUMN_ORDER.get(m.column_key, -1)))
    return [
        SilenceRecord(
            ContextKey(mark.context_key), ColumnKey(mark.column_key) if mark.column_key else None, Silence(mark.state)
        )
        for mark in in_order
    ]
