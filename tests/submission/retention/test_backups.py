"""A backup, looked over, restored for real, and made to forget what was destroyed since."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection

from concentric.casework.cases.models import Case
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import verify
from concentric.submission.retention.actions import destroy, propose
from concentric.submission.retention.backups import back_up, check, manifest_of
from concentric.submission.retention.commands import backup, restore_check, retention
from concentric.submission.retention.ledger import NAME, home_ledger, keep_ledger, read_ledger
from concentric.submission.retention.models import Destruction
from tests.factories.retention import due_case, make_due_case
from tests.factories.world import World, make_world
from tests.support.databases import ADDRESSES, KIND
from tests.support.server import connected_to
from tools.postgresql import program


@pytest.fixture
def world(committed: None) -> World:
    return make_world()


def destroyed(world: World, case: Case) -> Destruction:
    proposal = propose(viewer=world.viewers[Role.GOVERNANCE], kept=due_case(world, case))
    return destroy(viewer=world.coordinator, proposal=proposal)


@contextmanager
def restored(made: Path, folder: Path) -> Iterator[None]:
    """Django on a database that the backup was restored into."""
    if KIND == "sqlite":
        copy = Path(shutil.copy(made, folder / "restored.sqlite3"))
        with connected_to(f"sqlite://{copy}"):
            yield
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        cursor.execute("CREATE DATABASE restored")
    settings = connection.settings_dict
    where = ["--host", settings["HOST"], "--username", settings["USER"], "--dbname", "restored"]
    subprocess.run([program("pg_restore"), *where, str(made)], check=True)
    with connected_to(urlsplit(ADDRESSES[KIND])._replace(path="/restored").geturl()):
        yield


def test_a_restored_backup_is_made_to_forget_again(world: World, tmp_path: Path) -> None:
    gone_before, gone_after, stays = (make_due_case(world) for _ in range(3))
    destroyed(world, gone_before)
    made = back_up(tmp_path)
    assert not any(one.wrong for one in check(made))
    certificate = destroyed(world, gone_after)
    keep_ledger(tmp_path / NAME)
    assert "forget-again" in next(one.found for one in check(made) if one.what == "destroyed since")

    with restored(made, tmp_path):
        assert Case.objects.filter(pk=gone_after.pk).exists(), "the backup holds it again"
        done = CliRunner().invoke(retention, ["forget-again", str(tmp_path / NAME)])
        assert done.exit_code == 0, done.output
        assert gone_after.reference in done.output
        assert gone_before.reference not in done.output
        assert not Case.objects.filter(pk__in=[gone_after.pk, gone_before.pk]).exists()
        assert Case.objects.filter(pk=stays.pk).exists()
        again = Destruction.objects.get(pk=certificate.pk)
        assert (again.counts, again.at) == (certificate.counts, certificate.at)
        assert AuditEvent.objects.filter(verb="case.destroyed_again", case_id=gone_after.pk).exists()
        assert not list(verify(str(world.partnership.pk)))
        twice = CliRunner().invoke(retention, ["forget-again", str(tmp_path / NAME)])
        assert gone_after.reference not in twice.output


def test_a_backup_is_for_one_account_and_says_what_it_is(world: World, tmp_path: Path) -> None:
    done = CliRunner().invoke(backup, [str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    files = sorted((tmp_path / "new").iterdir())
    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    made = next(file for file in files if file.suffix in (".sqlite3", ".pgdump"))
    looked = CliRunner().invoke(restore_check, [str(made)])
    assert looked.exit_code == 0, looked.output
    assert "agrees" in looked.output


@pytest.mark.parametrize("damage", ["cut", "changed", "no manifest", "another manifest"])
def test_a_damaged_backup_is_found_out(world: World, tmp_path: Path, damage: str) -> None:
    made = back_up(tmp_path)
    content = made.read_bytes()
    if damage == "cut":
        made.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        made.write_bytes(content[:-200] + b"x" * 200)
    elif damage == "no manifest":
        manifest_of(made).unlink()
    else:
        manifest_of(made).write_text("[]")
    looked = CliRunner().invoke(restore_check, [str(made)], standalone_mode=True)
    assert looked.exit_code == 1 or isinstance(looked.exception, ValidationError)


def test_the_ledger_at_home_keeps_what_a_restored_database_forgot(world: World, tmp_path: Path) -> None:
    certificate = destroyed(world, make_due_case(world))
    known = {line.certificate for line in read_ledger(home_ledger())}
    assert str(certificate.pk) in known
    Destruction.objects.filter(pk=certificate.pk).delete()

    keep_ledger()

    assert known <= {line.certificate for line in read_ledger(home_ledger())}
    assert home_ledger().stat().st_mode & 0o777 == 0o600


def test_nobody_has_something_destroyed_by_writing_a_line(world: World, tmp_path: Path) -> None:
    """A line that was changed names another case. It is refused, and so is every line with it."""
    other = make_due_case(world)
    certificate = destroyed(world, make_due_case(world))
    ledger = tmp_path / NAME
    keep_ledger(ledger)
    text = ledger.read_text()
    assert str(certificate.record_id) in text
    ledger.write_text(text.replace(str(certificate.record_id), str(other.pk)))

    refused = CliRunner().invoke(retention, ["forget-again", str(ledger)])

    assert isinstance(refused.exception, ValidationError)
    assert Case.objects.filter(pk=other.pk).exists()


def test_a_ledger_that_cannot_be_read_is_set_aside_and_written_anew(world: World, tmp_path: Path) -> None:
    certificate = destroyed(world, make_due_case(world))
    (tmp_path / NAME).write_text("not a ledger\n")

    assert keep_ledger(tmp_path / NAME) >= 1

    assert str(certificate.pk) in {line.certificate for line in read_ledger(tmp_path / NAME)}
    assert "not a ledger\n" in {file.read_text() for file in tmp_path.iterdir()}
    assert keep_ledger(tmp_path / NAME) == 0
