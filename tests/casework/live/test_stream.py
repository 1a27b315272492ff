"""Following a meeting live: who is told what, in which order, and until when. The real server, over HTTP."""

from __future__ import annotations

import uuid
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session

from concentric.casework.meetings.actions import add_entry, change_entry, invite, mark_silence, open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.meetings.models import Attendance, Entry
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from tests.casework.live.following import Follower, cookie_of
from tests.factories.world import World, make_world
from tests.support.server import Server

TEXT = "Peers look out for one another on the way home"


@pytest.fixture
def world(server: Server) -> World:
    made = make_world()
    made.meeting = open_meeting(viewer=made.viewers[Role.CHAIR], meeting=made.meeting)
    return made


def draft(text: str = TEXT, **more: object) -> EntryDraft:
    return EntryDraft(context="peers", column="strengths", text=text, **more)  # type: ignore[arg-type]


def add(viewer: Viewer, world: World, text: str = TEXT, **more: object) -> Entry:
    return add_entry(viewer=viewer, meeting=world.meeting, entry_id=uuid.uuid4(), draft=draft(text, **more))


def test_an_entry_appears_on_the_other_screens_in_order(server: Server, world: World) -> None:
    with (
        Follower(server, world.practitioner, world.meeting) as one,
        Follower(server, world.lead, world.meeting) as two,
    ):
        entries = [add(world.viewers["minute_taker"], world, f"{TEXT} {n}") for n in range(5)]
        for screen in (one, two):
            told = [screen.change() for _ in entries]
            assert [t["id"] for t in told] == [str(entry.pk) for entry in entries]
            assert [t["seq"] for t in told] == [entry.position for entry in entries]
            assert all(f"{TEXT} {n}" in t["html"] for n, t in enumerate(told))
            assert {t["by"] for t in told} == {str(world.viewers["minute_taker"].id)}


def test_only_those_who_may_see_a_limited_entry_are_told_of_it(server: Server, world: World) -> None:
    taker = world.viewers["minute_taker"]
    limit = {"sharing": "agencies", "sharing_agencies": (world.agencies["police"],)}
    with (
        Follower(server, world.practitioner, world.meeting) as outside,
        Follower(server, world.coordinator, world.meeting) as inside,
    ):
        entry = add(taker, world, **limit)
        assert TEXT in inside.change()["html"]
        told = outside.change()
        assert (told["kind"], told["id"], told["html"]) == ("quiet", "", "")
        shared = add(taker, world, "Said aloud")
        assert outside.change()["id"] == str(shared.pk)
        change_entry(viewer=taker, entry_id=shared.pk, base_version=1, draft=draft("Said aloud", **limit))
        told = outside.change()
        assert (told["kind"], told["id"], told["html"]) == ("gone", str(shared.pk), "")
        assert "Said aloud" in [inside.change() for _ in range(2)][-1]["html"]
        assert entry.pk != shared.pk


def test_the_wall_is_shown_nothing_limited(server: Server, world: World) -> None:
    with Follower(server, world.coordinator, world.meeting, query="?view=room") as wall:
        add(world.viewers["minute_taker"], world, sharing="not_family")
        add(world.viewers["minute_taker"], world, "Shared with all")
        assert TEXT not in wall.change()["html"]
        assert "Shared with all" in wall.change()["html"]


@pytest.mark.parametrize("how", ["query", "last"])
def test_what_was_missed_comes_first_and_once(server: Server, world: World, how: str) -> None:
    taker = world.viewers["minute_taker"]
    first, second = add(taker, world, "First"), add(taker, world, "Second")
    number = f"?after={first.position}" if how == "query" else str(first.position)
    with Follower(server, world.lead, world.meeting, **{how: number}) as screen:
        assert screen.change()["id"] == str(second.pk)
        third = add(taker, world, "Third")
        assert screen.change()["id"] == str(third.pk)


def test_who_missed_very_much_loads_the_page_again(server: Server, world: World) -> None:
    for n in range(105):
        state = "not_known" if n % 2 else ""
        mark_silence(viewer=world.lead, meeting=world.meeting, context="family", state=state)
    with Follower(server, world.lead, world.meeting, query="?after=1") as screen:
        assert screen.next()[0] == "resync"
        assert screen.rest() == b""


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 400, "²"])
def test_a_garbled_number_means_from_now(server: Server, world: World, after: str) -> None:
    add(world.viewers["minute_taker"], world, "Before")
    with Follower(server, world.lead, world.meeting, query=f"?after={quote(after)}") as screen:
        entry = add(world.viewers["minute_taker"], world, "After")
        assert screen.change()["id"] == str(entry.pk)


def test_strangers_and_neighbours_are_told_nothing(server: Server, world: World) -> None:
    for viewer in (world.practitioner_other, world.elsewhere_coordinator, world.viewers["governance"]):
        assert Follower(server, viewer, world.meeting).response.status == 404
    assert Follower(server, world.lead, world.meeting, cookie="sessionid=none").response.status in (302, 401)


def test_the_stream_ends_with_the_invitation(server: Server, world: World) -> None:
    guest = world.practitioner_other
    attendance = invite(viewer=world.coordinator, meeting=world.meeting, membership=guest.membership)
    with Follower(server, guest, world.meeting) as screen:
        Attendance.objects.filter(pk=attendance.pk).delete()
        invite(viewer=world.coordinator, meeting=world.meeting, name="Somebody else, a guest")
        assert screen.next()[0] == "ended"
        assert screen.rest() == b""


def test_the_stream_ends_with_the_session(server: Server, world: World) -> None:
    cookie = cookie_of(world.lead)
    with Follower(server, world.lead, world.meeting, cookie=cookie) as screen:
        Session.objects.filter(session_key=cookie.partition("=")[2]).delete()
        invite(viewer=world.coordinator, meeting=world.meeting, name="A guest, to bring the recheck forward")
        assert screen.next()[0] == "ended"
