"""Browser tests: Debian's Chromium through Playwright, one browser a worker, a fresh context for each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.support.databases import ADDRESSES, KIND
from tests.support.server import Server
from tools.chromium import program

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
AXE = Axe()
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PATIENCE = 15_000  # milliseconds: a busy machine is slow, and a test that passes never waits for it

expect.set_options(timeout=PATIENCE)


class OpenPage(Protocol):
    """Opens a page in a browser context of its own: another person, another device."""

    def __call__(self, *, viewport: dict[str, int] = ..., **context: Any) -> Page: ...


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program() or None, headless=True, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[OpenPage]:
    """Pages that fail their test when a script throws, a policy is breached, or anything is fetched from elsewhere."""
    contexts, faults = [], []

    def watched(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", lambda line: "Content Security Policy" in line.text and faults.append(line.text))
        page.on(
            "request",
            lambda sent: (
                sent.url.startswith(("http:", "https:", "ws:"))
                and not sent.url.replace("//localhost:", "//127.0.0.1:", 1).startswith(server.url)
                and faults.append(f"fetched from elsewhere: {sent.url}")
            ),
        )

    def open_one(*, viewport: dict[str, int] = WIDE, **context: Any) -> Page:
        context.setdefault("reduced_motion", "reduce")
        made = chromium.new_context(base_url=server.url, viewport=viewport, locale="en-GB", **context)  # type: ignore[arg-type]
        made.set_default_timeout(PATIENCE)
        made.on("page", watched)
        contexts.append(made)
        return made.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A wide screen."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def page_without_javascript(open_page: OpenPage) -> Page:
    return open_page(java_script_enabled=False)


@pytest.fixture
def sign_in(server: Server) -> Callable[[Page, Any], None]:
    """`sign_in(page, user)`: a session as if they had signed in. (The way in has tests of its own.)"""

    def signed_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])

    return signed_in


def end_session(page: Page) -> None:
    """Sign out whoever uses this page, on the server: an answer still under way cannot sign them in again, as it could
    when only the browser forgot its cookie."""
    keys = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME]
    assert keys, "nobody is signed in"
    for key in keys:
        SessionStore().delete(key)


def axe(page: Page) -> None:
    """Fail on any breach of WCAG 2.2 AA or of axe's best practice on the page as it stands.

    A page is the same whatever database is behind it: where tests run on several, the first one's pages are looked at.
    """
    if next(iter(ADDRESSES)) != KIND:
        return
    page.wait_for_load_state()  # a click waits for the next page to begin, not for it to be there
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte, which a page looked at twice has read
        page.evaluate(AXE.axe_script)
    options = {"runOnly": AXE_RULES, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    assert not found, f"{page.url}\n{_explained(found)}"


def _explained(violations: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{rule['id']}: {rule['help']}\n" + "\n".join(f"    {node['html'][:200]}" for node in rule["nodes"][:5])
        for rule in violations
    )
