"""The duplicate check on the database: what it finds, and what it never tells."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from concentric.casework.cases.actions import involve
from concentric.casework.cases.likeness import Identity, sound
from concentric.casework.cases.models import Case
from concentric.casework.referrals.actions import open_case_from_referral, refer
from concentric.casework.referrals.duplicates import candidates, identity_of, possible_duplicates
from concentric.casework.referrals.models import Referral
from concentric.foundation.accounts.viewer import Viewer
from tests.casework.cases.test_likeness import DIFFERENT, SAME
from tests.casework.referrals.test_road import filled
from tests.factories.world import World, make_case, make_world

pytestmark = pytest.mark.django_db
KOFI = Identity("Test-Koffi", "Fictionel", "", dt.date(2011, 3, 14))


@pytest.fixture
def world() -> World:
    return make_world()


def make_referral(viewer: Viewer, person: Identity = KOFI, **facts: Any) -> Referral:
    return refer(
        viewer=viewer,
        given_name=person.given_name,
        family_name=person.family_name,
        known_as=person.known_as,
        date_of_birth=person.date_of_birth,
        concern="Bullying goes unaddressed.",
        lawful_basis="public_task",
        urgency="routine",
        referrer_name=viewer.name,
        **facts,
    )


def case_of(world: World, who: Identity) -> Any:
    return make_case(
        world.partnership,
        given_name=who.given_name,
        family_name=who.family_name,
        known_as=who.known_as,
        date_of_birth=who.date_of_birth,
        surname_sound=sound(who.family_name),
    )


def test_the_index_finds_every_pair_that_is_alike_and_none_that_is_not(world: World) -> None:
    for one, other in SAME:
        case = case_of(world, other)
        found = possible_duplicates(world.coordinator, one)
        assert case.pk in {match.id for match in found.shown}, (one, other)
        case.delete()
    for one, other in DIFFERENT:
        case = case_of(world, other)
        assert not possible_duplicates(world.coordinator, one).any, (one, other)
        case.delete()


def test_whoever_may_see_the_case_is_shown_it(world: World) -> None:
    for viewer in (world.coordinator, world.lead, world.practitioner):
        found = possible_duplicates(viewer, KOFI)
        assert [match.reference for match in found.shown] == [world.case.reference]
        assert not found.hidden


def test_whoever_may_not_is_told_that_there_is_one_and_nothing_more(world: World) -> None:
    client = world.client(world.practitioner_other)
    sent = client.post(
        reverse("referrals:new"), filled(given_name="Test-Koffi", family_name="Fictionel", date_of_birth="14/3/2011")
    )
    page = client.get(sent.url).content.decode()
    assert "Another record may be about the same young person" in page
    assert "The coordinator has been asked to look" in page
    for secret in (world.case.reference, "Test-Kofi ", "Fictional", world.lead.name, str(world.case.pk)):
        assert secret not in page

    listed = world.client(world.coordinator).get(reverse("referrals:list")).content.decode()
    assert "May be known" in listed
    referral = Referral.objects.get(partnership=world.partnership)
    shown = world.client(world.coordinator).get(reverse("referrals:referral", args=[referral.pk])).content.decode()
    assert world.case.reference in shown


def test_before_sending_only_what_may_be_seen_is_shown_and_nothing_hints_at_the_rest(world: World) -> None:
    form = filled(given_name="Test-Koffi", family_name="Fictionel", date_of_birth="14/3/2011")
    blind = world.client(world.practitioner_other).post(reverse("referrals:new"), {**form, "concern": ""})
    assert "may" not in blind.content.decode().partition("<form")[2].partition("First name")[0]

    seeing = world.client(world.practitioner)
    first = seeing.post(reverse("referrals:new"), form)
    page = first.content.decode()
    assert (first.status_code, world.case.reference in page) == (200, True)
    assert not Referral.objects.filter(partnership=world.partnership).exists()
    assert seeing.post(reverse("referrals:new"), {**form, "compared": "on"}).status_code == 302
    assert Referral.objects.get(partnership=world.partnership).may_be_known


def test_another_partnership_is_never_compared_with(world: World) -> None:
    found = possible_duplicates(world.elsewhere_coordinator, KOFI)
    assert not found.any


def test_a_referral_is_not_its_own_duplicate_and_stands_behind_the_case_it_led_to(world: World) -> None:
    someone = Identity("Test-Ngozi", "Madeup", "", dt.date(2010, 9, 27))
    first = make_referral(world.practitioner_other, someone)
    assert not first.may_be_known
    assert not possible_duplicates(world.coordinator, identity_of(first), besides=first).any
    second = make_referral(world.practitioner, someone)
    assert second.may_be_known
    case = open_case_from_referral(viewer=world.coordinator, referral=first, reasons="Contexts.")
    found = possible_duplicates(world.coordinator, someone, besides=second)
    assert [match.id for match in found.shown] == [case.pk]


def test_becoming_involved_is_what_uncovers_it(world: World) -> None:
    referral = make_referral(world.practitioner_other)
    assert possible_duplicates(world.practitioner_other, KOFI, besides=referral).hidden
    involve(viewer=world.lead, case=world.case, membership=world.practitioner_other.membership, part="Housing officer")
    found = possible_duplicates(world.practitioner_other, KOFI, besides=referral)
    assert ([match.id for match in found.shown], found.hidden) == ([world.case.pk], False)


@pytest.mark.parametrize("born", [KOFI.date_of_birth, None])
def test_the_database_reads_through_its_indexes(world: World, born: dt.date | None) -> None:
    """No plan reads a partnership's every case: the cost follows the candidates."""
    fill(world, 3_000)
    plans = [
        Case.objects.filter(where, partnership_id=world.partnership.pk).order_by().explain()
        for where in candidates(Identity(KOFI.given_name, KOFI.family_name, "", born))
    ]
    for plan in plans:
        assert "case_sound" in plan or "case_birth" in plan, plan
        assert "(partnership_id=?)" not in plan, plan


def fill(world: World, count: int) -> None:
    names = [
        "Alba",
        "Birch",
        "Cedar",
        "Dogwood",
        "Elder",
        "Furze",
        "Gorse",
        "Hazel",
        "Ivy",
        "Juniper",
        "Kelp",
        "Linden",
    ]
    Case.objects.bulk_create(
        Case(
            partnership=world.partnership,
            reference=f"X-{number}",
            given_name="Test",
            family_name=names[number % 12],
            surname_sound=f"{sound(names[number % 12])}{number % 50}",
            date_of_birth=dt.date(2008, 1, 1) + dt.timedelta(days=number),
            opened_on=dt.date(2026, 1, 1),
        )
        for number in range(count)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # so few rows are read as quickly whole; the question is what it can use
            cursor.execute("SET LOCAL enable_seqscan = off")
