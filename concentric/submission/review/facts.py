"""What a case's closed fields say: attributes, the meeting, incidents, people, the referral. Nothing typed is in here.

These leave beside the texts. The casework behind them can change any day: they are part of a review's fingerprint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from concentric.casework.cases.models import Case, Incident
from concentric.casework.meetings.models import Attendance, Meeting
from concentric.casework.plans.models import Action
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Agency
from concentric.method.instrument.inclusion import InclusionFacts, InclusionRule, reasons_out
from concentric.method.instrument.process import AgencyKind, Part
from concentric.method.instrument.vocabulary import (
    AgeGap,
    Characteristic,
    Company,
    HarmedRelation,
    IncidentRole,
    LawfulBasis,
    Level,
    Outcome,
    Setting,
    Urgency,
)
from concentric.method.records.framework import (
    AttendanceCount,
    Attributes,
    Distance,
    PeopleCount,
    SubmittedIncident,
    SubmittedMeeting,
    SubmittedReferral,
)
from concentric.method.records.signed import MeetingRecord
from concentric.method.records.submission_words import (
    Answer,
    CaseStatus,
    CohortBasis,
    Gender,
    MeetingKind,
    MeetingRole,
    PersonKind,
    Presence,
    Series,
    Unit,
)
from concentric.submission.review.attributes import How, Kept, kept
from concentric.submission.review.models import Outgoing
from concentric.submission.review.passages import record_of
from concentric.submission.studies.queries import rule_of

ONGOING_DAYS = 92
MOST_DAYS = 7_300
_DAYS = {Incident.Precision.DAY.value: 0, Incident.Precision.MONTH.value: 31, Incident.Precision.YEAR.value: 366}

# What tells an attribute without naming it: left out with it.
TELLS_COMPANY = frozenset(
    {
        Characteristic.GANG_ASSOCIATED,
        Characteristic.PEER_AUDIENCE,
        Characteristic.PEERS_RECRUITED,
        Characteristic.PEERS_NORMALISED,
    }
)
TELLS_LEVEL = frozenset({Characteristic.BLACKMAIL, Characteristic.WEAPON, Characteristic.VIOLENCE})


@dataclass(frozen=True, slots=True)
class Facts:
    """All that leaves beside the texts and the signed record's own closed words.

    `agencies`: the kind of each agency the record names, by its id and its name. `finished`: days from the meeting, by
    the entry's id. `dissents`: who put each, and whether it goes up, in the order of the record.
    """

    attributes: Attributes
    meeting: SubmittedMeeting
    referral: SubmittedReferral | None
    incidents: tuple[SubmittedIncident, ...]
    people: tuple[PeopleCount, ...]
    agencies: tuple[tuple[str, AgencyKind], ...]
    finished: tuple[tuple[str, int | None], ...]
    dissents: tuple[tuple[AgencyKind | None, bool], ...]


def facts_of(outgoing: Outgoing) -> Facts:
    """As they would leave, by the reviewer's choices."""
    record, meeting = record_of(outgoing.minutes), outgoing.minutes.meeting
    met = timezone.localdate(meeting.starts_at)
    incidents, chosen = list(outgoing.case.incidents.all()), kept(outgoing)
    actions = Action.objects.filter(entry__meeting=meeting).order_by("entry_id")
    dissents = meeting.dissents.select_related("agency")[: len(record.dissents)]
    return Facts(
        attributes=attributes_of(outgoing, chosen, incidents, met),
        meeting=_the_meeting(outgoing, chosen, record, met),
        referral=referral_of(outgoing.case, met),
        incidents=tuple(incidents_of(outgoing, incidents, met)),
        people=tuple(people_of(outgoing.case)),
        agencies=tuple(_agencies(outgoing.case, record)),
        finished=tuple((str(one.entry_id), days_from(met, one.finished_on)) for one in actions),
        dissents=tuple((_kind(one.agency), one.escalate) for one in dissents),
    )


def whole_facts_of(outgoing: Outgoing) -> Facts:
    """With nothing left out: a choice is no change of the case."""
    (whole := copy(outgoing)).attributes = {}
    return facts_of(whole)


