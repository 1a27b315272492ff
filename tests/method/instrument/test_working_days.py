"""Working days: the government's published bank holidays for eight years, and what must hold of any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.working_days import (
    bank_holidays,
    easter_sunday,
    is_working_day,
    working_day_after,
    working_day_before,
)

# As published for England and Wales: day and month.
PUBLISHED = {
    2020: "1/1 10/4 13/4 8/5 25/5 31/8 25/12 28/12",
    2021: "1/1 2/4 5/4 3/5 31/5 30/8 27/12 28/12",
    2022: "3/1 15/4 18/4 2/5 2/6 3/6 29/8 19/9 26/12 27/12",
    2023: "2/1 7/4 10/4 1/5 8/5 29/5 28/8 25/12 26/12",
    2024: "1/1 29/3 1/4 6/5 27/5 26/8 25/12 26/12",
    2025: "1/1 18/4 21/4 5/5 26/5 25/8 25/12 26/12",
    2026: "1/1 3/4 6/4 4/5 25/5 31/8 25/12 28/12",
    2027: "1/1 26/3 29/3 3/5 31/5 30/8 27/12 28/12",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_published(year):
    days = [part.split("/") for part in PUBLISHED[year].split()]
    assert bank_holidays(year) == {date(year, int(month), int(day)) for day, month in days}


def test_the_clock_passes_over_weekends_and_holidays():
    assert working_day_after(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert working_day_after(date(2026, 4, 2), 5) == date(2026, 4, 13)
    assert working_day_after(date(2026, 11, 21), 0) == date(2026, 11, 23)
    assert working_day_after(date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert working_day_after(date(2026, 12, 24), 1, holidays=()) == date(2026, 12, 25)
    assert working_day_before(date(2026, 12, 29), 1) == date(2026, 12, 24)


def test_a_negative_number_of_days_is_refused():
    for count in (working_day_after, working_day_before):
        with pytest.raises(ValueError, match="cannot be negative"):
            count(date(2026, 1, 1), -1)


DAYS = st.dates(date(2015, 1, 1), date(2090, 1, 1))


@given(DAYS, st.integers(1, 60))
def test_exactly_that_many_working_days_lie_between(start, days):
    end = working_day_after(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(end)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_clocks_add_up_and_run_back(start, first, second):
    on_time = working_day_after(start, 0)  # from a holiday, no days and then one is not one day
    assert working_day_after(working_day_after(on_time, first), second) == working_day_after(on_time, first + second)
    assert working_day_before(working_day_after(on_time, first), first) == on_time


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_in_its_season(year):
    easter = easter_sunday(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@given(st.integers(2024, 2200))
def test_a_year_has_eight_bank_holidays_on_weekdays(year):
    days = bank_holidays(year)
    assert len(days) == 8
    assert all(day.weekday() < 5 and day.year == year for day in days)
