"""Whether two records may be about the same young person, from names and dates of birth as people really type them.

`sound` gives the key that the database finds candidates by; `likeness` compares one pair. Both are pure.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import jellyfish
from rapidfuzz import fuzz

SOUND_LENGTH = 40
CLOSE = 82.0
STRONG = 90.0

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"})
_PARTICLES = frozenset(
    "a abd abdul abdel abu al ap ben bin bint da das de del den der di do dos du e el fitz ibn la le mac mc o st ter "
    "van von y".split()
)
# One sound, many spellings, across the languages that meet in a British town. Order matters.
_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mac(?=[^aeiou])", "mc"),
        (r"^abd[aeiou]?[lr]?(?=r)", "abd"),
        (r"^t[sz]", "s"),
        (r"sch|tsch|sz|cz|zh|ch", "sh"),
        (r"kh|ck|qu|kw|q|c(?![eiyh])", "k"),
        (r"gh", "g"),
        (r"ng$", "n"),
        (r"ph|bh", "f"),
        (r"(?<=[aeo])w(?=[^aeiou]|$)", ""),
        (r"[wv]", "f"),
        (r"[td]h", "t"),
        (r"mps", "ms"),
        (r"[zc]", "s"),
        (r"ee|ie|y(?![aeiou])", "i"),
        (r"oo|ou", "u"),
    )
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record says of who the young person is."""

    given_name: str
    family_name: str
    known_as: str = ""
    date_of_birth: dt.date | None = None


@lru_cache(maxsize=4_096)
def fold(name: str) -> str:
    """A name without case, accents or punctuation: words of letters, one space apart. Any script."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS))
    kept = "".join(_kept(character) for character in plain.replace("'", "").replace("’", ""))
    return " ".join(kept.split())


def _kept(character: str) -> str:
    """Letters, and the vowel signs of scripts that have them; accents go, and anything else parts two words."""
    if unicodedata.combining(character):
        return ""
    return character if character.isalpha() or unicodedata.category(character) in ("Mn", "Mc") else " "


def sound(name: str) -> str:
    """A phonetic key. The last part of a double-barrelled name speaks for it; a particle belongs to what follows."""
    words = fold(name).split()
    while len(words) > 1 and words[0] not in _PARTICLES:
        words = words[1:]
    return _sound_of("".join(words))


def sounds(name: str) -> set[str]:
    """The keys a record of this name may be stored under: of the whole, and of each part."""
    return {sound(name), *(_sound_of(word) for word in fold(name).split() if word not in _PARTICLES)} - {""}


@lru_cache(maxsize=4_096)
def _sound_of(word: str) -> str:
    spelled = _respelled(word)
    vowel = "A" if spelled.startswith(tuple("aeiou")) else ""
    heard = jellyfish.metaphone(spelled) if spelled.isascii() else spelled
    return (vowel + re.sub(r"[AEIOUHWY]", "", re.sub(r"(.)\1+", r"\1", heard)))[:SOUND_LENGTH]


@lru_cache(maxsize=4_096)
def _respelled(word: str) -> str:
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


def near_dates(born: dt.date) -> list[dt.date]:
    """Every real date that is one slip away: day and month swapped, or one digit of day, month or year mistyped."""
    typed = born.strftime("%d%m%Y")
    spellings = {typed, typed[2:4] + typed[:2] + typed[4:]}
    for place in range(8):
        spellings |= {typed[:place] + digit + typed[place + 1 :] for digit in "0123456789"}
    for place in (0, 2, 4, 6):
        spellings.add(typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :])
    return sorted({date for spelling in spellings if (date := _real(spelling)) and abs(date.year - born.year) < 21})


def _real(spelling: str) -> dt.date | None:
    try:
        return dt.date(int(spelling[4:]), int(spelling[2:4]), int(spelling[:2]))
    except ValueError:
        return None


def likeness(one: Identity, other: Identity) -> float:
    """0 when they are not taken for the same young person; otherwise 1 to 100, higher is likelier.

    The same date of birth lets names differ more; a date one slip away asks for closer names; with a date missing on
    either side, both names must be close. Two dates further apart are two people.
    """
    if one.date_of_birth and other.date_of_birth:
        same = one.date_of_birth == other.date_of_birth
        if not same and other.date_of_birth not in near_dates(one.date_of_birth):
            return 0.0
        needed, ceiling = (CLOSE - 8, 100) if same else (CLOSE, 92)
    else:
        needed, ceiling = (STRONG, 85)
    names = _names(one, other)
    return round(names * ceiling / 100, 1) if names >= needed else 0.0


def _names(one: Identity, other: Identity) -> float:
    """How alike two people's names are, in whichever order they were typed: 0 to 100, both parts counting."""
    pairings = []
    for mine in _given_names(one):
        for theirs in _given_names(other):
            straight = (_part(mine, theirs), _part(one.family_name, other.family_name))
            crossed = (_part(mine, other.family_name), _part(one.family_name, theirs))
            pairings += [_both(straight), _both(crossed)]
    return max(pairings, default=0.0)


def _given_names(person: Identity) -> list[str]:
    return [name for name in (person.given_name, person.known_as) if fold(name)]


def _both(parts: tuple[float, float]) -> float:
    return 0.0 if min(parts) < 70 else sum(parts) / 2


def _part(one: str, other: str) -> float:
    """How alike two given names, or two family names, are: by spelling, by sound, or one being part of the other."""
    mine, theirs = fold(one), fold(other)
    if not mine or not theirs:
        return 0.0
    if _whole_part_shared(mine, theirs):
        return 100.0 if mine == theirs else 92.0
    mine, theirs = mine.replace(" ", ""), theirs.replace(" ", "")
    spelling = max(fuzz.ratio(mine, theirs), fuzz.ratio(_respelled(mine), _respelled(theirs)) - 3)
    heard = spelling >= 60 and _sound_of(mine) == _sound_of(theirs)
    return max(spelling, 90.0) if heard else spelling


def _whole_part_shared(one: str, other: str) -> bool:
    mine, theirs = ({word for word in name.split() if word not in _PARTICLES} for name in (one, other))
    return bool(mine and theirs and (mine <= theirs or theirs <= mine))
