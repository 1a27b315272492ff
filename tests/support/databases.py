"""Every test that touches the database runs on SQLite and on PostgreSQL; every other test runs once.

So does a test marked `one_database`: of keys, scripts, colours, words and links, where other tests take the same
requests to both databases. The browser's run on the first, where axe looks (unless marked `one_database("last")`), the
others on the last: each worker has its share.

A process can only be set up for one database, so each xdist worker belongs to one: the scheduler below sends it the
tests of its database, and whoever is idle takes the tests that need none. Loaded with `-p`, before Django's settings.

`CONCENTRIC_TEST_DATABASES` holds the addresses, one a line (`tools/suite.py` sets it). Without it, as when pytest is
run by hand, there is one database: `CONCENTRIC_DATABASE_URL`, or SQLite.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler.load import LoadScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

FIXTURES_WITH_DATABASE = {"db", "transactional_db", "served_database"}


def _scratch() -> Path:
    """The run's own folder, shared with its workers. The process that makes it clears it away."""
    if "CONCENTRIC_TEST_SCRATCH" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="concentric-tests-", ignore_cleanup_errors=True)
        atexit.register(folder.cleanup)
        os.environ["CONCENTRIC_TEST_SCRATCH"] = folder.name
    return Path(os.environ["CONCENTRIC_TEST_SCRATCH"])


def _addresses() -> dict[str, str]:
    alone = os.environ.get("CONCENTRIC_DATABASE_URL", f"sqlite:///{SCRATCH}/tests.sqlite3")
    urls = os.environ.setdefault("CONCENTRIC_TEST_DATABASES", alone).split()
    return {url.partition(":")[0]: url for url in urls}


def _of_worker(worker: str) -> str:
    """The kind of database that worker "gw0", "gw1" … belongs to; a lone process ("") takes the first."""
    kinds = list(ADDRESSES)
    return kinds[int(worker.removeprefix("gw") or 0) % len(kinds)]


SCRATCH = _scratch()
ADDRESSES = _addresses()
KIND = _of_worker(os.environ.get("PYTEST_XDIST_WORKER", ""))
os.environ |= {
    "CONCENTRIC_MODE": "test",
    "CONCENTRIC_HOME": str(SCRATCH),
    "CONCENTRIC_DATABASE_URL": ADDRESSES[KIND],
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the thread that makes a browser test's data
}


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    from django.conf import settings

    if KIND == "sqlite":  # a file, as in real life: an in-memory database locks and connects differently
        settings.DATABASES["default"]["TEST"]["NAME"] = str(SCRATCH / "test.sqlite3")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = any(metafunc.definition.iter_markers("django_db"))
    if marked or FIXTURES_WITH_DATABASE & set(metafunc.fixturenames):
        metafunc.fixturenames.append("database_kind")
        kinds = list(ADDRESSES)
        for mark in metafunc.definition.iter_markers("one_database"):
            first = "served_database" in metafunc.fixturenames and "last" not in mark.args
            kinds = kinds[:1] if first else kinds[-1:]
        metafunc.parametrize("database_kind", kinds, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A lone process cannot run the tests of the other database."""
    if len(ADDRESSES) > 1 and not hasattr(config, "workerinput") and not config.getoption("collectonly"):
        raise pytest.UsageError("Two databases need two workers: add -n 2.")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> EachToItsDatabase:
    return EachToItsDatabase(config, log)  # type: ignore[arg-type]


class EachToItsDatabase(LoadScheduling):
    """xdist's load scheduling, where a worker is sent only tests of its own database or of none."""

    def schedule(self) -> None:
        super().schedule()
        for node in self.nodes:
            self.check_schedule(node)

    def check_schedule(self, node: WorkerController, duration: float = 0) -> None:
        if not node.shutting_down and next(self._fitting(node), None) is None:
            node.shutdown()  # a worker holds its last test back until it knows that nothing follows
        else:
            super().check_schedule(node, duration)

    def _send_tests(self, node: WorkerController, num: int) -> None:
        chosen = list(islice(self._fitting(node), num))
        if chosen:
            self.pending[:] = [index for index in self.pending if index not in chosen]
            self.node2pending[node].extend(chosen)
            node.send_runtest_some(chosen)

    def _fitting(self, node: WorkerController) -> Iterator[int]:
        """What this worker may run, its own database's tests first."""
        own = _of_worker(node.gateway.id)
        return (i for kind in (own, None) for i in self.pending if self._kinds[i] == kind)

    @cached_property
    def _kinds(self) -> list[str | None]:
        """Of each test the database that it names: asked for all that wait, whenever a test is finished."""
        assert self.collection is not None
        parameters = (test.partition("[")[2].rstrip("]").split("-") for test in self.collection)
        return [next((kind for kind in ADDRESSES if kind in given), None) for given in parameters]


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if left_out := os.environ.get("CONCENTRIC_TEST_LEFT_OUT"):
        terminalreporter.section("LEFT OUT", yellow=True)
        terminalreporter.write_line(left_out)
