"""Who does a planned action and by when, where its own words say so in a usual form.

    Light the path (Housing, by 12 March 2026)
    Light the path. Owner: Housing; due: 12/3/26
    Housing to light the path within 6 weeks

The words are only read, never changed. What names no day ("by end of term") stays words: no date is made up from it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from concentric.method.instrument.due import read_day, read_span

_OWNER: Final = (
    r"action\s+owner|owner|lead(?:\s+(?:agency|professional|person|officer))?|(?:person\s+)?responsible"
    r"(?:\s+(?:person|agency))?|responsibility|allocated\s+to|assigned\s+to|by\s+whom|who"
)
_DUE: Final = r"due(?:\s+(?:date|by))?|deadline|by\s+when|when|time\s?-?(?:scale|frame)|target\s+date|review\s+by|date"
_LABEL: Final = re.compile(rf"(?<![\w-])(?:(?P<owner>{_OWNER})|(?P<due>{_DUE}))\s*:\s*", re.IGNORECASE)
_ENDS: Final = re.compile(r"[;|\n\t()\[\]]|(?<=[^\W\d_]{2})[.](?:\s|$)|(?<=\d)[.](?:\s|$)|\s[–—-]\s")
_BRACKET: Final = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]")
_OWN_BRACKET: Final = re.compile(r"[^\W\d_][^()\[\]]*[(\[][^()\[\]]{2,120}[)\]](?:[.;]+(?=\s|$)|\s*$)")
_DASH: Final = re.compile(r"\s[–—-]\s")
_BY: Final = re.compile(r"(?<!\w)(?:by|before|due|no\s+later\s+than|within|in)\s+(?=[\w])", re.IGNORECASE)
_SPLIT: Final = re.compile(r"\s*[,;:]\s*|\s[–—-]\s|\s+(?=(?:by|before|due|within)\s)", re.IGNORECASE)
_LEAD_IN: Final = re.compile(
    r"^(?:(?:to\s+be\s+)?(?:done|completed?)\s+)?(?:by|before|due|on|from|no\s+later\s+than|within|in)\s+",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"^(?:the\s+)?(\d{1,2}(?:st|nd|rd|th)?)\s+of\s+", re.IGNORECASE)
_DOTTED: Final = re.compile(r"(?<=\d)\s*[.-]\s*(?=\d)")
_WEEKDAY: Final = re.compile(r"^(?:mon|tues?|wednes|thurs?|fri|satur|sun)[a-z]*,?\s+(?=\d)", re.IGNORECASE)
_END_OF_MONTH: Final = re.compile(r"(?:the\s+)?end\s+(?:of\s+)?([a-z]{3,9})(?:\s+(\d{4}))?", re.IGNORECASE)
_NO_DAY: Final = re.compile(
    r"(?<!\w)(?:by\s+|before\s+|at\s+|until\s+)?(?:the\s+)?(?:end\s+of\s+(?:the\s+|this\s+)?(?:[a-z]+\s+)?(?:term|year|month|week)"
    r"|half[\s-]?term|next\s+(?:meeting|review|term|month|week)|as\s+soon\s+as\s+possible|asap|immediate(?:ly)?|ongoing)(?!\w)",
    re.IGNORECASE,
)
_DOES: Final = re.compile(r"^\s*(?:[Tt]he\s+)?([^.;:,()]{2,60}?)\s+(?:to|will|should)\s+(?=[a-z])")
_YEAR: Final = re.compile(r"\d{4}|/\d{2}$")
_MOST_WORDS: Final = 8  # of a name with an agency; more is a sentence


@dataclass(frozen=True, slots=True)
class SaidPlan:
    """What an action's words say. `owner` was called so; `may_own` are words that stand where an owner might.

    `when` are words for a time that is no day, where there is no `due`.
    """

    owner: str = ""
    may_own: tuple[str, ...] = ()
    due: date | None = None
    when: str = ""


def read_plan(text: str, meeting_day: date | None) -> SaidPlan:
    """The owner and date in the words of an action. Days without a year, and spans, count from the meeting.

    Without the day of the meeting only a date that has its year is read.
    """
    labelled = list(_labelled(text))
    owners = [word for kind, value in labelled if kind == "owner" for word in [_owner_of(value, meeting_day)] if word]
    days = [day for _, value in labelled for day in [_day_in(value, meeting_day)] if day]
    may_own: list[str] = []
    brackets = _BRACKET.findall(text)
    several = len(brackets) > 1  # several actions in one: whose each bracket is, a person has to say
    for clause in () if several else (*brackets, *_dashed(text)):
        day, words = _day_in(clause, meeting_day), _owner_of(clause, meeting_day)
        days += [day] if day else []
        (owners if day or _NO_DAY.search(clause) else may_own).append(words)
    does = _DOES.match(text)
    may_own += [does[1]] if does and not several else []
    due = next(iter(days), None) or (None if several else _day_by(text, meeting_day))
    vague = _NO_DAY.search(text)
    return SaidPlan(
        owner=next(filter(None, owners), ""),
        may_own=tuple(dict.fromkeys(filter(None, may_own))),
        due=due,
        when=vague[0].strip() if vague and not due else "",
    )


def each_with_its_owner(text: str) -> list[str]:
    """The actions in the words of one, where each sentence ends with brackets of its own: "Light the path (housing).
    Run a group (youth service)." Otherwise the words as they are.
    """
    sentences = [found[0].strip() for found in _OWN_BRACKET.finditer(text)]
    return sentences if " ".join(sentences) == " ".join(text.split()) else [text]


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Each label's kind, and what stands after it as far as the next label or the end of the clause."""
    labels = list(_LABEL.finditer(text))
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        value = text[label.end() : following.start() if following else len(text)]
        end = _ENDS.search(value)
        yield ("owner" if label["owner"] else "due"), value[: end.start()] if end else value


