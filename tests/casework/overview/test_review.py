"""A review meeting sees how the last one's actions went, and each context then and now."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from concentric.casework.meetings.actions import add_entry, open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.meetings.models import Meeting
from concentric.casework.plans.actions import ActionDraft, plan_action, set_status
from concentric.foundation.accounts.models import Role
from tests.factories.world import World, make_meeting, make_world
from tests.support.pages import words

pytestmark = pytest.mark.django_db


def record(world: World, meeting: Meeting, text: str, **limits: object) -> None:
    minute_taker = world.viewers[Role.MINUTE_TAKER]
    draft = EntryDraft("peers", "risk", text, **limits)  # type: ignore[arg-type]
    add_entry(viewer=minute_taker, meeting=meeting, entry_id=uuid.uuid4(), draft=draft)


def two_meetings() -> tuple[World, Meeting]:
    world = make_world()
    minute_taker, chair = world.viewers[Role.MINUTE_TAKER], world.viewers[Role.CHAIR]
    open_meeting(viewer=minute_taker, meeting=world.meeting)
    record(world, world.meeting, "Friends laughed along")
    record(
        world, world.meeting, "A search was planned", sharing="agencies", sharing_agencies=(world.agencies["police"],)
    )
    action = plan_action(
        viewer=minute_taker,
        meeting=world.meeting,
        entry_id=uuid.uuid4(),
        draft=EntryDraft("peers", "actions", "Sessions with the friendship group"),
        plan=ActionDraft(owner=world.practitioner.membership),
    )
    set_status(viewer=world.practitioner, action=action, status="not_done", reason="The worker was ill")
    later = timezone.now() + dt.timedelta(days=90)
    review = make_meeting(world.case, chair=chair, minute_taker=minute_taker, starts_at=later, previous=world.meeting)
    open_meeting(viewer=minute_taker, meeting=review)
    record(world, review, "Friends now speak up")
    return world, review


def test_the_review_shows_then_and_now_and_why_an_action_was_not_done() -> None:
    world, review = two_meetings()
    read = words(world.client(Role.MINUTE_TAKER).get(f"/meetings/{review.pk}/since-last-time/"))
    assert "1 unfinished" in read
    assert "Not done: The worker was ill" in read
    assert read.index("Friends laughed along") < read.index("Friends now speak up")


def test_a_limited_entry_of_the_last_meeting_stays_limited() -> None:
    world, review = two_meetings()
    address = f"/meetings/{review.pk}/since-last-time/"
    assert "A search was planned" in words(world.client(Role.CHAIR).get(address))
    assert "A search was planned" not in words(world.client(Role.PRACTITIONER).get(address))


def test_a_first_meeting_says_that_it_is_the_first() -> None:
    world = make_world()
    page = world.client(Role.CHAIR).get(f"/meetings/{world.meeting.pk}/since-last-time/")
    assert "This is the first meeting" in words(page)
