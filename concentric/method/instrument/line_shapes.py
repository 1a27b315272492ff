"""What the typing grammar of the capture line is made of; `line` explains the grammar itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Basis, Sharing

SPACE = " \t\r\n\u00a0"


class Kind(StrEnum):
    ROUTE = "route"
    SOURCE = "source"
    OWNER = "owner"
    INSTANCE = "instance"
    SHARING = "sharing"
    BASIS = "basis"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency and what is typed for it: lower-case letters, digits and hyphens (`handle_for`)."""

    handle: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person who can own an action; `agency` is their agency's handle."""

    handle: str
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class Instance:
    """A named home, peer group, school or place."""

    name: str
    context: ContextKey


@dataclass(frozen=True, slots=True)
class LineVocabulary:
    """What this meeting knows by name."""

    agencies: tuple[Agency, ...] = ()
    members: tuple[Member, ...] = ()
    instances: tuple[Instance, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns an action: agency and member by handle ("" where none), and the person's name."""

    agency: str
    member: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the line, `start` to `end` in code points, its stored value and the words a chip shows."""

    start: int
    end: int
    kind: Kind
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that looked like a token and stayed text, and why."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """What a line says. `context` and `column` only where the line routes itself; None means "not said"."""

    text: str
    context: ContextKey | None = None
    column: ColumnKey | None = None
    source: str | None = None
    instance: str | None = None
    sharing: Sharing | None = None
    sharing_agencies: tuple[str, ...] = ()
    basis: Basis | None = None
    owner: Owner | None = None
    due: date | None = None
    tokens: tuple[Token, ...] = ()
    problems: tuple[Problem, ...] = ()


def handle_for(name: str) -> str:
    """What is typed for an agency or a person: "Children’s social care" → "childrens-social-care"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def signs(*, actions: bool) -> str:
    """The signs that start a token; the caret is one only among actions, which alone have a due date."""
    return "@#!~^" if actions else "@#!~"
