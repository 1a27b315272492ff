"""Names of the case with a slip in them: words that are not ordinary English, a slip or two away from a name."""

from __future__ import annotations

from collections.abc import Iterator

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import OSA

from concentric.method.deidentify.forms import Forms
from concentric.method.deidentify.kept_words import ABBREVIATIONS, KEPT
from concentric.method.deidentify.known import known_span
from concentric.method.deidentify.reading import TITLES, Reading, Word
from concentric.method.deidentify.spans import Span
from concentric.method.deidentify.vocabulary import is_ordinary


class Misspellings:
    """Remembers the answer for every word met, for one case."""

    def __init__(self, forms: Forms) -> None:
        self._parts = forms.parts
        self._names = list(forms.parts)
        self._phrase_words = forms.phrase_words
        self._starts = {name[:count]: name for name in forms.parts for count in range(3, len(name) - 1)}
        self._nearest: dict[tuple[str, bool], str] = {}

    def spans(self, reading: Reading, covered: bytearray) -> Iterator[Span]:
        """Misspelt names among the words not covered yet; the rest of a misspelt street or school goes with them."""
        for place, word in enumerate(reading.words):
            if covered[word.start] or len(word.plain) < 3 or not _may_be_a_slip(reading, place, word):
                continue
            name = self._name_for(word.plain, firm=is_ordinary(word.plain) or not word.is_capitalised)
            if name:
                kind, keys = self._parts[name]
                yield known_span(
                    *self._extent(reading, place, kind, keys),
                    kind,
                    keys,
                    f"Close to a name on the case: {name.title()}",
                )

    def _name_for(self, word: str, *, firm: bool) -> str:
        if (word, firm) not in self._nearest:
            near = process.extract(word, self._names, scorer=OSA.distance, score_cutoff=1 if firm else 2, limit=6)
            fitting = (name for name, slips, _ in near if _is_close(word, name, int(slips)))
            self._nearest[word, firm] = self._short_form(word) or next(fitting, "")
        return self._nearest[word, firm]

    def _short_form(self, word: str) -> str:
        """ "Gwen" or "Gwennie" for Gwenllian."""
        stems = (word[: -len(ending)] for ending in ("ie", "y", "s") if word.endswith(ending))
        return next((self._starts[stem] for stem in (word, *stems) if stem in self._starts), "")

    def _extent(self, reading: Reading, place: int, kind: str, keys: tuple[str, ...]) -> tuple[int, int]:
        first = last = place
        if kind == "person":
            titled = place and reading.plain(place - 1) in TITLES and not reading.gap(place).strip(". ")
            first = place - 1 if titled else place
        else:
            words = frozenset[str]().union(*(self._phrase_words.get(key, frozenset()) for key in keys))
            while first and reading.plain(first - 1) in words and not reading.gap(first).strip():
                first -= 1
            while (
                last + 1 < len(reading.words) and reading.plain(last + 1) in words and not reading.gap(last + 1).strip()
            ):
                last += 1
        return reading.words[first].start, reading.words[last].end


def _may_be_a_slip(reading: Reading, place: int, word: Word) -> bool:
    """An ordinary word is a slip only where a capital inside a sentence, before a verb, says that it is a name."""
    if not is_ordinary(word.plain):
        return True
    if word.plain in KEPT and word.plain not in ABBREVIATIONS:
        return False
    if word.is_capitalised and place and not reading.gap(place).strip(". "):
        before = reading.words[place - 1]
        adjoins = before.is_capitalised and not is_ordinary(before.plain) and not reading.starts_sentence(place)
        if before.plain in TITLES or adjoins:
            return True
    if word.plain in ABBREVIATIONS and word.text.istitle():
        return reading.reads_as_person(place)
    inside = word.is_capitalised and not word.text.isupper() and not reading.starts_sentence(place)
    return inside and len(word.plain) > 3 and reading.reads_as_person(place)


def _is_close(word: str, name: str, slips: int) -> bool:
    """One slip, in three letters not in the first; two in six letters or more, or where the sound stays the same."""
    length = len(name)
    if slips > 1 and (word[0] != name[0] or length < 5):
        return False
    if length <= 3 and word[0] != name[0]:
        return False
    return slips < 2 or length > 5 or jellyfish.metaphone(word) == jellyfish.metaphone(name)
