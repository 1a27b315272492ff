"""Two consents, several frameworks sent at once, the study's code, and a consent taken back: in browsers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from concentric.foundation.accounts.models import Role
from concentric.research.frameworks.models import Framework
from tests.browser.road.hands import press, told
from tests.browser.road.looking import look_at
from tests.browser.road.people import Road, SignIn
from tests.factories.reviewing import make_minutes
from tests.factories.sending import confirmed, consent, make_confirmed
from tests.factories.world import PASSWORD
from tests.support.browsing import OpenPage
from tests.support.server import Server


def test_frameworks_are_consented_to_sent_and_withdrawn(server: Server, open_page: OpenPage, sign_in: SignIn) -> None:
    sending = make_confirmed()
    other = confirmed(sending.world, make_minutes(sending.world, days=-30), sending.link)
    consent(sending, other)
    road = Road(sending.world, open_page, sign_in)
    lead, worker = road.by(Role.LEAD_PROFESSIONAL), road.by(Role.CHAIR)

    for page, name in ((lead, "lead"), (worker, "worker")):
        page.goto("/")
        page.get_by_role("link", name="Consent to sending a framework").click()
        look_at(page, f"sending-{name}")
        page.get_by_role("button", name="Consent", exact=True).click()
        page.get_by_label("I agree to these words").check()
        look_at(page, f"sending-consent-{name}")
        page.get_by_label("Your password").fill(PASSWORD)
        press(page, "Consent")
        told(page, "You have consented.")

    _send_both(lead)
    assert Framework.objects.filter(study=sending.study.study, included=True).count() == 2
    first = lead.get_by_role("row").filter(has_text=sending.world.case.reference).first
    code = first.get_by_text("Study code").inner_text().removeprefix("Study code ")
    lead.goto("/door/sending/codes/")
    lead.get_by_label("Study code").fill(f"{code[:5].lower()}-{code[5:]}")
    press(lead, "Look it up")
    expect(lead.get_by_role("link", name=sending.world.case.reference)).to_be_visible()
    look_at(lead, "sending-look-up")

    worker.goto(f"/door/sending/{sending.outgoing.pk}/")
    worker.get_by_role("link", name="Withdraw").click()
    look_at(worker, "sending-withdraw-consent")
    worker.get_by_label("Why").fill("The young person asked me to")
    press(worker, "Withdraw the consent")
    told(worker, "The study has taken the framework out.")
    look_at(worker, "sending-withdrawn")
    assert Framework.objects.filter(study=sending.study.study, status=Framework.Status.WITHDRAWN).count() == 1


def _send_both(lead: Page) -> None:
    lead.goto("/door/sending/")
    look_at(lead, "sending-list")
    lead.get_by_role("button", name="Send several").click()
    look_at(lead, "sending-many")
    lead.get_by_role("button", name="Send them").click()
    expect(lead.get_by_role("status")).to_have_text("Done: 2 of 2")
    expect(lead.get_by_role("row").filter(has_text="Sent")).to_have_count(2)
    look_at(lead, "sending-many-sent")
