"""What hands do on a page: press, follow, fill in, choose. Each finds things as a person does, by the words on them."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

Where = Page | Locator


def press(where: Where, words: str) -> None:
    """A button, or a link that looks like one."""
    where.get_by_role("button", name=words, exact=True).first.click()


def follow(where: Where, words: str | re.Pattern[str]) -> None:
    where.get_by_role("link", name=words).first.click()


def fill_in(where: Where, **answers: str) -> None:
    """Text boxes and lists by the start of their label, `_` for any sign: `fill_in(page, Last_name="Test")`."""
    for label, answer in answers.items():
        labelled = where.get_by_label(re.compile(rf"^{label.replace('_', '.')}"))
        box = labelled.and_(where.locator("input, textarea, select")).first
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=_option(box, answer))
        else:
            box.fill(answer)


def choose(where: Where, question: str, answer: str) -> None:
    """One radio button or checkbox of a group."""
    group = where.get_by_role("group", name=re.compile(rf"^{re.escape(question)}"))
    group.get_by_label(answer, exact=True).first.check()


def told(page: Page, words: str) -> None:
    """The page says so, as a notice or an alert."""
    expect(page.locator("main")).to_contain_text(words)


def row(where: Where, words: str) -> Locator:
    """The row of a table that holds these words."""
    return where.get_by_role("row").filter(has_text=words).first


def go_home(page: Page) -> None:
    page.goto("/")


def _option(box: Locator, start: str) -> Any:
    """The option that begins so: `fill_in(page, Chair="Parveen")` finds "Parveen Test-Akhtar, …"."""
    options: list[str] = box.locator("option").all_inner_texts()
    return next(option for option in options if option.strip().startswith(start))
