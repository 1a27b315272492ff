"""Writers of one SQLite file take turns, also those of different processes; whoever is stuck holds up nobody."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from pytest_django import DjangoDbBlocker

from concentric.foundation.sqlite.base import DatabaseWrapper

SETTINGS = {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0.05}
    name = str(tmp_path / "turns.sqlite3")
    made = DatabaseWrapper({**SETTINGS, "ENGINE": "", "NAME": name, "TIME_ZONE": None, "OPTIONS": options})
    with django_db_blocker.unblock():
        made.ensure_connection()
        yield made
        made.close()


def elsewhere(database: DatabaseWrapper) -> IO[bytes]:
    """The gate as another process has it open."""
    return open(f"{database.settings_dict['NAME']}-turn", "ab")


def write(database: DatabaseWrapper, sql: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(sql)


def test_the_gate_is_held_from_begin_to_commit_or_rollback(database: DatabaseWrapper) -> None:
    for end in (database.commit, database.rollback):
        database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with elsewhere(database) as other:
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            end()
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        database.set_autocommit(True)


def test_a_gate_that_somebody_never_leaves_is_passed_and_sqlite_decides(database: DatabaseWrapper) -> None:
    with elsewhere(database) as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        write(database, "CREATE TABLE written (id INTEGER)")
        database.commit()
    write(database, "SELECT * FROM written")
