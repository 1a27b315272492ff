"""A power cut in mid-meeting: whatever was acknowledged is there once, and sending again makes no double."""

from __future__ import annotations

import http.client
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import pytest

from concentric.casework.meetings.actions import open_meeting
from concentric.casework.meetings.models import Entry, EntryWording, LiveEvent, Meeting
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import verify
from tests.casework.live.following import cookie_of
from tests.factories.world import World, make_world
from tests.support.server import Server

SAVERS = (Role.CHAIR, Role.MINUTE_TAKER, Role.LEAD_PROFESSIONAL, Role.PRACTITIONER)
CSRF = "c" * 32


@pytest.fixture
def site(served_database: str, committed: None) -> Iterator[Server]:
    """A server that may be killed: its own, on the database that others use too."""
    server = Server(served_database)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def world(committed: None) -> World:
    made = make_world()
    made.meeting = open_meeting(viewer=made.viewers[Role.CHAIR], meeting=made.meeting)
    return made


@dataclass
class Saver:
    """Somebody who types without a pause: what they sent, and what the server acknowledged."""

    server: Server
    meeting: Meeting
    viewer: Viewer
    sent: dict[uuid.UUID, str] = field(default_factory=dict)
    acknowledged: set[uuid.UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.cookie = f"{cookie_of(self.viewer)}; csrftoken={CSRF}"

    def save_until_the_cut(self) -> None:
        while True:
            entry_id = uuid.uuid4()
            self.sent[entry_id] = f"Number {len(self.sent)} of {self.viewer.id}"
            try:
                if self.send(entry_id) == 200:
                    self.acknowledged.add(entry_id)
            except (OSError, http.client.HTTPException):
                return

    def send(self, entry_id: uuid.UUID) -> int:
        connection = http.client.HTTPConnection(urlsplit(self.server.url).netloc, timeout=30)
        line = {"entry_id": entry_id, "context": "peers", "column": "risk", "line": self.sent[entry_id]}
        headers = {
            "Cookie": self.cookie,
            "X-CSRFToken": CSRF,
            "X-Concentric-Fetch": "1",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request("POST", f"/meetings/{self.meeting.pk}/entries/", urlencode(line), headers)
            return connection.getresponse().status
        finally:
            connection.close()


def test_what_was_acknowledged_survives_a_kill_exactly_once(site: Server, world: World) -> None:
    savers = [Saver(site, world.meeting, world.viewers[role]) for role in SAVERS]
    typing = [threading.Thread(target=saver.save_until_the_cut) for saver in savers]
    for thread in typing:
        thread.start()
    wait_for(lambda: all(len(saver.acknowledged) >= 5 for saver in savers))
    site.stop(kill=True)
    for thread in typing:
        thread.join(30)
    site.start()
    for saver in savers:
        kept = dict(written_by(saver))
        assert saver.acknowledged <= set(kept)
        assert all(kept[pk] == saver.sent[pk] for pk in kept)
        for entry_id in saver.sent:  # the page sends again whatever it has waiting, acknowledged or not
            assert saver.send(entry_id) == 200
        assert sorted(written_by(saver)) == sorted(saver.sent.items())
    assert_whole(world)


def written_by(saver: Saver) -> list[tuple[uuid.UUID, str]]:
    entries = Entry.objects.filter(meeting=saver.meeting, created_by=saver.viewer.membership)
    return list(entries.values_list("pk", "text"))


def assert_whole(world: World) -> None:
    """Each entry has its one wording, the outbox has no gap, and the audit chain holds."""
    entries = Entry.objects.filter(meeting=world.meeting)
    assert EntryWording.objects.filter(entry__in=entries).count() == entries.count()
    numbers = list(LiveEvent.objects.filter(meeting=world.meeting).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert not list(verify(str(world.partnership.pk)))


def wait_for(happened: object) -> None:
    assert callable(happened)
    for _ in range(3000):
        if happened():
            return
        time.sleep(0.01)
    raise AssertionError("It did not happen in half a minute.")
