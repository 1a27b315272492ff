"""The quality check in browsers: the lead professional looks, leaves and sends back; the minute-taker answers."""

from __future__ import annotations

from playwright.sync_api import expect

from concentric.casework.signoff.actions import close_meeting, sign_minutes
from concentric.foundation.accounts.models import Role
from concentric.submission.quality.models import QualityAnswer, SendBack
from tests.browser.road.hands import press, told
from tests.browser.road.keyboard import tab_to
from tests.browser.road.looking import look_at
from tests.browser.road.people import Road, SignIn
from tests.factories.busy_world import hold
from tests.factories.world import make_world
from tests.support.browsing import OpenPage
from tests.support.server import Server


def test_a_signed_framework_is_checked_sent_back_and_answered(
    server: Server, open_page: OpenPage, sign_in: SignIn
) -> None:
    road = Road(make_world(), open_page, sign_in)
    meeting, chair = road.world.meeting, road.viewer(Role.CHAIR)
    hold(road.world, meeting)
    close_meeting(viewer=chair, meeting=meeting)
    sign_minutes(viewer=chair, meeting=meeting)

    lead = road.by(Role.LEAD_PROFESSIONAL)
    lead.goto("/")
    look_at(lead, "quality-home")
    lead.get_by_role("link", name="Check the signed framework").click()
    look_at(lead, "quality-checklist")
    lead.get_by_label("Individual: Nothing is recorded or said under").check()
    press(lead, "Leave them as they are")
    expect(lead.get_by_role("alert")).to_contain_text("Say why, or what should be looked at.")
    look_at(lead, "quality-refused")
    expect(lead.get_by_label("Individual: Nothing is recorded or said under")).to_be_checked()
    lead.get_by_label("Why they stay as they are").fill("Asked about, with nothing to add")
    press(lead, "Leave them as they are")
    told(lead, "One line stays as it is.")

    tab_to(lead, "Neighbourhood, Actions: Nobody owns it.")
    lead.keyboard.press("Space")
    tab_to(lead, "Why they stay as they are")
    lead.keyboard.type("Who was to relight the stairwell?")
    tab_to(lead, "Send back to the minute-taker")
    lead.keyboard.press("Enter")
    told(lead, "It is with the minute-taker and the chair.")
    look_at(lead, "quality-sent-back")

    minutes = road.by(Role.MINUTE_TAKER)
    minutes.goto("/")
    minutes.get_by_role("link", name="Signed minutes sent back to you").click()
    look_at(minutes, "quality-answer")
    minutes.get_by_role("link", name="See it in the record").click()
    target = minutes.locator("li:target")
    expect(target).to_contain_text("Relight the stairwell")
    expect(target).to_be_in_viewport()
    minutes.go_back()
    minutes.get_by_label("Add an amendment").check()
    minutes.get_by_label("The amendment").fill("Harrow Vale Homes relights the stairwell.")
    minutes.get_by_label("Why", exact=True).fill("They said so on the day.")
    press(minutes, "Send the answer")
    told(minutes, "Your answer is with the lead professional.")

    lead.goto("/")
    lead.get_by_role("link", name="What you sent back has been answered").click()
    look_at(lead, "quality-answered")
    press(lead, "Accept the answer")
    told(lead, "The answer is accepted")
    expect(lead.get_by_text("Amendment 1 answers it.")).to_be_visible()
    assert SendBack.objects.get(minutes__meeting=meeting).accepted_at
    assert QualityAnswer.objects.filter(minutes__meeting=meeting).count() == 2

    coordinator = road.by(Role.COORDINATOR)
    coordinator.goto("/door/quality/over-time/")
    look_at(coordinator, "quality-over-time")
