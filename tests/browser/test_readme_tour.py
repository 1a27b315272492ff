"""The README’s tour, followed to the letter: from the meeting in progress to every action in the tracker."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from concentric.demo import DOMAIN, PASSWORD
from tests.support.browsing import OpenPage

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "completed-framework.docx"
RECORDED = '/nr #"Fern Court stairwell" Nobody passes after dark @police'
PLANNED = "/pa Group work at the youth club @freya ^4w"


def follow(page: Page, words: str) -> None:
    page.locator("main a, nav a").filter(has_text=words, visible=True).first.click()


def choose(page: Page, label: str, name: str) -> None:
    box = page.get_by_label(label)
    box.select_option(box.locator("option", has_text=name).get_attribute("value"))


def signed_in_as(open_page: OpenPage, who: str) -> Page:
    page = open_page()
    page.goto("/")
    page.get_by_label("E-mail address").fill(f"{who}@{DOMAIN}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good to see you")
    return page


@pytest.mark.one_database
@pytest.mark.usefixtures("demonstration")
def test_the_tour(open_page: OpenPage) -> None:
    tomasz = signed_in_as(open_page, "tomasz")
    join_and_record(tomasz)
    close(tomasz)
    sign(signed_in_as(open_page, "rosalind"))
    send(tomasz)
    bring_in(tomasz)
    nasreen = signed_in_as(open_page, "nasreen")
    for page in (tomasz, nasreen):
        follow(page, "Actions")
        if page is tomasz:
            page.get_by_label("Whose").select_option(label="All that I can see")
            page.get_by_role("button", name="Show").click()
        for action in ("Group work at the youth club", "Speech and language assessment", "group work with the whole"):
            expect(page.get_by_role("main")).to_contain_text(action)


def join_and_record(page: Page) -> None:
    follow(page, "Join the meeting")
    expect(page.get_by_text("All saved")).to_be_visible()
    for line in (RECORDED, PLANNED):
        page.get_by_label("Quick line").fill(line)
        page.keyboard.press("Enter")
        expect(page.get_by_label("Quick line")).to_have_value("")
    expect(page.get_by_text("All saved")).to_be_visible()


def close(page: Page) -> None:
    follow(page, "Before we finish")
    expect(page.get_by_text("All five contexts have something recorded")).to_be_visible()
    follow(page, "Read the plan back")
    expect(page.get_by_role("main")).to_contain_text("Group work at the youth club")
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_role("heading", name="Draft minutes")).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_role("main").get_by_role("listitem").filter(has_text="0011").get_by_role("link").click()
    follow(page, "Sign the minutes")
    page.get_by_label("I chaired this meeting").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign the minutes").click()
    expect(page.get_by_role("heading", name="Signed minutes")).to_be_visible()


def send(page: Page) -> None:
    page.reload()
    follow(page, "Versions to send")
    page.get_by_role("row").filter(has_text="The family").get_by_role("link", name="Look and make").click()
    expect(page.get_by_role("main")).to_contain_text("What is left out")
    page.get_by_role("button", name="Make this version").click()
    password = page.get_by_label("Password for the file").input_value()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download and note it in the ledger").click()
    pages = PdfReader(io.BytesIO(coming.value.path().read_bytes()), password=password).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "Group work at the youth club" in text
    assert "carry things for older young men" not in text
    assert "call the police" not in text
    page.reload()
    expect(page.get_by_role("table", name="Who has it")).to_contain_text("The family")


def bring_in(page: Page) -> None:
    follow(page, "Cases")
    page.get_by_role("row").filter(has_text="Ravi Sandhu-Pike").get_by_role("link").first.click()
    follow(page, "Import a completed framework")
    page.get_by_label("Completed framework").set_input_files(SAMPLE)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check where each piece goes")
    page.get_by_label("Date of the meeting").fill("12/03/2026")
    choose(page, "Chair", "Rosalind Achebe")
    choose(page, "Minute-taker", "Tomasz Zielny")
    page.get_by_role("button", name="Put it into the record").click()
    expect(page.get_by_role("main")).to_contain_text("in the record")
