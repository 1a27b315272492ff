"""Takes the pictures of the README and the guides: the real pages, with the demonstration in them.

    .venv/bin/python -m tools.pictures [NAME …]     needs Chromium and ImageMagick

A demonstration of its own is made and served for the time it takes. Look at every picture before it is committed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from concentric.demo import DOMAIN, PASSWORD
from tools import chromium

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 250_000
WIDE, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One picture: who is signed in (of Larkmoor, or an address), the way to the page, the window, what is shown."""

    name: str
    who: str
    way: Callable[[Page], None]
    size: tuple[int, int] = WIDE
    part: str = ""


def follow(page: Page, words: str) -> None:
    page.locator("a", has_text=words).first.click()


def home(page: Page) -> None:
    page.goto("/")


def the_meeting(page: Page) -> None:
    """The meeting in progress, at the peer group, where it stands."""
    home(page)
    follow(page, "Join the meeting")
    page.get_by_text("All saved").wait_for()


def grid(page: Page) -> None:
    the_meeting(page)
    follow(page, "Whole grid")


def before_we_finish(page: Page) -> None:
    the_meeting(page)
    follow(page, "Before we finish")


def signed_minutes(page: Page) -> None:
    """Tobias's: with an amendment, a plan under way, and versions that were sent."""
    page.goto("/meetings/?when=past")
    page.get_by_role("row").filter(has_text=", TA").get_by_role("link").first.click()
    page.locator("main a", has_text="Minutes").first.click()
    page.get_by_role("heading", name="Signed minutes").wait_for()


def versions(page: Page) -> None:
    signed_minutes(page)
    follow(page, "Versions to send")


def family_version(page: Page) -> None:
    versions(page)
    page.get_by_role("row").filter(has_text="The family").get_by_role("link").first.click()


def the_study(page: Page) -> None:
    page.goto("/studies/")
    follow(page, "Alone, in groups, or both")


def coding(page: Page) -> None:
    """A framework that two have coded and compared, at an entry with two codes or more."""
    the_study(page)
    follow(page, "Coding")
    follow(page, "Double coding")
    follow(page, "First ten, compared")
    follow(page, "Look at them side by side")
    page.locator("main a", has_text=", entry").first.click()
    page.get_by_text("entries coded").wait_for()


def cohorts(page: Page) -> None:
    """The peers' table, at its numbers."""
    the_study(page)
    follow(page, "Compare")
    follow(page, "Peer factors")
    page.get_by_role("heading", name="Peer factors", exact=True).evaluate("one => one.scrollIntoView()")


def at(path: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(path)

    return go


ALL = (
    Picture("home", "tomasz", home),
    Picture("meeting", "tomasz", the_meeting),
    Picture("rings", "tomasz", the_meeting, part=".mt-rings"),
    Picture("grid", "tomasz", grid),
    Picture("finish", "tomasz", before_we_finish),
    Picture("minutes", "rosalind", signed_minutes),
    Picture("versions", "tomasz", versions),
    Picture("family", "tomasz", family_version),
    Picture("tracker", "nasreen", at("/actions/")),
    Picture("referrals", "nasreen", at("/referrals/")),
    Picture("members", "helen", at("/members/")),
    Picture("trail", "mei", at("/audit/")),
    Picture("coding", "imogen@study.example", coding),
    Picture("cohorts", "imogen@study.example", cohorts),
    Picture("phone", "tomasz", the_meeting, PHONE),
)


def main(names: list[str]) -> None:
    chosen = [picture for picture in ALL if not names or picture.name in names]
    with tempfile.TemporaryDirectory() as folder, demonstration(Path(folder)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=["--no-sandbox"])
        for picture in chosen:
            take(browser, url, picture)
        browser.close()


def take(browser: Browser, url: str, picture: Picture) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale="en-GB",
        device_scale_factor=2 if picture.size == PHONE else 1,
        is_mobile=picture.size == PHONE,
        has_touch=picture.size == PHONE,
        reduced_motion="reduce",
    )
    page = context.new_page()
    sign_in(page, picture.who)
    picture.way(page)
    path = PICTURES / f"{picture.name}.png"
    page.wait_for_timeout(500)  # what moves has come to rest
    if picture.part:
        page.locator(picture.part).first.screenshot(path=path)
    else:
        page.screenshot(path=path)
    context.close()
    subprocess.run(
        ["convert", path, "-strip", "+dither", "-colors", "200", "-define", "png:compression-level=9", path], check=True
    )
    size = path.stat().st_size
    print(f"{picture.name}: {size // 1000} kB" + ("  TOO LARGE" if size > MOST_BYTES else ""))


def sign_in(page: Page, who: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(who if "@" in who else f"{who}@{DOMAIN}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/account/login" not in url)


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """A fresh demonstration, served on a free port until the pictures are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "CONCENTRIC_MODE": "demo", "CONCENTRIC_HOME": str(folder)}
    command = [sys.executable, "-m", "concentric", "demo", "start", "--port", str(port)]
    server = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/account/login/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(15)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The demonstration did not start: run `./run demo --fresh` to see why.")


if __name__ == "__main__":
    main(sys.argv[1:])
