"""A framework completed in Word comes into the record."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import fill_in, press, told
from tests.browser.road.looking import look_at
from tests.browser.road.people import Road

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "completed-framework.docx"


def a_framework_is_uploaded(road: Road) -> None:
    """By the lead professional, from the case; first a file that is none."""
    page = road.by(Role.LEAD_PROFESSIONAL)
    page.goto(f"/cases/{road.world.case.pk}/")
    press(page, "Import a completed framework")
    page.get_by_label("Completed framework").set_input_files(Path(__file__))
    press(page, "Read the file")
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    look_at(page, "import-refused")
    page.get_by_label("Completed framework").set_input_files(SAMPLE)
    press(page, "Read the file")
    told(page, "Waiting in the tray")
    look_at(page, "import-preview")


def a_piece_from_the_tray_is_placed(road: Road) -> str:
    """It leaves the tray, and stands in its cell. Gives its words."""
    page = road.by(Role.LEAD_PROFESSIONAL)
    waiting = _waiting(road)
    piece = page.locator(".cx-piece").first
    words = piece.locator(".cx-piece__text").inner_text()
    piece.get_by_role("combobox").select_option(label="School: Strengths")
    press(page, "Save the places")
    told(page, "The places are saved.")
    assert _waiting(road) == waiting - 1
    expect(page.get_by_role("main")).to_contain_text(words)
    return words


def _waiting(road: Road) -> int:
    heading = road.by(Role.LEAD_PROFESSIONAL).get_by_role("heading", name="Waiting in the tray").inner_text()
    return int(re.search(r"\d+", heading)[0])  # type: ignore[index]


def it_is_put_into_the_record(road: Road, words: str) -> None:
    """As draft minutes, which hold what was placed."""
    page = road.by(Role.LEAD_PROFESSIONAL)
    expect(page.get_by_label("Date of the meeting")).to_have_value("12 March 2026")  # as the file says
    fill_in(page, Chair="Parveen", Minute_taker="Tomasz")
    press(page, "Put it into the record")
    expect(page.get_by_role("heading", name="Draft minutes")).to_be_visible()
    told(page, words)
    look_at(page, "import-minutes")
    road.meeting = page.url.split("/")[-3]
