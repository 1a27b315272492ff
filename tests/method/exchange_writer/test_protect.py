"""Protected files open with their password and not without."""

from __future__ import annotations

from io import BytesIO
from math import log2
from zipfile import ZipFile, is_zipfile

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from pypdf import PdfReader

from concentric.method.exchange.minutes_docx import write_docx
from concentric.method.exchange.minutes_pdf import write_pdf
from concentric.method.exchange.protect import (
    LONGEST_PASSWORD,
    PASSWORD_WORDS,
    new_password,
    protect_docx,
    protect_pdf,
    word_list,
)
from tests.factories.records import rich_record

PASSWORD = "acorn-badge-cabin-daisy-eagle"


def test_the_pdf_opens_with_the_password_alone() -> None:
    plain = write_pdf(rich_record())
    locked = protect_pdf(plain, PASSWORD)
    reader = PdfReader(BytesIO(locked))
    assert reader.is_encrypted
    assert not reader.decrypt("wrong")
    assert reader.decrypt(PASSWORD)
    assert [page.extract_text() for page in reader.pages] == [
        page.extract_text() for page in PdfReader(BytesIO(plain)).pages
    ]


def test_the_pdf_is_aes_256_and_nothing_is_legible() -> None:
    locked = protect_pdf(write_pdf(rich_record()), PASSWORD)
    encryption = PdfReader(BytesIO(locked)).trailer["/Encrypt"]
    assert (encryption["/V"], encryption["/R"], encryption["/CF"]["/StdCF"]["/CFM"]) == (5, 6, "/AESV3")
    assert locked.startswith(b"%PDF-1.7"), "an older version knows no AES"
    assert (
        PdfReader(BytesIO(locked), password=PASSWORD).trailer["/Root"]["/Extensions"]["/ADBE"]["/ExtensionLevel"] == 8
    )
    assert encryption["/P"] & (1 << 9), "screen readers may read it"
    assert b"BRK-2026" not in locked
    assert b"multi-agency" not in locked


def test_the_pdf_keeps_its_tags() -> None:
    reader = PdfReader(BytesIO(protect_pdf(write_pdf(rich_record()), PASSWORD)), password=PASSWORD)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/K" in root["/StructTreeRoot"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_the_word_file_opens_with_the_password_alone() -> None:
    plain = write_docx(rich_record())
    locked = protect_docx(plain, PASSWORD)
    assert not is_zipfile(BytesIO(locked))
    office = OOXMLFile(BytesIO(locked))
    assert office.type == "agile"
    office.load_key(password=PASSWORD, verify_password=True)
    out = BytesIO()
    office.decrypt(out)
    assert ZipFile(out).read("word/document.xml") == ZipFile(BytesIO(plain)).read("word/document.xml")
    with pytest.raises(Exception, match=r"[Kk]ey|[Pp]assword"):
        OOXMLFile(BytesIO(locked)).load_key(password="wrong", verify_password=True)


def test_no_password_no_file() -> None:
    with pytest.raises(ValueError, match="password"):
        protect_pdf(write_pdf(rich_record()), "")
    with pytest.raises(ValueError, match="password"):
        protect_docx(write_docx(rich_record()), "")


def test_passwords_are_plain_words_worth_fifty_bits() -> None:
    words = word_list()
    assert len(set(words)) == len(words)
    assert PASSWORD_WORDS * log2(len(words)) >= 50
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 9 for word in words)
    drawn = {new_password() for _ in range(200)}
    assert len(drawn) == 200
    assert max(map(len, drawn)) <= LONGEST_PASSWORD
    assert all(set(password.split("-")) <= set(words) for password in drawn)
    assert len({word for password in drawn for word in password.split("-")}) > 400
