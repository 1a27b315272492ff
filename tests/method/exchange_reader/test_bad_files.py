"""A file that cannot be read is refused with a reason for a person; whatever the bytes, nothing else is ever raised."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentric.method.exchange.framework_docx.package import MAX_FILE, MAX_MEMBERS, MEGABYTE
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.method.exchange.framework_docx.words import words_in, words_of
from tests.method.exchange_reader.test_placing import framework
from tests.method.exchange_reader.word_files import (
    NAMES,
    WORD,
    cell,
    control,
    deleted,
    paragraph,
    row,
    table,
    word_file,
    zipped,
)

GOOD = word_file(
    "Reference Number: HF-1  Practitioner Signature: J. Example",
    framework(school_risk="Bullying", family_strengths=control(paragraph("A warm ", deleted("and kind "), "home"))),
    extra={"customXml/item1.xml": b'<entries xmlns="urn:concentric:entries:1">[]</entries>'},
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_body(body: str, before: str = "") -> bytes:
    made = f"{before}<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()
    return zipped(members(GOOD) | {"word/document.xml": made})


def with_type(content_type: str) -> bytes:
    parts = members(GOOD)
    types = parts["[Content_Types].xml"].replace(f"{WORD}document.main+xml".encode(), content_type.encode())
    return zipped(parts | {"[Content_Types].xml": types})


def twice_named() -> bytes:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("WORD/document.xml", b"<x/>")
    return file.getvalue()


def encrypted_flag() -> bytes:
    data = bytearray(GOOD)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


DOCTYPE = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BAD = {
    "empty": (b"", "empty"),
    "text": (b"Just words", "not a Word document"),
    "pdf": (b"%PDF-1.7\n...", "a PDF"),
    "rtf": (b"{\\rtf1 words}", "rich text"),
    "an old .doc": (OLE, "older Office file"),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    "locked inside": (encrypted_flag(), "locked with a password"),
    "over 20 MB": (b"PK" + bytes(MAX_FILE), "larger than 20 MB"),
    "50 MB": (b"PK" + bytes(50 * MEGABYTE), "larger than 20 MB"),
    "cut short": (GOOD[: len(GOOD) // 2], "damaged"),
    "a spreadsheet": (
        with_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        "not a Word",
    ),
    "another zip": (zipped({"a.txt": b"words"}), "not a Word document"),
    "a bomb": (zipped(members(GOOD) | {"word/media/a.bin": bytes(60 * MEGABYTE)}), "unpacks to far more"),
    "a bomb of text": (with_body(paragraph("word " * 12 * MEGABYTE)), "unpacks to far more"),
    "too many parts": (zipped(members(GOOD) | {f"x/{n}": b"" for n in range(MAX_MEMBERS)}), "far more parts"),
    "macros": (zipped(members(GOOD) | {"word/vbaProject.bin": b"x"}), "macros"),
    "a macro kind": (with_type("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "outside": (zipped(members(GOOD) | {"../../etc/cron": b"x"}), "points outside"),
    "root": (zipped(members(GOOD) | {"/etc/cron": b"x"}), "points outside"),
    "two names": (twice_named(), "same name"),
    "external entity": (with_body("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", DOCTYPE), "declarations"),
    "entities in attributes": (with_body('<w:p w:rsidR="&b;"/>', LAUGHS), "declarations"),
    "utf-16": (
        zipped(members(GOOD) | {"word/document.xml": (DOCTYPE + "<x/>").encode("utf-16")}),
        "declarations",
    ),
    "broken xml": (with_body("<w:p><w:r></w:p>"), "damaged"),
    "deep": (with_body("<w:sdt>" * 230 + "</w:sdt>" * 230), "nested"),
    "very deep": (with_body("<w:sdt>" * 40_000 + "</w:sdt>" * 40_000), "nested|damaged"),
    "a bad hidden part": (zipped(members(GOOD) | {"customXml/item1.xml": DOCTYPE.encode()}), "declarations"),
}


@pytest.mark.parametrize(("data", "says"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_in_words_that_say_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says) as refused:
        read_framework(data)
    reason = refused.value.reason
    assert reason.endswith(".")
    assert len(reason) < 200


def test_addresses_in_the_file_are_never_followed() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://192.0.2.1/t.dotm" TargetMode="External"/></Relationships>'
    )
    data = zipped(members(GOOD) | {"word/_rels/settings.xml.rels": rels.encode()})
    assert read_framework(data) == read_framework(GOOD)


def test_numbers_beyond_reason_are_held_within_it() -> None:
    wide = cell("x").replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999999"/>')
    huge = table(row(wide))
    assert [unplaced.text for unplaced in read_framework(with_body(huge)).unplaced] == ["x"]


def test_a_deep_but_allowed_document_is_read() -> None:
    deep = "<w:smartTag>" * 190 + "<w:r><w:t>deep</w:t></w:r>" + "</w:smartTag>" * 190
    assert [unplaced.text for unplaced in read_framework(with_body(f"<w:p>{deep}</w:p>")).unplaced] == ["deep"]


def check(data: bytes) -> None:
    """Read or refused, and nothing in between."""
    for read in (read_framework, words_of):
        try:
            read(data)
        except UnreadableFile:
            continue


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_file_with_bytes_changed_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    check(bytes(data))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.binary(max_size=20))
def test_a_file_with_a_stretch_cut_out_or_put_in_is_read_or_refused(start: int, stop: int, put_in: bytes) -> None:
    check(GOOD[:start] + put_in + GOOD[stop:])


XML_PIECES = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:tcPr", "w:gridSpan", "w:ins"]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_xml_rearranged_is_read_or_refused(data: st.DataObject) -> None:
    """Changes inside the XML, which changed bytes of the zip seldom reach: elements renamed, dropped, doubled."""
    parts = members(GOOD)
    name = data.draw(st.sampled_from(sorted(parts)))
    pieces = parts[name].decode().replace("><", ">\0<").split("\0")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(pieces) - 1))
        kind = data.draw(st.sampled_from(["drop", "double", "rename", "swap"]))
        other = data.draw(st.integers(0, len(pieces) - 1))
        if kind == "drop":
            pieces[at] = ""
        elif kind == "double":
            pieces[at] *= 2
        elif kind == "swap":
            pieces[at], pieces[other] = pieces[other], pieces[at]
        else:
            old, new = data.draw(st.sampled_from(XML_PIECES)), data.draw(st.sampled_from(XML_PIECES))
            pieces = [piece.replace(f"{old}>", f"{new}>").replace(f"<{old} ", f"<{new} ") for piece in pieces]
    check(zipped(parts | {name: "".join(pieces).encode()}))


def test_a_row_wider_than_any_table_keeps_its_words() -> None:
    data = word_file(table(row("", "Risks", "Strengths"), row("School", *(f"w{number}" for number in range(200)))))
    assert words_in(read_framework(data).every_text()) == words_of(data)


def test_words_where_word_would_not_show_them_are_read_all_the_same() -> None:
    """Between the cells of a table, of a framework or any other: unseen in Word, and still not to be lost."""
    for first in ("Risks", "Name"):
        stray = row(first, "Strengths", paragraph("stray"))
        found = read_framework(word_file(table(stray, row("School", "x", "y"))))
        assert "stray" in [unplaced.text for unplaced in found.unplaced]
