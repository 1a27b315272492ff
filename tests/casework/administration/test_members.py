"""Members: invited by an e-mail that names no case, given roles, ended at once."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.audit.models import AuditEvent
from tests.factories.world import PASSWORD, World, make_world
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def added(world: World, **changes: object) -> object:
    """The administrator adds a member, as the form posts it."""
    asked = {
        "name": "Test-Oona Newcomer",
        "email": "Oona@Example.org",
        "agency": str(world.agencies["police"].pk),
        "job_title": "Sergeant",
        "roles": ["practitioner", "chair"],
    }
    return world.client(Role.ADMINISTRATOR).post("/members/add/", {**asked, **changes})


def test_a_new_member_sets_a_password_from_the_invitation_and_signs_in(world: World) -> None:
    assert added(world).status_code == 302  # type: ignore[attr-defined]
    member = Membership.objects.get(user__email="oona@example.org")
    assert {grant.role for grant in member.role_grants.all()} == {"practitioner", "chair"}
    (letter,) = mail.outbox
    assert letter.to == ["oona@example.org"]
    assert not re.search(rf"{world.case.reference}|{world.case.family_name}", letter.subject + letter.body)
    link = re.search(r"https?://\S+?(/account/password/reset/key/\S+)", letter.body)
    assert link, letter.body
    client = Client()
    page = client.get(link[1], follow=True)
    there = page.redirect_chain[-1][0]
    client.post(there, {"password1": PASSWORD, "password2": PASSWORD})
    member.user.refresh_from_db()
    assert member.user.check_password(PASSWORD)


def test_the_same_address_is_not_added_twice_and_typing_is_kept(world: World) -> None:
    added(world)
    again = added(world, job_title="Typed with care")
    assert again.status_code == 422  # type: ignore[attr-defined]
    assert "already a member" in words(again)  # type: ignore[arg-type]
    assert "Typed with care" in again.content.decode()  # type: ignore[attr-defined]


def test_ending_a_membership_closes_the_door_at_once_and_it_can_open_again(world: World) -> None:
    theirs = world.client(Role.PRACTITIONER)
    assert theirs.get(f"/cases/{world.case.pk}/").status_code == 200
    administrator = world.client(Role.ADMINISTRATOR)
    address = f"/members/{world.practitioner.id}/active/"
    administrator.post(address, {"active": "no"})
    assert theirs.get(f"/cases/{world.case.pk}/").status_code == 403
    administrator.post(address, {"active": "yes"})
    assert theirs.get(f"/cases/{world.case.pk}/").status_code == 200


def test_nobody_ends_their_own_membership_or_gives_up_their_own_administration(world: World) -> None:
    administrator = world.viewers[Role.ADMINISTRATOR]
    client = world.client(administrator)
    assert client.post(f"/members/{administrator.id}/active/", {"active": "no"}).status_code == 403
    form = main_form(client.get(f"/members/{administrator.id}/")) | {"roles": ["chair"]}
    assert client.post(f"/members/{administrator.id}/", form).status_code == 403
    assert Membership.objects.get(pk=administrator.id).is_active


def test_a_change_of_roles_holds_from_the_next_page_and_is_in_the_trail(world: World) -> None:
    theirs = world.client(Role.PRACTITIONER)
    assert theirs.get("/counts/").status_code == 403
    form = {"agency": str(world.practitioner.agency_id), "roles": ["coordinator"]}
    world.client(Role.ADMINISTRATOR).post(f"/members/{world.practitioner.id}/", form)
    assert theirs.get("/counts/").status_code == 200
    event = AuditEvent.objects.get(verb="member.changed")
    assert event.details == {"roles": ["coordinator"]}


def test_an_ending_that_is_not_asked_for_changes_nothing(world: World) -> None:
    answer = world.client(Role.ADMINISTRATOR).post(f"/members/{world.practitioner.id}/active/")
    assert answer.status_code == 422
    assert Membership.objects.get(pk=world.practitioner.id).is_active
