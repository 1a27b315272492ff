"""Finds what the case knows: one pass over the folded text for all forms, then each hit is weighed where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from concentric.method.deidentify.folding import Folded, fold, is_joining
from concentric.method.deidentify.forms import Care, Form, Forms
from concentric.method.deidentify.kept_words import ABBREVIATIONS
from concentric.method.deidentify.reading import TITLES, Reading
from concentric.method.deidentify.spans import Span, Tier
from concentric.method.deidentify.vocabulary import is_ordinary

_JOINT = re.compile(r"[\s.,'’ʼ\-–_/·]{1,5}")
_INSIDE = re.compile(r"['’ʼ‘\-‐‑\u00ad\u200b-\u200d\u2060]+")
_SPLIT = re.compile(r"[\s.\-_]{1,3}")
_SENTENCE = re.compile(r"[.!?:;]\s|\n\s*\n")
_PLURAL = re.compile(r"(?:es|s)(?![^\W_])", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"(?:(?:flat|apartment|apt|unit|no\.?)\s*)?\d{1,4}\s?[a-z]?,?\s+$", re.IGNORECASE)
_THE_BEFORE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# A town or a place alone points at a neighbourhood, not at a person.
QUASI_KINDS = frozenset({"town", "place"})
REASONS = {
    "person": "A name on the case",
    "school": "A school on the case",
    "street": "A street on the case",
    "town": "A town on the case",
    "place": "A place on the case",
    "reference": "A number or address on the case",
}

DOUBT = "The same as a name on the case, and also an ordinary word"


@dataclass(frozen=True, slots=True)
class Scan:
    """The automaton over all phrases of `forms`; None where the case names nothing."""

    forms: Forms
    automaton: ahocorasick.Automaton | None

    @classmethod
    def of(cls, forms: Forms) -> Scan:
        if not forms.phrases:
            return cls(forms, None)
        automaton = ahocorasick.Automaton()
        for letters, form in forms.phrases.items():
            automaton.add_word(letters, (len(letters), form))
        automaton.make_automaton()
        return cls(forms, automaton)

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Every known form in the text, in any case, joined, split, possessive or plural; overlaps are left in."""
        if self.automaton is None:
            return
        folded = fold(reading.text)
        for last, (length, form) in self.automaton.iter(folded.letters):
            span = _weighed(reading, folded, (last - length + 1, last), form, self.forms)
            if span:
                yield span


def known_span(start: int, end: int, kind: str, keys: tuple[str, ...], reason: str = "") -> Span:
    """A span of the known tier, or of the quasi tier for towns and places."""
    tier = Tier.QUASI if kind in QUASI_KINDS else Tier.KNOWN
    return Span(start, end, tier, reason or REASONS[kind], kind, "|".join(keys))


def _weighed(reading: Reading, folded: Folded, hit: tuple[int, int], form: Form, forms: Forms) -> Span | None:
    first, last = hit
    text, at = reading.text, folded.at
    start, end = at[first], at[last] + 1
    length = last - first + 1
    if not _starts_word(text, start, length):
        return None
    while end < len(text) and is_joining(text[end]):
        end += 1
    stop = _end_of_word(text, end, length)
    if stop is None or not _holds_together(text, at, first, last, form):
        return None
    if (
        stop > end
        and is_ordinary("".join(folded.letters[first : last + 1]) + text[end:stop].lower())
        and text[start:stop].islower()
    ):
        return None
    if not _is_meant(reading, start, end, form):
        return _doubtful(reading, start, stop, form)
    whole = _with_what_stands_before(reading, start, form, is_plural=stop > end)
    titled = reading.text[whole:start].strip(" .") if form.kind == "person" else ""
    keys = forms.owners(form.keys, titled) if titled else form.keys
    return known_span(whole, stop, form.kind, keys, "" if form.exact else "An everyday form of a name on the case")


def _starts_word(text: str, start: int, length: int) -> bool:
    if start == 0 or not text[start - 1].isalnum():
        return True
    before = text[start - 1]
    return length > 3 and (before.isdigit() != text[start].isdigit() or (before.islower() and text[start].isupper()))


