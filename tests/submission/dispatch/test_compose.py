"""What a framework says of its case in closed words, and the rules by which that is derived."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy

import pytest

from concentric.casework.cases.actions import add_person, decide_cohort, record_incident
from concentric.casework.cases.models import Incident
from concentric.method.instrument.inclusion import InclusionRule, to_plain
from concentric.method.instrument.vocabulary import Cohort, Company, Level
from concentric.method.records.framework import AgeRange, Distance, PeopleCount
from concentric.method.records.submission_words import (
    Answer,
    CohortBasis,
    Gender,
    MeetingKind,
    MeetingRole,
    PersonKind,
    Series,
    Unit,
)
from concentric.submission.dispatch.compose import framework_of
from concentric.submission.review import actions as review
from concentric.submission.review.facts import nfa_in, ongoing_at, series_of
from concentric.submission.review.models import Outgoing
from tests.factories.busy_world import INCIDENT
from tests.factories.reviewing import Signed, make_minutes, make_signed

MET = dt.date(2026, 6, 15)


def incident(day: dt.date | None, precision: str = "day", outcome: str = "charged") -> Incident:
    return Incident(happened_on=day, precision=precision if day else "unknown", outcome=outcome)


@pytest.mark.parametrize(
    ("incidents", "answer"),
    [
        ([], Answer.NOT_KNOWN),
        ([incident(dt.date(2026, 5, 1))], Answer.YES),
        ([incident(dt.date(2026, 6, 20))], Answer.YES),
        ([incident(dt.date(2026, 3, 15))], Answer.YES),
        ([incident(dt.date(2026, 3, 14))], Answer.NO),
        ([incident(dt.date(2025, 1, 1)), incident(dt.date(2026, 6, 1))], Answer.YES),
        ([incident(dt.date(2025, 1, 1)), incident(None)], Answer.NOT_KNOWN),
        ([incident(dt.date(2026, 3, 1), "month")], Answer.NOT_KNOWN),
        ([incident(dt.date(2026, 4, 9), "month")], Answer.YES),
        ([incident(dt.date(2026, 2, 9), "month")], Answer.NO),
        ([incident(dt.date(2026, 1, 1), "year")], Answer.NOT_KNOWN),
        ([incident(dt.date(2024, 1, 1), "year")], Answer.NO),
    ],
)
def test_ongoing_is_within_three_months_of_the_meeting(incidents, answer):
    assert ongoing_at(incidents, MET) == answer


@pytest.mark.parametrize(
    ("outcomes", "answer"),
    [
        ([], Answer.NOT_KNOWN),
        (["nfa", "not_known"], Answer.YES),
        (["charged", "not_known"], Answer.NOT_KNOWN),
        (["charged", "not_reported"], Answer.NO),
    ],
)
def test_no_further_action_in_the_history(outcomes, answer):
    assert nfa_in([incident(MET, outcome=outcome) for outcome in outcomes]) == answer


def test_one_incident_or_several():
    many = [incident(MET)] * 3
    assert [series_of(many[:count]) for count in range(4)] == [
        Series.NOT_KNOWN,
        Series.ONE,
        Series.SEVERAL,
        Series.SEVERAL,
    ]


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Signed:
    return make_signed()


@pytest.fixture
def signed(made: Signed, db: None) -> Signed:
    return deepcopy(made)


def begun(signed: Signed, **choices: str) -> Outgoing:
    outgoing = review.begin(viewer=signed.world.lead, minutes=signed.minutes, study=signed.study)
    if choices:
        review.choose_attributes(viewer=signed.world.lead, outgoing=outgoing, choices=choices)
    return outgoing


def test_counts_kinds_and_days_stand_where_names_and_dates_stood(signed):
    world, lead = signed.world, signed.world.lead
    add_person(viewer=lead, case=world.case, kind="peer", name="Odwin Thwaite", relation="Friend")
    record_incident(viewer=lead, case=world.case, **INCIDENT)
    framework = framework_of(begun(signed))

    assert PeopleCount(PersonKind.PEER, False, 2) in framework.people
    assert framework.incidents[0].happened.unit is Unit.MONTHS
    roles = {one.role for one in framework.meeting.attendance}
    assert roles == set(MeetingRole)
    assert {entry.named for entry in framework.entries if entry.named} == {"School 1", "Peer group 1", "Place 1"}
    action = next(entry for entry in framework.entries if entry.action and entry.action.answers)
    needs = {entry.id: entry.context for entry in framework.entries}
    assert {needs[need] for need in action.action.answers} == {action.context}
    signed_ids = {entry["id"] for entry in signed.minutes.record["entries"]}
    assert not signed_ids & set(needs)


def test_what_the_reviewer_leaves_out_no_other_field_tells(signed):
    record_incident(viewer=signed.world.lead, case=signed.world.case, **INCIDENT)
    framework = framework_of(begun(signed, age="wider", gender="out", cohort="out", level="out", term="out"))

    assert framework.attributes.age == AgeRange(13, 15)
    assert (framework.attributes.cohort, framework.attributes.cohort_basis) == (None, CohortBasis.UNDECIDED)
    assert {(one.company, one.level) for one in framework.incidents} == {(Company.NOT_KNOWN, Level.NOT_KNOWN)}
    assert (framework.attributes.gender, framework.meeting.term) == (Gender.NOT_KNOWN, None)


def test_a_cohort_set_by_a_person_says_so(signed):
    world = signed.world
    decide_cohort(viewer=world.coordinator, case=world.case, cohort=Cohort.SOLE, reason="Read the file")
    minutes = make_minutes(world, days=-20)
    outgoing = review.begin(viewer=world.lead, minutes=minutes, study=signed.study)
    assert framework_of(outgoing).attributes.cohort_basis is CohortBasis.OVERRIDDEN


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        (InclusionRule(), Answer.NOT_KNOWN),
        (InclusionRule(earliest=dt.date(2020, 1, 1)), Answer.YES),
        (InclusionRule(latest=dt.date(2020, 1, 1)), Answer.NO),
    ],
)
def test_the_months_of_the_study(signed, rule, answer):
    signed.study.inclusion = to_plain(rule)
    signed.study.save()
    assert framework_of(begun(signed)).meeting.in_window is answer


def test_a_meeting_type_of_ones_own_is_another_kind(signed):
    meeting = signed.minutes.meeting
    meeting.type_key = "larkmoor_circle"
    meeting.save()
    assert framework_of(begun(signed)).meeting.kind is MeetingKind.OTHER


def test_a_very_old_incident_is_told_in_years(signed):
    fields = INCIDENT | {"happened_on": dt.date(1999, 5, 5), "precision": "day"}
    record_incident(viewer=signed.world.lead, case=signed.world.case, **fields)
    met = signed.minutes.meeting.starts_at.year
    assert framework_of(begun(signed)).incidents[0].happened == Distance(1999 - met, Unit.YEARS)
