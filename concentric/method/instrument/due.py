"""Due dates as people type them: "3 Dec", "3/12", "Friday", "in 2 weeks", and their short forms "3dec", "2w"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
_WORDED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ?([a-z]{3,9})(?: ?([0-9]{4}))?")
_SPAN = re.compile(r"(a|[0-9]{1,2}) ?(d|days?|w|weeks?|m|months?)")


def read_day(words: str, today: date) -> date | None:
    """The day that `words` name, or None. Without a year, the first such day from today on.

    A day of the week is the next one after today. "3/12" is the 3rd of December.
    """
    words = words.lower()
    if words in ("today", "tomorrow"):
        return today + timedelta(days=words == "tomorrow")
    if weekday := _one_of(words, _DAYS):
        return today + timedelta(days=(weekday - 2 - today.weekday()) % 7 + 1)
    if found := _ISO.fullmatch(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(words):
        return _next(int(found[1]), int(found[2]), found[3], today)
    if (found := _WORDED.fullmatch(words)) and (month := _one_of(found[2], _MONTHS)):
        return _next(int(found[1]), month, found[3], today)
    return None


def read_span(words: str, today: date) -> date | None:
    """The day that lies "2 weeks", "a month" or "10d" after today, or None."""
    if not (found := _SPAN.fullmatch(words.lower())):
        return None
    count, unit = 1 if found[1] == "a" else int(found[1]), found[2][0]
    if unit != "m":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    years, month = divmod(today.month - 1 + count, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def due_label(due: date) -> str:
    return f"Due {due.day} {_MONTHS[due.month - 1][:3].capitalize()} {due.year}"


def _one_of(word: str, names: tuple[str, ...]) -> int:
    """The place (from 1) of the name that `word` abbreviates to three letters or more; 0 where there is none."""
    return next((at for at, name in enumerate(names, 1) if len(word) >= 3 and name.startswith(word)), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _day(today.year, month, day)
    return this_year if this_year and this_year >= today else _day(today.year + 1, month, day)
