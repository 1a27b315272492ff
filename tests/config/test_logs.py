"""A fault, planted where somebody's form is at hand: the log says where and what kind, and not what was typed."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from concentric.config import logs
from concentric.foundation.accounts.models import Role
from tests.factories.world import make_member, make_partnership, signed_in

TYPED = "Kofi-of-Fern-Court"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the site's own handler writes, while the test runs."""
    handler = next(found for found in logging.getLogger().handlers if isinstance(found.formatter, logs.Formatter))
    assert isinstance(handler, logging.StreamHandler)
    usual = handler.setStream(written := StringIO())
    yield written
    handler.setStream(usual)


@pytest.fixture
def browser(db: None) -> Client:
    partnership, agencies = make_partnership("Harrow Vale")
    made = signed_in(make_member(partnership, agencies["social"], "Adaeze Test-Okafor", Role.COORDINATOR))
    made.raise_request_exception = False
    return made


@pytest.mark.urls("tests.web.toy_site")
@pytest.mark.django_db
def test_a_failed_request_leaves_its_place_and_kind_in_the_log_and_nothing_of_its_form(
    browser: Client, log: StringIO, settings: pytest.FixtureRequest
) -> None:
    settings.ADMINS = [("Operator", "operator@example.org")]  # type: ignore[attr-defined]
    answer = browser.post("/stumbles?about=Kofi-in-the-address", {"concern": TYPED, "password": "a private phrase"})

    written = log.getvalue()
    assert answer.status_code == 500
    assert "Internal Server Error: /stumbles" in written
    assert written.count("Traceback") == written.count("its words are left out") >= 2
    assert "django.db.utils.IntegrityError" in written
    assert "builtins.ValueError" in written
    assert 'toy_site.py", line' in written
    for identifying in (
        TYPED,
        TYPED.lower(),
        "Kofi",
        "private phrase",
        "Adaeze",
        "session",
        browser.session.session_key,
    ):
        assert identifying not in written
        assert identifying not in answer.content.decode()
    assert mail.outbox == []


def test_what_another_handler_made_of_the_fault_is_not_repeated(log: StringIO) -> None:
    try:
        raise ValueError(TYPED)
    except ValueError:
        record = logging.getLogger("any").makeRecord("any", logging.ERROR, __file__, 1, "said", (), None)
        record.exc_info, record.exc_text = sys.exc_info(), f"ValueError: {TYPED}"
    logging.getLogger("any").handle(record)
    assert "builtins.ValueError" in log.getvalue()
    assert TYPED not in log.getvalue()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ends_by_a_fault_is_logged_the_same(
    log: StringIO, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def falls() -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)  # put back afterwards
    logs.log_faults_of_threads()
    thread = threading.Thread(target=falls)
    thread.start()
    thread.join()
    assert "a thread ended by a fault" in log.getvalue()
    assert TYPED not in log.getvalue() + "".join(capfd.readouterr())


def test_a_fault_in_the_event_loop_is_logged_the_same(log: StringIO) -> None:
    async def falls() -> None:
        raise ValueError(TYPED)

    async def main() -> None:
        task = asyncio.create_task(falls())
        await asyncio.sleep(0)
        del task
        gc.collect()

    # A thread of its own: a browser test before this one leaves its event loop running in the worker.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, main()).result()
    assert "Task exception was never retrieved" in log.getvalue()
    assert TYPED not in log.getvalue()


def test_no_fault_is_mailed() -> None:
    assert logging.getLogger("django").handlers == []
    assert not [handler for handler in settings.LOGGING["handlers"] if "mail" in handler]
