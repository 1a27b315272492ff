"""A name as people type it into one box, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.reading import TITLES
from concentric.method.deidentify.roster import Person
from concentric.method.deidentify.vocabulary import is_name, is_ordinary

_ASIDE = re.compile(r"[(\[“\"‘]([^()\[\]“”\"‘’]+)[)\]”\"’]")
_LINKED = frozenset("de del della der den di da du la le van von bin bint ibn ap ab st mac mc al el".split())
_NO_NAME = frozenset("unknown unnamed not known name withheld anonymous tbc n/a someone somebody".split())


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name; any may be empty."""

    given: str = ""
    middle: str = ""
    family: str = ""
    title: str = ""
    nicknames: tuple[str, ...] = ()

    def of(self, key: str, role: str, known_as: str = "") -> Person:
        """Somebody of this name on a roster."""
        also = tuple(name.strip() for name in re.split(r"[,/;]|\bor\b", known_as) if name.strip())
        return Person(key, role, self.given, self.family, self.middle, self.title, (*self.nicknames, *also))


def read_name(written: str) -> Name:
    """ "Mrs Anne van Dyk (Annie)", "DALY, Siobhan" or "Mr Khan", taken apart. "Jayden" alone is a given name."""
    asides = tuple(aside for aside in _ASIDE.findall(written) if _is_nickname(aside))
    words = _ASIDE.sub(" ", written)
    if words.count(",") == 1:
        family, _, given = words.partition(",")
        words = f"{given} {family}" if given.strip() and len(family.split()) < 3 else words
    parts = [word.strip(".,;:") for word in words.split() if folded(word)]
    title = ""
    while parts and folded(parts[0]) in TITLES:
        title = title or parts[0]
        parts = parts[1:]
    if not parts or all(folded(part) in _NO_NAME for part in parts):
        return Name(title=title, nicknames=asides)
    if len(parts) == 1:
        return Name(family=parts[0], title=title, nicknames=asides) if title else Name(parts[0], nicknames=asides)
    first = next((at for at in range(1, len(parts) - 1) if folded(parts[at]) in _LINKED), len(parts) - 1)
    return Name(parts[0], " ".join(parts[1:first]), " ".join(parts[first:]), title, asides)


def _is_nickname(aside: str) -> bool:
    """ "(Jay)", not "(school nurse)"."""
    word = folded(aside)
    return len(aside.split()) == 1 and bool(word) and (is_name(word) or not is_ordinary(word))
