"""Statuses with their reasons, and reminders: once for each action and date, without a word that identifies."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.utils import timezone

from concentric.casework.meetings.actions import open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.casework.plans.models import Action
from concentric.casework.plans.reminders import send_reminders
from concentric.foundation.accounts.models import Membership, Role
from tests.factories.world import World, make_world
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
