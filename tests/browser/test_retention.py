"""Destroying a record in browsers: information governance proposes, the coordinator looks again and confirms."""

from __future__ import annotations

from playwright.sync_api import expect

from concentric.casework.cases.models import Case
from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import press, told
from tests.browser.road.looking import look_at
from tests.browser.road.people import Road, SignIn
from tests.factories.retention import make_due_case
from tests.factories.world import PASSWORD, make_world
from tests.support.browsing import OpenPage
from tests.support.server import Server


def test_two_people_destroy_a_case_whose_time_is_up(server: Server, open_page: OpenPage, sign_in: SignIn) -> None:
    road = Road(make_world(), open_page, sign_in)
    case, held = make_due_case(road.world), make_due_case(road.world)

    governance = road.by(Role.GOVERNANCE)
    governance.goto("/")
    governance.get_by_role("link", name="Due to be destroyed").click()
    look_at(governance, "retention-list")
    governance.get_by_role("link", name=held.reference).click()
    governance.get_by_role("button", name="Put on legal hold").click()
    governance.get_by_label("Why").fill("A civil claim was announced")
    look_at(governance, "retention-hold")
    press(governance, "Put on legal hold")
    told(governance, "The case is on legal hold.")
    expect(governance.get_by_text("nothing is destroyed")).to_be_visible()
    look_at(governance, "retention-held")
    governance.get_by_role("link", name="Keeping and destroying").first.click()
    governance.get_by_role("link", name=case.reference).click()
    press(governance, "Propose to destroy it")
    told(governance, "Proposed.")
    look_at(governance, "retention-proposed")

    coordinator = road.by(Role.COORDINATOR)
    coordinator.goto("/")
    coordinator.get_by_role("link", name="Destruction to confirm").click()
    coordinator.get_by_role("link", name=case.reference).click()
    coordinator.get_by_role("button", name="Look, and destroy it").click()
    press(coordinator, "Destroy it")
    expect(coordinator.get_by_role("alert")).to_contain_text("Tick the box to destroy it.")
    look_at(coordinator, "retention-destroy")
    coordinator.get_by_label("Destroy it. I have checked").check()
    coordinator.get_by_label("Your password").fill(PASSWORD)
    press(coordinator, "Destroy it")
    told(coordinator, "It is destroyed.")
    expect(coordinator.get_by_role("heading", name="Certificate of destruction")).to_be_visible()
    look_at(coordinator, "retention-certificate")
    coordinator.get_by_role("link", name="Certificates").click()
    look_at(coordinator, "retention-certificates")
    assert set(Case.objects.filter(pk__in=[case.pk, held.pk])) == {held}
