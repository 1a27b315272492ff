"""Before the meeting: convened, people invited, the agenda, and what an agency adds beforehand."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import choose, fill_in, follow, go_home, press, row, told
from tests.browser.road.looking import look_at
from tests.browser.road.people import Road
from tests.browser.road.referring import tab

BEFOREHAND = "Sits alone on the bus since the spring, and nobody has asked why."


def the_lead_professional_convenes(road: Road) -> None:
    page = road.by(Role.LEAD_PROFESSIONAL)
    tab(road, "Overview")
    press(page, "Convene a meeting")
    press(page, "Plan the meeting")
    look_at(page, "convene-errors")
    choose(page, "Type of meeting", "MAP meeting")
    fill_in(page, Date="1 December 2027", Time="10:00am", Place="Room 2, the fictional civic centre")
    fill_in(page, Chair="Parveen", Minute_taker="Tomasz")
    press(page, "Plan the meeting")
    told(page, "The meeting is planned")
    look_at(page, "prepare-new")
    road.meeting = re.search(r"/meetings/([0-9a-f-]{36})/", page.url)[1]  # type: ignore[index]


def people_are_invited(road: Road) -> None:
    """Those involved are on the list already; now a member who is not, and a guest. Then the letters go."""
    page = road.by(Role.LEAD_PROFESSIONAL)
    invite(road, Member="Dragana", Their_part="Housing officer")
    invite(road, Guest_s_name="Test-Nadia Guest", Guest_s_agency="Harrow Vale Police", Their_part="Officer")
    press(page, "Send the invitations")
    told(page, "on the way. They name nobody.")
    expect(row(page, "Luis Test-Ferreira")).to_contain_text("Sent")
    with page.expect_download() as coming:
        press(page, "Add to my calendar")
    assert "BEGIN:VEVENT" in coming.value.path().read_text()
    look_at(page, "prepare-invited")
    press(page, "Print the agenda")
    told(page, "Immediate safety")
    look_at(page, "agenda")


def invite(road: Road, **answers: str) -> None:
    page = road.by(Role.LEAD_PROFESSIONAL)
    press(page, "Add somebody")
    fill_in(page, **answers)
    press(page, "Add")
    told(page, "They are on the list.")


def an_agency_adds_beforehand(road: Road) -> None:
    page = road.by(Role.PRACTITIONER)
    go_home(page)
    follow(page, "1 December 2027")
    press(page, "Add what you know")
    look_at(page, "beforehand")
    fill_in(page, Context="Peer group", What_it_is="Vulnerability factors", What_you_know=BEFOREHAND)
    choose(page, "It is", "Reported")
    press(page, "Add")
    told(page, "Added. Add the next one")
    told(page, BEFOREHAND)
    look_at(page, "beforehand-added")
