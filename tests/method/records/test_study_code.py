"""A study code that was copied wrongly is noticed, not taken for another young person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.records.study_code import ALPHABET, LENGTH, is_code, new_code, read_code

codes = st.builds(new_code)
places = st.integers(0, LENGTH - 1)


@given(codes)
def test_a_new_code_is_one_and_holds_no_vowel(code: str) -> None:
    assert is_code(code)
    assert not set(code) & set("AEIOU0")


@given(codes, places, st.sampled_from(ALPHABET))
def test_every_wrong_character_is_noticed(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert is_code(changed) == (changed == code)


@given(codes, places, places)
def test_every_two_characters_that_changed_places_are_noticed(code: str, one: int, other: int) -> None:
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert is_code("".join(swapped)) == ("".join(swapped) == code)


@given(codes)
def test_small_letters_spaces_hyphens_and_look_alikes_are_forgiven(code: str) -> None:
    typed = f" {code[:5].lower()}-{code[5:].replace('1', 'l')} "
    assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "1", "BBBBBBBBBBB", "no code at all", "BCDFGHJKM\n"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a study code"):
        read_code(typed)


def test_codes_are_not_drawn_twice() -> None:
    assert len({new_code() for _ in range(2_000)}) == 2_000
