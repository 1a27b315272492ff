"""The file itself: is it a Word document, is it safe to open, and which of its parts hold words."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from lxml import etree

from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.method.exchange.framework_docx.safe_xml import parse_xml

MEGABYTE: Final = 1024 * 1024
MAX_FILE: Final = 20 * MEGABYTE
MAX_MEMBERS: Final = 2_000
MAX_UNPACKED: Final = 200 * MEGABYTE  # pictures included; they are never unpacked
MAX_READ: Final = 12 * MEGABYTE  # the parts that are; forty pages take one or two
MAX_RATIO: Final = 200  # the XML of a long table shrinks by about 30
RATIO_FREE: Final = MEGABYTE

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTENT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN: Final = (_WORD + "document.main+xml", _WORD + "template.main+xml")
_STORIES: Final = {
    _WORD + "header+xml": "page header",
    _WORD + "footer+xml": "page footer",
    _WORD + "footnotes+xml": "footnote",
    _WORD + "endnotes+xml": "endnote",
    _WORD + "comments+xml": "comment",
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml": "chart",
    "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml": "diagram",
}
SAVE_AGAIN: Final = "Open it in Word, save it as a Word document (.docx) and upload that."
_DAMAGED: Final = "The file is damaged or incomplete. Open it in Word, save it again and upload the new copy."
# What zipfile raises for files that lie about themselves.
ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    KeyError,
    OverflowError,
    UnicodeError,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part with words: `kind` as a person would call it."""

    name: str
    kind: str
    root: etree._Element


@dataclass(frozen=True, slots=True)
class Package:
    """A Word document's parts. `embedded` names files inside it that are not read; `pictures` counts images."""

    main: etree._Element
    styles: etree._Element | None
    stories: tuple[Part, ...]
    custom: tuple[bytes, ...]
    embedded: tuple[str, ...]
    pictures: int


def open_package(data: bytes) -> Package:
    """The parts that hold words. Raises UnreadableFile; nothing is unpacked before the sizes are checked."""
    _check_kind(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = checked_members(archive)
            return _parts(_Reader(archive, members))
    except ZIP_ERRORS as error:
        raise UnreadableFile(_DAMAGED) from error


def _check_kind(data: bytes) -> None:
    if not data:
        raise UnreadableFile("The file is empty. Choose the file again.")
    if len(data) > MAX_FILE:
        raise UnreadableFile(
            f"The file is larger than {MAX_FILE // MEGABYTE} MB. Remove pictures or attachments and upload it again."
        )
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFile(
                "The document is locked with a password. Open it in Word, remove the password (File, Info, "
                "Protect Document), save it and upload it again."
            )
        raise UnreadableFile(f"This is not a .docx file but an older Office file (such as .doc). {SAVE_AGAIN}")
    for start, name in ((b"%PDF", "a PDF"), (b"{\\rtf", "a rich text (.rtf) file"), (b"\xff\xd8", "a picture")):
        if data.startswith(start):
            raise UnreadableFile(f"This is {name}, not a Word document. {SAVE_AGAIN}")
    if not data.startswith(b"PK"):
        raise UnreadableFile(f"This is not a Word document. {SAVE_AGAIN}")


def checked_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members of an archive by lower-case name. Raises UnreadableFile for what no Office program writes."""
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise UnreadableFile("The file holds far more parts than a Word document has, so it was not opened.")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_member(info)
        name = info.filename.lower()
        if name in members:
            raise UnreadableFile("The file holds two parts of the same name, so it was not opened.")
        members[name] = info
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise UnreadableFile("The file unpacks to far more than a document would, so it was not opened.")
    return members


def _check_member(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise UnreadableFile("The file holds a part whose name points outside it, so it was not opened.")
    if info.flag_bits & 0x1:
        raise UnreadableFile("The file is locked with a password. Remove the password, save it and upload it again.")
    if info.file_size > RATIO_FREE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise UnreadableFile("The file unpacks to far more than a document would, so it was not opened.")
    if name.lower().endswith("vbaproject.bin"):
        raise UnreadableFile(f"The document holds macros (small programs), so it was not opened. {SAVE_AGAIN}")


class _Reader:
    """Unpacks members by name, within a budget shared by all of them."""

    def __init__(self, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self._archive = archive
        self.members = members
        self._left = MAX_READ

    def read(self, name: str) -> bytes:
        with self._archive.open(self.members[name.lower()]) as stream:
            data = stream.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile(
                "The document holds more text than can be read at once. Split it and upload the parts."
            )
        return data

    def parse(self, name: str) -> etree._Element:
        return parse_xml(self.read(name))


def _parts(reader: _Reader) -> Package:
    if "[content_types].xml" not in reader.members:
        raise UnreadableFile(f"This is not a Word document. {SAVE_AGAIN}")
    types = _content_types(reader)
    stories = []
    for name, content_type in types.items():
        if content_type in _STORIES:
            stories.append(Part(name, _STORIES[content_type], reader.parse(name)))
    names = tuple(reader.members)
    return Package(
        main=reader.parse(_main_part(types)),
        styles=_optional(reader, types, _WORD + "styles+xml"),
        stories=tuple(stories),
        custom=tuple(reader.read(name) for name in names if _is_custom(name)),
        embedded=tuple(name for name in names if name.startswith(("word/embeddings/", "word/afchunk"))),
        pictures=sum(name.startswith("word/media/") for name in names),
    )


def _content_types(reader: _Reader) -> dict[str, str]:
    """Content type by part name, of the parts that are there."""
    found: dict[str, str] = {}
    for override in reader.parse("[Content_Types].xml").iter(_CONTENT + "Override"):
        name = override.get("PartName", "").lstrip("/").lower()
        if name in reader.members:
            found[name] = override.get("ContentType", "")
    return found


def _main_part(types: dict[str, str]) -> str:
    if any("macroEnabled" in content_type for content_type in types.values()):
        raise UnreadableFile(f"The document is of a kind that may hold macros, so it was not opened. {SAVE_AGAIN}")
    mains = [name for name, content_type in types.items() if content_type in _MAIN]
    if len(mains) != 1:
        raise UnreadableFile(f"This is not a Word document. {SAVE_AGAIN}")
    return mains[0]


def _optional(reader: _Reader, types: dict[str, str], content_type: str) -> etree._Element | None:
    name = next((name for name, its_type in types.items() if its_type == content_type), None)
    return reader.parse(name) if name else None


def _is_custom(name: str) -> bool:
    return name.startswith("customxml/item") and name.endswith(".xml") and "props" not in name
