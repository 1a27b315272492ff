"""Something done in another connection while this one is in the middle of a transaction."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction


@contextmanager
def meanwhile(do: Callable[[], object], then: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Another connection does something while this one's transaction is open. Once it is done or waits, this one does
    what comes `then`, and commits.
    """
    faults: list[BaseException] = []

    def run() -> None:
        try:
            do()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    with transaction.atomic():
        yield
        other.start()
        until = time.monotonic() + 20
        while other.is_alive() and not _waits() and time.monotonic() < until:
            time.sleep(0.01)
        then()
    other.join()
    assert faults == []


def _waits() -> bool:
    """Whether the other connection waits for this one: on SQLite always, where one writes at a time."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
