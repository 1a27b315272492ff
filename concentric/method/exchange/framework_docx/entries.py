"""The paragraphs of one cell as entries: one for each list item, line or paragraph; lists without their bullets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from concentric.method.exchange.framework_docx.found import Label
from concentric.method.exchange.framework_docx.text import Paragraph

_BULLET: Final = re.compile(r"(?:[•▪◦‣·●○■□–—*➢►✓\-\uf0b7\uf0a7\uf0d8]|(?P<letter>o)(?=[ \t]))[ \t]*(?=\S)")
_NUMBER: Final = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{1,5})[.)][ \t]+(?=\S)")
_ENDS_SENTENCE: Final = re.compile(r"[.!?;:][\"”’)]*$")
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be, before its place is known."""

    text: str
    where: str
    level: int
    paragraph: Paragraph
    lead_in: str = ""


@dataclass(slots=True)
class CellText:
    """A cell's lines, and the words that were only the list's: numbers, and lines that lead in to a list."""

    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def read_cell(paragraphs: Iterable[Paragraph]) -> CellText:
    """Split a cell's paragraphs into lines.

    A line break starts a new line where the sentence before has ended or the next begins with a capital or a bullet;
    otherwise it only wrapped. A paragraph that ends in a colon with list items under it is no entry but their lead-in.
    """
    cell = CellText()
    numbers = _Numbers()
    for paragraph in paragraphs:
        for text in _lines(paragraph):
            bare, marker = _without_marker(text, numbers)
            typed = 1 if bare != text else 0
            cell.lines.append(Line(_tidy(bare), paragraph.where, max(paragraph.level, typed), paragraph))
            if any(character.isalnum() for character in marker):
                cell.labels.append(Label(marker.strip(), paragraph.where))
    _lead_in(cell)
    return cell


def _lines(paragraph: Paragraph) -> Iterator[str]:
    if paragraph.entry:
        yield paragraph.text
        return
    lines: list[list[str]] = []
    for text in paragraph.text.split("\n"):
        if lines and text.strip() and not _starts_line(lines[-1][-1], text):
            lines[-1].append(text)
        elif text.strip():
            lines.append([text])
    yield from (" ".join(line) for line in lines)


def _starts_line(before: str, text: str) -> bool:
    first = text.lstrip()
    starts = first[0].isupper() or not first[0].isalnum() or _NUMBER.match(first) is not None
    return starts or _ENDS_SENTENCE.search(before.rstrip()) is not None


class _Numbers:
    """Tells "1. … 2. …" typed by hand from a sentence that happens to start with a number."""

    def __init__(self) -> None:
        self._expected: set[str] = set()

    def accept(self, number: str) -> bool:
        if number not in self._expected and number not in {"1", "a", "i"}:
            return False
        self._expected |= set(_after(number))
        return True


def _after(number: str) -> Iterator[str]:
    if number.isdigit():
        yield str(int(number) + 1)
    if number in _ROMAN[:-1]:
        yield _ROMAN[_ROMAN.index(number) + 1]
    if len(number) == 1 and "a" <= number < "z":
        yield chr(ord(number) + 1)


def _without_marker(text: str, numbers: _Numbers) -> tuple[str, str]:
    start = text.lstrip()
    bullet = _BULLET.match(start)
    if bullet:
        return start[bullet.end() :], bullet["letter"] or ""
    number = _NUMBER.match(start)
    if number and numbers.accept(number[1]):
        return start[number.end() :], number[0]
    return text, ""


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _lead_in(cell: CellText) -> None:
    """Give nested lines the line above them where they would not stand alone; drop lines that only lead in."""
    parents: list[Line] = []
    leading: list[Line] = []
    for at, line in enumerate(cell.lines):
        parents = [parent for parent in parents if parent.level < line.level]
        parent = parents[-1] if parents else None
        if parent and (_only_leads(parent) or line.text[:1].islower()):
            cell.lines[at] = Line(line.text, line.where, line.level, line.paragraph, parent.text)
            leading.append(parent)
        parents.append(line)
    dropped = [line for line in leading if _only_leads(line)]
    for line in {id(line): line for line in dropped}.values():
        cell.labels.append(Label(line.text, line.where))
    gone = {id(line.paragraph) for line in dropped}
    cell.lines = [line for line in cell.lines if not (id(line.paragraph) in gone and _only_leads(line))]


def _only_leads(line: Line) -> bool:
    return line.text.endswith(":") and not line.paragraph.entry
