"""Working days in England and Wales: weekends and bank holidays, computed.

Source: Banking and Financial Dealings Act 1971 and its yearly proclamations. Days moved or added by proclamation since
2020 are listed; others before then are not.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY = 5
_MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
_ADDED = (date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))


def working_day_after(start: date, days: int, holidays: Collection[date] | None = None) -> date:
    """The `days`-th working day after `start`; with 0, `start` itself or the first working day after it.

    `holidays` replaces the bank holidays of England and Wales. Raises ValueError where `days` is negative.
    """
    day = _step(start, days, _DAY, holidays)
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def working_day_before(start: date, days: int, holidays: Collection[date] | None = None) -> date:
    """The `days`-th working day before `start`, as for an agenda that goes out beforehand."""
    return _step(start, days, -_DAY, holidays)


def is_working_day(day: date, holidays: Collection[date] | None = None) -> bool:
    return day.weekday() < _SATURDAY and day not in (bank_holidays(day.year) if holidays is None else holidays)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in a year, on the days they are kept."""
    easter = easter_sunday(year)
    holidays = {easter - 2 * _DAY, easter + _DAY, _monday_from(date(year, 8, 25))}
    holidays |= {_MOVED.get(day, day) for day in (_monday_from(date(year, 5, 1)), _monday_from(date(year, 5, 25)))}
    holidays |= {day for day in _ADDED if day.year == year}
    new_year = date(year, 1, 1)
    holidays.add(_monday_from(new_year) if new_year.weekday() >= _SATURDAY else new_year)
    return frozenset(holidays | _christmas(year))


def easter_sunday(year: int) -> date:
    """Gregorian Easter, by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    """The first Monday on or after `day`."""
    return day + (-day.weekday() % 7) * _DAY


def _christmas(year: int) -> set[date]:
    """Christmas and Boxing Day; one that falls on a weekend is kept on the next weekday that is still free."""
    days = (date(year, 12, 25), date(year, 12, 26))
    kept = {day for day in days if day.weekday() < _SATURDAY}
    for _ in range(2 - len(kept)):
        day = days[1] + _DAY
        while day.weekday() >= _SATURDAY or day in kept:
            day += _DAY
        kept.add(day)
    return kept


def _step(day: date, days: int, step: timedelta, holidays: Collection[date] | None) -> date:
    if days < 0:
        raise ValueError("A number of working days cannot be negative.")
    for _ in range(days):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day
