"""De-identification by keyboard alone, every page looked at by axe, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from concentric.casework.signoff.actions import amend
from concentric.foundation.accounts.models import Role
from concentric.submission.review.models import Outgoing
from tests.browser.road.hands import told
from tests.browser.road.keyboard import tab_to
from tests.browser.road.looking import look_at
from tests.browser.road.people import SignIn
from tests.factories.reviewing import make_signed
from tests.support.browsing import OpenPage
from tests.support.server import Server

AMENDED = (
    "Zebedee Quillfeather, 14, was there with Mr Brumblethwaite on 3 May 2026. Zebedee's phone is 07700 900123. "
    "Larkfield Academy knows, in Year 9. Skwizzle was mentioned, and Skwizzle again."
)


def in_hand(page: Page) -> str:
    return page.locator("#in-hand").inner_text()


def decide(page: Page, key: str) -> None:
    """Press a key, and wait until another finding is in hand."""
    before = page.url + in_hand(page)
    page.keyboard.press(key)
    now = "document.querySelector('#in-hand')"
    page.wait_for_function(f"before => {now} && location.href + {now}.innerText !== before", arg=before)


@pytest.mark.one_database
def test_from_findings_to_a_confirmed_framework_by_keyboard(
    server: Server, open_page: OpenPage, sign_in: SignIn
) -> None:
    signed = make_signed()
    amend(viewer=signed.world.lead, minutes=signed.minutes, text=AMENDED, reason="Left out of the minutes")
    page = open_page()
    sign_in(page, signed.world.lead.user)
    page.goto(f"/door/review/meetings/{signed.minutes.meeting_id}/begin/")
    tab_to(page, "Study")
    page.keyboard.press("ArrowDown")
    look_at(page, "review-begin")
    tab_to(page, "Look through the minutes")
    page.keyboard.press("Enter")
    expect(page.locator("#in-hand")).to_have_text("“Zebedee Quillfeather”")
    told(page, "0 of 10 decided")
    look_at(page, "review-findings")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look_at(page, "review-keys", narrow=False)
    page.keyboard.press("Escape")
    decide(page, "a")  # Zebedee Quillfeather
    expect(page.locator("#in-hand")).to_be_focused()
    told(page, "1 of 10 decided")
    decide(page, "k")  # the age: both keys leave it
    page.keyboard.press("u")
    told(page, "Taken back: 1 finding as before.")
    while "Skwizzle" not in in_hand(page):
        decide(page, "a")
    page.keyboard.press("e")
    page.keyboard.press("c")
    page.keyboard.type("an app")
    tab_to(page, "Everywhere in this case")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    told(page, "Decided in 2 places.")
    expect(page.locator("#in-hand")).to_have_text("Every finding is decided")
    look_at(page, "review-decided")

    page.keyboard.press("m")
    told(page, "Mark words that were missed")
    expect(page.get_by_label("The words, as they stand")).to_be_visible()
    tab_to(page, "The words")
    page.keyboard.type("head of year")
    look_at(page, "review-mark")
    page.keyboard.press("Enter")
    told(page, "Replaced in 1 place.")
    tab_to(page, "Age, gender, cohort")
    page.keyboard.press("Enter")
    told(page, "Rare combinations")
    look_at(page, "review-attributes")
    tab_to(page, "What would leave")
    page.keyboard.press("Enter")
    told(page, "an app was mentioned, and an app again.")
    look_at(page, "review-preview")
    tab_to(page, "Pass it to a second person")
    page.keyboard.press("Enter")
    told(page, "It waits for a second person now.")

    second = open_page()
    sign_in(second, signed.world.viewers[Role.CHAIR].user)
    second.goto("/")
    tab_to(second, "Second look at a framework")
    second.keyboard.press("Enter")
    told(second, "Zebedee Quillfeather")
    look_at(second, "review-second-look")
    tab_to(second, "Confirm: this can go on")
    second.keyboard.press("Enter")
    told(second, "Confirmed. The two consents come next.")
    assert Outgoing.objects.get(minutes=signed.minutes).state == Outgoing.State.READY


@pytest.mark.one_database
def test_the_minutes_read_aloud(server: Server, open_page: OpenPage, sign_in: SignIn) -> None:
    signed = make_signed()
    page = open_page()
    sign_in(page, signed.world.lead.user)
    page.goto(f"/meetings/{signed.minutes.meeting_id}/minutes/")
    tab_to(page, "Read aloud safely")
    page.keyboard.press("Enter")
    told(page, "Nobody is named on this page")
    look_at(page, "review-aloud")
    page.set_viewport_size({"width": 1920, "height": 1080})
    entry = page.locator(".cx-minutes__text").first
    assert entry.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 24
