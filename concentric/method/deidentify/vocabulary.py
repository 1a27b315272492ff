"""Ordinary English: SCOWL's word list, and the words of this work that it lacks (`kept_words`)."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from concentric.method.deidentify.given_names import GIVEN_NAMES
from concentric.method.deidentify.kept_words import KEPT
from concentric.method.deidentify.nicknames import everyday_names
from concentric.method.deidentify.ordinary_names import ORDINARY_NAMES

_LIST = Path(__file__).parent / "data" / "words.txt.gz"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Longer runs of letters are no slip in a word, and trying every slip in them would take long.
_LONGEST = 24
_JOINERS = ("non", "anti", "multi", "inter", "over", "under", "pre", "post", "semi", "sub", "super", "cyber", "out")


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """(ordinary words, names), in lower case. The file capitalises names, as SCOWL does."""
    lines = gzip.decompress(_LIST.read_bytes()).decode().split("\n")
    words = frozenset(line for line in lines if line[0].islower())
    names = frozenset(line.lower() for line in lines if line[0].isupper())
    return words | KEPT, (names | GIVEN_NAMES | everyday_names()) - words - KEPT | ORDINARY_NAMES


def is_ordinary(word: str) -> bool:
    """Whether a folded word is ordinary English, or belongs to this work. Single letters are not words."""
    words, _ = _lists()
    return word in words or _is_made_of_words(word, words)


def is_name(word: str) -> bool:
    """Whether a folded word is used as a name in English-speaking countries (many are ordinary words as well)."""
    return word in _lists()[1]


def is_shorthand(word: str) -> bool:
    """Such as "pls", "msg" or "mtg": a few letters, no vowel among them."""
    return 1 < len(word) < 5 and word.isascii() and word.isalpha() and not set(word) & set("aeiouy")


@cache
def is_near_ordinary(word: str) -> bool:
    """Whether one slip of the keyboard separates a folded word from an ordinary one."""
    words, _ = _lists()
    if len(word) > _LONGEST:
        return False
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return any(
        left + right[1:] in words
        or left + right[1:2] + right[:1] + right[2:] in words
        or any(left + char + right[1:] in words or left + char + right in words for char in _LETTERS)
        for left, right in splits
    )


def _is_made_of_words(word: str, words: frozenset[str]) -> bool:
    """Such as "cyberbullying" or "multiagency": English joins freely."""
    return any(
        word.startswith(joiner) and len(word) > len(joiner) + 3 and word[len(joiner) :] in words for joiner in _JOINERS
    )
