"""What stands in the place of an identifier: by role for people, numbered by kind for things, by distance for days.

The same key has the same pseudonym in every entry and meeting of a case: keep `given` with the case and hand it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from concentric.method.deidentify.find import find
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.roster import Roster
from concentric.method.deidentify.spans import Span, Tier
from concentric.method.deidentify.unknown import SITES

# Roles that a case mostly has one of: the first bears no letter.
_SOLE = frozenset({"young person", "mother", "father"})
# Kept as they are unless the reviewer decides otherwise: the study needs them, and they identify only in combination.
KEPT_KINDS = frozenset({"age", "school year"})
_NUMBERED = {
    "school": "School",
    "street": "Street",
    "town": "Town",
    "address": "Address",
    "person": "Person",
    "word": "Name",
}
_TERMS = {1: "spring", 2: "spring", 3: "spring", 9: "autumn", 10: "autumn", 11: "autumn", 12: "autumn"}


class Pseudonyms:
    """The pseudonyms of one case, seen from one meeting. `given` maps keys to what was given out; it only grows.

    `bands`: the ranges of years that an age is widened to, first and last; empty: ages are taken out; None: they stay.
    """

    def __init__(
        self,
        roster: Roster,
        meeting: date,
        given: Mapping[str, str] | None = None,
        bands: Sequence[tuple[int, int]] | None = None,
    ) -> None:
        self.given = dict(given or {})
        self._meeting = meeting
        self._bands = bands
        self._places = {thing.key: thing.name for thing in (*roster.places, *roster.contexts)}
        self._families = {person.key: folded(person.family) for person in roster.people}
        for person in roster.people:
            self._for_role(person.key, person.role)

    def of(self, span: Span, written: str) -> str:
        """What replaces `written`, the text of `span`. Ages and school years stay, unless they are to be widened."""
        if span.kind in KEPT_KINDS:
            return written if self._bands is None else _widened(span.kind, written, self._bands)
        if span.kind == "date":
            return _from_meeting(span.key.removeprefix("date:"), self._meeting)
        if span.kind == "birth":
            age = _age(span.key.removeprefix("birth:"), self._meeting)
            return age if self._bands is None else _widened("age", age, self._bands)
        return self._of_key(span, written)

    def _of_key(self, span: Span, written: str) -> str:
        keys = span.key.split("|")
        if len(keys) == 1:
            return self.given.get(span.key) or self._numbered(span.key, self._label(span, written))
        names = [self.given[key] for key in keys if key in self.given]
        if 0 < len(names) < 3:
            return " or ".join(names)
        if span.kind != "person":
            return self.given.get(span.key) or self._numbered(span.key, self._label(span, written))
        families = {self._families.get(key) for key in keys}
        return "One of the family" if len(families) == 1 else "Somebody on the case"

    def _label(self, span: Span, written: str) -> str:
        if span.kind == "place":
            words = [folded(word) for word in self._places.get(span.key, written).split()]
            return next((word.capitalize() for word in reversed(words) if word in SITES), "Place")
        return _NUMBERED.get(span.kind, "") or f"[{span.kind} removed]"

    def _numbered(self, key: str, label: str) -> str:
        if label.startswith("["):
            return label
        count = 1
        while f"{label} {count}" in self.given.values():
            count += 1
        return self.given.setdefault(key, f"{label} {count}")

    def _for_role(self, key: str, role: str) -> None:
        label, count = role[:1].upper() + role[1:], 0
        while key not in self.given:
            name = label if count == 0 and role.lower() in _SOLE else f"{label} {_letters(count)}"
            if name not in self.given.values():
                self.given[key] = name
            count += 1


def replace(text: str, spans: Iterable[Span], pseudonyms: Pseudonyms) -> str:
    """`text` with each span replaced. `spans` must not overlap, as `find` gives them."""
    instead = [(span.start, span.end, pseudonyms.of(span, text[span.start : span.end])) for span in spans]
    return put_in(text, instead)[0]


def put_in(text: str, instead: Iterable[tuple[int, int, str]]) -> tuple[str, list[tuple[int, int]]]:
    """`text` with each (start, end, words) put in, and where the words of each stand in it. No two may overlap.

    "On 3 May" becomes "12 days before the meeting", without the "on".
    """
    out, places, end = "", [], 0
    for start, stop, words in sorted(instead):
        before = text[end:start]
        if words.endswith("the meeting"):
            before = re.sub(r"\bon\s+(?:the\s+)?$", "", before)
        out += before + words
        places.append((len(out) - len(words), len(out)))
        end = stop
    return out + text[end:], places


def remaining(outgoing: str, roster: Roster, pseudonyms: Pseudonyms) -> tuple[Span, ...]:
    """The second scan, over the text that would leave: what it finds beside pseudonyms, ages and school years."""
    names = sorted(set(pseudonyms.given.values()), key=len, reverse=True)
    if names:
        ours = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
        outgoing = ours.sub(lambda match: "|" * len(match.group()), outgoing)
    return tuple(span for span in find(outgoing, roster) if span.tier is not Tier.QUASI or span.kind not in KEPT_KINDS)


def _widened(kind: str, written: str, bands: Sequence[tuple[int, int]]) -> str:
    """ "aged 14" as "aged 13 to 15", "Year 9" as "a secondary school year"; taken out where there is no such band."""
    number = re.search(r"\d+", written)
    if number is None:  # it says no age any more
        return written
    years = int(number.group())
    if kind == "school year":
        stage = "primary" if years < 7 else "secondary" if years < 12 else "sixth-form"
        return f"a {stage} school year" if bands else "[school year removed]"
    band = next((f"{low} to {high}" for low, high in bands if low <= years <= high), "")
    return written.replace(number.group(), band, 1) if band else "[age removed]"


def _letters(count: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    return (_letters(count // 26 - 1) if count > 25 else "") + chr(ord("A") + count % 26)


def _from_meeting(key: str, meeting: date) -> str:
    if re.fullmatch(r"\d{4}-\d\d", key):
        return _term(int(key[:4]), int(key[5:]), meeting)
    day = _nearest(key, meeting)
    if day is None:
        return "[date removed]"
    days = (day - meeting).days
    if not days:
        return "the day of the meeting"
    return f"{abs(days)} day{'s' if abs(days) > 1 else ''} {'after' if days > 0 else 'before'} the meeting"


def _nearest(key: str, meeting: date) -> date | None:
    """The day itself, or the nearest to the meeting where the year, or the year and month, are not said."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", key):
        return date.fromisoformat(key)
    day = int(key[-2:])
    months = [int(key[2:4])] if re.fullmatch(r"--\d\d-\d\d", key) else range(1, 13)
    candidates = []
    for year in (meeting.year - 1, meeting.year, meeting.year + 1):
        for month in months:
            try:
                candidates.append(date(year, month, day))
            except ValueError:
                continue
    return min(candidates, key=lambda candidate: abs((candidate - meeting).days), default=None)


def _term(year: int, month: int, meeting: date) -> str:
    name = _TERMS.get(month, "summer")
    years = (meeting.year - (meeting.month < 9)) - (year - (month < 9))
    if not years:
        return f"the {name} term of the school year of the meeting"
    away = f"{abs(years)} school year{'s' if abs(years) > 1 else ''} {'before' if years > 0 else 'after'}"
    return f"the {name} term, {away} the meeting"


def _age(key: str, meeting: date) -> str:
    if len(key) != 10:
        return "[date of birth removed]"
    born = date.fromisoformat(key)
    age = meeting.year - born.year - ((meeting.month, meeting.day) < (born.month, born.day))
    return f"aged {age} at the meeting" if 0 <= age < 120 else "[date of birth removed]"
