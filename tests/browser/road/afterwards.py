"""After the meeting: the action in the tracker, the review meeting, search, counts."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import choose, fill_in, follow, go_home, press, row, told
from tests.browser.road.looking import look_at
from tests.browser.road.minuting import ACTION, NEED, UNOWNED
from tests.browser.road.people import Road


def the_owner_finds_the_action(road: Road) -> None:
    """It is not done, and the page asks why."""
    page = road.by(Role.PRACTITIONER)
    go_home(page)
    look_at(page, "home-with-action")
    follow(page.get_by_role("banner"), "Actions")
    look_at(page, "tracker")
    follow(page, ACTION)
    told(page, NEED)
    choose(page, "Where it stands", "Not done")
    press(page, "Save")
    expect(page.get_by_role("alert").first).to_contain_text("Say why")
    look_at(page, "action-why")
    fill_in(page, Why="The rota changes in January")
    press(page, "Save")
    fill_in(page, Status="Not done")
    press(page, "Show")
    follow(page, ACTION)
    told(page, "The rota changes in January")
    look_at(page, "action")


def the_chair_settles_the_other(road: Road) -> None:
    """The action that nobody owns is found by the partnership's tracker, and done."""
    page = road.by(Role.COORDINATOR)
    page.get_by_role("banner").get_by_role("link", name="Actions").click()
    told(page, "No owner")
    follow(page, UNOWNED)
    choose(page, "Where it stands", "Done")
    press(page, "Save")
    expect(page.locator("main")).not_to_contain_text(UNOWNED)


def the_review_starts_from_what_was_open(road: Road) -> None:
    page = road.by(Role.LEAD_PROFESSIONAL)
    page.get_by_role("banner").get_by_role("link", name="Cases").click()
    row(page, "Koffi").get_by_role("link").first.click()
    told(page, "Contexts in the latest meeting")
    look_at(page, "case-with-meeting")
    press(page, "Convene a meeting")
    choose(page, "Type of meeting", "Review meeting")
    fill_in(
        page, Date="12 January 2028", Time="10:00am", Chair="Parveen", Minute_taker="Tomasz", Review_of="MAP meeting"
    )
    press(page, "Plan the meeting")
    press(page, "Open the meeting")
    press(page, "Open it now")
    page.get_by_role("navigation", name="Agenda").get_by_role("link", name="Open actions").click()
    follow(page, re.compile("since the last meeting"))
    told(page, NEED)
    told(page, "Not done: The rota changes in January")
    look_at(page, "since-last-time")


def search_finds_it(road: Road) -> None:
    """For those who were there; not for somebody who may not see the case."""
    page = road.by(Role.PRACTITIONER)
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    fill_in(page, Words_to_look_for="bullying corridor")
    press(page, "Search")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    told(page, NEED)
    look_at(page, "search")
    outsider = road.by(Role.GOVERNANCE)
    outsider.goto(page.url)
    expect(outsider.locator("main")).not_to_contain_text(NEED)


def it_is_counted(road: Road) -> None:
    """One case with a cohort, of the two that the partnership has."""
    page = road.by(Role.GOVERNANCE)
    go_home(page)
    follow(page, "Counts of cases")
    expect(row(page.get_by_role("table", name="Cohort"), "Both")).to_contain_text(re.compile(r"Both\s*1\s*2\s*50%"))
    look_at(page, "counts")


def the_register_knows_the_school(road: Road) -> None:
    """What the meeting named is in the register, with what was recorded about it."""
    page = road.by(Role.LEAD_PROFESSIONAL)
    page.get_by_role("banner").get_by_role("link", name="Contexts").click()
    look_at(page, "contexts")
    follow(page.get_by_role("main"), "Larkfield Academy")
    told(page, NEED)
    look_at(page, "context")


def the_coordinator_sees_who_looked(road: Road) -> None:
    page = road.by(Role.COORDINATOR)
    page.get_by_role("banner").get_by_role("link", name="Cases").click()
    row(page, "Koffi").get_by_role("link").first.click()
    press(page, "Who looked at this case")
    told(page, "Luis Test-Ferreira")
    look_at(page, "who-looked")
