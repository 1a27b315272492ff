"""Arranging a meeting through its pages, as people do."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from concentric.casework.cases.models import Involvement
from concentric.casework.meetings.models import Entry, Meeting
from concentric.foundation.accounts.models import Role
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def coordinator(world: World) -> Client:
    return world.client(Role.COORDINATOR)


def details(world: World, **other: object) -> dict[str, object]:
    return {
        "type_key": "map",
        "day": "3 December 2030",
        "time": "2:30pm",
        "minutes_long": 90,
        "place": "Room 2",
        "chair": world.viewers[Role.CHAIR].id,
        "minute_taker": world.viewers[Role.MINUTE_TAKER].id,
        **other,
    }


def test_convening_copies_the_agenda_and_lists_everybody_involved(world: World, coordinator: Client) -> None:
    Meeting.objects.all().delete()
    Involvement.objects.filter(membership=world.viewers[Role.CHAIR].membership).delete()
    answer = coordinator.post(reverse("meetings:convene", args=[world.case.pk]), details(world), follow=True)
    meeting = Meeting.objects.get(case=world.case)
    assert answer.redirect_chain[-1][0] == reverse("meetings:prepare", args=[meeting.pk])
    assert meeting.agenda.filter(part="context:school").exists()
    assert meeting.introduction["confidentiality"]
    listed = set(meeting.attendance.values_list("membership_id", flat=True))
    roles = (Role.CHAIR, Role.MINUTE_TAKER, Role.LEAD_PROFESSIONAL, Role.PRACTITIONER)
    assert listed == {world.viewers[role].id for role in roles}
    assert Involvement.objects.filter(case=world.case, membership=world.viewers[Role.CHAIR].membership).exists()


def test_the_chair_does_not_take_the_minutes(world: World, coordinator: Client) -> None:
    same = details(world, minute_taker=world.viewers[Role.CHAIR].id, place="Typed and kept")
    answer = coordinator.post(reverse("meetings:convene", args=[world.case.pk]), same)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "whoever chairs cannot also take the minutes" in page
    assert "Typed and kept" in page


def test_invitations_name_nobody(world: World, coordinator: Client, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(reverse("meetings:send", args=[world.meeting.pk]))
    assert {to for letter in mail.outbox for to in letter.to} == {
        world.viewers[role].user.email
        for role in (Role.CHAIR, Role.MINUTE_TAKER, Role.LEAD_PROFESSIONAL, Role.PRACTITIONER)
    }
    case = world.case
    for letter in mail.outbox:
        (calendar,) = [content for name, content, kind in letter.attachments]
        written = f"{letter.subject}\n{letter.body}\n{calendar}"
        for word in (case.given_name, case.family_name, case.reference, case.initials + ","):
            assert word not in written
        assert str(world.meeting.pk) in letter.body


def test_an_agency_adds_beforehand_without_javascript(world: World) -> None:
    client = world.client(world.practitioner)
    address = reverse("meetings:beforehand", args=[world.meeting.pk])
    page = client.get(address).content.decode()
    (entry_id,) = re.findall(r'name="entry_id" value="([^"]+)"', page)
    typed = {
        "entry_id": entry_id,
        "context": "school",
        "column": "resilience",
        "text": "A teacher whom pupils go to",
        "basis": "fact",
        "sharing": "everyone",
    }
    for _ in range(2):  # a form sent twice is one entry
        answer = client.post(address, typed, follow=True)
        assert "A teacher whom pupils go to" in answer.content.decode()
    entry = Entry.objects.get()
    assert (entry.before_meeting, entry.source_id) == (True, world.practitioner.agency_id)
    assert (
        "Larkfield Academy" in world.client(Role.CHAIR).get(address.replace("beforehand", "prepare")).content.decode()
    )
    client.post(reverse("meetings:withdraw", args=[world.meeting.pk, entry.pk]))
    entry.refresh_from_db()
    assert entry.struck_at


def test_what_is_wrong_beforehand_is_said_beside_the_field(world: World) -> None:
    client = world.client(world.practitioner)
    bad = {"entry_id": "x", "context": "moon", "column": "actions", "text": "", "basis": "", "sharing": "agencies"}
    answer = client.post(reverse("meetings:beforehand", args=[world.meeting.pk]), bad)
    assert answer.status_code == 422
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["prepare", "change", "cancel", "invite", "calendar", "agenda", "beforehand"])
def test_neighbours_and_the_uninvolved_find_nothing(world: World, name: str) -> None:
    for viewer in (world.elsewhere_coordinator, world.practitioner_other, world.viewers[Role.GOVERNANCE]):
        assert world.client(viewer).get(reverse(f"meetings:{name}", args=[world.meeting.pk])).status_code == 404


@pytest.mark.parametrize("name", ["change", "cancel", "invite"])
def test_an_attendee_reads_and_does_not_arrange(world: World, name: str) -> None:
    client = world.client(world.practitioner)
    assert client.get(reverse("meetings:prepare", args=[world.meeting.pk])).status_code == 200
    assert client.get(reverse(f"meetings:{name}", args=[world.meeting.pk])).status_code == 403


def test_moving_and_cancelling_a_meeting_raise_the_calendar_s_number(world: World, coordinator: Client) -> None:
    coordinator.post(reverse("meetings:change", args=[world.meeting.pk]), details(world, place="Room 9"))
    calendar = coordinator.get(reverse("meetings:calendar", args=[world.meeting.pk])).content.decode()
    assert "SEQUENCE:1" in calendar
    assert "Room 9" in calendar
    coordinator.post(reverse("meetings:cancel", args=[world.meeting.pk]), {"reason": "The chair is ill"})
    calendar = coordinator.get(reverse("meetings:calendar", args=[world.meeting.pk])).content.decode()
    assert "STATUS:CANCELLED" in calendar


def test_the_list_shows_mine_all_and_past(world: World, coordinator: Client) -> None:
    address = reverse("meetings:list")
    assert world.case.reference in world.client(world.practitioner).get(address).content.decode()
    assert world.case.reference not in coordinator.get(address).content.decode()
    assert world.case.reference in coordinator.get(address + "?whose=all").content.decode()
    assert world.case.reference not in coordinator.get(address + "?whose=all&when=past&page=x").content.decode()
