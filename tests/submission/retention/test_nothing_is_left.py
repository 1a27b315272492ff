"""Destruction, proven on the database's own files: every word of the case is gone, every other case's is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from concentric.casework.cases.models import Case
from concentric.casework.contexts.models import Context
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import verify
from concentric.submission.dispatch.models import RegisterRow
from concentric.submission.retention.actions import destroy, propose
from concentric.submission.retention.clearing import clear_when_needed
from concentric.submission.retention.models import Destruction
from tests.factories.busy_world import BusyWorld
from tests.factories.planted import LETTERS, close_long_ago, make_full_case, plant, rows_of
from tests.factories.retention import due_case
from tools.postgresql import program

MINE, THEIRS = "qzqkj", "qxqvj"


@pytest.mark.usefixtures("committed")
def test_no_word_of_a_destroyed_case_is_left_in_the_database(database_kind: str) -> None:
    busy, other = make_full_case(), make_full_case()
    empty = [label for label, rows in rows_of(busy) if not rows.exists() and label != "submission.Proposal"]
    assert empty == [], "let tests/factories/planted.py make one of each"
    mine, theirs = plant(busy, MINE), plant(other, THEIRS)
    let_the_planner_sample()
    for place, content in everywhere().items():
        assert words_in(content, MINE) == set(mine), f"{place} is not searched well: {missing(mine, content)}"

    certificate = destroyed(busy)

    assert certificate.rows > len({field.rpartition(".")[0] for field in mine.values()})
    assert clear_when_needed() >= 1
    for place, content in everywhere().items():
        left = content.count(MINE.encode())
        assert not left, f"{place} has {left} left, of {[mine.get(word, word) for word in words_in(content, MINE)]}"
        assert words_in(content, THEIRS) == set(theirs), f"{place}: another case lost words"
    assert not list(verify(str(busy.world.partnership.pk)))
    others_stay(busy)


def destroyed(busy: BusyWorld) -> Destruction:
    world, case = busy.world, busy.world.case
    close_long_ago(case)
    proposal = propose(viewer=world.viewers[Role.GOVERNANCE], kept=due_case(world, case))
    return destroy(viewer=world.coordinator, proposal=proposal)


def others_stay(busy: BusyWorld) -> None:
    """The trail of the case, its certificate's link, other cases, and the names that cases share."""
    case = busy.world.case
    event = AuditEvent.objects.get(verb="case.destroyed", case_id=case.pk)
    assert event.details["counts"]["casework.Case"] == 1
    assert AuditEvent.objects.filter(case_id=case.pk).count() > 1, "what was done in the case stays in the trail"
    assert Case.objects.filter(partnership=busy.world.partnership).exists()
    assert set(Context.objects.filter(partnership=busy.world.partnership).values_list("kind", flat=True)) == {
        "school",
        "neighbourhood",
    }
    assert not RegisterRow.objects.filter(partnership=busy.world.partnership).exists()


def let_the_planner_sample() -> None:
    """PostgreSQL keeps values of its columns, to plan by; by itself it would take them at some other time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SELECT count(*) FROM pg_stats WHERE histogram_bounds::text LIKE %s", [f"%{MINE}%"])
            assert cursor.fetchone()[0], "the samples hold nothing to be found"


def words_in(content: bytes, mark: str) -> set[str]:
    return {word.decode() for word in re.findall(rb"[a-z]{%d}%s" % (LETTERS, mark.encode()), content)}


def missing(planted: dict[str, str], content: bytes) -> set[str]:
    found = words_in(content, MINE)
    return {field for word, field in planted.items() if word not in found}


def everywhere() -> dict[str, bytes]:
    """All that the database keeps on its disk, but for PostgreSQL's log of changes; and a dump of it."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        return {"the file": b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))}
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        folder, oid = cursor.fetchone()
    tables = sorted(Path(folder, "base", str(oid)).iterdir())
    return {"the dump": dumped(), "the tables": b"".join(file.read_bytes() for file in tables)}


def dumped() -> bytes:
    settings = connection.settings_dict
    where = ["--host", settings["HOST"], "--username", settings["USER"], "--dbname", settings["NAME"]]
    # Binary columns are dumped as hexadecimal digits unless they are asked for as text.
    done = subprocess.run([program("pg_dump"), *where], capture_output=True, check=True)
    return done.stdout + b"".join(map(bytes.fromhex, map(bytes.decode, re.findall(rb"\\\\x([0-9a-f]+)", done.stdout))))
