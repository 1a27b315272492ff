"""Text as files can hold it. XML and tagged PDF refuse some characters that people paste in by accident."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

_LOCAL = ZoneInfo("Europe/London")
_KEPT_CONTROLS = "\n\t"
_BYTE_ORDER_MARK = "\ufeff"

T = TypeVar("T")


def clean(text: str) -> str:
    """Without control characters, byte order marks, lone surrogates and non-characters; every line end one newline."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(letter for letter in text if letter in _KEPT_CONTROLS or _is_text(letter))


def _is_text(letter: str) -> bool:
    code = ord(letter)
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE or letter == _BYTE_ORDER_MARK:
        return False
    return unicodedata.category(letter) not in ("Cc", "Cs")


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
    """`10 November 2026 at 10:00` in British time; empty for None. Raises ValueError for a time without a zone."""
    return f"{day(local_date(value))} at {value.astimezone(_LOCAL):%H:%M}" if value else ""


def local_date(value: datetime) -> date:
    """The day it was in Britain. Raises ValueError for a time without a zone."""
    if value.tzinfo is None:
        raise ValueError("A record's times carry their zone.")
    return value.astimezone(_LOCAL).date()


def joined(*parts: str, by: str = " · ") -> str:
    """The parts that say something, with `by` between them."""
    return by.join(part for part in parts if part)
