"""The real server for browser tests: uvicorn in a process of its own, on a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.support.databases import ADDRESSES, KIND, SCRATCH

ROOT = Path(__file__).resolve().parents[2]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


@dataclass
class Server:
    """A running site. `stop(kill=True)` is a power cut; `start()` brings the same site back at the same address."""

    database_url: str
    port: int = field(default_factory=lambda: free_port())
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return SCRATCH / f"server-{WORKER}-{self.port}.log"

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "concentric.config.asgi:application", "--port", str(self.port)]
        environ = {**os.environ, "CONCENTRIC_DATABASE_URL": self.database_url}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--log-level", "warning", "--timeout-graceful-shutdown", "1"],
                cwd=ROOT,
                env=environ,
                stdout=log,
                stderr=log,
            )
        self._wait_until_it_answers()

    def stop(self, *, kill: bool = False) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
            self._process.wait(10)
            self._process = None

    def _wait_until_it_answers(self) -> None:
        for _ in range(300):
            if self._process and self._process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.url, timeout=5)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-3000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def served_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database beside the test database. Nothing clears it between tests: each test makes
    a partnership of its own, and partnerships cannot see one another."""
    with django_db_blocker.unblock():
        yield _copy_of_test_database()


def _copy_of_test_database() -> str:
    migrated = connection.settings_dict["NAME"]
    connection.close()
    if KIND == "sqlite":
        with sqlite3.connect(migrated) as source:
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return f"sqlite://{shutil.copy(migrated, SCRATCH / f'served-{WORKER}.sqlite3')}"
    name = f"served_{WORKER}"
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        # A template may have no other session; one of a thread that is gone can linger.
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [migrated])
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
    return urlsplit(ADDRESSES[KIND])._replace(path=f"/{name}").geturl()


@contextmanager
def connected_to(database_url: str) -> Iterator[None]:
    """Django's connection in this process, lent to the served database."""
    path = urlsplit(database_url).path
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = path if KIND == "sqlite" else path.removeprefix("/")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@pytest.fixture(scope="session")
def _running_server(served_database: str) -> Iterator[Server]:
    server = Server(served_database)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def committed(served_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The ORM on the served database, where a write is committed and stays: for threads, triggers and servers."""
    with django_db_blocker.unblock(), connected_to(served_database):
        yield


@pytest.fixture
def server(_running_server: Server, committed: None) -> Iterator[Server]:
    """The site, and this process's ORM on the same database: make the test's data, then look at it in a browser.

    A fault that the server logs fails the test, whatever the page showed.
    """
    before = _running_server.log.stat().st_size
    yield _running_server
    logged = _running_server.log.read_bytes()[before:].decode()
    assert "Traceback" not in logged, f"The server met a fault:\n{logged[-6000:]}"
