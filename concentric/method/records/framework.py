"""A framework as it leaves the partnership: de-identified, in closed vocabularies wherever there is one.

No calendar date stands anywhere in it: days are counted from the meeting (before it they are negative), and the meeting
itself is known by its school term. People are counted by kind, agencies named by kind, places by pseudonym.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.process import AgencyKind, Part
from concentric.method.instrument.vocabulary import (
    ActionStatus,
    AgeGap,
    Basis,
    Characteristic,
    Cohort,
    Company,
    HarmedRelation,
    IncidentRole,
    LawfulBasis,
    Level,
    Outcome,
    Setting,
    Sharing,
    Silence,
    Urgency,
)
from concentric.method.records.schema import Many, Text, Whole
from concentric.method.records.submission_words import (
    Answer,
    CaseStatus,
    CohortBasis,
    Gender,
    MeetingKind,
    MeetingRole,
    PersonKind,
    Presence,
    RedactionTier,
    Series,
    TermName,
    Unit,
)

# A pseudonym may be longer than the name it stands for: bounds are wider than those of casework's own fields.
Line = Annotated[str, Text(8_000)]
Prose = Annotated[str, Text(80_000)]
Wording = Annotated[str, Text(8_000, least=1)]
EntryId = Annotated[str, Text(16, pattern="[0-9a-f]{16}")]
Pseudonym = Annotated[str, Text(60, pattern="[A-Z][a-z]+(?: [a-z]+)* [0-9A-Z]{1,3}")]
Days = Annotated[int, Whole(-7_300, 7_300)]
Count = Annotated[int, Whole(1, 1_000)]


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Age at the meeting in whole years, from `low` to `high`; both the same where the age itself is kept."""

    low: Annotated[int, Whole(0, 30)]
    high: Annotated[int, Whole(0, 30)]


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is known of the young person and the behaviour as a whole. `level` is the highest of any incident."""

    age: AgeRange | None
    cohort: Cohort | None
    cohort_basis: CohortBasis
    gender: Gender = Gender.NOT_KNOWN
    level: Level = Level.NOT_KNOWN
    series: Series = Series.NOT_KNOWN
    ongoing: Answer = Answer.NOT_KNOWN
    nfa_in_history: Answer = Answer.NOT_KNOWN
    case_status: CaseStatus = CaseStatus.OPEN


@dataclass(frozen=True, slots=True)
class Distance:
    """How far from the meeting, as exactly as it is known; before the meeting it is negative."""

    count: Days
    unit: Unit


@dataclass(frozen=True, slots=True)
class SubmittedIncident:
    """One incident, in closed vocabularies only. `happened` is None when the date is not known."""

    happened: Distance | None
    company: Company
    role: IncidentRole
    level: Level
    relation: HarmedRelation
    age_gap: AgeGap
    number_harmed: Annotated[int, Whole(0, 1_000)] | None
    setting: Setting
    characteristics: Annotated[tuple[Characteristic, ...], Many(len(Characteristic), once=True)]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people of a kind are around the young person."""

    kind: PersonKind
    in_household: bool
    count: Count


@dataclass(frozen=True, slots=True)
class SubmittedReferral:
    """The referral that led to the case. `days` from the meeting to the referral are negative."""

    by: AgencyKind | None
    lawful_basis: LawfulBasis
    urgency: Urgency
    days: Days | None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the school year that began in September of `year`."""

    year: Annotated[int, Whole(1990, 2100)]
    name: TermName


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """How many people of a kind of agency, in one part of the meeting, came or did not."""

    agency: AgencyKind | None
    role: MeetingRole
    presence: Presence
    count: Count


@dataclass(frozen=True, slots=True)
class SubmittedMeeting:
    """The meeting. `in_window` is the partnership's word that it fell within the study's dates; `term` may be withheld.

    `imported` frameworks were read from a Word file and have no live record behind them.
    """

    kind: MeetingKind
    term: Term | None
    in_window: Answer
    imported: bool = False
    is_review: bool = False
    review_in_days: Days | None = None
    agenda: Annotated[tuple[Part, ...], Many(60)] = ()
    attendance: Annotated[tuple[AttendanceCount, ...], Many(200)] = ()


@dataclass(frozen=True, slots=True)
class NamedContext:
    """A home, peer group, school or place, by its pseudonym ("School 1"), which the entries' text uses as well."""

    pseudonym: Pseudonym
    kind: ContextKey


