"""Hands on the keyboard: what has the focus, and whether that shows; and which controls can be seen at all."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STOPS = 80
NAME = """() => {
    const it = document.activeElement, label = it.labels?.[0] ?? it;
    return (it.getAttribute('aria-label') ?? label.textContent).trim().replace(/\\s+/g, ' ');
}"""
# Something about the focused control, or about the label that is drawn for it, changes when it has the focus.
SHOWN = """() => {
    const it = document.activeElement;
    const drawn = [[it, null], ...(it.labels ? [[it.labels[0], '::before']] : [])];
    return drawn.some(([each, part]) => {
        if (!each) return false;
        const style = getComputedStyle(each, part);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
    });
}"""
# Controls with neither an edge, nor a drawn box, nor words or a picture.
UNSEEN = """() => [...document.querySelectorAll(
        'main a[href], main button, main input:not([type=hidden]), main select, main textarea')]
    .filter(each => each.checkVisibility({opacityProperty: true}) && each.getBoundingClientRect().width > 1)
    .filter(each => {
        const edge = (it, part) => it && parseFloat(getComputedStyle(it, part).borderBottomWidth) > 0;
        const says = each.textContent.trim() !== '' || each.querySelector('svg, circle');
        return !edge(each) && !edge(each.labels?.[0], '::before') && !says;
    })
    .map(each => each.outerHTML.slice(0, 120))"""


def focused(page: Page) -> str:
    """The words of the control that has the focus."""
    words: str = page.evaluate(NAME)
    return words


def tab_to(page: Page, words: str) -> None:
    """By the Tab key, from where the focus is; every stop on the way shows that it has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWN), f"Nobody can see that this has the focus: {focused(page)}"
        if focused(page).startswith(words):
            return
    raise AssertionError(f"The Tab key does not lead to “{words}” on {page.url}")


def type_into(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.insert_text(text)


def unseen(page: Page) -> list[str]:
    """Controls of the page that nobody can make out."""
    controls: list[str] = page.evaluate(UNSEEN)
    return controls
