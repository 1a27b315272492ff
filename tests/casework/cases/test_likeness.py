"""Pairs that must be taken for the same young person, and pairs that must not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.casework.cases.likeness import Identity, likeness, near_dates, sound

BORN = dt.date(2011, 3, 14)


def person(name: str, born: dt.date | None = BORN, known_as: str = "") -> Identity:
    """ "Given Family": the last word is the family name."""
    given_name, _, family_name = name.rpartition(" ")
    return Identity(given_name, family_name, known_as, born)


SAME = [
    (person("Mohammed Hussain"), person("Muhammad Husain")),
    (person("Mohamed Chowdhury"), person("Mohammad Choudhury", None)),
    (person("Amara Okafor"), person("Okafor Amara")),
    (person("Okafor Amara", None), person("Amara Okafor", None)),
    (person("Jan Nowak"), person("Jan Novak")),
    (person("Jan Nowak", dt.date(2011, 3, 4)), person("Jan Nowak", dt.date(2011, 4, 3))),
    (person("Ali Hassan", dt.date(2010, 1, 31)), person("Ali Hasan", dt.date(2010, 1, 21))),
    (person("Ana Ferreira"), person("Ana Ferreira", dt.date(2012, 3, 14))),
    (person("Ana Ferreira"), person("Ana Ferrera", dt.date(2011, 3, 15))),
    (person("Catherine Smyth"), person("Katherine Smith", None)),
    (person("Oluwaseun Adeyemi", known_as="Seun"), person("Seun Adeyemi")),
    (person("Leah Thompson"), person("Lea Tomson")),
    (person("Wei Li"), person("Wei Lee")),
    (person("Zoë Müller"), person("Zoe Mueller", None)),
    (person("Łukasz Wójcik"), person("Lukasz Wojcik", None)),
    (person("Niamh O’Brien"), person("Niamh OBrien", None)),
    (person("Maya Adeyemi-Smith"), person("Maya Smith", None)),
    (person("Abdulrahman Khan"), person("Abdurrahman Kahn")),
    (person("Хасан Хасанов"), person("Хассан Хасанов")),
    (person("Yusuf Qureshi"), person("Yousef Kureshi", None)),
    (person("Nguyễn Trần"), person("Nguyen Tran", None)),
    (person("Simran Singh"), person("Simran Sing")),
]

DIFFERENT = [
    (person("Amir Khan"), person("Amir Khan", dt.date(2009, 8, 2))),
    (person("Amir Khan"), person("Sara Khan")),
    (person("Aisha Begum"), person("Nadia Begum")),
    (person("Wei Li"), person("Wei Lo", None)),
    (person("Jack Brown"), person("Jack Green")),
    (person("Mary Smith", None), person("Mark Smith", None)),
    (person("Tom Jones"), person("Ben Clarke")),
    (person("Amir Khan"), person("Omar Cohen")),
    (person("Jan Nowak", None), person("Jana Kowalska", None)),
    (person("Priya Patel", None), person("Pria Pate", dt.date(2012, 1, 1))),
    (person("", None), person("", None)),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda who: f"{who.given_name} {who.family_name}")
def test_taken_for_the_same_young_person(one: Identity, other: Identity) -> None:
    assert likeness(one, other) > 0
    assert likeness(other, one) > 0


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=lambda who: f"{who.given_name} {who.family_name}")
def test_not_taken_for_the_same_young_person(one: Identity, other: Identity) -> None:
    assert likeness(one, other) == 0
    assert likeness(other, one) == 0


def test_the_closer_record_ranks_higher() -> None:
    asked = person("Mohammed Hussain")
    exact, misspelt, other_day = (
        person("Mohammed Hussain"),
        person("Muhammed Husayn"),
        person("Mohammed Hussain", dt.date(2011, 3, 24)),
    )
    assert likeness(asked, exact) == 100
    assert 100 > likeness(asked, misspelt) > 0
    assert 100 > likeness(asked, other_day) > 0


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)))
def test_nearness_of_dates_goes_both_ways_and_is_a_short_list(born: dt.date) -> None:
    near = near_dates(born)
    assert born in near
    assert len(near) < 60
    assert all(born in near_dates(other) for other in near)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_a_sound_that_fits_its_column_and_resembles_itself(given_name: str, family_name: str) -> None:
    assert len(sound(family_name)) <= 40
    who = Identity(given_name, family_name)
    assert 0 <= likeness(who, who) <= 100
