"""Dates in the forms people write them, and what each one says: a day, a month of a year, or a day of no year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTH_NAMES = (
    "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october"
    "|nov november|dec december"
).split("|")
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:\s?(?:st|nd|rd|th))?"
_A_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = rf"(?:{_A_WEEKDAY},?\s+(?:the\s+)?)?"
# What says that "9/11" is a day and not a share; a look behind has one length for each word.
_WEEK_OF = "|".join(rf"(?<=\b{word} )" for word in ("w/c", "w/b", "wc", "commencing", "beginning"))
_AFTER = "|".join([*(rf"(?<=\b{word} )" for word in ("on", "by", "from", "until", "till", "dated")), _WEEK_OF])
_COUNTED = "sessions?|lessons|days|weeks|meetings|visits|appointments|times|occasions"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]\d\d)"
_WRITTEN = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_WEEKDAY}{_DAY}[\s-]*(?:of\s+)?{_MONTH}(?:[,\s-]*(?:{_YEAR}|(?P<short>(?<=-)\d\d\b)))?(?![^\W_])",
        rf"\b{_WEEKDAY}{_MONTH}\s+(?:the\s+)?{_DAY}(?!\d|[:.]\d|\s*(?:%|years|people|pm\b|am\b))(?:,?\s+{_YEAR})?(?![^\W_])",
        r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d\d?)[-/.](?P<day>\d\d?)(?!\d|[-/.]\d)",
        r"(?<![\d/.-])(?P<day>\d\d?)\s?[/.-]\s?(?P<number>\d\d?)\s?[/.-]\s?(?P<year>(?:19|20)\d\d|\d\d)(?!\d|[-/.]\d)",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}(?!\d)",
        r"(?<![\d/.-])(?P<day>\d\d?)\s(?P<number>\d\d?)\s(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"(?:{_AFTER})(?P<day>\d\d?)/(?P<number>\d\d?)(?![\d/%]|\s(?:of|{_COUNTED})\b)",
        rf"(?:{_WEEK_OF})(?P<day>\d\d?)\.(?P<number>\d\d?)(?![\d.%])",
        r"(?<=\bon the )(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s(?:form|floor))",
        rf"\b{_A_WEEKDAY},?\s+(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s(?:form|floor|grade|birthday))",
    )
]
_A_DIGIT = re.compile(r"\d")
_BORN = re.compile(
    r"(?:\b(?:d\.?o\.?b\.?|date\s+of\s+birth|born(?:\s+on)?|birth\s?date|birthday(?:\s+(?:is|on|was))?))\W{0,4}(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date at `text[start:end]`. `key` is ISO 8601, with a dash for what is not said:
    "2025-04-19", "2025-04", "--10-18"."""

    start: int
    end: int
    key: str
    is_birth: bool

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.key) if len(self.key) == 10 else None


def written_dates(text: str) -> Iterator[Written]:
    """Every date in the text; overlaps are left in. Days come before months, as in Britain."""
    if not _A_DIGIT.search(text):
        return
    for form in _WRITTEN:
        for match in form.finditer(text):
            key = _key(match.groupdict())
            if key:
                born = _BORN.search(text, max(0, match.start() - 30), match.start())
                end = match.end() - match.group().endswith(".")
                yield Written(match.start(), end, key, born is not None)


def _key(parts: dict[str, str | None]) -> str:
    """The ISO form; empty where it is no date at all (45/13/2020)."""
    named = parts.get("month")
    month = _MONTHS[named.lower()] if named else int(parts.get("number") or 0)
    day, year = int(parts.get("day") or 0), _year(parts.get("year") or parts.get("short") or "")
    if not month:
        return f"---{day:02}" if 1 <= day <= 31 else ""
    try:
        date(year or 2024, month, day or 1)
    except ValueError:
        return ""
    whole = f"{year}-{month:02}" if year else f"--{month:02}"
    return f"{whole}-{day:02}" if day else whole


def _year(text: str) -> int:
    digits = text.strip("'’")
    if len(digits) == 2:
        return int(digits) + (2000 if int(digits) < 70 else 1900)
    return int(digits or 0)
