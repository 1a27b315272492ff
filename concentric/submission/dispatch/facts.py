"""What a case's closed fields say: attributes, incidents, the people around, the referral. Nothing typed is in here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils import timezone

from concentric.casework.cases.models import Case, Incident
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.models import Minutes
from concentric.method.instrument.process import AgencyKind
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
    Attributes,
    Distance,
    PeopleCount,
    SubmittedIncident,
    SubmittedReferral,
)
from concentric.method.records.submission_words import (
    Answer,
    CaseStatus,
    CohortBasis,
    Gender,
    PersonKind,
    Series,
    Unit,
)
from concentric.submission.review.attributes import How, Kept, kept
from concentric.submission.review.models import Outgoing

ONGOING_DAYS = 92
MOST_DAYS = 7_300
_DAYS = {Incident.Precision.DAY.value: 0, Incident.Precision.MONTH.value: 31, Incident.Precision.YEAR.value: 366}


def attributes_of(outgoing: Outgoing, incidents: Sequence[Incident], met: date) -> Attributes:
    """As the reviewer chose: what is left out is not known."""
    chosen = kept(outgoing)
    return Attributes(
        age=chosen.age,
        cohort=chosen.cohort,
        cohort_basis=_basis(outgoing.minutes, chosen),
        gender=chosen.gender or Gender.NOT_KNOWN,
        level=chosen.level or Level.NOT_KNOWN,
        series=series_of(incidents),
        ongoing=ongoing_at(incidents, met),
        nfa_in_history=nfa_in(incidents),
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
    """Every incident. What the reviewer left out of the attributes is not told by an incident either."""
    for incident in incidents:
        yield SubmittedIncident(
            happened=_happened(incident, met),
            company=Company.NOT_KNOWN if _is_out(outgoing, "cohort") else Company(incident.company),
            role=IncidentRole(incident.role),
            level=Level.NOT_KNOWN if _is_out(outgoing, "level") else Level(incident.level),
            relation=HarmedRelation(incident.relation),
            age_gap=AgeGap(incident.age_gap),
            number_harmed=incident.number_harmed if (incident.number_harmed or 0) <= 1_000 else None,
            setting=Setting(incident.setting),
            characteristics=tuple(Characteristic(key) for key in incident.characteristics),
            outcome=Outcome(incident.outcome),
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


def days_from(met: date, day: date | None) -> int | None:
    """Days from the meeting, negative before it; None where there is no day, or it is decades away."""
    distance = (day - met).days if day else None
    return distance if distance is not None and abs(distance) <= MOST_DAYS else None