def attributes_of(outgoing: Outgoing, chosen: Kept, incidents: Sequence[Incident], met: date) -> Attributes:
    """As the reviewer chose: what is left out is not known."""
    return Attributes(
        age=chosen.age,
        cohort=chosen.cohort,
        cohort_basis=_basis(outgoing.minutes, chosen),
        gender=chosen.gender or Gender.NOT_KNOWN,
        level=chosen.level or Level.NOT_KNOWN,
        series=series_of(incidents),
        ongoing=ongoing_at(incidents, met),
        nfa_in_history=Answer.NOT_KNOWN if _is_out(outgoing, "level") else nfa_in(incidents),
        case_status=CaseStatus(outgoing.case.status),
    )


def _basis(minutes: Minutes, chosen: Kept) -> CohortBasis:
    """Whether a person had set the cohort when the minutes were signed."""
    if chosen.cohort is None:
        return CohortBasis.UNDECIDED
    latest = minutes.meeting.case.cohort_decisions.filter(at__lte=minutes.signed_at).first()
    return CohortBasis.OVERRIDDEN if latest and latest.cohort else CohortBasis.DERIVED


def series_of(incidents: Sequence[Incident]) -> Series:
    """One incident on the case's list, or several; with none, nobody could say."""
    return (Series.NOT_KNOWN, Series.ONE)[len(incidents)] if len(incidents) < 2 else Series.SEVERAL


def ongoing_at(incidents: Iterable[Incident], met: date) -> Answer:
    """Yes: an incident within three months (92 days) before the meeting, or after it. No: all were earlier.

    A date known to the month or year alone may be any day in it; where that leaves it open, it is not known.
    """
    answers = {_is_recent(incident, met) for incident in incidents}
    if Answer.YES in answers:
        return Answer.YES
    return Answer.NO if answers == {Answer.NO} else Answer.NOT_KNOWN


def _is_recent(incident: Incident, met: date) -> Answer:
    if incident.happened_on is None:
        return Answer.NOT_KNOWN
    first = incident.happened_on
    if incident.precision != Incident.Precision.DAY:
        first = (
            first.replace(day=1) if incident.precision == Incident.Precision.MONTH else first.replace(month=1, day=1)
        )
    earliest = (met - first).days
    latest = earliest - _DAYS[incident.precision]
    if earliest <= ONGOING_DAYS:
        return Answer.YES
    return Answer.NO if latest > ONGOING_DAYS else Answer.NOT_KNOWN


def nfa_in(incidents: Iterable[Incident]) -> Answer:
    """Yes: an incident ended with no further action. No: every outcome is known, and is another."""
    outcomes = {incident.outcome for incident in incidents}
    if Outcome.NFA.value in outcomes:
        return Answer.YES
    return Answer.NOT_KNOWN if not outcomes or Outcome.NOT_KNOWN.value in outcomes else Answer.NO


def incidents_of(outgoing: Outgoing, incidents: Iterable[Incident], met: date) -> Iterator[SubmittedIncident]:
    """Every incident. What the reviewer left out of the attributes is not told by an incident either.

    Somebody's part in it tells that there were others, and so do peers and groups among the characteristics.
    Violence, weapons, blackmail and what the law made of it tell how serious it was.
    """
    no_company, no_level = _is_out(outgoing, "cohort"), _is_out(outgoing, "level")
    hidden = (TELLS_COMPANY if no_company else frozenset()) | (TELLS_LEVEL if no_level else frozenset())
    for incident in incidents:
        yield SubmittedIncident(
            happened=_happened(incident, met),
            company=Company.NOT_KNOWN if no_company else Company(incident.company),
            role=IncidentRole.NOT_KNOWN if no_company else IncidentRole(incident.role),
            level=Level.NOT_KNOWN if no_level else Level(incident.level),
            relation=HarmedRelation(incident.relation),
            age_gap=AgeGap(incident.age_gap),
            number_harmed=incident.number_harmed if (incident.number_harmed or 0) <= 1_000 else None,
            setting=Setting(incident.setting),
            characteristics=tuple(one for one in map(Characteristic, incident.characteristics) if one not in hidden),
            outcome=Outcome.NOT_KNOWN if no_level else Outcome(incident.outcome),
        )


def _is_out(outgoing: Outgoing, name: str) -> bool:
    return bool(outgoing.attributes.get(name) == How.OUT)


