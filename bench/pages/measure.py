"""Make a partnership at work and ask for each page in-process. Prints JSON.

Run as a process of its own: `python -m bench.pages.measure CASES ENTRIES`. A meeting in progress has ENTRIES entries.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from typing import Any

import django
from django.conf import settings

REPEATS = 15


def main(cases: int, entries: int) -> dict[str, Any]:
    """For every page: milliseconds (the quickest of the repeats), queries, bytes as they are and compressed."""
    from bench.growth.fill import begin, grow
    from tests.factories.busy_world import make_busy_world
    from tests.factories.world import signed_in

    busy = make_busy_world()
    world = busy.world
    _talk(busy, entries)
    many = begin(20)
    many.coordinator = world.coordinator
    grow(many, cases, 5)
    clients = {"coordinator": signed_in(world.coordinator), "chair": world.client("chair")}
    measured = {}
    for name, (who, url) in pages(busy).items():
        measured[name] = {"url": url, "who": who, **_measured(clients[who], url)}
    cookies = {who: client.cookies[settings.SESSION_COOKIE_NAME].value for who, client in clients.items()}
    return {"pages": measured, "cookies": cookies}


def pages(busy: Any) -> dict[str, tuple[str, str]]:
    """Every kind of page that a person waits for, as whom, by its words in the table."""
    meeting, case = f"/meetings/{busy.running.pk}/", f"/cases/{busy.world.case.pk}/"
    return {
        "Sign in": ("coordinator", "/account/login/?again=1"),
        "Home": ("coordinator", "/"),
        "Cases": ("coordinator", "/cases/"),
        "A case": ("coordinator", case),
        "Incidents and cohort": ("coordinator", f"{case}incidents/"),
        "Who looked at a case": ("coordinator", f"{case}looked/"),
        "Referrals": ("coordinator", "/referrals/"),
        "Meetings": ("coordinator", "/meetings/?whose=all"),
        "Prepare a meeting": ("chair", f"/meetings/{busy.planned.pk}/prepare/"),
        "The meeting: the grid": ("chair", meeting),
        "The meeting: a context": ("chair", f"{meeting}?part=context:school"),
        "The meeting: all 40 cells": ("chair", f"{meeting}overview/"),
        "Before we finish": ("chair", f"{meeting}finish/"),
        "Draft minutes": ("chair", f"/meetings/{busy.draft.pk}/minutes/"),
        "Versions to send": ("chair", f"/meetings/{busy.signed.pk}/versions/"),
        "Preview of a version": ("chair", f"/meetings/{busy.signed.pk}/versions/preview/?kind=family"),
        "Actions": ("coordinator", "/actions/?whose=all"),
        "Contexts": ("coordinator", "/contexts/"),
        "A context": ("coordinator", f"/contexts/{busy.ids['context_id']}/"),
        "Counts": ("coordinator", "/counts/"),
        "Check an import": ("coordinator", f"/imports/{busy.ids['import_id']}/"),
        "Settings": ("coordinator", "/settings/"),
    }


def _talk(busy: Any, entries: int) -> None:
    """Bring the meeting in progress to that many entries, spread over the grid."""
    from concentric.casework.meetings.actions import add_entry
    from concentric.casework.meetings.drafts import EntryDraft
    from concentric.foundation.accounts.models import Role
    from concentric.method.instrument.grid import COLUMNS, CONTEXTS

    cells = [(c.key.value, k.key.value) for c in CONTEXTS for k in COLUMNS if k.key.value != "actions"]
    viewer = busy.world.viewers[Role.MINUTE_TAKER]
    for number in range(entries - busy.running.entries.count()):
        context, column = cells[number % len(cells)]
        draft = EntryDraft(
            context, column, f"Staff and neighbours have noticed this for some weeks, as number {number}"
        )
        add_entry(viewer=viewer, meeting=busy.running, entry_id=uuid.uuid4(), draft=draft)


def _measured(client: Any, url: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    asked = len(queries)  # now: the next request empties the log
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        client.get(url)
        taken.append(time.perf_counter() - began)
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    return {
        "status": answer.status_code,
        "ms": 1_000 * min(taken),
        "queries": asked,
        "bytes": len(answer.content),
        "packed": len(packed.content),
    }


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
