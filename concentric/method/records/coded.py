"""A coded study as it travels between programs: who coded which words of which document under what code.

Offsets are Unicode code points from 0, ends exclusive. Texts have no carriage return: a line ends with a line feed.
Ids are text (8-4-4-4-12 hexadecimal digits, small letters), and so are times (ISO 8601; empty where not known): nobody
reckons with either on the way, and a study has codings by the hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

Value = str | bool | int | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class Coder:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code and the one above it. A code that is not `codable` only holds others."""

    id: str
    name: str
    parent: str = ""
    description: str = ""
    colour: str = ""
    codable: bool = True
    memos: tuple[str, ...] = ()


class Coding(NamedTuple):
    id: str
    code: str
    by: str = ""
    at: str = ""


class Segment(NamedTuple):
    """Some of a document's words, with the codes they were given. `memo` is what was noted of just these words."""

    id: str
    start: int
    end: int
    codings: tuple[Coding, ...] = ()
    memo: str = ""
    memos: tuple[str, ...] = ()
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text. `codings` are of the whole of it."""

    id: str
    name: str
    text: str
    segments: tuple[Segment, ...] = ()
    codings: tuple[Coding, ...] = ()
    memo: str = ""
    memos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """A note that documents, segments or codes point to."""

    id: str
    name: str
    text: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class CodedCase:
    """What is known of one framework beside its text: cohort, site, age band …"""

    id: str
    name: str
    documents: tuple[str, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a code of an entry, the first of a document being 1. `given_by`: first, second, both or
    neither of the two coders.
    """

    document: str
    entry: int
    code: str
    holds: bool
    given_by: str
    at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DoubleCoded:
    """Documents that two coded, to be compared: the first coder's codings count there, and what was decided."""

    id: str
    name: str
    first: str
    second: str
    documents: tuple[str, ...]
    decided: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedProject:
    """`documents` is called each time they are gone through, so that thousands need not be held at once."""

    name: str
    coders: tuple[Coder, ...] = ()
    codes: tuple[Code, ...] = ()
    cases: tuple[CodedCase, ...] = ()
    memos: tuple[Memo, ...] = ()
    documents: Callable[[], Iterable[Document]] = tuple
    doubles: tuple[DoubleCoded, ...] = ()
