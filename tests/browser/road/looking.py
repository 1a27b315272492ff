"""Looking at a page as it stands: by axe, wide and narrow, and for anything cut off at 320 px (400% zoom).

`CONCENTRIC_PICTURES=folder` keeps a picture of every page looked at, wide and as on a phone, for a person to look at.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.support.browsing import PHONE, WIDE, axe

NARROW = {"width": 320, "height": 640}
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1
        && getComputedStyle(each).position !== 'absolute').slice(0, 8).map(each => each.outerHTML.slice(0, 160))"""


def look_at(page: Page, name: str, *, narrow: bool = True) -> None:
    """Fail on a breach of axe's rules, wide or narrow, and on a page that must be scrolled sideways.

    A page without JavaScript cannot be looked at: axe is a script.
    """
    if page.evaluate("() => matchMedia('(scripting: none)').matches"):
        return
    axe(page)
    picture(page, f"{name}-wide")
    if narrow:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        axe(page)
        cut_off = page.evaluate(TOO_WIDE)
        assert not cut_off, f"{page.url} is wider than 320 px:\n" + "\n".join(cut_off)
        picture(page, f"{name}-phone", PHONE)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def picture(page: Page, name: str, size: dict[str, int] | None = None) -> None:
    """Keep a picture of the page, where somebody asked for pictures."""
    if folder := os.environ.get("CONCENTRIC_PICTURES"):
        if size:
            page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
