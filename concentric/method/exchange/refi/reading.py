"""A coded study in, from a .qdpx of any program or a .qdc codebook. What cannot be taken in is named, item by item.

Programs differ from the standard and from each other: names of the zip's members, spellings of ids, line ends, byte
order marks, and four ways to say what a case's attributes are. All of them are read.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from lxml import etree

from concentric.method.exchange.refi.attributes import Attributes
from concentric.method.exchange.refi.double_sets import read_double_set
from concentric.method.exchange.refi.elements import (
    child_text,
    made,
    memo_refs,
    read_codes,
    read_codings,
    read_segment,
)
from concentric.method.exchange.refi.line_ends import lines
from concentric.method.exchange.refi.markup import CODEBOOK, MEDIA, PROJECT, guid
from concentric.method.exchange.refi.unreadable import UnreadableProject
from concentric.method.records.coded import Code, CodedCase, CodedProject, Coder, Document, DoubleCoded, Memo, Value

DAMAGED = "The project is damaged. Export it again."
MEGABYTE = 1024 * 1024
MOST_PROJECT = 1_024 * MEGABYTE  # project.qde, unpacked
MOST_TEXT = 32 * MEGABYTE  # one source
MOST_MEMBERS = 250_000
_P = f"{{{PROJECT}}}"
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError)
_NOT_TEXT = {"PictureSource": "picture", "PDFSource": "PDF", "AudioSource": "sound recording", "VideoSource": "video"}


@dataclass(frozen=True, slots=True)
class ReadProject:
    """What was read. `notices()` says what the file holds that was not taken in, and how often; of what stands in
    documents it knows when they were gone through.
    """

    project: CodedProject
    notices: Callable[[], tuple[str, ...]]


def read_project(file: IO[bytes], meet: Callable[[Document], None] | None = None) -> ReadProject:
    """A .qdpx. Its documents are read from `file` each time they are gone through: keep it open. Whoever needs none of
    the rest first gives `meet`, which is told of each document at once.

    Raises UnreadableProject, also while the documents are gone through.
    """
    reader = _Reader(file, meet)
    return ReadProject(reader.project(), reader.notices)


def read_codebook(data: bytes) -> tuple[Code, ...]:
    """The codes of a .qdc, each after the one above it. Raises UnreadableProject."""
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableProject("This is not a REFI-QDA codebook (.qdc). Export the codebook again.") from None
    space = f"{{{CODEBOOK}}}"
    if root.tag != f"{space}CodeBook" or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableProject("This is not a REFI-QDA codebook (.qdc). Export the codebook again.")
    codes = root.find(f"{space}Codes")
    return tuple(read_codes(codes, "", space)) if codes is not None else ()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


class _Reader:
    """Goes through project.qde once for all but the documents, then once more for each time that these are wanted."""

    def __init__(self, file: IO[bytes], meet: Callable[[Document], None] | None) -> None:
        self.meet = meet
        try:
            self.archive = zipfile.ZipFile(file)
        except _ZIP_ERRORS:
            raise UnreadableProject("This is not a REFI-QDA project (.qdpx). Export the project again.") from None
        infos = self.archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise UnreadableProject("The project has more files in it than can be read.")
        self.members = {info.filename.lower().replace("\\", "/"): info for info in infos}
        self.qde = self._project_member()
        self.name = ""
        self.attributes = Attributes()
        self.unread: Counter[str] = Counter()
        self.unread_in_documents: Counter[str] = Counter()
        self.users: list[Coder] = []
        self.codes: list[Code] = []
        self.memos: list[Memo] = []
        self.cases: list[tuple[str, str, list[str], dict[str, Value]]] = []
        self.documents: dict[str, str] = {}
        self.doubles: list[DoubleCoded] = []

    def project(self) -> CodedProject:
        takers = {
            "User": self._user,
            "CodeBook": self._codebook,
            "Variable": self._variable,
            "Case": self._case,
            "TextSource": self._note_source,
            "Note": self._memo,
            "Set": self._set,
            **dict.fromkeys(_NOT_TEXT, self._skip),
            **dict.fromkeys(("Link", "Graph"), self._skip),
        }
        for element in self._elements(tuple(takers)):
            takers[etree.QName(element).localname](element)
        return CodedProject(
            self.name,
            tuple(self.users),
            tuple(self.codes),
            tuple(self._whole_cases()),
            tuple(self.memos),
            self._documents,
            tuple(self.doubles),
        )

    def notices(self) -> tuple[str, ...]:
        return tuple(
            f"{what}: {count} not taken in." for what, count in sorted((self.unread + self.unread_in_documents).items())
        )

    def _project_member(self) -> zipfile.ZipInfo:
        named = [info for name, info in self.members.items() if name.endswith(".qde") and "/" not in name]
        if len(named) != 1:
            raise UnreadableProject("The file holds no REFI-QDA project, or several. Export the project again.")
        if named[0].file_size > MOST_PROJECT:
            raise UnreadableProject("The project is larger than can be read.")
        return named[0]

    def _elements(self, names: tuple[str, ...]) -> Iterator[etree._Element]:
        """The elements of these names that stand in a list of the project, each freed when it was dealt with."""
        try:
            with self.archive.open(self.qde) as stream:
                events = etree.iterparse(
                    stream,
                    events=("start", "end"),
                    tag=[_P + name for name in ("Project", *names)],
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    remove_comments=True,
                    remove_pis=True,
                )
                for event, element in events:
                    if event == "start":
                        self._begin(element)
                        continue
                    if element.tag == f"{_P}Project":
                        continue
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except (*_ZIP_ERRORS, etree.XMLSyntaxError, ValueError):
            raise UnreadableProject(DAMAGED) from None

    def _begin(self, element: etree._Element) -> None:
        if element.tag == f"{_P}Project":
            if element.getroottree().docinfo.internalDTD is not None:
                raise UnreadableProject("The project holds declarations that no program writes, so it was not opened.")
            self.name = element.get("name", "")

    def _user(self, element: etree._Element) -> None:
        if its_id := guid(element.get("guid")):
            self.users.append(Coder(its_id, element.get("name", "")))

    def _codebook(self, element: etree._Element) -> None:
        codes = element.find(f"{_P}Codes")
        if codes is not None:
            self.codes.extend(read_codes(codes, "", _P))

    def _variable(self, element: etree._Element) -> None:
        if its_id := guid(element.get("guid")):
            self.attributes.names[its_id] = element.get("name", "")

    def _case(self, element: etree._Element) -> None:
        """NVivo's, Quirkos' and ours: attributes and sources together."""
        its_id = guid(element.get("guid"))
        if not its_id:
            return
        sources = [found for ref in element.iterfind(f"{_P}SourceRef") if (found := guid(ref.get("targetGUID")))]
        values = self.attributes.read(element)
        for source in sources:
            self.attributes.add(source, values)
        self.cases.append((its_id, element.get("name", ""), sources, values))

    def _note_source(self, element: etree._Element) -> None:
        """MAXQDA's way: attributes on the source itself."""
        if its_id := guid(element.get("guid")):
            self.documents[its_id] = element.get("name", "")
            self.attributes.add(its_id, self.attributes.read(element))
            if self.meet:
                self.meet(self._document(its_id, element))

    def _set(self, element: etree._Element) -> None:
        """A sample of two coders, or ATLAS.ti's way: a set of sources named “attribute: value”. What a variable says
        already is not said twice.
        """
        if double := read_double_set(element):
            self.doubles.append(double)
            return
        whole = element.get("name", "")
        if any(whole.startswith(f"{known}: ") for known in self.attributes.names.values()):
            return
        name, colon, value = whole.partition(":")
        sources = [found for ref in element.iterfind(f"{_P}MemberSource") if (found := guid(ref.get("targetGUID")))]
        if colon and value.strip() and sources:
            for source in sources:
                self.attributes.add(source, {name.strip(): value.strip()})
        else:
            self.unread["Sets that are no attribute"] += 1

    def _memo(self, element: etree._Element) -> None:
        if its_id := guid(element.get("guid")):
            text = self._text(element)
            self.memos.append(Memo(its_id, element.get("name", ""), text, *made(element)))

    def _skip(self, element: etree._Element) -> None:
        kind = etree.QName(element).localname
        self.unread[f"Sources that are no text ({_NOT_TEXT[kind]})" if kind in _NOT_TEXT else f"{kind}s"] += 1

    def _whole_cases(self) -> Iterator[CodedCase]:
        """Every document has a case: its own, or one made for it."""
        placed: set[str] = set()
        for its_id, name, sources, values in self.cases:
            placed.update(sources)
            merged = dict(values)
            for source in sources:
                for key, value in self.attributes.of_document.get(source, {}).items():
                    merged.setdefault(key, value)
            yield CodedCase(
                its_id, name or (self.documents.get(sources[0], "") if sources else ""), tuple(sources), merged
            )
        for document, name in self.documents.items():
            if document not in placed:
                yield CodedCase(document, name, (document,), self.attributes.of_document.get(document, {}))

    def _documents(self) -> Iterator[Document]:
        self.unread_in_documents.clear()
        for element in self._elements(("TextSource",)):
            if its_id := guid(element.get("guid")):
                yield self._document(its_id, element)

    def _document(self, its_id: str, element: etree._Element) -> Document:
        raw = self._raw(element)
        selections = element.findall(f"{_P}PlainTextSelection")
        text, place = lines(raw, selections)
        segments, codings = [], read_codings(element)
        for each in selections:
            segment = read_segment(each, codings.get(each, ()), place, len(text))
            if segment is None:
                self.unread_in_documents["Selections outside their text"] += 1
            else:
                segments.append(segment)
        return Document(
            its_id,
            element.get("name", ""),
            text,
            tuple(segments),
            tuple(codings.get(element, ())),
            child_text(element, "Description"),
            memo_refs(element),
        )

    def _text(self, element: etree._Element) -> str:
        return self._raw(element).replace("\r\n", "\n").replace("\r", "\n")

    def _raw(self, element: etree._Element) -> str:
        """The text as the file has it, without a byte order mark."""
        content = element.find(f"{_P}PlainTextContent")
        if content is not None:
            return content.text or ""
        path = element.get("plainTextPath", "")
        if not path.startswith(MEDIA):
            self.unread_in_documents["Texts kept outside the project"] += 1
            return ""
        name = PurePosixPath(path.removeprefix(MEDIA)).name.lower()
        info = self.members.get(f"sources/{name}") or self.members.get(name)
        if info is None:
            self.unread_in_documents["Texts missing from the file"] += 1
            return ""
        if info.file_size > MOST_TEXT:
            raise UnreadableProject("A text in the project is larger than can be read.")
        try:
            return self.archive.read(info).decode("utf-8-sig", errors="replace")
        except _ZIP_ERRORS:
            raise UnreadableProject(DAMAGED) from None
