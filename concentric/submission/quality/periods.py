"""Months, quarters and years as half-open stretches of time that a database can group by without reading a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class By(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_LONG = {By.MONTH: 1, By.QUARTER: 3, By.YEAR: 12}
HOW_MANY = {By.MONTH: 12, By.QUARTER: 8, By.YEAR: 6}


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to and not including `end`. `short` is its name in two lines, the second the year or empty."""

    start: dt.date
    end: dt.date
    short: tuple[str, str]

    @property
    def label(self) -> str:
        return " ".join(filter(None, self.short))


def periods(by: By, until: dt.date) -> tuple[Period, ...]:
    """The periods up to the one that holds `until`, the earliest first; none begins before the year 1."""
    long = MONTHS_LONG[by]
    last = (until.year * 12 + until.month - 1) // long
    first = max(last - HOW_MANY[by] + 1, 12 // long)
    return tuple(_period(by, number, long) for number in range(first, last + 1))


def _period(by: By, number: int, long: int) -> Period:
    start, end = _first_day(number * long), _first_day((number + 1) * long)
    year = str(start.year)
    short = {
        By.MONTH: (MONTHS[start.month - 1], year),
        By.QUARTER: (f"Q{(start.month + 2) // 3}", year),
        By.YEAR: (year, ""),
    }
    return Period(start, end, short[by])


def _first_day(months: int) -> dt.date:
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, 1) if year <= dt.MAXYEAR else dt.date.max


def numbered(field: str, found: Sequence[Period], *, moments: bool) -> Case:
    """An expression that gives the place of the period in which `field` lies, for rows `within` them all.

    Comparing with bounds is quick on both databases; truncating a date calls out of SQLite once a row.
    """
    whens = [
        When(**{f"{field}__lt": _bound(period.end, moments=moments)}, then=Value(place))
        for place, period in enumerate(found)
    ]
    return Case(*whens, output_field=IntegerField())


def within(field: str, found: Sequence[Period], *, moments: bool) -> dict[str, object]:
    """The filter that keeps rows of these periods."""
    return {
        f"{field}__gte": _bound(found[0].start, moments=moments),
        f"{field}__lt": _bound(found[-1].end, moments=moments),
    }


def _bound(day: dt.date, *, moments: bool) -> dt.date:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if moments else day
