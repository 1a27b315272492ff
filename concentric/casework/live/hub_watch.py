"""Waiting for the database to change: SQLite is asked every 20 ms whether it has, PostgreSQL tells."""

from __future__ import annotations

import os
import select
import time
from typing import Any, Protocol

from django.db import connection

from concentric.casework.meetings.outbox import CHANNEL

POLL_SECONDS = 0.02


class Watch(Protocol):
    """Used by the hub's thread alone, but for `interrupt`."""

    def wait(self, seconds: float) -> bool:
        """Wait until something may have changed (True), or somebody interrupts or the time is up (False)."""
        ...

    def interrupt(self) -> None:
        """End a wait from another thread."""
        ...

    def close(self) -> None: ...


def watch_database() -> Watch:
    """The watch for this process's database."""
    return PostgresWatch() if connection.vendor == "postgresql" else SqliteWatch()


class SqliteWatch:
    """`PRAGMA data_version` differs once another connection has committed: a look at shared memory."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._interrupted = False

    def wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self._interrupted and time.monotonic() < until:
            if self._has_changed():
                return True
            time.sleep(POLL_SECONDS)
        self._interrupted = False
        return False

    def interrupt(self) -> None:
        self._interrupted = True

    def close(self) -> None:
        self._version = None

    def _has_changed(self) -> bool:
        with connection.cursor() as cursor:
            (version,) = cursor.execute("PRAGMA data_version").fetchone()
        before, self._version = self._version, version
        return bool(before != version)


class PostgresWatch:
    """LISTEN on a connection of its own; verbs NOTIFY in their transaction, so the news comes with the commit."""

    def __init__(self) -> None:
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._listening: Any = None

    def wait(self, seconds: float) -> bool:
        if self._listening is None:
            self._listen()
            return True  # what was committed before we listened is found by looking
        ready, _, _ = select.select([self._listening.fileno(), self._wake_read], [], [], seconds)
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)
        if self._listening.fileno() in ready:
            with connection.wrap_database_errors:
                return bool(list(self._listening.notifies(timeout=0)))
        return not ready  # look now and then anyway: a listener can lose its connection without hearing of it

    def interrupt(self) -> None:
        try:
            os.write(self._wake_write, b".")
        except BlockingIOError:
            return  # the pipe is full of interruptions already

    def close(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    def _listen(self) -> None:
        import psycopg  # where SQLite is the database, its driver need not be there

        self._listening = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        self._listening.execute(f"LISTEN {CHANNEL}")
