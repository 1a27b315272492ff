"""Typed text and dates: what is kept, what is refused, and in what words."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from concentric.web import dates
from concentric.web.text import normalised, refuse_unreadable

LEGAL = [
    "Plain words, with a\nnew line and a\ttab",
    "مرحبا بالعالم and back",
    "שלום",
    "👩\u200d👧 family emoji with a joiner",
    "<script>alert(1)</script>",
    "\u200f right-to-left mark on its own",
]


@pytest.mark.parametrize("text", LEGAL)
def test_words_of_any_language_are_kept(text: str) -> None:
    refuse_unreadable(normalised(text))


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9f", "\ud800", "\ufffe"])
def test_control_characters_are_refused_with_the_word_before_them(bad: str) -> None:
    with pytest.raises(ValidationError, match="cannot be shown, after “Larkfield”"):
        refuse_unreadable(f"seen at Larkfield {bad} today")


@pytest.mark.parametrize(
    "bad", ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
)
def test_characters_that_reorder_what_is_read_are_refused(bad: str) -> None:
    with pytest.raises(ValidationError, match="changes the order of letters, at the start"):
        refuse_unreadable(f"{bad}txt.exe")


@given(st.text())
def test_normalising_is_stable_and_leaves_one_kind_of_line_end(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\r\u2028\u2029")


@pytest.mark.parametrize(
    "written",
    [
        "3/4/2026",
        "03/04/2026",
        "3.4.26",
        "3-4-2026",
        "3 4 2026",
        "2026-04-03",
        "2026-4-3",
        "3 April 2026",
        "3rd april 2026",
        " 3  APR  2026 ",
        "Friday 3 April 2026",
        "friday, 3 april, 2026",
        "3 apr. 26",
    ],
)
def test_a_date_is_read_however_it_is_written(written: str) -> None:
    assert dates.read_date(written) == dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    "written", ["31/2/2026", "3/13/2026", "0/1/2026", "tomorrow", "3 Smarch 2026", "2026", "3/4/20266", "٣/٤/٢٠٢٦x"]
)
def test_what_is_not_a_date_is_not_guessed(written: str) -> None:
    assert dates.read_date(written) is None


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2200, 1, 1)))
def test_every_date_we_show_is_read_back(day: dt.date) -> None:
    assert dates.read_date(dates.date(day)) == day
    assert dates.read_date(dates.short_date(day)) == day
    assert dates.read_date(dates.day(day)) == day


@given(st.times())
def test_every_time_we_show_is_read_back(time: dt.time) -> None:
    shown = dates.time(time)
    assert shown == "midnight" or dates.read_time(shown) == time.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2:30pm", dt.time(14, 30)),
        ("2.30 pm", dt.time(14, 30)),
        ("14:30", dt.time(14, 30)),
        ("1430", dt.time(14, 30)),
        ("9am", dt.time(9)),
        ("12am", dt.time(0)),
        ("noon", dt.time(12)),
        ("25:00", None),
        ("13pm", None),
        ("9", None),
        ("soon", None),
    ],
)
def test_a_time_is_read_on_either_clock(written: str, read: dt.time | None) -> None:
    assert dates.read_time(written) == read
