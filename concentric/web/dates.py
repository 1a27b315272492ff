"""Dates as the British write them: 3 April 2026, 2:30pm. Times are in settings.TIME_ZONE."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone

MONTHS = "January February March April May June July August September October November December".split()


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date(value: dt.date | dt.datetime | None) -> str:
    """3 April 2026; nothing for None."""
    if value is None:
        return ""
    here = _local(value)
    return f"{here.day} {MONTHS[here.month - 1]} {here.year}"


def short_date(value: dt.date | dt.datetime | None) -> str:
    """3 Apr 2026, for tables."""
    if value is None:
        return ""
    here = _local(value)
    return f"{here.day} {MONTHS[here.month - 1][:3]} {here.year}"


def day(value: dt.date | dt.datetime | None) -> str:
    """Friday 3 April 2026."""
    return "" if value is None else f"{_local(value):%A} {date(value)}"


def time(value: dt.datetime | dt.time | None) -> str:
    """2:30pm, 9am, midday, midnight."""
    if value is None:
        return ""
    here = _local(value) if isinstance(value, dt.datetime) else value
    assert isinstance(here, dt.datetime | dt.time)
    if here.minute == 0 and here.hour in (0, 12):
        return "midday" if here.hour else "midnight"
    minutes = f":{here.minute:02}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"


def moment(value: dt.datetime | None) -> str:
    """3 April 2026, 2:30pm; the day alone at midnight to the second, which stands for a time that nobody stated."""
    if value is None or timezone.localtime(value).time() == dt.time():
        return date(value)
    return f"{date(value)}, {time(value)}"


SHORT = {"sept": "sep"}
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([a-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})")
_TIME = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?")


def read_date(text: str) -> dt.date | None:
    """The date somebody wrote, day before month, or None. Two-digit years are 20 years ahead at most."""
    text = " ".join(text.lower().split())
    if found := _ISO.fullmatch(text):
        year, month, day_ = found.groups()
    elif found := _NUMERIC.fullmatch(text):
        day_, month, year = found.groups()
    elif found := _WORDS.fullmatch(text):
        day_, name, year = found.groups()
        month = next((str(i) for i, full in enumerate(MONTHS, 1) if full.lower().startswith(SHORT.get(name, name))), "")
    else:
        return None
    try:
        return dt.date(_full_year(year), int(month), int(day_))
    except ValueError:
        return None


def _full_year(written: str) -> int:
    if len(written) == 4:
        return int(written)
    this_year = timezone.localdate().year
    near = this_year - this_year % 100 + int(written)
    return near if near <= this_year + 20 else near - 100


def read_time(text: str) -> dt.time | None:
    """The time somebody wrote, on a 12 or 24 hour clock, or None."""
    text = " ".join(text.lower().split())
    if text in ("midday", "noon"):
        return dt.time(12)
    found = _TIME.fullmatch(text)
    if not found or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None
