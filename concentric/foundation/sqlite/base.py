"""Django's SQLite, for many people at once: connections are kept, and the transactions of one process take turns.

**Connections.** Every request runs in a thread of its own, and opening a connection (its pragmas, its functions, its
schema) costs more than most requests ask of it. A closed connection is kept and given to the next.

**Turns.** A transaction here begins IMMEDIATE, as a writer, and SQLite lets one in at a time. Whoever has to wait there
sleeps and looks again, for longer each time, so that under load somebody is passed over for seconds. Waiting at locks
of our own first, one among the threads of a process and one among the processes, a thread is woken as soon as it is
its turn; SQLite's own wait is left for other programs.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import defaultdict
from contextlib import suppress
from typing import Any

from django.db.backends.sqlite3 import base

KEPT_AT_MOST = 8
LOOK_AGAIN_SECONDS = 0.001
File = tuple[int, int]

_turn = threading.Lock()
_keeping = threading.Lock()
_gates: dict[str, int] = {}
# Idle connections by the file that they are open on: by another time, a file of the same name may be another one.
_kept: defaultdict[File, list[Any]] = defaultdict(list)


def _file_at(path: str) -> File | None:
    """Which file that is now; None for a database in memory."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _gate_of(database: str) -> int | None:
    """What the processes of a database lock by turns: an empty file beside it. (To lock the database's own file, one
    would have to close it some time, and that lets go of SQLite's locks.) None where it cannot be made.
    """
    if database not in _gates:
        try:
            _gates[database] = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT, os.stat(database).st_mode & 0o777)
        except OSError:
            return None
    return _gates[database]


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes a kept connection where there is one, and holds the turn from BEGIN until COMMIT or ROLLBACK."""

    _file: File | None = None
    _gate: int | None = None
    _has_turn = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._file = _file_at(str(conn_params["database"]))
        with _keeping:
            if self._file and _kept[self._file]:
                return _kept[self._file].pop()
        opened = super().get_new_connection(conn_params)
        self._file = _file_at(str(conn_params["database"]))
        return opened

    def _close(self) -> None:
        """Keep the connection for the next; or close it, if it was left in a transaction or enough are kept."""
        connection, kept = self.connection, False
        if self._file and connection is not None and not connection.in_transaction:
            with _keeping:
                kept = len(_kept[self._file]) < KEPT_AT_MOST
                if kept:
                    _kept[self._file].append(connection)
        try:
            if not kept:
                super()._close()  # type: ignore[misc]  # Django's own, which its stubs leave out
        finally:
            self._give_turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django's own, which its stubs leave out
        except BaseException:
            self._give_turn()
            raise

    def _take_turn(self) -> None:
        # Nobody keeps it for so long; if something goes wrong all the same, SQLite decides, and says that it is locked.
        until = time.monotonic() + self.settings_dict["OPTIONS"].get("timeout", 5)
        self._has_turn = _turn.acquire(timeout=until - time.monotonic())
        gate = _gate_of(str(self.settings_dict["NAME"])) if self._has_turn and self._file else None
        while gate is not None and time.monotonic() < until:
            with suppress(BlockingIOError):
                fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._gate = gate
                return
            time.sleep(LOOK_AGAIN_SECONDS)

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # Django's own, which its stubs leave out
        finally:
            self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # Django's own, which its stubs leave out
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        if self._gate is not None:
            fcntl.flock(self._gate, fcntl.LOCK_UN)
            self._gate = None
        if self._has_turn:
            self._has_turn = False
            _turn.release()