def _happened(incident: Incident, met: date) -> Distance | None:
    """As exactly as the date is known, from the meeting; what is very long ago in years."""
    day = incident.happened_on
    if day is None:
        return None
    years, months = day.year - met.year, (day.year - met.year) * 12 + day.month - met.month
    if incident.precision == Incident.Precision.YEAR or abs((day - met).days) > MOST_DAYS:
        return Distance(years, Unit.YEARS)
    if incident.precision == Incident.Precision.MONTH:
        return Distance(months, Unit.MONTHS)
    return Distance((day - met).days, Unit.DAYS)


def people_of(case: Case) -> Iterator[PeopleCount]:
    """How many of each kind there are, in the household and outside it."""
    counted = Counter(case.people.order_by().values_list("kind", "in_household"))
    for (kind, in_household), count in sorted(counted.items()):
        yield PeopleCount(PersonKind(kind), in_household, min(count, 1_000))


def referral_of(case: Case, met: date) -> SubmittedReferral | None:
    """The referral that opened the case."""
    accepted = case.referrals.filter(status=Referral.Status.ACCEPTED).select_related("agency")
    first = accepted.order_by("submitted_at").first()
    if first is None:
        return None
    return SubmittedReferral(
        by=AgencyKind(first.agency.kind),
        lawful_basis=LawfulBasis(first.lawful_basis),
        urgency=Urgency(first.urgency),
        days=days_from(met, timezone.localdate(first.submitted_at)),
    )


def _the_meeting(outgoing: Outgoing, chosen: Kept, record: MeetingRecord, met: date) -> SubmittedMeeting:
    meeting, known = outgoing.minutes.meeting, MeetingKind._value2member_map_
    return SubmittedMeeting(
        kind=MeetingKind(meeting.type_key) if meeting.type_key in known else MeetingKind.OTHER,
        term=chosen.term,
        in_window=_in_window(rule_of(outgoing.study), met),
        imported=meeting.imported,
        is_review=meeting.previous_id is not None,
        review_in_days=days_from(met, record.review_date),
        agenda=tuple(Part(item.part) for item in meeting.agenda.all()[:60]),
        attendance=tuple(_attendance(meeting)),
    )


def _in_window(rule: InclusionRule, met: date) -> Answer:
    """Whether the meeting fell in the months that the study's card names; without any, nobody could say."""
    if not (rule.earliest or rule.latest):
        return Answer.NOT_KNOWN
    facts = InclusionFacts(age=None, cohort=None, incidents=(), met=met)
    outside = reasons_out(InclusionRule(earliest=rule.earliest, latest=rule.latest), facts)
    return Answer.NO if outside else Answer.YES


def _attendance(meeting: Meeting) -> Iterator[AttendanceCount]:
    people = meeting.attendance.select_related("agency").order_by("agency__kind", "pk")
    counted = Counter((_kind(person.agency), _role(person, meeting), Presence(person.state)) for person in people)
    for (agency, role, presence), count in list(counted.items())[:200]:
        yield AttendanceCount(agency, role, presence, min(count, 1_000))


def _kind(agency: Agency | None) -> AgencyKind | None:
    return AgencyKind(agency.kind) if agency else None


def _role(person: Attendance, meeting: Meeting) -> MeetingRole:
    roles = {
        meeting.case.lead_professional_id: MeetingRole.LEAD_PROFESSIONAL,
        meeting.minute_taker_id: MeetingRole.MINUTE_TAKER,
        meeting.chair_id: MeetingRole.CHAIR,
    }
    return roles.get(person.membership_id, MeetingRole.MEMBER) if person.membership_id else MeetingRole.MEMBER


def _agencies(case: Case, record: MeetingRecord) -> Iterator[tuple[str, AgencyKind]]:
    named = {entry.source_id for entry in record.entries}
    named |= {entry.action.owner_agency for entry in record.entries if entry.action}
    for agency in Agency.objects.filter(partnership_id=case.partnership_id).order_by("pk"):
        for key in (str(agency.pk), agency.name):
            if key in named:
                yield key, AgencyKind(agency.kind)


def days_from(met: date, day: date | None) -> int | None:
    """Days from the meeting, negative before it; None where there is no day, or it is decades away."""
    distance = (day - met).days if day else None
    return distance if distance is not None and abs(distance) <= MOST_DAYS else None
