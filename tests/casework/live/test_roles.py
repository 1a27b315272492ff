"""Names as roles on the wall: names go, ordinary words stay."""

import pytest

from concentric.casework.cases.models import Case, CasePerson
from concentric.casework.contexts.models import Context
from concentric.casework.live.shown import Roles

CASE = Case(given_name="Jayden", family_name="Okoro-Lane", known_as="Jay")


def people(*named: tuple[str, str]) -> list[CasePerson]:
    return [CasePerson(name=name, relation=relation, kind="peer") for name, relation in named]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("jayden was late", "the young person was late"),
        ("JAY and Tariq", "the young person and a friend"),
        ("Tariq Bell's brother", "a friend's brother"),
        ("Okoro-Lane", "the young person"),
    ],
)
def test_a_name_in_any_case_becomes_a_role(said: str, shown: str) -> None:
    assert Roles(CASE, people(("Tariq Bell", "a friend")), [])(said) == shown


@pytest.mark.parametrize(
    "described", ["The two girls in his year", "Not known", "A man from the older group", "the other boy"]
)
def test_the_words_of_a_description_stay_words(described: str) -> None:
    roles = Roles(CASE, people((described, "in the same year")), [])
    said = "Three heads of year in two years; pupils say they no longer know whom to tell, and the man is not known"
    assert roles(said) == said


def places(*named: tuple[str, str]) -> list[Context]:
    return [Context(kind=kind, name=name) for kind, name in named]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("He is often late at larkfield academy", "He is often late at the school"),
        ("Larkfield will ring the aunt", "the school will ring the aunt"),
        ("The Hart Lane stairwell, again", "the place, again"),
        ("from Moor End Primary to the Larkfield", "from school 2 to the school"),
        ("the park, the home and year 10", "the park, the home and year 10"),
    ],
)
def test_a_name_of_the_register_becomes_a_role_and_ordinary_words_stay(said: str, shown: str) -> None:
    named = places(
        ("school", "Larkfield Academy"),
        ("school", "Moor End Primary"),
        ("neighbourhood", "Hart Lane stairwell"),
        ("neighbourhood", "The park"),
        ("peers", "Year 10"),
        ("family", "Home"),
    )
    assert Roles(CASE, [], [], named)(said) == shown


def test_a_name_that_was_merged_away_leads_to_the_same_role() -> None:
    school, second, old = places(("school", "Larkfield Academy"), ("school", "Moor End"), ("school", "Moorend Juniors"))
    old.merged_into_id = second.pk
    roles = Roles(CASE, [], [], [school, second, old])
    assert roles("Moorend Juniors") == roles("Moor End") == roles.of_context(old) == "school 2"
