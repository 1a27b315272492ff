"""The facts beside the texts: confirmed with them, listed in words, and silent on what is left out."""

from __future__ import annotations

from copy import deepcopy
from itertools import product

import pytest

from concentric.casework.cases.actions import record_incident
from concentric.casework.cases.models import Case, CasePerson, Incident
from concentric.casework.meetings.models import Attendance
from concentric.casework.signoff.models import Minutes
from concentric.foundation.permissions.checks import Refusal
from concentric.research.frameworks.models import Framework
from concentric.submission.dispatch.actions import send
from concentric.submission.review.attributes import CHOICES
from concentric.submission.review.facts import facts_of
from concentric.submission.review.models import Outgoing
from tests.factories.busy_world import INCIDENT
from tests.factories.sending import Sending, make_consented
from tests.factories.world import signed_in
from tests.support.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Sending:
    return make_consented()


@pytest.fixture
def sending(made: Sending) -> Sending:
    return deepcopy(made)


def fresh(sending: Sending) -> Outgoing:
    """As another request reads it."""
    return Outgoing.objects.select_related("case__partnership", "study", "minutes__meeting__case").get(
        pk=sending.outgoing.pk
    )


def new_incident(sending: Sending) -> None:
    record_incident(viewer=sending.lead, case=sending.world.case, **INCIDENT)


def closed_case(sending: Sending) -> None:
    Case.objects.filter(pk=sending.world.case.pk).update(status="closed")


def other_gender(sending: Sending) -> None:
    Case.objects.filter(pk=sending.world.case.pk).update(gender="Another word for it")


def moved_out(sending: Sending) -> None:
    person = CasePerson.objects.filter(case=sending.world.case).first()
    assert person
    CasePerson.objects.filter(pk=person.pk).update(in_household=not person.in_household)


def did_not_come(sending: Sending) -> None:
    Attendance.objects.filter(meeting=sending.outgoing.minutes.meeting).update(state="absent")


@pytest.mark.parametrize("change", [new_incident, closed_case, other_gender, moved_out, did_not_come])
def test_a_fact_that_changed_since_the_consents_does_not_leave(sending, change):
    change(sending)
    with pytest.raises(Refusal, match="have changed"):
        send(viewer=sending.lead, outgoing=fresh(sending))
    assert not Framework.objects.exists()

    client = signed_in(sending.lead)
    assert "look again" in words(client.get(f"/door/sending/{sending.outgoing.pk}/"))
    client.get(f"/door/review/{sending.outgoing.pk}/preview/")
    outgoing = fresh(sending)
    assert (outgoing.state, outgoing.confirmed_at) == (Outgoing.State.REVIEW, None)


def test_what_did_not_change_is_sent_as_it_was_confirmed(sending):
    confirmed = facts_of(fresh(sending))
    send(viewer=sending.lead, outgoing=fresh(sending))
    document = Framework.objects.get().document
    assert len(document["incidents"]) == len(confirmed.incidents)
    assert [one["count"] for one in document["people"]] == [one.count for one in confirmed.people]


@pytest.mark.parametrize("page", ["preview", "second-look"])
def test_whoever_lets_it_go_reads_the_facts(sending, page):
    record_incident(
        viewer=sending.lead, case=sending.world.case, number_harmed=2, characteristics=("weapon",), **INCIDENT
    )
    text = words(signed_in(sending.lead).get(f"/door/review/{sending.outgoing.pk}/{page}/"))
    for said in ("Number harmed 2", "A weapon was present", "Problematic", "Took part", "before the meeting"):
        assert said in text
    for said in ("outside the household", "No further action (NFA)", "lead professional Invited", "The referral"):
        assert said in text


@pytest.mark.one_database
def test_what_is_left_out_changes_nothing_that_leaves(sending):
    """Two cases that differ only in what tells the attribute are the same, whatever else is left out."""
    new_incident(sending)
    pairs = {
        "cohort": (
            {"company": "alone", "role": "not_known", "characteristics": ["party"]},
            {"company": "with_others", "role": "instigated", "characteristics": ["party", "peers_recruited"]},
        ),
        "level": (
            {"level": "problematic", "outcome": "nfa", "characteristics": ["party"]},
            {"level": "violent", "outcome": "convicted", "characteristics": ["party", "weapon", "violence"]},
        ),
    }
    cohorts = {"cohort": ("sole", "group"), "level": ("sole", "sole")}
    for name, (one, other) in pairs.items():
        for ways in product(*(ways for _, ways in CHOICES.values())):
            choices = dict(zip(CHOICES, (way.value for way in ways), strict=True))
            told = _told(sending, choices, one, cohorts[name][0])
            other_told = _told(sending, choices, other, cohorts[name][1])
            assert (told == other_told) is (choices[name] == "out"), (name, choices)


def _told(sending: Sending, choices: dict[str, str], change: dict[str, object], cohort: str) -> object:
    Incident.objects.filter(case=sending.world.case).update(**change)
    minutes = sending.outgoing.minutes
    Minutes.objects.filter(pk=minutes.pk).update(record={**minutes.record, "cohort": cohort})
    outgoing = fresh(sending)
    outgoing.attributes = choices
    return facts_of(outgoing)
