"""From a worry to an open case, through the real pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import visible_cases
from concentric.casework.referrals.actions import open_case_from_referral, signpost
from concentric.casework.referrals.models import Referral
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.identity import new_id
from concentric.foundation.permissions.checks import Refusal
from tests.factories.counting import queries_for
from tests.factories.world import World, make_world
from tests.support.pages import words

pytestmark = pytest.mark.django_db
SAFE = "They travel separately from tomorrow."


@pytest.fixture
def world() -> World:
    return make_world()


def filled(**changes: Any) -> dict[str, Any]:
    form = {
        "id": str(new_id()),
        "given_name": "Test-Ngozi",
        "family_name": "Madeup",
        "date_of_birth": "27/9/2010",
        "concern": "Bullying goes unaddressed on the way home.",
        "urgency": "soon",
        "lawful_basis": "public_task",
        "referrer_name": "Dragana Test-Ilić",
    }
    if changes.get("urgency") == "immediate":
        form["immediate_safety"] = SAFE
    return {**form, **changes}


def send(client: Client, **changes: Any) -> Any:
    return client.post(reverse("referrals:new"), filled(**changes))


def the_referral(world: World) -> Referral:
    return Referral.objects.get(partnership=world.partnership)


def decide(world: World, referral: Referral, **answers: Any) -> Any:
    return world.client(world.coordinator).post(
        reverse("referrals:decide", args=[referral.pk]),
        {"reasons": "More than one context carries the risk.", **answers},
    )


def test_a_practitioner_refers_and_the_coordinator_opens_a_case(world: World) -> None:
    answer = send(world.client(world.practitioner_other))
    referral = the_referral(world)
    assert answer.url == reverse("referrals:referral", args=[referral.pk])
    assert referral.agency == world.agencies["housing"]
    assert referral.reference.startswith(f"{world.partnership.reference_prefix}-R-")

    decide(world, referral, decision="open", involve_referrer="on")

    referral.refresh_from_db()
    case = referral.case
    assert referral.status == "accepted"
    assert case is not None
    assert (case.given_name, case.date_of_birth) == ("Test-Ngozi", dt.date(2010, 9, 27))
    assert visible_cases(world.practitioner_other).get() == case
    assert list(case.case_agencies.values_list("agency__handle", flat=True)) == ["housing"]
    verbs = AuditEvent.objects.filter(chain=str(world.partnership.pk)).values_list("verb", flat=True)
    assert {"referral.made", "referral.accepted", "case.opened", "involvement.added"} <= set(verbs)


def test_the_referrer_may_be_left_out_of_the_case(world: World) -> None:
    send(world.client(world.practitioner_other))
    decide(world, the_referral(world), decision="open")
    assert not visible_cases(world.practitioner_other).exists()


def test_a_referral_joins_a_case_that_is_known(world: World) -> None:
    send(
        world.client(world.practitioner_other),
        family_name="Fictional",
        given_name="Test-Kofi",
        date_of_birth="14/3/2011",
    )
    referral = the_referral(world)
    page = world.client(world.coordinator).get(reverse("referrals:decide", args=[referral.pk]))
    assert f'value="{world.case.reference}"' in page.content.decode()
    decide(world, referral, decision="link", case=world.case.reference.lower())
    assert world.case.referrals.get() == referral
    assert Case.objects.filter(partnership=world.partnership).count() == 1


def test_more_information_is_asked_and_given(world: World) -> None:
    referrer = world.client(world.practitioner_other)
    send(referrer)
    referral = the_referral(world)
    decide(world, referral, decision="ask", reasons="Which places after school?")
    page = reverse("referrals:referral", args=[referral.pk])
    assert "Which places after school?" in referrer.get(page).content.decode()

    empty = referrer.post(reverse("referrals:answer", args=[referral.pk]), {"text": " "})
    assert (empty.status_code, "Enter your answer" in empty.content.decode()) == (422, True)
    referrer.post(reverse("referrals:answer", args=[referral.pk]), {"text": "The stairwell by the shops."})

    referral.refresh_from_db()
    assert referral.status == Referral.Status.SUBMITTED
    assert list(referral.steps.values_list("kind", flat=True)) == ["asked", "answered"]


def test_a_signposted_referral_opens_no_case_and_says_why(world: World) -> None:
    referrer = world.client(world.practitioner_other)
    send(referrer)
    referral = the_referral(world)
    decide(world, referral, decision="signpost", reasons="The school nurse can help with this.")
    assert (
        "The school nurse can help with this."
        in referrer.get(reverse("referrals:referral", args=[referral.pk])).content.decode()
    )
    assert decide(world, referral, decision="open").status_code == 403


def test_two_decisions_at_once_are_one(world: World) -> None:
    """The second coordinator's page was opened before the first decided: their copy still says that it waits."""
    send(world.client(world.practitioner_other))
    stale = the_referral(world)
    signpost(viewer=world.coordinator, referral=the_referral(world), reasons="The school nurse can help.")
    with pytest.raises(Refusal, match="decided already"):
        open_case_from_referral(viewer=world.coordinator, referral=stale, reasons="Contexts.")
    assert Case.objects.filter(partnership=world.partnership).get() == world.case


