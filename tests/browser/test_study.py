"""A study in browsers: a site is invited and joins, sends, is received, read and decided on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from concentric.method.exchange.bundle.sealing import seal_for
from concentric.research.frameworks.models import Framework
from concentric.submission.studies.keys import signing_key
from concentric.submission.studies.models import StudyLink
from tests.browser.road.hands import follow, press, told
from tests.browser.road.looking import look_at
from tests.browser.road.people import SignIn
from tests.factories.studies import aged, make_study
from tests.factories.world import make_world
from tests.support.browsing import OpenPage
from tests.support.server import Server


def test_a_study_invites_a_site_and_receives_what_it_sends(
    server: Server, open_page: OpenPage, sign_in: SignIn, tmp_path: Path
) -> None:
    world, study = make_world(), make_study()
    lead, coordinator = open_page(), open_page()
    sign_in(lead, study.lead.user)
    sign_in(coordinator, world.coordinator.user)

    lead.goto("/")
    look_at(lead, "studies")
    follow(lead, study.study.name)
    look_at(lead, "study-empty")
    for tab in ("About the study", "Team", "Sites"):
        follow(lead, tab)
        look_at(lead, f"study-{tab.split()[0].lower()}")
    press(lead, "Joining code for Site B")
    code = lead.locator(".cx-code").inner_text()
    look_at(lead, "study-invited")

    coordinator.goto("/")
    coordinator.get_by_label("Your account").or_(coordinator.locator(".cx-user--wide summary")).first.click()
    follow(coordinator, "Studies we send to")
    look_at(coordinator, "door-studies-none")
    press(coordinator, "Join a study")
    coordinator.get_by_label("Joining code").fill("BCDFG 12345")
    press(coordinator, "Join with the code")
    expect(coordinator.get_by_role("alert")).to_be_visible()
    look_at(coordinator, "door-studies-refused")
    coordinator.get_by_label("Joining code").fill(code)
    press(coordinator, "Join with the code")
    told(coordinator, f"Your partnership sends to “{study.study.name}” now")
    expect(coordinator.get_by_text("The study has your key")).to_be_visible()
    look_at(coordinator, "door-study")

    link = StudyLink.objects.get(partnership=world.partnership)
    codes = []
    for number, ages in enumerate(((14, 14), (16, 18))):
        sent = study.submission(aged(*ages), site=study.other_site)
        codes.append(sent.code)
        sealed = seal_for(sent, signing_key(world.partnership), link.recipients).data
        (tmp_path / f"{number}.cbundle").write_bytes(sealed)
    (tmp_path / "damaged.cbundle").write_bytes(sealed[:-300])

    follow(lead, "Frameworks")
    press(lead, "Receive sealed files")
    look_at(lead, "study-receive")
    lead.get_by_label("Sealed files").set_input_files(sorted(tmp_path.glob("*.cbundle")))
    press(lead, "Receive")
    expect(lead.get_by_text("2 files received.")).to_be_visible()
    expect(lead.get_by_role("row", name="damaged.cbundle")).to_contain_text("cut short")
    look_at(lead, "study-received")

    follow(lead, study.study.name)
    expect(lead.get_by_role("row", name=codes[1])).to_contain_text("Aged 16 to 18 at the meeting")
    look_at(lead, "study-frameworks")
    follow(lead, codes[1])
    look_at(lead, "study-framework")
    lead.get_by_label("In the study").check()
    press(lead, "Decide")
    expect(lead.get_by_role("alert").first).to_contain_text("Say why")
    lead.get_by_label("Why").fill("Seventeen when it happened")
    press(lead, "Decide")
    told(lead, f"{codes[1]} is in the study.")
    look_at(lead, "study-decided")
    assert Framework.objects.get(code=codes[1]).included
    lead.get_by_role("link", name="School").first.click()
    expect(lead.get_by_role("heading", name="School", exact=True)).to_be_in_viewport()

    assert coordinator.goto(f"/studies/{study.study.pk}/").status == 404  # type: ignore[union-attr]
    assert lead.goto("/cases/").status == 403  # type: ignore[union-attr]


@pytest.mark.one_database
def test_back_never_asks_to_send_a_refused_form_again(open_page: OpenPage, sign_in: SignIn) -> None:
    study, page = make_study(), open_page()
    sign_in(page, study.lead.user)
    compare = f"/studies/{study.study.pk}/compare/"
    page.goto(compare)
    press(page, "Freeze the data as they are now")
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the snapshot")
    assert page.url.endswith(compare)
    page.goto("/studies/")
    page.go_back()
    expect(page.get_by_role("heading", name="Tables ready to be read")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
