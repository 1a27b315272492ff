"""Owner and date as partnerships write them into the words of an action, and attendance as they write it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.exchange.framework_docx.people_words import SaidPerson, read_people
from concentric.method.exchange.framework_docx.plan_words import SaidPlan, each_with_its_owner, read_plan

HELD = date(2026, 3, 3)  # a Tuesday
MARCH = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("Light the path (Housing, by 12 March 2026)", "Housing", MARCH),
        ("Light the path (Housing by 12 March)", "Housing", MARCH),
        ("Light the path [Housing – 12/3/26].", "Housing", MARCH),
        ("Light the path (J. Okafor, Social care, by Thursday 12th March 2026)", "J. Okafor, Social care", MARCH),
        ("Light the path. Owner: Housing. Due: 12.03.2026", "Housing", MARCH),
        ("Light the path. Owner: Housing, by 12 March 2026", "Housing", MARCH),
        ("Light the path; Lead agency: Housing; Deadline: 2026-03-12", "Housing", MARCH),
        ("Light the path\nBy whom: T. Marsh (Housing)\nBy when: 12 March", "T. Marsh", MARCH),
        ("Who: Housing When: within 2 weeks What: light the path", "Housing", date(2026, 3, 17)),
        ("Light the path by the 12th of March 2026", "", MARCH),
        ("Light the path before Thursday", "", date(2026, 3, 5)),
        ("Light the path within 6 weeks", "", date(2026, 4, 14)),
        ("Light the path by end of March", "", date(2026, 3, 31)),
        ("Light the path by the end of February 2028", "", date(2028, 2, 29)),
        ("Light the path – Housing – 12 March 2026", "Housing", MARCH),
        ("Refer her – social worker – end of March", "social worker", date(2026, 3, 31)),
        ("Mend the lock (housing). Youth work (youth service)", "", None),
        ("Mend the lock (housing, by 1 April). Youth work (youth service, by 12 March)", "", None),
        ("Light the path (by 12 March 2026)", "", MARCH),
        ("Meet the boys by the bus stop in the yard", "", None),
        ("Ask what he did by himself in 2025", "", None),
        ("Refer to the club (sexual health, drop-in)", "", None),
        ("Work with pupils: boys and girls apart", "", None),
        ("", "", None),
    ],
)
def test_owner_and_date_are_read_where_the_words_say_them(text: str, owner: str, due: date | None) -> None:
    said = read_plan(text, HELD)
    assert (said.owner, said.due) == (owner, due)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Light the path by end of term", "by end of term"),
        ("Light the path (Housing, end of the summer term)", "end of the summer term"),
        ("Light the path ASAP", "ASAP"),
        ("Light the path before the next meeting", "before the next meeting"),
        ("Light the path by end of term, that is by 12 March", ""),
    ],
)
def test_a_time_that_is_no_day_stays_words(text: str, when: str) -> None:
    said = read_plan(text, HELD)
    assert said.when == when
    assert (said.due is None) == bool(when)


@pytest.mark.parametrize(
    ("text", "may_own"),
    [
        ("Light the path (Housing)", ("Housing",)),
        ("Housing to light the path", ("Housing",)),
        ("The school will put staff in the corridor", ("school",)),
        ("Light the path – Housing", ("Housing",)),
        ("Mend the lock (housing). Youth work (youth service)", ()),
        ("Light the path (Housing, by end of term)", ()),
    ],
)
def test_words_that_may_be_an_owner_are_given_as_no_more_than_that(text: str, may_own: tuple[str, ...]) -> None:
    assert read_plan(text, HELD).may_own == may_own


def test_without_the_day_of_the_meeting_only_a_whole_date_is_read() -> None:
    assert read_plan("Light the path by 12 March 2026", None).due == MARCH
    assert read_plan("Light the path by 12 March", None).due is None
    assert read_plan("Light the path in 2 weeks", None).due is None


@given(st.text(alphabet="Owner: by(12/3)–.,;\n\tMarch end of term2026", max_size=60), st.sampled_from([HELD, None]))
def test_no_words_break_the_reader(text: str, day: date | None) -> None:
    assert isinstance(read_plan(text, day), SaidPlan)
    assert all(person.name for person in read_people(text))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Present: A. Brandt (Police), J. Okafor (Social care). Apologies: T. Marsh",
            [
                ("A. Brandt", "Police", "attended"),
                ("J. Okafor", "Social care", "attended"),
                ("T. Marsh", "", "apologies"),
            ],
        ),
        ("A. Brandt, Police; J. Okafor", [("A. Brandt, Police", "", "attended"), ("J. Okafor", "", "attended")]),
        ("K. Sorensen – CAMHS", [("K. Sorensen", "CAMHS", "attended")]),
        (
            "Observer: K. Sorensen\nDid not attend: V. Bright",
            [("K. Sorensen", "", "observer"), ("V. Bright", "", "absent")],
        ),
        ("Attended by the usual people", [("Attended by the usual people", "", "attended")]),
    ],
)
def test_people_are_read_as_they_are_written(text: str, people: list[tuple[str, str, str]]) -> None:
    assert list(read_people(text)) == [SaidPerson(*person) for person in people]


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        (
            "Mend the lock (housing). Youth work on Fridays (youth service).",
            ["Mend the lock (housing).", "Youth work on Fridays (youth service)."],
        ),
        ("Light (LED) the path (housing). Run a group", ["Light (LED) the path (housing). Run a group"]),
        ("Mend the lock (housing)", ["Mend the lock (housing)"]),
        ("Mend the lock. Light the path", ["Mend the lock. Light the path"]),
    ],
)
def test_sentences_that_each_name_their_owner_are_actions_of_their_own(text: str, actions: list[str]) -> None:
    assert each_with_its_owner(text) == actions
