"""The versions of the minutes: the family's looked at, made, downloaded protected, opened with its password."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import msoffcrypto
import pypdf
from playwright.sync_api import expect

from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import choose, fill_in, press, row, told
from tests.browser.road.looking import look_at
from tests.browser.road.minuting import DECISION, NOT_FAMILY, POLICE_ONLY
from tests.browser.road.people import Road

RESTRICTED = (NOT_FAMILY, POLICE_ONLY)
RECIPIENT = "Test-Ama Fictional, mother"


def the_familys_version_is_made(road: Road) -> None:
    """What is left out is said first, and is not in what they would read."""
    page = road.by(Role.CHAIR)
    press(page, "Versions to send")
    look_at(page, "versions")
    row(page, "The family's version").get_by_role("link").click()
    told(page, "What is left out")
    expect(page.locator("main")).to_contain_text("Not the family.")
    for words in RESTRICTED:
        expect(page.locator("main")).not_to_contain_text(words)
    look_at(page, "version-preview")
    press(page, "Make this version")
    told(page, "This version is made.")
    look_at(page, "version")


def it_is_downloaded(road: Road) -> None:
    """Both files open with the password alone, and hold no restricted word."""
    for name, text_of in (("PDF", text_of_pdf), ("Word", text_of_word)):
        path, password = download(road, name)
        text = " ".join(text_of(path, password).split())
        assert DECISION in text
        assert not [words for words in RESTRICTED if words in text]


def download(road: Road, file_format: str) -> tuple[Path, str]:
    """The file, and the password that the page proposed: another each time the page is opened."""
    page = road.by(Role.CHAIR)
    page.reload()
    fill_in(page, Who_will_receive_it=RECIPIENT)
    choose(page, "Format", file_format)
    password = page.get_by_label("Password for the file").input_value()
    receipts = page.locator("#who-has-it tbody tr")
    before = receipts.count()
    with page.expect_download() as coming:
        press(page, "Download and note it in the ledger")
    path = coming.value.path()
    if not road.script:  # a script draws the ledger anew; without one, the page says to load it again
        page.reload()
    expect(receipts).to_have_count(before + 1)
    return path, password


def text_of_pdf(path: Path, password: str) -> str:
    file = pypdf.PdfReader(path)
    assert file.is_encrypted
    assert not file.decrypt("not the password")
    assert file.decrypt(password)
    return "\n".join(page.extract_text() for page in file.pages)


def text_of_word(path: Path, password: str) -> str:
    opened = io.BytesIO()
    with path.open("rb") as protected:
        file = msoffcrypto.OfficeFile(protected)
        assert file.is_encrypted()
        file.load_key(password=password)
        file.decrypt(opened)
    return "\n".join(element.text or "" for element in docx.Document(opened).element.body.iter() if element.text)


def the_ledger_says_who_has_it(road: Road) -> None:
    page = road.by(Role.CHAIR)
    page.reload()
    press(page, "Note that somebody received it another way")
    fill_in(page, Who_received_it=RECIPIENT)
    choose(page, "How?", "By hand")
    look_at(page, "receipt")
    press(page, "Add to the ledger")
    told(page, "The ledger has it.")
    page.get_by_role("link", name="Versions to send").first.click()
    ledger = page.get_by_role("table", name="Ledger")
    expect(ledger.get_by_role("row").filter(has_text=RECIPIENT)).to_have_count(3)
    expect(ledger).to_contain_text("PDF, protected")
    look_at(page, "ledger")
