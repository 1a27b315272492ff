"""The shell in a real browser: every component, signing in, and a session that ends in the middle of a long form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from tests.factories.world import PASSWORD, make_member, make_partnership
from tests.support.browsing import OpenPage, axe, end_session
from tests.support.server import Server

SignIn = Callable[[Page, Any], None]
TYPED = "Peers hold harmful attitudes, and bullying goes unaddressed. " * 5


@pytest.fixture
def member(server: Server) -> Viewer:
    partnership, agencies = make_partnership("Harrow Vale")
    return make_member(partnership, agencies["social"], "Adaeze Test-Okafor", Role.COORDINATOR)


@pytest.fixture
def colleague(member: Viewer) -> Viewer:
    return make_member(member.partnership, member.agency, "Mei Test-Lin", Role.PRACTITIONER)


def give_credentials(where: Any, viewer: Viewer) -> None:
    where.get_by_label("E-mail address").fill(viewer.user.email)
    where.get_by_label("Password").fill(PASSWORD)
    where.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1440, 390])
def test_every_component_in_every_state_passes_axe(
    open_page: OpenPage, sign_in: SignIn, member: Viewer, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    sign_in(page, member.user)
    page.goto("/style")
    axe(page)
    page.get_by_role("button", name="Open a dialog").click()
    axe(page)
    page.get_by_role("button", name="Stay").click()
    page.locator("[data-menu] > summary").filter(visible=True).click()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the meeting")
    axe(page)


@pytest.mark.one_database
def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Page, sign_in: SignIn, member: Viewer) -> None:
    sign_in(page, member.user)
    page.goto("/style")
    page.get_by_label("What is the concern").fill(TYPED)
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title("Error: Style – Concentric")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.get_by_label("What is the concern")).to_have_value(TYPED)
    page.get_by_role("link", name="Choose the level").click()
    expect(page.get_by_label("Inappropriate")).to_be_focused()


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/style", "/account/second-step/", "/account/login/", "/nowhere"])
def test_nothing_is_cut_off_at_400_per_cent(open_page: OpenPage, sign_in: SignIn, member: Viewer, path: str) -> None:
    page = open_page(viewport={"width": 320, "height": 256})
    if path != "/account/login/":
        sign_in(page, member.user)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.one_database
def test_signing_in_by_keyboard(page: Page, member: Viewer) -> None:
    page.goto("/style")
    page.goto("/account/login/?next=/style")
    axe(page)
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(member.user.email)
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("The e-mail address or password is not right.")
    axe(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/style")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "path", ["/nowhere", "/account/password/reset/", "/account/password/reset/done/", "/session/back"]
)
def test_plain_pages_pass_axe(page: Page, path: str) -> None:
    page.goto(path)
    axe(page)


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/"])
def test_security_pages_pass_axe(page: Page, sign_in: SignIn, member: Viewer, path: str) -> None:
    sign_in(page, member.user)
    page.goto(f"/account/second-step/{path}")
    if page.get_by_label("Your password").count():
        axe(page)
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        expect(page.get_by_label("Your password")).to_have_count(0)  # the next page is there
    axe(page)


def write_and_lose_the_session(page: Page) -> None:
    """A long form, left until its session has ended, then sent."""
    page.goto("/style")
    page.evaluate("document.body.dataset.askFirstAfterMinutes = 0")
    page.get_by_label("What is the concern").fill(TYPED)
    end_session(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("dialog", name="Sign in again to carry on")).to_be_visible()


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1440, 390])
def test_signing_in_again_in_place_sends_what_was_typed(
    open_page: OpenPage, sign_in: SignIn, member: Viewer, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    sign_in(page, member.user)
    write_and_lose_the_session(page)
    axe(page)
    give_credentials(page.frame_locator("dialog iframe"), member)
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the meeting")
    expect(page.get_by_label("What is the concern")).to_have_value(TYPED)


@pytest.mark.one_database
def test_nothing_is_sent_in_somebody_elses_name(page: Page, sign_in: SignIn, member: Viewer, colleague: Viewer) -> None:
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url.rsplit('/', 1)[-1]}"))
    sign_in(page, member.user)
    write_and_lose_the_session(page)
    give_credentials(page.frame_locator("dialog iframe"), colleague)
    expect(page.get_by_role("heading", name="Somebody else is signed in now")).to_be_visible()
    page.get_by_role("button", name="Close, and keep the page open").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent")
    expect(page.get_by_label("What is the concern")).to_have_value(TYPED)
    assert "POST style" not in sent


@pytest.mark.one_database
def test_signing_in_can_be_put_off_and_offered_again(page: Page, sign_in: SignIn, member: Viewer) -> None:
    sign_in(page, member.user)
    write_and_lose_the_session(page)
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("alert")).to_contain_text("You are still signed out")
    page.get_by_role("button", name="Continue").click()
    give_credentials(page.frame_locator("dialog iframe"), member)
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the meeting")


@pytest.mark.one_database
def test_without_a_connection_a_form_stays_on_the_page(page: Page, sign_in: SignIn, member: Viewer) -> None:
    sign_in(page, member.user)
    page.goto("/style")
    page.evaluate("document.body.dataset.askFirstAfterMinutes = 0")
    page.get_by_label("What is the concern").fill(TYPED)
    page.context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no connection")
    expect(page.get_by_label("What is the concern")).to_have_value(TYPED)


@pytest.mark.one_database
def test_without_javascript_the_menu_opens(page_without_javascript: Page, sign_in: SignIn, member: Viewer) -> None:
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, member.user)
    page.goto("/style")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("button", name="Sign out").filter(visible=True)).to_have_count(1)


def test_a_passkey_is_added_and_signs_in_by_itself(open_page: OpenPage, server: Server, member: Viewer) -> None:
    localhost = server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    page = open_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    present = {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, **present}})
    page.goto(f"{localhost}/account/login/?next=/account/second-step/webauthn/add/")
    give_credentials(page, member)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Let me sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    axe(page)
    end_session(page)
    page.goto(f"{localhost}/account/login/?next=/style")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{localhost}/style")
    page.goto(f"{localhost}/account/second-step/")
    expect(page.get_by_text("1 added")).to_be_visible()
