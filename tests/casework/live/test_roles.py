"""Names as roles on the wall: names go, ordinary words stay."""

import pytest

from concentric.casework.cases.models import Case, CasePerson
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
