"""Corners of the road: by keyboard alone, a session that ends in a long form, a framework from Word, colours, paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from concentric.casework.meetings.models import Meeting
from concentric.casework.referrals.models import Referral
from concentric.foundation.accounts.models import Role
from tests.browser.road import importing, referring
from tests.browser.road.drafts import WRITTEN, road_to_a_draft
from tests.browser.road.hands import press, told
from tests.browser.road.keyboard import focused, tab_to, type_into, unseen
from tests.browser.road.looking import look_at, picture
from tests.browser.road.people import Road, SignIn
from tests.factories.world import PASSWORD, make_world
from tests.support.browsing import OpenPage, end_session
from tests.support.server import Server


@pytest.fixture
def road(server: Server, open_page: OpenPage, sign_in: SignIn) -> Road:
    return Road(make_world(), open_page, sign_in)


@pytest.fixture
def draft(server: Server, open_page: OpenPage, sign_in: SignIn) -> Road:
    return road_to_a_draft(open_page, sign_in)


@pytest.mark.one_database
def test_a_referral_by_keyboard_alone(road: Road) -> None:
    page = road.by(Role.PRACTITIONER)
    page.goto("/referrals/new/")
    tab_to(page, "Skip to main content")
    page.keyboard.press("Enter")
    type_into(page, "First name", "Test-Marek")
    type_into(page, "Last name", "Fictional-Nowak")
    type_into(page, "What is the concern", referring.CONCERN)
    tab_to(page, "Today: someone may be at immediate risk")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Routine"
    tab_to(page, "Consent of the young person or parent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Send the referral")
    page.keyboard.press("Shift+Tab")
    assert focused(page).startswith("Telephone or e-mail")
    page.keyboard.press("Enter")
    told(page, "Your referral is with the coordinator")
    sent = Referral.objects.get(agency=road.viewer(Role.PRACTITIONER).agency)
    assert (sent.family_name, sent.concern) == ("Fictional-Nowak", referring.CONCERN)
    assert (sent.urgency, sent.lawful_basis) == ("routine", "legal_obligation")


@pytest.mark.one_database
def test_minutes_are_signed_by_keyboard_alone(draft: Road) -> None:
    page = draft.by(Role.CHAIR)
    page.goto(f"/meetings/{draft.meeting}/minutes/")
    tab_to(page, "Sign the minutes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign the minutes")).to_be_visible()
    tab_to(page, "I chaired this meeting.")
    page.keyboard.press("Space")
    type_into(page, "Your password", PASSWORD)
    page.keyboard.press("Enter")
    told(page, "Signed by Parveen Test-Akhtar")
    assert Meeting.objects.get(pk=draft.meeting).status == Meeting.Status.SIGNED


@pytest.mark.one_database
def test_a_session_that_ends_in_a_long_referral_loses_no_word(road: Road) -> None:
    """Signed in again in place, the referral is sent: once, with every word."""
    page, practitioner = road.by(Role.PRACTITIONER), road.viewer(Role.PRACTITIONER)
    page.goto("/referrals/new/")
    page.evaluate("document.body.dataset.askFirstAfterMinutes = 0")
    referring.fill_in_the_referral(road, first_name="Test-Efua", concern=referring.CONCERN * 50)
    end_session(page)
    press(page, "Send the referral")
    expect(page.get_by_role("dialog", name="Sign in again to carry on")).to_be_visible()
    look_at(page, "signed-out")
    frame = page.frame_locator("dialog iframe")
    frame.get_by_label("E-mail address").fill(practitioner.user.email)
    frame.get_by_label("Password").fill(PASSWORD)
    frame.get_by_role("button", name="Sign in", exact=True).click()
    told(page, "Your referral is with the coordinator")
    assert Referral.objects.get(agency=practitioner.agency).concern == referring.CONCERN * 50


def test_a_completed_framework_comes_into_the_record(road: Road) -> None:
    importing.a_framework_is_uploaded(road)
    words = importing.a_piece_from_the_tray_is_placed(road)
    importing.it_is_put_into_the_record(road, words)


@pytest.mark.one_database
def test_controls_can_be_seen_in_forced_colours(draft: Road) -> None:
    """Every control has an edge, a drawn box or words: nothing hangs on a background colour that is taken away."""
    page = draft.by(Role.CHAIR)
    page.emulate_media(forced_colors="active")
    meeting = f"/meetings/{draft.meeting}/"
    for path in ("/", "/referrals/new/", "/cases/", "/actions/", meeting, f"{meeting}finish/", f"{meeting}minutes/"):
        page.goto(path)
        picture(page, "forced-colours" + path.replace(draft.meeting, "").replace("/", "-"))
        assert not unseen(page), path


@pytest.mark.one_database
def test_minutes_on_paper_are_the_record_alone(draft: Road) -> None:
    """No bar, no button, no way back: only what was recorded."""
    page = draft.by(Role.CHAIR)
    page.goto(f"/meetings/{draft.meeting}/minutes/")
    page.emulate_media(media="print")
    picture(page, "paper-minutes")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="Ask for a correction")).to_have_count(0)
    told(page, WRITTEN)
