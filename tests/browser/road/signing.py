"""From draft to signed minutes: circulated, a correction asked and answered, signed by the chair."""

from __future__ import annotations

from playwright.sync_api import expect

from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import choose, fill_in, follow, go_home, press, told
from tests.browser.road.looking import look_at
from tests.browser.road.minuting import DECISION, DISSENT, NEED, NOT_FAMILY, POLICE_ONLY, entry, screen_is_ready
from tests.browser.road.people import Road
from tests.factories.world import PASSWORD

MENDED = f"{NEED} and by the canteen"
CORRECTION = "The corridor by the gym, and the one by the canteen."


def the_draft_is_circulated(road: Road) -> None:
    page = road.by(Role.MINUTE_TAKER)
    for words in (NEED, NOT_FAMILY, POLICE_ONLY, DECISION, DISSENT, "Not known, someone will find out"):
        told(page, words)
    look_at(page, "minutes-draft")
    press(page, "Circulate the draft")
    told(page, "It was circulated")


def an_attendee_asks_for_a_correction(road: Road) -> None:
    """They read their own agency's version: what is for the police alone is not in it."""
    page = road.by(Role.PRACTITIONER)
    page.goto(f"/meetings/{road.meeting}/minutes/")  # the link in the e-mail
    told(page, "This is your agency's version")
    expect(page.locator("main")).not_to_contain_text(POLICE_ONLY)
    look_at(page, "minutes-agency")
    page.get_by_role("listitem").filter(has_text=NEED).get_by_role("link", name="Ask for a correction").click()
    fill_in(page, What_should_be_different=CORRECTION)
    look_at(page, "correction")
    press(page, "Send to the chair and the minute-taker")
    told(page, CORRECTION)


def it_is_answered(road: Road) -> None:
    page = road.by(Role.CHAIR)
    go_home(page)
    told(page, "Corrections to answer")
    page.get_by_role("region", name="Draft minutes").get_by_role("link").first.click()
    expect(page.get_by_text("A correction is waiting for an answer")).to_be_visible()
    look_at(page, "minutes-correction")
    follow(page, "Answer this correction")
    look_at(page, "correction-answer")
    choose(page, "Your answer", "Accept: the draft will be changed")
    press(page, "Save the answer")
    the_draft_is_mended(road)
    follow(page, "Go to its minutes")
    told(page, "Answered by Parveen Test-Akhtar")
    told(page, MENDED)


def the_draft_is_mended(road: Road) -> None:
    """Accepting leads to the entry, to be changed there."""
    page = road.by(Role.CHAIR)
    screen_is_ready(road, page)
    entry(page, NEED).hover()
    entry(page, NEED).get_by_role("link", name="Edit").click()
    if road.script:
        box = page.get_by_label("Change the entry")
        box.press_sequentially(" and by the canteen")
        box.press("Enter")
    else:
        fill_in(page, Wording=MENDED)
        press(page, "Save the entry")
    expect(entry(page, MENDED)).to_be_visible()


def the_chair_signs(road: Road) -> None:
    """With the password; a wrong one signs nothing."""
    page = road.by(Role.CHAIR)
    press(page, "Sign the minutes")
    sign_with(road, "not the password")
    expect(page.get_by_role("alert").first).to_contain_text("That is not your password")
    look_at(page, "sign-refused")
    sign_with(road, PASSWORD)
    told(page, "Signed by Parveen Test-Akhtar")
    told(page, "Hash of the record")
    look_at(page, "minutes-signed")


def sign_with(road: Road, password: str) -> None:
    page = road.by(Role.CHAIR)
    page.get_by_label("I chaired this meeting").check()
    fill_in(page, Your_password=password)
    press(page, "Sign the minutes")
