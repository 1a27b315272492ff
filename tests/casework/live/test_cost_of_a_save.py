"""What a save asks of the database: every other writer waits while it does, so what it costs is held here."""

from __future__ import annotations

import asyncio
import time
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concentric.casework.live.hub import RECHECK_SECONDS, Subscription
from concentric.casework.live.hub_access import Listener
from tests.factories.live_meeting import Live, make_live
from tests.factories.world import invite

SCRIPT = {"X-Concentric-Fetch": "1"}
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT pg_notify")


def statements(client: Client, path: str, **data: str) -> int:
    """How many statements a save is, beside those of its transaction."""
    with CaptureQueriesContext(connection) as captured:
        assert client.post(path, data, headers=SCRIPT).status_code == 200
    return sum(not query["sql"].startswith(AROUND) for query in captured)


@pytest.mark.django_db
def test_an_entry_is_saved_and_changed_in_few_statements() -> None:
    live = make_live()
    someone = live.world.practitioner_other
    invite(live.meeting, someone)
    costs = {name: _costs(live, live.world.client(who)) for name, who in (("runs", live.writer), ("invited", someone))}
    assert costs == {"runs": (18, 20), "invited": (20, 23)}


def _costs(live: Live, client: Client) -> tuple[int, int]:
    """Of adding an entry, and of changing it."""
    client.get(live.path)  # the session's own first notes
    entry_id = str(uuid.uuid4())
    place = {"entry_id": entry_id, "context": "peers", "column": "hsb"}
    added = statements(client, f"{live.path}entries/", line="They wait for one another", **place)
    changed = statements(client, f"{live.path}entries/{entry_id}/change/", version="1", line="They walk home together")
    return added, changed


def test_screens_that_were_opened_together_are_not_asked_after_together() -> None:
    live = Listener(viewer=None, meeting_id=uuid.uuid4(), session_key="", after=0, room=False)  # type: ignore[arg-type]
    loop, now = asyncio.new_event_loop(), time.monotonic()
    waits = sorted(Subscription(live, loop).recheck_at - now for _ in range(200))
    loop.close()
    assert waits[-1] <= RECHECK_SECONDS + 1
    assert waits[-1] - waits[0] > RECHECK_SECONDS / 4
