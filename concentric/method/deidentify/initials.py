"""Initials and initialisms of the case: "J", "J.T.", "JT", "Miss K", "APA"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from concentric.method.deidentify.forms import Forms
from concentric.method.deidentify.kept_words import ABBREVIATIONS
from concentric.method.deidentify.known import known_span
from concentric.method.deidentify.reading import Reading
from concentric.method.deidentify.roster import Roster
from concentric.method.deidentify.spans import Span
from concentric.method.deidentify.vocabulary import is_ordinary

_CAPITALS = re.compile(
    r"(?<![^\W_])(?<![^\W_]['’&-])[A-Z](?:(?:\.\s?|[\s-])?[A-Z]){0,4}(?![^\W_])(?![&*+]|['’-](?!s\b))\.?"
)
_DOTTED = re.compile(r"(?<![^\W_])(?<!\.)[a-z](?:\.[a-z]){1,2}\b\.?")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|PC|DC|DS|Sgt|Rev|Prof|Cllr)\.?\s+([A-Z])\b(?!['’][A-Za-z]{2})", re.IGNORECASE
)
# "Plan B", "Year 9 C", "Vitamin C", "Peer A": a letter that counts or grades.
_LABELLED = frozenset(
    """
    plan grade grades option block section vitamin set group class form part band category appendix level type unit
    room wing step phase tier schedule annex annexe question point column row house flat bus route exhibit item zone
    site stage model figure table hepatitis peer sibling school street person child adult family place town
    professional friend carer parent pupil student cohort context mother father
    """.split()
)
# Letters that everybody writes: initials only where the words around say so.
_EVERYDAY = frozenset(
    """
    an as at be by do go he if in is me my no of oh on or so to up us we am pm ok id uk eu tv it pe re gp sw yp pc dc
    ds ta da dv cp mp hr cv nb tb mh ed ep dt ad ms ma sen lac mam eal ofsted nfa nhs
    """.split()
)
_IN_LESSONS = frozenset(
    """
    lesson lessons kit teacher teachers class department staff room suite support team time plan plans meeting
    meetings coursework exam exams grade level levels number form report reports referral referrals worker
    """.split()
)


def initials(reading: Reading, forms: Forms, roster: Roster) -> Iterator[Span]:
    """Every initial or initialism of the case in the text; overlaps are left in."""
    for match in _CAPITALS.finditer(reading.text):
        yield from _in_capitals(reading, forms, match)
    for match in _DOTTED.finditer(reading.text):
        found = forms.capitals.get(match.group().replace(".", "").upper())
        if found and match.group().strip(".") not in {"e.g", "i.e", "a.m", "p.m"}:
            yield known_span(match.start(), match.end(), *found, reason="Initials on the case")
    surnames: dict[str, tuple[str, ...]] = {}
    for person in roster.people:
        letter = person.family[:1].upper()
        surnames[letter] = (*surnames.get(letter, ()), person.key)
    for match in _TITLED.finditer(reading.text):
        if keys := surnames.get(match.group(1).upper()):
            title = match.group().split()[0].strip(".")
            yield known_span(
                match.start(), match.end(), "person", forms.owners(keys, title), "A title and an initial on the case"
            )


def _in_capitals(reading: Reading, forms: Forms, match: re.Match[str]) -> Iterator[Span]:
    letters = re.sub(r"[.\s-]", "", match.group())
    found = forms.capitals.get(letters)
    dotted = "." in match.group()[:-1]
    if found is None:
        if not dotted and " " in match.group():
            yield from _one_by_one(reading, forms, match)
        return
    end = match.end() if dotted else match.start() + len(match.group().rstrip("."))
    if dotted or _is_meant(reading, match.start(), end, letters):
        yield known_span(match.start(), end, *found, reason="Initials on the case")


def _one_by_one(reading: Reading, forms: Forms, match: re.Match[str]) -> Iterator[Span]:
    """Capitals that stand together by chance, such as two people named by their initials in a list."""
    for part in re.finditer(r"[A-Z]+", match.group()):
        found = forms.capitals.get(part.group())
        start, end = match.start() + part.start(), match.start() + part.end()
        if found and _is_meant(reading, start, end, part.group()):
            yield known_span(start, end, *found, reason="Initials on the case")


def _is_meant(reading: Reading, start: int, end: int, letters: str) -> bool:
    place = reading.at.get(start)
    if place is None:
        return False
    after, text = reading.plain(place + 1), reading.text
    if len(letters) == 1:
        return _is_letter_meant(reading, place, end, letters)
    if reading.is_shouted:
        return not is_ordinary(letters.lower())
    plain = letters.lower()
    if plain in _EVERYDAY or (len(plain) > 2 and plain not in ABBREVIATIONS and is_ordinary(plain)):
        counts = text[max(0, start - 3) : start].strip(" .")[-1:].isdigit()
        return after not in _IN_LESSONS and not counts and _is_somebody(reading, place)
    return True


def _is_somebody(reading: Reading, place: int) -> bool:
    acts = reading.starts_sentence(place) and reading.is_joined(place)
    return (
        acts
        or reading.plain(place - 1) in {"and", "to", "from", "that", "by"}
        or reading.is_asked(place)
        or reading.reads_as_person(place)
    )


def _is_letter_meant(reading: Reading, place: int, end: int, letter: str) -> bool:
    before = "" if reading.starts_sentence(place) else reading.plain(place - 1)
    after, text = reading.plain(place + 1), reading.text
    follows = text[end : end + 1]
    start = reading.words[place].start
    if (
        before in _LABELLED
        or follows == ")"
        or text[max(0, start - 2) : start].strip()[-1:].isdigit()
        or reading.is_shouted
    ):
        return False
    if letter == "I":
        return reading.is_possessive(place) or after in {"is", "has", "says", "does"}
    if letter == "A" and reading.starts_sentence(place) and not reading.is_possessive(place):
        return reading.reads_as_person(place) and not after.endswith("ed")
    return after not in {"level", "levels", "grade", "grades"}
