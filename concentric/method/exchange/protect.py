"""Passwords on the files that leave: PDF and Word that open in ordinary programs once the password is typed.

Both use AES-256. The password travels by another road, most often the telephone, so it is made of plain words.
"""

from __future__ import annotations

import secrets
from functools import cache
from io import BytesIO
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.generic import DictionaryObject, NameObject, NumberObject

PASSWORD_WORDS = 5  # of a list of more than 1,024, about half of the draws being short enough: 50 bits
LONGEST_PASSWORD = 32  # some PDF programs read no further
_WORD_LIST = Path(__file__).parent / "password_words.txt"


def new_password() -> str:
    """Five random words with hyphens between them, such as can be read out on the telephone."""
    while True:
        password = "-".join(secrets.choice(word_list()) for _ in range(PASSWORD_WORDS))
        if len(password) <= LONGEST_PASSWORD:
            return password


@cache
def word_list() -> tuple[str, ...]:
    """The words that passwords are made of: short, common, none that sounds like another."""
    return tuple(_WORD_LIST.read_text().split())


def protect_pdf(data: bytes, password: str) -> bytes:
    """The PDF encrypted with AES-256, its tags and everything else kept. Raises ValueError for an empty password."""
    _check(password)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.pdf_header = "%PDF-1.7"  # PDF/UA goes no further; the extension is what says AES-256 before PDF 2.0
    level = DictionaryObject(
        {NameObject("/BaseVersion"): NameObject("/1.7"), NameObject("/ExtensionLevel"): NumberObject(8)}
    )
    writer.root_object[NameObject("/Extensions")] = DictionaryObject({NameObject("/ADBE"): level})
    # A user password alone decides who may read; whoever reads may print, copy and use a screen reader.
    writer.encrypt(password, algorithm="AES-256", permissions_flag=UserAccessPermissions.all())
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def protect_docx(data: bytes, password: str) -> bytes:
    """The Word file encrypted as Office does it (agile, AES-256). Raises ValueError for an empty password."""
    _check(password)
    buffer = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password, buffer)
    return buffer.getvalue()


def _check(password: str) -> None:
    if not password:
        raise ValueError("A protected file needs a password.")
