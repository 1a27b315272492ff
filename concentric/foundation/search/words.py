"""Words as the search index knows them: folded and stemmed here, so that both databases find the same things."""

from __future__ import annotations

import re
import unicodedata

import snowballstemmer

WORD = re.compile(r"\w+")
_stemmer = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """Lower case, without accents or compatibility forms."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order ("schools" and "school" give one stem). Apostrophes join: "mother's" is
    "mother".
    """
    words = WORD.findall(re.sub(r"['’]s?\b", "", fold(text)).replace("_", " "))
    return list(_stemmer.stemWords(words))
