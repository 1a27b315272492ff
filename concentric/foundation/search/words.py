"""Words as the search index knows them: folded and stemmed here, so that both databases find the same things."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

WORD = re.compile(r"\w+")
_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()  # the stemmer works on itself


def fold(text: str) -> str:
    """Lower case, without accents or compatibility forms."""
    if text.isascii():  # most is, and need not be taken apart
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order ("schools" and "school" give one stem). Apostrophes join: "mother's" is
    "mother".
    """
    return [_stem(word) for word in words_of(text)]


def words_of(text: str) -> list[str]:
    """A text's words, folded, in order."""
    return WORD.findall(re.sub(r"['’]s?\b", "", fold(text)).replace("_", " "))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))
