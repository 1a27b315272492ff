"""Is this heading one of the eight columns, is this row label one of the five contexts, and which school does it name?

Headings vary from partnership to partnership, so words are compared, not strings. A word counts as one of ours when it
is the same but for plural, an abbreviation of four letters or more, or alike to `LIKENESS` per cent (rapidfuzz ratio,
words of five letters or more: "resiliance", "neighborhood"). A heading that fits two columns is given both, and what
stands under it goes to the tray: better asked than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from concentric.method.instrument.grid import ColumnKey, ContextKey

LIKENESS: Final = 82
MAX_HEADING_WORDS: Final = 14
MAX_NAME_WORDS: Final = 8
MAX_LETTERS: Final = 400  # longer text is no heading, however it starts

_C, _X = ColumnKey, ContextKey
# Words that decide, then words that decide only where none of the first does ("barriers to intervention").
_COLUMN_WORDS: Final[dict[str, frozenset[ColumnKey]]] = {
    "vulnerability": frozenset({_C.VULNERABILITY}),
    "vulnerable": frozenset({_C.VULNERABILITY}),
    "risk": frozenset({_C.RISK}),
    "resilience": frozenset({_C.RESILIENCE}),
    "strength": frozenset({_C.STRENGTHS}),
    "involvement": frozenset({_C.INVOLVEMENT}),
    "involved": frozenset({_C.INVOLVEMENT}),
    "challenge": frozenset({_C.CHALLENGES}),
    "barrier": frozenset({_C.CHALLENGES}),
    "obstacle": frozenset({_C.CHALLENGES}),
}
_WEAK_COLUMN_WORDS: Final[dict[str, frozenset[ColumnKey]]] = {
    "protective": frozenset({_C.RESILIENCE, _C.STRENGTHS}),
    "action": frozenset({_C.ACTIONS}),
    "plan": frozenset({_C.ACTIONS}),
    "intervention": frozenset({_C.ACTIONS}),
    "professional": frozenset({_C.INVOLVEMENT}),
    "agency": frozenset({_C.INVOLVEMENT}),
    "service": frozenset({_C.INVOLVEMENT}),
    "preexisting": frozenset({_C.VULNERABILITY}),
    "existing": frozenset({_C.VULNERABILITY}),
    "hsb": frozenset({_C.HSB}),
    "harmful": frozenset({_C.HSB}),
    "sexual": frozenset({_C.HSB}),
    "behaviour": frozenset({_C.HSB}),
    "behavior": frozenset({_C.HSB}),
}
_CONTEXT_WORDS: Final[dict[str, ContextKey]] = {
    **dict.fromkeys(("family", "familial", "home", "household", "parent", "carer", "sibling"), _X.FAMILY),
    **dict.fromkeys(("peer", "friend", "friendship"), _X.PEERS),
    **dict.fromkeys(("school", "college", "education", "educational", "academy", "pru"), _X.SCHOOL),
    **dict.fromkeys(
        "neighbourhood neighborhood community area locality space place estate park street".split(), _X.NEIGHBOURHOOD
    ),
}
_WEAK_CONTEXT_WORDS: Final[dict[str, ContextKey]] = {
    **dict.fromkeys(("individual", "young", "person", "yp", "child"), _X.INDIVIDUAL),
    "group": _X.PEERS,
    "local": _X.NEIGHBOURHOOD,
}
_CORNER: Final = frozenset("contextual context factor consider area domain level point discussion setting".split())
_COLUMN_FILLERS: Final = frozenset(
    (
        "young person people yp child factor planned proposed agreed identified known date directly related relating "
        "specific current previous further possible potential key main other what who will done pre the a an of to in "
        "for on with that are is have been far so any be and or his her their this these from by s multi area offence "
        "contextual "
    ).split()
)
_CONTEXT_FILLERS: Final = frozenset(
    "characteristic factor context contextual setting specify please which name named s the and or of a an environment "
    "number no young person individual level details situation relevant".split()
)
_PROMPTS: Final = frozenset("specify please which name named state details the s of characteristic factor".split())
_VOCABULARY: Final = sorted(
    {*_COLUMN_WORDS, *_WEAK_COLUMN_WORDS, *_CONTEXT_WORDS, *_WEAK_CONTEXT_WORDS, *_CORNER}
    | {word for word in _COLUMN_FILLERS | _CONTEXT_FILLERS if len(word) > 4}
)
_LONG: Final = [word for word in _VOCABULARY if len(word) > 4]

_WORD: Final = re.compile(r"[^\W_]+")
_PLURAL_IN_BRACKETS: Final = re.compile(r"\((?:s|es|ies)\)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ALTERNATIVES: Final = re.compile(r"[/&+,]|\b(?:and|or)\b", re.IGNORECASE)
_PREPOSITION: Final = re.compile(r"\b(?:at|in|of|from|outside|near|around|on|with|to)\b", re.IGNORECASE)
_NAME_FOLLOWS: Final = re.compile(r"\s[-–—]+\s|[:–—\n(\[]|\t")
_NUMBER: Final = re.compile(r"\b(?:\d{1,2}|[A-D])\b")
_TRIM: Final = " \t\n\r.,;:-–—"


@dataclass(frozen=True, slots=True)
class ContextLabel:
    """What a row label says; several contexts mean that it cannot be told. `exact`: nothing but label and name.

    `rest` is what follows the label proper ("not discussed" in "School(s): not discussed").
    """

    contexts: frozenset[ContextKey]
    instance: str = ""
    rest: str = ""
    exact: bool = False

    @property
    def sure(self) -> bool:
        """One context, with a name at most: it can head a table or a row."""
        return self.exact and len(self.contexts) == 1 and self.rest in {"", self.instance}


@lru_cache(maxsize=4096)
def columns_of(text: str) -> frozenset[ColumnKey]:
    """The columns that a heading may mean: none, one, or several when it cannot be told."""
    if len(text) > MAX_LETTERS:
        return frozenset()
    plain = _PLURAL_IN_BRACKETS.sub("", text)
    outside = _BRACKETS.sub(" ", plain)
    if not _words(outside):
        outside = plain.strip("()[] ")
    words = _words(outside)
    if not words or len(words) > MAX_HEADING_WORDS or len(_words(plain)) > 2 * MAX_HEADING_WORDS:
        return frozenset()
    known = {*_COLUMN_WORDS, *_WEAK_COLUMN_WORDS, *_COLUMN_FILLERS}
    if 2 * sum(word not in known for word in words) > len(words):
        return frozenset()
    return _agreed([_columns_in(_words(part)) for part in _ALTERNATIVES.split(outside)])


def _columns_in(words: list[str]) -> frozenset[ColumnKey]:
    for vocabulary in (_COLUMN_WORDS, _WEAK_COLUMN_WORDS):
        found = [vocabulary[word] for word in words if word in vocabulary]
        if found:
            return _agreed(found)
    return frozenset()


def _agreed(choices: list[frozenset[ColumnKey]]) -> frozenset[ColumnKey]:
    """What all that say anything have in common, else everything that any of them says."""
    said = [choice for choice in choices if choice]
    if not said:
        return frozenset()
    return frozenset.intersection(*said) or frozenset.union(*said)


@lru_cache(maxsize=4096)
def context_of(text: str) -> ContextLabel:
    """The context that a row label means, and the name of the one school, home, group or place, if it gives one."""
    plain = _PLURAL_IN_BRACKETS.sub("", text).strip()
    follows = _NAME_FOLLOWS.search(plain)
    head, rest = (plain[: follows.start()], plain[follows.end() :]) if follows else (plain, "")
    words = _words(head) if len(head) <= MAX_LETTERS else []
    if not words or len(words) > MAX_NAME_WORDS or is_corner(text):
        return ContextLabel(frozenset())
    contexts = frozenset(filter(None, map(_context_in, _ALTERNATIVES.split(head))))
    label_words = {word for word, key in (_CONTEXT_WORDS | _WEAK_CONTEXT_WORDS).items() if key in contexts}
    named = [word for word in words if word not in label_words | _CONTEXT_FILLERS and not word.isdigit()]
    only_label = len(rest) <= MAX_LETTERS and set(_words(rest)) <= label_words | _CONTEXT_FILLERS
    rest = "" if only_label else _without_prompts(rest)
    if named:
        return ContextLabel(contexts, _trimmed(plain.replace("\n", " ")) if contexts else "", rest)
    number = _NUMBER.search(head)
    name = rest if len(rest.split()) <= MAX_NAME_WORDS and "\n" not in rest else ""
    return ContextLabel(contexts, name or (_trimmed(head) if number and not rest else ""), rest, exact=True)


def _context_in(part: str) -> ContextKey | None:
    """The head noun decides: "peer group at school" is peers, "street outside school" is neighbourhood."""
    words = _words(_PREPOSITION.split(part)[0]) or _words(part)
    for vocabulary in (_CONTEXT_WORDS, _WEAK_CONTEXT_WORDS):
        found = [vocabulary[word] for word in words if word in vocabulary]
        if found:
            return found[-1]
    return None


def is_corner(text: str) -> bool:
    """The template's label beside all rows ("Individual and contextual factors to consider") or a heading over them."""
    words = set(_words(text)) if len(text) <= MAX_LETTERS else set[str]()
    if len(words) > MAX_HEADING_WORDS or "factor" not in words:
        return bool(words) and words <= _CORNER
    return "contextual" in words or "consider" in words or words <= _CORNER


def _without_prompts(rest: str) -> str:
    """A name without the template's "(specify)" before it."""
    for found in _WORD.finditer(rest):
        if _canonical(found[0].casefold()) not in _PROMPTS:
            start = found.start()
            # A bracket that opened the name stays with it only when it closes inside.
            return _trimmed(rest[start:]).removesuffix(")" if "(" not in rest[start:] else "\0").strip(_TRIM)
    return ""


def _trimmed(text: str) -> str:
    return text.strip(_TRIM)


def _words(text: str) -> list[str]:
    return [_canonical(found[0].casefold()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=8192)
def _canonical(word: str) -> str:
    """The word of ours that this one is, else itself."""
    if word in _VOCABULARY or len(word) < 3:
        return word
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    if singular in _VOCABULARY or len(singular) < 4:
        return singular
    longer = [ours for ours in _LONG if ours.startswith(singular)]
    if len({ours[:6] for ours in longer}) == 1:
        return longer[0]
    if len(singular) < 5:
        return singular
    found = process.extractOne(singular, _LONG, scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return found[0] if found else singular
