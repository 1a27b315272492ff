"""`concentric audit verify`, as an operator runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from concentric.foundation.audit.models import AuditEvent, ChainHead
from concentric.foundation.audit.trail import note_read
from tests.factories.unprotected import Unprotected
from tests.factories.world import World, make_world


@pytest.mark.usefixtures("committed")
def test_the_command_names_the_row_and_fails(served_database: str) -> None:
    world = make_world()
    note_read(world.coordinator, "case.read", world.case)
    assert rows_of(world, verified(served_database)[1]) == []
    with Unprotected():
        AuditEvent.objects.filter(chain=str(world.partnership.pk)).update(verb="case.forgotten")
    try:
        code, said = verified(served_database)
        assert code == 1
        assert rows_of(world, said) == [
            {"trail": world.partnership.name, "event": 1, "what": "changed since it was written"}
        ]
    finally:
        with Unprotected():
            AuditEvent.objects.filter(chain=str(world.partnership.pk)).delete()
        ChainHead.objects.filter(chain=str(world.partnership.pk)).delete()


@pytest.mark.one_database
@pytest.mark.usefixtures("committed")
def test_the_command_holds_the_trail_to_what_a_manifest_says(served_database: str, tmp_path: Path) -> None:
    chain, mark = str(uuid.uuid4()), {"length": 7, "hash": "0" * 64}
    manifest = tmp_path / "backup.json"
    manifest.write_text(json.dumps({"trails": {chain: mark}}), "utf-8")
    code, said = verified(served_database, "--expect", str(manifest))
    assert code == 1
    assert {"trail": chain, "event": 7, "what": "this event was written and is gone: the trail is an older copy"} in (
        json.loads(said)
    )
    manifest.write_text("[]", "utf-8")
    assert verified(served_database, "--expect", str(manifest)) == (1, "")


def rows_of(world: World, said: str) -> list[dict[str, object]]:
    return [row for row in json.loads(said) if row.get("trail") == world.partnership.name]


def verified(database_url: str, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "concentric", "audit", "verify", "--format", "json", *more],
        env={**os.environ, "CONCENTRIC_DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