def _owner_of(clause: str, meeting_day: date | None) -> str:
    """What is left of a clause without its dates: a person, an agency, or both; empty when it is a sentence."""
    labels = _LABEL.sub("", clause)
    pieces = [piece for piece in _SPLIT.split(labels) if piece and not _day(piece, meeting_day)]
    words = ", ".join(piece for piece in pieces if not _NO_DAY.fullmatch(piece.strip())).strip(" .,;:-–—")
    return words if len(words.split()) <= _MOST_WORDS else ""


def _day_in(clause: str, meeting_day: date | None) -> date | None:
    days = (_day(piece, meeting_day) for piece in _SPLIT.split(_LABEL.sub("", clause)) if piece)
    return next((day for day in days if day), None)


def _dashed(text: str) -> list[str]:
    """What ends "Light the path – Housing – 12/3/26" after its words, as one clause."""
    pieces = _DASH.split(text.strip())[1:]
    return [", ".join(pieces)] if pieces and not _BRACKET.search(text) else []


def _day_by(text: str, meeting_day: date | None) -> date | None:
    """The last "by 12 March" of the words."""
    for found in reversed(list(_BY.finditer(text))):
        words = text[found.end() :].split()[:5]
        for count in range(len(words), 0, -1):
            day = _day(" ".join(words[:count]), meeting_day)
            if day:
                return day
    return None


def _day(words: str, meeting_day: date | None) -> date | None:
    """The day that the words are, and nothing but the words: "by Thursday, the 12th of March"."""
    plain = _LEAD_IN.sub("", words.strip().strip(".,;:)]")).strip()
    plain = _OF.sub(r"\1 ", _WEEKDAY.sub("", plain)).replace(",", " ")
    if not re.match(r"\d{4}-", plain):
        plain = _DOTTED.sub("/", plain)
    plain = " ".join(plain.split())
    if meeting_day is None and not _YEAR.search(plain):
        return None
    today = meeting_day or date(2000, 1, 1)
    return read_day(plain, today) or read_span(plain, today) or _end_of_month(plain, today)


def _end_of_month(words: str, today: date) -> date | None:
    found = _END_OF_MONTH.fullmatch(words)
    first = read_day(f"1 {found[1]} {found[2] or ''}".strip(), today.replace(day=1)) if found else None
    return first.replace(day=monthrange(first.year, first.month)[1]) if first else None
