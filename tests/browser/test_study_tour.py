"""The README’s tour of the study, followed to the letter: three frameworks coded by keyboard, compared, published, and
taken out and in. Every page is looked at by axe.
"""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Download, Page, expect
from pypdf import PdfReader

from concentric.demo import PASSWORD
from tests.browser.road.looking import look_at
from tests.support.browsing import OpenPage

STUDY = "Alone, in groups, or both"
LONG = 120_000  # milliseconds: what must be hidden is worked out beside the requests


def follow(page: Page, words: str) -> None:
    """A link, or one that looks like a button."""
    page.locator("main a, nav a").filter(has_text=words, visible=True).first.click()
    page.wait_for_load_state()


@pytest.mark.one_database
@pytest.mark.usefixtures("demonstration")
def test_the_tour(open_page: OpenPage) -> None:
    code(in_the_study(open_page, "mateo"))
    imogen = in_the_study(open_page, "imogen")
    compare(imogen)
    publish(imogen)
    take_out_and_in(imogen)


def in_the_study(open_page: OpenPage, who: str) -> Page:
    page = open_page()
    page.goto("/")
    page.get_by_label("E-mail address").fill(f"{who}@study.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.goto("/studies/")
    follow(page, STUDY)
    return page


def code(page: Page) -> None:
    follow(page, "Coding")
    follow(page, "Double coding")
    follow(page, "Three to try coding on")
    look_at(page, "tour-sample")
    sample = page.url
    assert page.locator("tbody tr").count() == 3
    for row in range(3):
        page.goto(sample)
        page.locator("tbody a").nth(row).click()
        code_all(page)
    look_at(page, "tour-coded")
    page.goto(sample)
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    page.get_by_role("button", name="I have finished this sample").click()
    expect(page.get_by_role("main")).to_contain_text("kappa")
    look_at(page, "tour-agreement")
    follow(page, "Compare at child node 1")
    page.wait_for_url("**level=child**")
    look_at(page, "tour-agreement-child")
    page.go_back()
    follow(page, "Look at them side by side")
    look_at(page, "tour-side-by-side")


def code_all(page: Page) -> None:
    """Entry by entry: what the grid proposes; and of one, the code by its name."""
    done = page.get_by_text("entries coded").first
    expect(done).to_be_visible()
    total = int(done.inner_text().split()[2])
    page.keyboard.press("c")
    page.keyboard.type("harmful att")
    expect(page.locator(".cd-options [aria-selected=true]")).to_contain_text("Harmful attitudes")
    page.keyboard.press("Enter")
    for coded in range(1, total):
        expect(page.get_by_text(f"{coded} of {total} entries coded").first).to_be_visible()
        page.keyboard.press("n")
        page.keyboard.press("a")
        if "no proposal" in page.locator(".cd-said").first.inner_text():
            break


def compare(page: Page) -> None:
    follow(page, "Compare")
    look_at(page, "tour-compare")
    home = page.url
    ready = page.locator(".cp-preset a").all_inner_texts()
    assert len(ready) == 13
    for name in ready:
        page.goto(home)
        page.locator(".cp-preset a").filter(has_text=name).first.click()
        expect(page.get_by_role("main")).to_contain_text(name)
    page.goto(home)
    follow(page, "Peer factors")
    look_at(page, "tour-table")
    page.locator("a.cp-cell").first.click()
    expect(page.locator("blockquote").first).to_be_visible()
    look_at(page, "tour-cell")
    page.goto(home)
    follow(page, "Response gaps")
    look_at(page, "tour-gaps")


def publish(page: Page) -> None:
    follow(page, "Briefings")
    page.get_by_label("Title").fill("What plans answer")
    page.get_by_role("button", name="Draft it").click()
    draft = page.url
    choose_parts(page)
    page.get_by_label("I have read").check()
    page.get_by_role("button", name="Release the briefing").click()
    expect(page.get_by_role("main")).to_contain_text("Not released")
    expect(page.get_by_role("main")).to_contain_text("; Cohort: ")  # the counts that would give a child away, by name
    look_at(page, "tour-refused")
    page.get_by_role("alert").get_by_role("link", name="Work it out").click()
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("main")).to_contain_text("All is worked out", timeout=LONG)
    look_at(page, "tour-hidden")
    page.goto(draft)
    report = " ".join(sheet.extract_text() for sheet in PdfReader(read(download(page, "Download as PDF"))).pages)
    assert "What plans answer" in report
    assert "hidden" in report
    page.get_by_label("I have read").check()
    page.get_by_role("button", name="Release the briefing").click()
    expect(page.get_by_role("main")).to_contain_text("Released.")
    look_at(page, "tour-released")


def choose_parts(page: Page) -> None:
    """None of a group, and all of it again."""
    follow(page, "Title, parts and what is small")
    look_at(page, "tour-parts")
    school = page.get_by_role("checkbox", name="School factors")
    page.get_by_role("button", name="None: Contexts").click()
    expect(school).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Cohort profiles")).to_be_checked()
    page.get_by_role("button", name="All: Contexts").click()
    expect(school).to_be_checked()
    page.get_by_role("button", name="Keep", exact=True).click()


def take_out_and_in(page: Page) -> None:
    page.goto("/studies/")
    follow(page, STUDY)
    follow(page, "Files in and out")
    look_at(page, "tour-files")
    project = download(page, "REFI-QDA project")
    page.get_by_label("REFI-QDA project").set_input_files(
        {"name": "study.qdpx", "mimeType": "application/zip", "buffer": read(project).getvalue()}
    )
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("main")).to_contain_text("holds all of this already, the same", timeout=LONG)
    look_at(page, "tour-same")


def download(page: Page, words: str) -> Download:
    with page.expect_download() as coming:
        follow(page, words)
    return coming.value


def read(coming: Download) -> io.BytesIO:
    return io.BytesIO(coming.path().read_bytes())
