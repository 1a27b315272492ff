"""Pages with a line for each case say in the trail which cases those were; their lines lead on."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from concentric.casework.meetings.actions import open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent, CaseShown
from concentric.foundation.audit.trail import CASES
from tests.factories.world import World, make_case, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def told(verb: str) -> set[str]:
    event = AuditEvent.objects.get(verb=verb)
    assert {str(shown.case_id) for shown in CaseShown.objects.filter(event=event)} == set(event.details.get(CASES, ()))
    return set(event.details.get(CASES, ()))


def test_the_list_and_its_file_name_the_cases_they_showed(world: World) -> None:
    other = make_case(world.partnership, lead=world.practitioner_other)
    client = world.client(Role.COORDINATOR)
    page = client.get("/cases/").content.decode()
    assert told("cases.listed") == {str(world.case.pk), str(other.pk)}
    assert client.get("/cases/download.csv", {"reference": other.reference}).status_code == 200
    assert told("cases.exported") == {str(other.pk)}
    assert page.count(f"/cases/{other.pk}/") == 2  # the reference and the name both open it


def test_the_first_page_names_the_cases_whose_actions_and_meetings_it_showed(world: World) -> None:
    writer = world.viewers[Role.MINUTE_TAKER]
    open_meeting(viewer=writer, meeting=world.meeting)
    said = "Staff stand at the gate"
    plan_action(
        viewer=writer,
        meeting=world.meeting,
        entry_id=uuid.uuid4(),
        draft=EntryDraft("school", "actions", said),
        plan=ActionDraft(owner=world.practitioner.membership, due_on=timezone.localdate() + dt.timedelta(days=3)),
    )
    assert said in world.client(world.practitioner).get("/").content.decode()
    assert told("home.listed") == {str(world.case.pk)}
