"""A correction's entries beside those before it: which were put into other words, and where a part of these is now.

The ids of entries are new in every bundle, so an entry is known again by its place and its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

from concentric.research.frameworks.models import Entry, Framework

ALIKE = 0.5  # the share of words in common from which on an entry is the same one in other words
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Rewording:
    """An entry, and the one that stands in its place in other words."""

    old: Entry
    new: Entry

    @property
    def changes_words(self) -> bool:
        """Whether more is changed than stops, spaces and capitals."""
        return _words(self.old) != _words(self.new)

    def where(self, start: int, end: int) -> tuple[int, int] | None:
        """The code points at which the words from `start` to before `end` stand now; None where they were changed."""
        for before, now, length in self._unchanged:
            if before <= start and end <= before + length:
                return start - before + now, end - before + now
        words = self.old.text[start:end]
        if self.old.text.count(words) == self.new.text.count(words) == 1:  # moved as they are
            return (at := self.new.text.index(words)), at + len(words)
        return None

    @cached_property
    def _unchanged(self) -> list[tuple[int, int, int]]:
        """Where the same words begin before and now, and how long they are."""
        old, new = _PIECE.findall(self.old.text), _PIECE.findall(self.new.text)
        blocks = SequenceMatcher(str.isspace, old, new, autojunk=False).get_matching_blocks()
        begin, now = ([0, *accumulate(map(len, pieces))] for pieces in (old, new))
        return [(begin[a], now[b], begin[a + n] - begin[a]) for a, b, n in blocks if n]


@dataclass(frozen=True, slots=True)
class Correction:
    """What becomes of a framework's entries: `gone` are those that nothing stands in the place of."""

    framework: Framework
    reworded: tuple[Rewording, ...]
    gone: tuple[Entry, ...]


# What later stages do before the old entries go; each says what it did, counted, for the trail (in its app's `ready`).
followers: list[Callable[[Correction], dict[str, int]]] = []


def reworded(gone: Iterable[Entry], come: Iterable[Entry]) -> list[Rewording]:
    """Pairs at one place of the document, each entry once, the most alike first."""
    arrived = list(come)
    pairs = [
        (likeness, Rewording(old, new))
        for old in gone
        for new in arrived
        if _place(old) == _place(new) and (likeness := _likeness(old, new)) >= ALIKE
    ]
    found: list[Rewording] = []
    taken: set[Entry] = set()
    for _, pair in sorted(pairs, key=lambda one: -one[0]):
        if not {pair.old, pair.new} & taken:
            taken |= {pair.old, pair.new}
            found.append(pair)
    return found


def _place(entry: Entry) -> tuple[str, str, str]:
    return entry.kind, entry.first_context, entry.first_column


def _likeness(old: Entry, new: Entry) -> float:
    return SequenceMatcher(None, _words(old), _words(new), autojunk=False).ratio()


def _words(entry: Entry) -> list[str]:
    return _WORD.findall(entry.text.casefold())