def test_the_decision_is_refused_to_others_in_the_verb_too(world: World) -> None:
    send(world.client(world.practitioner_other))
    for viewer in (world.lead, world.practitioner_other):
        with pytest.raises(Refusal, match="Only a coordinator"):
            signpost(viewer=viewer, referral=the_referral(world), reasons="Not for us.")
    assert the_referral(world).status == Referral.Status.SUBMITTED


def test_a_form_sent_twice_is_one_referral(world: World) -> None:
    client, sent = world.client(world.practitioner_other), filled()
    for _ in range(2):
        client.post(reverse("referrals:new"), sent)
    assert Referral.objects.filter(partnership=world.partnership).count() == 1


def test_what_is_wrong_stands_beside_its_field_and_the_typing_is_kept(world: World) -> None:
    answer = send(world.client("practitioner"), given_name="", date_of_birth="31/2/2011", concern="Kept words")
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Enter the first name", "Enter a real date", "31/2/2011", "Kept words"):
        assert said in page
    assert not Referral.objects.filter(partnership=world.partnership).exists()


def test_a_referral_for_today_says_what_is_done_until_it_is_decided(world: World) -> None:
    answer = send(world.client("practitioner"), urgency="immediate", immediate_safety="")
    assert answer.status_code == 422
    assert "Say who is unsafe now, and what is being done" in answer.content.decode()
    assert send(world.client("practitioner"), urgency="soon", immediate_safety="").status_code == 302


@pytest.mark.parametrize(
    ("said", "shown"), [(SAFE, SAFE), ("", "The referral does not say whether anyone is unsafe now.")]
)
def test_who_decides_reads_first_of_immediate_safety(world: World, said: str, shown: str) -> None:
    send(world.client(world.practitioner_other), immediate_safety=said)
    referral = the_referral(world)
    for name in ("referrals:decide", "referrals:referral"):
        page = words(world.client(world.coordinator).get(reverse(name, args=[referral.pk])))
        assert page.count(shown) == 1
        assert page.index(shown) < page.index("Bullying goes unaddressed")
        follows = [page.find(each) for each in ("Decision Accept", "Concern") if each in page]
        assert page.index("Safety now") < min(follows)


def test_the_list_puts_risk_today_first_and_then_the_day_a_decision_is_due(world: World) -> None:
    client = world.client(world.practitioner_other)
    for name, urgency in (("Routine", "routine"), ("Soon", "soon"), ("Today", "immediate"), ("Late", "routine")):
        send(client, family_name=name, given_name=f"Test-{name}", date_of_birth="", urgency=urgency)
    Referral.objects.filter(family_name="Late").update(decide_by=dt.date(2020, 1, 1))
    page = world.client(world.coordinator).get(reverse("referrals:list")).content.decode()
    order = [page.index(f"Test-{name} {name}") for name in ("Today", "Late", "Soon", "Routine")]
    assert order == sorted(order)
    assert page.count("Overdue") == 1


@pytest.mark.parametrize(("urgency", "told"), [("immediate", 1), ("soon", 0)])
def test_a_referral_for_today_is_told_by_e_mail_without_an_identifying_word(
    world: World, urgency: str, told: int, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(world.client(world.practitioner_other), urgency=urgency)
    assert [message.to for message in mail.outbox] == [[world.coordinator.user.email]] * told
    for message in mail.outbox:
        for word in ("Ngozi", "Madeup", the_referral(world).reference, "Bullying", "Dragana"):
            assert word not in message.subject + message.body


def test_a_page_of_referrals_costs_the_same_however_many(world: World) -> None:
    client, coordinator = world.client(world.practitioner_other), world.client(world.coordinator)
    costs = []
    for number in range(6):
        send(client, family_name=f"Invented{'abcdef'[number]}", date_of_birth="")
        costs.append(queries_for(coordinator, reverse("referrals:list")))
    assert costs == costs[:1] * 6


@pytest.mark.parametrize("show", ["waiting", "decided"])
def test_only_a_coordinator_sees_every_referral(world: World, show: str) -> None:
    send(world.client(world.practitioner_other))
    for role, viewer in world.viewers.items():
        answer = world.client(viewer).get(reverse("referrals:list"), {"show": show})
        assert answer.status_code == (200 if role == "coordinator" else 403), role
    mine = world.client("practitioner").get(reverse("referrals:list"))
    assert "Test-Ngozi" not in mine.content.decode()


def test_others_cannot_reach_a_referral_by_its_address(world: World) -> None:
    send(world.client(world.practitioner_other))
    referral = the_referral(world)
    for viewer in (world.practitioner, world.viewers["governance"], world.elsewhere_coordinator):
        client = world.client(viewer)
        for name in ("referral", "decide", "answer"):
            address = reverse(f"referrals:{name}", args=[referral.pk])
            assert {client.get(address).status_code, client.post(address, {}).status_code} <= {404, 405}, name
