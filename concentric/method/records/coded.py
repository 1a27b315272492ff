"""A coded study as it travels between programs: who coded which words of which document under what code.

Offsets are Unicode code points from 0, ends exclusive. Texts have no carriage return: a line ends with a line feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

Value = str | bool | int | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class Coder:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code and the one above it. A code that is not `codable` only holds others."""

    id: UUID
    name: str
    parent: UUID | None = None
    description: str = ""
    colour: str = ""
    codable: bool = True
    memos: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    id: UUID
    code: UUID
    by: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Some of a document's words, with the codes they were given. `memo` is what was noted of just these words."""

    id: UUID
    start: int
    end: int
    codings: tuple[Coding, ...] = ()
    memo: str = ""
    memos: tuple[UUID, ...] = ()
    by: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text. `codings` are of the whole of it."""

    id: UUID
    name: str
    text: str
    segments: tuple[Segment, ...] = ()
    codings: tuple[Coding, ...] = ()
    memo: str = ""
    memos: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """A note that documents, segments or codes point to."""

    id: UUID
    name: str
    text: str
    by: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CodedCase:
    """What is known of one framework beside its text: cohort, site, age band …"""

    id: UUID
    name: str
    documents: tuple[UUID, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodedProject:
    """`documents` is called each time they are gone through, so that thousands need not be held at once; `texts` gives
    their ids and texts alone, in the same order, where that is to be had for less.
    """

    name: str
    coders: tuple[Coder, ...] = ()
    codes: tuple[Code, ...] = ()
    cases: tuple[CodedCase, ...] = ()
    memos: tuple[Memo, ...] = ()
    documents: Callable[[], Iterable[Document]] = tuple
    texts: Callable[[], Iterable[tuple[UUID, str]]] | None = None