@dataclass(frozen=True, slots=True)
class SubmittedAction:
    """The plan's half of an entry in the actions column. `answers` are the ids of the needs it answers.

    `owner` is the kind of the owning agency; `person_named` says whether a person was made answerable.
    """

    owner: AgencyKind | None = None
    person_named: bool = False
    due_in_days: Days | None = None
    measure: Line = ""
    status: ActionStatus = ActionStatus.OPEN
    status_reason: Line = ""
    finished_in_days: Days | None = None
    answers: Annotated[tuple[EntryId, ...], Many(500, once=True)] = ()


@dataclass(frozen=True, slots=True)
class SubmittedEntry:
    """One entry of the grid; the order of entries is that of the cell. `named` is the pseudonym of its context."""

    id: EntryId
    context: ContextKey
    column: ColumnKey
    text: Wording
    named: Pseudonym | None = None
    source: AgencyKind | None = None
    basis: Basis = Basis.FACT
    sharing: Sharing = Sharing.EVERYONE
    before_meeting: bool = False
    action: SubmittedAction | None = None


@dataclass(frozen=True, slots=True)
class SubmittedSilence:
    """What was said of an empty context (`column` is null) or cell. An empty cell without one is undecided."""

    context: ContextKey
    column: ColumnKey | None
    state: Silence


@dataclass(frozen=True, slots=True)
class SubmittedDecision:
    """A decision of the meeting, with its reasons."""

    text: Wording
    reasons: Line


@dataclass(frozen=True, slots=True)
class SubmittedDissent:
    """A professional disagreement, by the kind of agency that put it."""

    by: AgencyKind | None
    text: Wording
    escalate: bool = False


@dataclass(frozen=True, slots=True)
class SubmittedAmendment:
    """A correction after signature; the signed text stands beside it."""

    text: Wording
    reason: Line


@dataclass(frozen=True, slots=True)
class RedactionCount:
    """How many places were replaced, by how they were found and what they were ("nhs number")."""

    tier: RedactionTier
    kind: Annotated[str, Text(40, pattern="[a-z][a-z -]*")]
    count: Annotated[int, Whole(1, 100_000)]


@dataclass(frozen=True, slots=True)
class Framework:
    """Everything of one young person's framework that leaves."""

    attributes: Attributes
    meeting: SubmittedMeeting
    referral: SubmittedReferral | None = None
    incidents: Annotated[tuple[SubmittedIncident, ...], Many(200)] = ()
    people: Annotated[tuple[PeopleCount, ...], Many(20)] = ()
    contexts: Annotated[tuple[NamedContext, ...], Many(200, once=True)] = ()
    entries: Annotated[tuple[SubmittedEntry, ...], Many(2_000)] = ()
    silences: Annotated[tuple[SubmittedSilence, ...], Many(45, once=True)] = ()
    contextual_summary: Prose = ""
    decisions: Annotated[tuple[SubmittedDecision, ...], Many(200)] = ()
    dissents: Annotated[tuple[SubmittedDissent, ...], Many(200)] = ()
    amendments: Annotated[tuple[SubmittedAmendment, ...], Many(500)] = ()
    redactions: Annotated[tuple[RedactionCount, ...], Many(200)] = ()

    def cell(self, context: ContextKey, column: ColumnKey) -> tuple[SubmittedEntry, ...]:
        """Entries of one cell, in order."""
        return tuple(entry for entry in self.entries if entry.context is context and entry.column is column)
