"""Letters and digits alone, without case, accents, spaces or punctuation, and where in the text each one stood.

Names joined, split over lines, doubled in their spaces or written with accents then read the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ASCII = re.compile(r"[A-Za-z0-9]+")
# Letters that Unicode does not take apart.
_APART = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}


@dataclass(frozen=True, slots=True)
class Folded:
    """`letters[i]` stood at `text[at[i]]`."""

    letters: str
    at: list[int]


def fold(text: str) -> Folded:
    """The folded text with the place of every letter, in code points of `text`."""
    at: list[int] = []
    if text.isascii():
        pieces = []
        for match in _ASCII.finditer(text):
            pieces.append(match.group())
            at.extend(range(*match.span()))
        return Folded("".join(pieces).lower(), at)
    letters: list[str] = []
    for place, char in enumerate(text):
        plain = plain_char(char)
        letters.append(plain)
        at.extend([place] * len(plain))
    return Folded("".join(letters), at)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` as letters and digits alone: "O’Connor-Błoński" becomes "oconnorblonski"."""
    return fold(text).letters


@lru_cache(maxsize=4096)
def plain_char(char: str) -> str:
    """The plain letters or digits of one character; empty for anything else."""
    apart = unicodedata.normalize("NFKD", char.casefold())
    return "".join(_APART.get(part, part) for part in apart if part.isalnum())


def is_joining(char: str) -> bool:
    """Whether a character belongs to the letter before it: a combining accent, a soft hyphen, a zero-width joiner."""
    return not char.isascii() and unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"}
