"""Statuses with their reasons, and reminders: once for each action and date, without a word that identifies."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from pytest_django import Settings

from concentric.casework.cases.notices import tell_coordinators
from concentric.casework.meetings.actions import open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.casework.plans.models import Action
from concentric.casework.plans.reminders import send_reminders
from concentric.casework.signoff.notices import tell_owners, write
from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent
from tests.factories.world import World, involve, make_member, make_world
from tests.support.pages import words

pytestmark = pytest.mark.django_db

SAID = "Put a member of staff in the corridor"


@pytest.fixture
def world() -> World:
    made = make_world()
    open_meeting(viewer=made.viewers[Role.MINUTE_TAKER], meeting=made.meeting)
    return made


def planned(world: World, days: int) -> Action:
    """An action that the practitioner owns, due in so many days."""
    plan = ActionDraft(owner=world.practitioner.membership, due_on=timezone.localdate() + dt.timedelta(days=days))
    return plan_action(
        viewer=world.viewers[Role.MINUTE_TAKER],
        meeting=world.meeting,
        entry_id=uuid.uuid4(),
        draft=EntryDraft("school", "actions", SAID),
        plan=plan,
    )


def test_an_owner_is_told_once_for_each_action_and_date(world: World) -> None:
    action = planned(world, 1)
    planned(world, -3)
    planned(world, 200)
    send_reminders()
    send_reminders()
    (letter,) = mail.outbox
    assert "Due soon: 1\nOverdue: 1" in letter.body
    Action.objects.filter(pk=action.pk).update(due_on=timezone.localdate() + dt.timedelta(days=2))
    send_reminders()
    assert len(mail.outbox) == 2


def test_a_reminder_identifies_nobody(world: World) -> None:
    planned(world, 0)
    send_reminders()
    (letter,) = mail.outbox
    told = letter.subject + letter.body
    for word in (SAID, world.case.reference, world.case.given_name, world.case.family_name, "school", "Larkfield"):
        assert word not in told


@pytest.mark.parametrize("why", ["done", "left", "cancelled", "struck"])
def test_nobody_is_reminded_of_what_no_longer_waits_for_them(world: World, why: str) -> None:
    action = planned(world, 1)
    if why == "done":
        Action.objects.filter(pk=action.pk).update(status="done")
    elif why == "left":
        Membership.objects.filter(pk=world.practitioner.id).update(is_active=False)
    elif why == "cancelled":
        type(world.meeting).objects.filter(pk=world.meeting.pk).update(status="cancelled")
    else:
        type(action.entry).objects.filter(pk=action.entry_id).update(struck_at=timezone.now())
    send_reminders()
    assert mail.outbox == []


@pytest.mark.parametrize(("status", "needs"), [("done", False), ("changed", True), ("not_done", True), ("open", False)])
def test_what_did_not_go_as_planned_asks_why(world: World, status: str, needs: bool) -> None:
    action = planned(world, 1)
    client = world.client(Role.PRACTITIONER)
    silent = client.post(f"/actions/{action.pk}/", {"status": status, "reason": ""})
    assert silent.status_code == (422 if needs else 302), words(silent)
    told = client.post(f"/actions/{action.pk}/", {"status": status, "reason": "The school has closed"})
    assert told.status_code == 302
    action.refresh_from_db()
    assert (action.status, action.status_reason) == (status, "The school has closed")
    assert action.changes.last().reason == "The school has closed"


def test_a_status_that_is_not_on_the_list_is_refused_beside_the_field(world: World) -> None:
    answer = world.client(Role.PRACTITIONER).post(f"/actions/{planned(world, 1).pk}/", {"status": "vanished"})
    assert answer.status_code == 422
    assert "from the list" in words(answer)


@pytest.fixture
def refusing(world: World, settings: Settings) -> Viewer:
    """A member whose address the mail server refuses, and who comes before every other by name and address."""
    settings.EMAIL_BACKEND = "tests.support.refusing_post.RefusingPost"
    member = make_member(world.partnership, world.agencies["school"], "Aaron Test-Refused", Role.PRACTITIONER)
    member.user.email = f"a.refused.{member.id}@example.org"
    member.user.save()
    involve(world.case, member, by=world.coordinator)
    return member


def test_a_refused_address_stops_no_other_reminder_is_shown_and_is_tried_again(
    world: World, refusing: Viewer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    action = planned(world, 1)
    Action.objects.filter(pk=action.pk).update(owner=refusing.id)
    planned(world, 1)
    assert send_reminders() == 1
    assert send_reminders() == 0
    (letter,) = mail.outbox
    assert letter.to == [world.practitioner.user.email]
    assert AuditEvent.objects.filter(verb="letter.refused", subject_id=str(refusing.user.pk)).count() == 1
    assert "a.refused" not in caplog.text
    home = words(world.client(Role.COORDINATOR).get("/"))
    assert "took no letter for Aaron Test-Refused" in home
    assert "Aaron Test-Refused" not in words(world.client(Role.PRACTITIONER).get("/"))

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_reminders() == 1
    assert mail.outbox[-1].to == [refusing.user.email]


@pytest.mark.usefixtures("refusing")
def test_a_refused_address_stops_no_other_letter_about_minutes_or_to_coordinators(world: World) -> None:
    refused = f"b.refused.{world.coordinator.id}@example.org"
    other = make_member(world.partnership, world.agencies["social"], "Zoë Test-Last", Role.COORDINATOR)
    type(world.coordinator.user).objects.filter(pk=world.coordinator.user.pk).update(email=refused)
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        tell_coordinators(other, "Look", "There is something to look at.")
    assert [letter.to for letter in mail.outbox] == [[other.user.email]]
    assert write("Minutes are ready", "https://example.org/", [refused, other.user.email]) == 1
    assert [letter.to for letter in mail.outbox] == [[other.user.email]] * 2


def owned_by(world: World, agency: str, days: int = 1, **limits: object) -> Action:
    return plan_action(
        viewer=world.viewers[Role.MINUTE_TAKER],
        meeting=world.meeting,
        entry_id=uuid.uuid4(),
        draft=EntryDraft("school", "actions", SAID, **limits),  # type: ignore[arg-type]
        plan=ActionDraft(owner_agency=world.agencies[agency], due_on=timezone.localdate() + dt.timedelta(days=days)),
    )


def test_an_agencys_action_reaches_its_people_who_may_see_it(world: World) -> None:
    action = owned_by(world, "school")
    uninvolved = make_member(world.partnership, world.agencies["school"], "Bram Test-Elsewhere", Role.PRACTITIONER)
    assert send_reminders() == 1
    assert send_reminders() == 0
    (letter,) = mail.outbox
    assert letter.to == [world.practitioner.user.email]
    assert "?whose=agency" in letter.body
    assert tell_owners(world.meeting) == 1
    assert mail.outbox[-1].to == [world.practitioner.user.email]
    client = world.client(Role.PRACTITIONER)
    assert SAID in words(client.get("/actions/", {"whose": "agency"}))
    assert f"Who is reminded {world.practitioner.name}" in words(client.get(f"/actions/{action.pk}/"))
    assert SAID not in words(world.client(uninvolved).get("/actions/", {"whose": "agency"}))


def test_an_action_of_an_agency_with_nobody_who_may_see_it_reaches_the_coordinators(world: World) -> None:
    action = owned_by(world, "housing")
    assert send_reminders() == 1
    assert mail.outbox[-1].to == [world.coordinator.user.email]
    assert "?whose=all" in mail.outbox[-1].body
    page = words(world.client(Role.COORDINATOR).get(f"/actions/{action.pk}/"))
    assert f"Who is reminded {world.coordinator.name}" in page


def test_an_action_kept_from_its_own_agency_reaches_the_coordinators_and_not_the_agency(world: World) -> None:
    owned_by(world, "school", sharing="agencies", sharing_agencies=(world.agencies["police"],))
    assert send_reminders() == 1
    assert mail.outbox[-1].to == [world.coordinator.user.email]
