"""Text as files can hold it. XML and tagged PDF refuse some characters that people paste in by accident."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

_LOCAL = ZoneInfo("Europe/London")
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_NO_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff{_NON_CHARACTERS}]")

T = TypeVar("T")


def clean(text: str) -> str:
    """Without control characters, byte order marks, lone surrogates and non-characters; every line end one newline."""
    return _NO_TEXT.sub("", _LINE_END.sub("\n", text))


def divided(text: str, limit: int) -> Iterator[str]:
    """`text` in parts of at most `limit` characters, cut between words where there is a space; no word is lost."""
    while len(text) > limit:
        cut = text.rfind(" ", 0, limit + 1)
        cut = cut if cut > 0 else limit
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def every_text(value: T, change: Callable[[str], str]) -> T:
    """The same value with `change` made to every string in it, through dataclasses, tuples, lists and dictionaries."""
    changed: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        changed = change(value)
    elif isinstance(value, tuple | list):
        changed = type(value)(every_text(item, change) for item in value)
    elif isinstance(value, dict):
        changed = {key: every_text(item, change) for key, item in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        changed = replace(value, **{part.name: every_text(getattr(value, part.name), change) for part in fields(value)})
    return changed  # type: ignore[no-any-return]


def day(value: date | None) -> str:
    """`10 November 2026`; empty for None."""
    return f"{value.day} {value:%B %Y}" if value else ""


def moment(value: datetime | None) -> str:
    """`10 November 2026 at 10:00` in British time; the day alone at midnight to the second, which stands for a time
    that nobody stated; empty for None. Raises ValueError for a time without a zone.
    """
    if value is None:
        return ""
    said = day(local_date(value))
    here = value.astimezone(_LOCAL).time()
    return f"{said} at {here:%H:%M}" if here != time() else said


def local_date(value: datetime) -> date:
    """The day it was in Britain. Raises ValueError for a time without a zone."""
    if value.tzinfo is None:
        raise ValueError("A record's times carry their zone.")
    return value.astimezone(_LOCAL).date()


def joined(*parts: str, by: str = " · ") -> str:
    """The parts that say something, with `by` between them."""
    return by.join(part for part in parts if part)