def _end_of_word(text: str, end: int, length: int) -> int | None:
    """Where the word ends that the form fills: at `end`, or after a plural s. None where it runs on."""
    if end == len(text) or not text[end].isalnum():
        return end
    if length > 3 and (
        text[end].isdigit() != text[end - 1].isdigit() or (text[end].isupper() and text[end - 1].islower())
    ):
        return end
    plural = _PLURAL.match(text, end)
    return plural.end() if plural and length > 2 and text[end - 1].isalpha() else None


def _holds_together(text: str, at: list[int], first: int, last: int, form: Form) -> bool:
    """Whether the gaps inside the match are such as stand inside one name or number."""
    cuts = []
    for place in range(first, last):
        if at[place + 1] - at[place] < 2:
            continue
        gap = text[at[place] + 1 : at[place + 1]]
        if form.care is Care.MACHINE:
            if len(gap) > 4 or "\n\n" in gap:
                return False
        elif place + 1 - first in form.joints:
            piece_starts = max([0, *(joint for joint in form.joints if joint < place + 1 - first)])
            if not _JOINT.fullmatch(gap) or (_SENTENCE.search(gap) and place + 1 - first - piece_starts > 2):
                return False
        elif not _INSIDE.fullmatch(gap) and not all(is_joining(char) for char in gap):
            if not _SPLIT.fullmatch(gap) or last - first < 3:
                return False
            cuts.append(place + 1)
    return not cuts or _is_split_name(text, at, first, last, cuts)


def _is_split_name(text: str, at: list[int], first: int, last: int, cuts: list[int]) -> bool:
    """Whether a name was torn ("Kow alski"), rather than put together from ordinary words ("has an")."""
    ends = [*cuts, last + 1]
    pieces = [text[at[begin] : at[end - 1] + 1].lower() for begin, end in zip([first, *cuts], ends, strict=True)]
    words = (piece for piece in pieces if piece not in ABBREVIATIONS)
    return len(pieces) > sum(is_ordinary(piece) or piece in {"a", "i"} or piece.isdigit() for piece in words)


def _doubtful(reading: Reading, start: int, stop: int, form: Form) -> Span | None:
    """An ordinary word, one of the case's names, that does not read as a name here: a person must say which it is."""
    if form.care is not Care.NAME or form.kind != "person" or not reading.might_be_name(*_words(reading, start, stop)):
        return None
    return Span(start, stop, Tier.QUASI, DOUBT, "person", "|".join(form.keys))


def _words(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The first and the last word between two places; a word must start at the first of them."""
    last = first = reading.at[start]
    while reading.words[last].end < end and last + 1 < len(reading.words):
        last += 1
    return first, last


def _is_meant(reading: Reading, start: int, end: int, form: Form) -> bool:
    text = reading.text
    if form.care is Care.TAIL_INITIAL:
        return text[end - 1].isupper() and not text[end - 2].isalnum() and text[start].isupper()
    if form.care is Care.HEAD_INITIAL:
        rest = text[start + 1 : end].lstrip(" .\u00a0")
        return (text[start].isupper() and rest[:1].isupper()) or not (text[start] in "ai" or is_ordinary(rest.lower()))
    if form.care not in (Care.NAME, Care.PLACE):
        return True
    if start not in reading.at:
        return True  # inside a user name: the whole of it is found by its form as well
    first, last = _words(reading, start, end)
    if form.care is Care.PLACE:
        return text[start].isupper() and not reading.starts_sentence(first) and not reading.is_shouted
    return reading.reads_as_name(first, last)


def _with_what_stands_before(reading: Reading, start: int, form: Form, *, is_plural: bool) -> int:
    """The start with a title, a house number or “the” taken in."""
    if form.kind == "person":
        place = reading.at.get(start)
        if place and reading.plain(place - 1) in TITLES and not reading.gap(place).strip(". "):
            title = reading.words[place - 1]
            return title.start if title.is_capitalised or title.plain in {"mr", "mrs", "ms", "dr", "pc"} else start
        the = _THE_BEFORE.search(reading.text, max(0, start - 6), start) if is_plural else None
        return the.start() if the else start
    before = _NUMBER_BEFORE if form.kind == "street" else _THE_BEFORE if form.kind == "place" else None
    found = before.search(reading.text, max(0, start - 24), start) if before else None
    return found.start() if found else start
