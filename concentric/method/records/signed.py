"""The record of a meeting as it leaves the meeting: what is signed, released, exported and submitted.

`MeetingRecord` is frozen, complete and free of database identifiers that mean anything elsewhere. A release is a
`MeetingRecord` with entries taken out and a list of what was; writers in `method/exchange` turn either into a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Cohort, Sharing, Silence


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """The plan's side of an entry in the actions column. `answers` are the ids of the needs it answers."""

    owner_agency: str = ""
    owner_name: str = ""
    due: date | None = None
    measure: str = ""
    status: ActionStatus = ActionStatus.OPEN
    status_reason: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """One entry. `instance` is the named home, peer group, school or place; `action` only in the actions column.

    Agencies have their name as it was and their id: the name is what people read, the id says who may receive it.
    """

    id: str
    context: ContextKey
    column: ColumnKey
    text: str
    instance: str = ""
    source: str = ""
    basis: Basis = Basis.FACT
    sharing: Sharing = Sharing.EVERYONE
    sharing_agencies: tuple[str, ...] = ()
    before_meeting: bool = False
    action: ActionRecord | None = None
    source_id: str = ""
    sharing_agency_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SilenceRecord:
    """What was said of an empty context (`column` is None) or cell."""

    context: ContextKey
    column: ColumnKey | None
    state: Silence


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """One person invited. `state` is attended, apologies, observer or absent."""

    name: str
    agency: str
    role: str
    state: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    text: str
    reasons: str


@dataclass(frozen=True, slots=True)
class DissentRecord:
    """A professional disagreement, recorded as it was put."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class AmendmentRecord:
    """A correction after signature; the signed text stands beside it."""

    text: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Omission:
    """Something left out of a release, and why, in words that give nothing away."""

    where: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting, whole. Times are timezone-aware; `cohort` is None while it cannot be derived."""

    reference: str
    partnership: str
    young_person: str
    age: int | None
    cohort: Cohort | None
    cohort_reason: str
    meeting_type: str
    held_at: datetime
    place: str
    chair: str
    minute_taker: str
    lead_professional: str
    purpose: str = ""
    principles: str = ""
    confidentiality: str = ""
    attendance: tuple[AttendanceRecord, ...] = ()
    entries: tuple[EntryRecord, ...] = ()
    silences: tuple[SilenceRecord, ...] = ()
    contextual_summary: str = ""
    decisions: tuple[DecisionRecord, ...] = ()
    dissents: tuple[DissentRecord, ...] = ()
    review_date: date | None = None
    amendments: tuple[AmendmentRecord, ...] = ()
    release: str = "full"
    recipient: str = ""
    omissions: tuple[Omission, ...] = ()
    status: str = "draft"
    signed_by: str = ""
    signed_at: datetime | None = None
    record_hash: str = ""

    def cell(self, context: ContextKey, column: ColumnKey) -> tuple[EntryRecord, ...]:
        """Entries of one cell, in order."""
        return tuple(entry for entry in self.entries if entry.context is context and entry.column is column)
