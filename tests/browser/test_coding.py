"""Coding a framework by keyboard alone, every page looked at by axe, wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from concentric.research.coding.double.actions import Wanted, draw_sample
from concentric.research.coding.double.queries import candidates
from concentric.research.coding.models import Coding, DoubleCoding
from tests.browser.road.hands import follow, told
from tests.browser.road.keyboard import focused, tab_to
from tests.browser.road.looking import look_at
from tests.browser.road.people import SignIn
from tests.factories.coding import CodedStudy, make_coded_study
from tests.factories.world import PASSWORD
from tests.support.browsing import OpenPage, end_session
from tests.support.server import Server


def press(page: Page, keys: str, said: str) -> None:
    """Single letters one after the other, without waiting; then wait for what the page says."""
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(".cd-said").first).to_contain_text(said)
    expect(page.locator("[data-live]")).to_contain_text(said)


def hand(page: Page, number: int) -> None:
    expect(page.locator("#in-hand")).to_contain_text(f"Entry {number} ")
    expect(page.locator("#words")).to_be_focused()


def given(made: CodedStudy) -> list[tuple[int, str, str]]:
    """What is coded in the first framework: number of the entry, code, words."""
    found = Coding.objects.filter(framework=made.frameworks[0]).select_related("entry", "code")
    return sorted((one.entry.position + 1, one.code.name, one.entry.text[one.start : one.end]) for one in found)


@pytest.mark.one_database
def test_a_framework_is_coded_by_keyboard(server: Server, open_page: OpenPage, sign_in: SignIn) -> None:
    made = make_coded_study(2, coded=False)
    first = made.frameworks[0]
    texts = {entry.position + 1: entry.text for entry in first.entries.all()}
    page = open_page()
    sign_in(page, made.world.coder.user)
    page.goto(f"/studies/{made.world.study.pk}/")
    follow(page, "Coding")
    look_at(page, "coding-list")
    page.goto(f"/studies/{made.world.study.pk}/coding/frameworks/{first.pk}/")
    expect(page.locator("#in-hand")).to_contain_text("Entry 4 ")  # the first in the order of the grid
    told(page, "0 of 8 entries coded")
    look_at(page, "coding-begun")

    page.locator("body").press("w")
    press(page, "a", "Entry 4 is coded with Vulnerabilities › Individual.")
    told(page, "1 of 8 entries coded")
    press(page, "na", "Entry 5 is coded with Strengths › Individual.")
    page.keyboard.press("n")
    hand(page, 3)
    for _ in range(len("Friends hold harmful attitudes")):  # the blank after it is not coded
        page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowRight")
    chosen = "🙂 towards girls"
    expect(page.locator("[data-chosen]")).to_contain_text(f"“{chosen}”")
    page.keyboard.press("c")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("attit")
    expect(page.locator(".cd-options [role=option]")).to_have_count(2)
    expect(page.locator(".cd-options [aria-selected=true]")).to_contain_text("Harmful attitudes")
    look_at(page, "coding-picker", narrow=False)
    page.keyboard.press("Enter")
    told(page, "Entry 3 is coded with Risks › Peer › Harmful attitudes.")
    hand(page, 3)
    assert (3, "Harmful attitudes", chosen) in given(made)

    page.keyboard.press("c")
    page.keyboard.type("Friends look away")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cd-options [aria-selected=true]")).to_contain_text("New: “Friends look away”")
    page.keyboard.press("Enter")
    told(page, "“Friends look away” is new below Risks › Peer")
    whole = given(made)
    assert (3, "Friends look away", texts[3]) in whole

    press(page, "u", "Taken back.")
    press(page, "uu", "Taken back")
    expect(page.locator(".cd-given > li")).to_have_count(0)
    press(page, "r", "Done again")
    page.keyboard.press("r")
    page.keyboard.press("r")
    expect(page.locator(".cd-given > li")).to_have_count(2)
    assert given(made) == whole

    page.keyboard.press("v")
    page.keyboard.type("School")
    tab_to(page, "Move")
    page.keyboard.press("Enter")
    told(page, "Entry 3 is moved.")
    told(page, "The site put it under Peer group, Risk factors")
    page.keyboard.press("m")
    page.keyboard.type("nobody asks them")  # letters are letters in a box
    page.locator("#words").press("n")
    told(page, "A memo has words that are not kept yet.")
    expect(page.locator("#memo_text")).to_be_focused()
    tab_to(page, "Keep")
    page.keyboard.press("Enter")
    told(page, "The memo on entry 3 is kept.")
    look_at(page, "coding")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look_at(page, "coding-keys", narrow=False)
    assert focused(page) == "Close"  # a stray Space turns nothing off
    page.keyboard.press("Shift+Tab")
    assert focused(page).startswith("Use these keys")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.locator("#words").press("n")
    expect(page.locator("#in-hand")).to_contain_text("Entry 3 ")
    follow(page, "Coding")
    told(page, "3 of 8")
    follow(page, "Memos")
    told(page, "nobody asks them")
    look_at(page, "coding-memos")
    follow(page, "Change this memo")
    look_at(page, "coding-memo")


def draw_all(made: CodedStudy) -> DoubleCoding:
    """Coder and lead code every framework blind."""
    by_name = {one.name: one for one in candidates(made.world.lead)}
    first, second = (by_name[one.name] for one in (made.world.coder, made.world.lead))
    wanted = Wanted(name="Autumn", first=first, second=second, size=100, percent=True)
    return draw_sample(researcher=made.world.lead, wanted=wanted)


def sign_in_on_top(page: Page, made: CodedStudy) -> None:
    inside = page.frame_locator("dialog iframe")
    inside.get_by_label("E-mail address").fill(made.world.coder.user.email)
    inside.get_by_label("Password").fill(PASSWORD)
    inside.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.one_database
def test_keys_pressed_once_too_often_say_why_and_the_end_of_a_framework_leads_on(
    server: Server, open_page: OpenPage, sign_in: SignIn
) -> None:
    made = make_coded_study(2, coded=False)
    sample = draw_all(made)
    for position in range(8):
        if position != 2:
            made.code_entry("risks", 0, position)
    first, second = made.frameworks
    page = open_page()
    sign_in(page, made.world.coder.user)
    page.goto(f"/studies/{made.world.study.pk}/coding/frameworks/{first.pk}/")
    page.locator("body").press("m")
    page.keyboard.press("Escape")
    press(page, "n", "No other entry is without a code.")
    assert page.locator("#memo_text").input_value() == ""

    page.keyboard.press("c")
    page.keyboard.type("no such")
    expect(page.locator(".cd-options [role=option]")).to_contain_text("New: “no such”")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-message")).to_contain_text("No code is called that.")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(" code")
    assert page.get_by_role("combobox").input_value() == "no such code"
    page.get_by_role("combobox").fill("")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    page.keyboard.press("c")
    page.keyboard.type("attitud")
    expect(page.locator(".cd-options [aria-selected=true]")).to_contain_text("Harmful attitudes")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the second is for nothing
    told(page, "Entry 3 is coded with Risks › Peer › Harmful attitudes.")
    expect(page.locator(".govuk-error-message")).to_have_count(0)
    expect(page.locator("[data-live]")).to_contain_text("All entries are coded.")
    press(page, "a", "Nothing is proposed here")
    press(page, "l", "There is no code to give again: you have given none yet, or this entry has it.")
    press(page, "n", "No other entry is without a code.")
    assert focused(page) == f"Next in this sample: {second.code}"
    look_at(page, "coding-whole")

    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(str(second.pk)))
    end_session(page)
    page.locator("body").press("a")
    page.get_by_role("button", name="Not now").click()
    told(page, "Not saved. You are still signed out.")
    page.locator("#words").press("a")
    sign_in_on_top(page, made)
    told(page, "Entry 4 is coded with Vulnerabilities › Individual.")
    follow(page, sample.name)
    told(page, "9 of 16 entries coded by you")
