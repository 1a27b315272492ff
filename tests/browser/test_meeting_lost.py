"""Nothing typed in a meeting is lost: the line down, the server gone, the session over, the page loaded again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from concentric.casework.meetings.models import Entry, Meeting
from tests.factories.live_meeting import Live, make_live
from tests.factories.world import PASSWORD
from tests.support.browsing import OpenPage, axe, end_session
from tests.support.server import Server

SignIn = Callable[[Page, Any], None]


def enter(live: Live, page: Page, sign_in: SignIn) -> Page:
    sign_in(page, live.writer.user)
    with page.expect_response("**/presence", timeout=15_000), page.expect_response("**/stream*", timeout=15_000):
        page.goto(f"{live.path}?part=context:school")
    expect(page.locator("#saved")).to_have_text("All saved")
    return page


def type_lines(page: Page, *lines: str) -> None:
    page.locator("#line-school-risk").focus()
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Enter")


def give_credentials(page: Page, live: Live) -> None:
    inside = page.frame_locator("dialog iframe")
    inside.get_by_label("E-mail address").fill(live.writer.user.email)
    inside.get_by_label("Password").fill(PASSWORD)
    inside.get_by_role("button", name="Sign in", exact=True).click()


def texts(live: Live) -> list[str]:
    return list(Entry.objects.filter(meeting=live.meeting).values_list("text", flat=True))


@pytest.mark.one_database
def test_offline_and_back_everything_is_sent_once_and_in_order(server: Server, page: Page, sign_in: SignIn) -> None:
    live = make_live()
    enter(live, page, sign_in)
    page.context.set_offline(True)
    type_lines(page, "First", "Second", "Third")
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    expect(page.locator("#entries-school-risk li")).to_have_count(3)
    axe(page)
    assert texts(live) == []
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text("All saved", timeout=10_000)
    expect(page.locator("#entries-school-risk li")).to_have_count(3)
    assert texts(live) == ["First", "Second", "Third"]


def test_what_waits_survives_a_reload_and_an_answer_that_was_lost(server: Server, page: Page, sign_in: SignIn) -> None:
    live = make_live()
    enter(live, page, sign_in)

    def lose_the_answer(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/entries/", lose_the_answer, times=1)
    type_lines(page, "Saved, but the answer was lost", "Typed after that")
    expect(page.locator("#saved")).to_contain_text("waiting")
    page.locator("#line-school-risk").fill("not yet sent")
    page.route("**/entries/", lambda route: route.abort())
    page.reload()
    page.unroute("**/entries/")
    expect(page.locator("#line-school-risk")).to_have_value("not yet sent")
    expect(page.locator("#saved")).to_have_text("All saved", timeout=15_000)
    assert texts(live) == ["Saved, but the answer was lost", "Typed after that"]


@pytest.mark.one_database
def test_the_session_ends_in_the_middle_of_typing(server: Server, page: Page, sign_in: SignIn) -> None:
    live = make_live()
    enter(live, page, sign_in)
    end_session(page)
    type_lines(page, "Typed as the session ended")
    dialog = page.get_by_role("dialog", name="Sign in again to carry on")
    expect(dialog).to_be_visible()
    expect(page.locator("#saved")).to_have_text("Signed out: 1 waiting")
    give_credentials(page, live)
    expect(dialog).to_be_hidden()
    expect(page.locator("#saved")).to_have_text("All saved", timeout=10_000)
    assert texts(live) == ["Typed as the session ended"]


@pytest.mark.one_database
def test_whoever_stays_signed_out_keeps_typing_and_is_asked_again_when_they_save(
    server: Server, page: Page, sign_in: SignIn
) -> None:
    """No letter goes astray: not into the dialog, which waits for a pause in typing, nor with it as it goes."""
    live = make_live()
    enter(live, page, sign_in)
    end_session(page)
    page.clock.set_fixed_time(dt.datetime(2026, 11, 23, 10, 0, 0))
    type_lines(page, "First")
    expect(page.locator("#saved")).to_have_text("Signed out: 1 waiting")
    page.keyboard.type("Second, ")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.set_fixed_time(dt.datetime(2026, 11, 23, 10, 0, 5))
    page.get_by_role("button", name="Not now").click()
    page.keyboard.type("typed on at once")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#saved")).to_have_text("Signed out: 1 waiting")
    expect(page.locator("#line-school-risk")).to_have_value("Second, typed on at once")
    page.keyboard.press("Enter")
    page.clock.set_fixed_time(dt.datetime(2026, 11, 23, 10, 0, 10))
    page.get_by_role("button", name="Not now").press("Escape")
    page.keyboard.type("Third")
    expect(page.locator("#line-school-risk")).to_have_value("Third")
    expect(page.locator("#saved")).to_have_text("Signed out: 2 waiting")
    sign_in(page, live.writer.user)
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("All saved")
    assert texts(live) == ["First", "Second, typed on at once", "Third"]


@pytest.mark.one_database
def test_a_session_found_ended_takes_no_keys_and_offers_to_sign_in(server: Server, page: Page, sign_in: SignIn) -> None:
    live = make_live()
    live.write("school", "risk", "Corridor is not supervised")
    enter(live, page, sign_in)
    end_session(page)
    page.locator("#line-school-risk").press("F2")  # it tells the others who changes what, and learns of the end
    page.keyboard.type(" at lunch")
    expect(page.locator("#saved")).to_have_text("Signed out")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Change the entry")).to_have_value("Corridor is not supervised at lunch")
    page.get_by_role("button", name="Sign in again").click()
    give_credentials(page, live)
    expect(page.locator("#saved")).to_have_text("All saved")
    expect(page.get_by_label("Change the entry")).to_have_value("Corridor is not supervised at lunch")


@pytest.mark.one_database
def test_another_person_on_the_same_computer_finds_nothing_and_nothing_is_sent_in_their_name(
    server: Server, page: Page, sign_in: SignIn
) -> None:
    live = make_live()
    enter(live, page, sign_in)
    sign_in(page, live.chair.user)  # in another tab of the same browser
    type_lines(page, "Meant for nobody else")
    expect(page.get_by_text("Somebody else is signed in now")).to_be_visible()
    page.get_by_role("button", name="Close, and keep the page open").click()
    expect(page.locator("#saved")).to_have_text("Stopped: 1 not sent")
    page.on("dialog", lambda asks: asks.accept())
    page.goto(f"{live.path}?part=context:school")
    expect(page.locator("#saved")).to_have_text("All saved")
    assert "Meant for nobody else" not in page.content()
    assert texts(live) == []


@pytest.mark.one_database
def test_what_is_refused_comes_back_in_words(server: Server, open_page: OpenPage, sign_in: SignIn) -> None:
    live = make_live()
    page = open_page()
    sign_in(page, live.world.practitioner.user)
    page.goto(f"{live.path}?part=context:school")
    Meeting.objects.filter(pk=live.meeting.pk).update(status=Meeting.Status.CLOSED)
    type_lines(page, "Said as the meeting closed")
    tray = page.get_by_role("region", name="Not saved")
    expect(tray).to_contain_text("Said as the meeting closed")
    expect(tray).to_contain_text("The meeting is closed.")
    axe(page)


def test_a_new_hand_on_the_server_loses_nothing(server: Server, page: Page, sign_in: SignIn) -> None:
    live = make_live()
    enter(live, page, sign_in)
    server.stop(kill=True)
    type_lines(page, "Typed while the server was down")
    expect(page.locator("#saved")).to_have_text("Offline: 1 waiting")
    server.start()
    expect(page.locator("#saved")).to_have_text("All saved", timeout=20_000)
    assert texts(live) == ["Typed while the server was down"]
