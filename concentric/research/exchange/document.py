"""A framework as one text, for programs that code texts; and its entries out of that text again.

Each entry stands under a heading line with its place: `¶ 3 · Entry · Risk factors · School`. A heading begins with a
mark that no line of the framework's own words begins with, and the first line says which: so nothing that stands in an
entry can be taken for a heading, and every entry comes back with its words and its place, wherever the text has been.
One text for each framework (rather than for each entry) keeps what was said together for whoever reads it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from concentric.method.instrument.grid import COLUMN, COLUMNS, CONTEXT, CONTEXTS
from concentric.method.instrument.vocabulary import Silence
from concentric.research.frameworks.models import Entry
from concentric.research.frameworks.silences import BETWEEN, Said, in_words, out_of_words

_KINDS = {Entry.Kind(key).value: str(label) for key, label in Entry.Kind.choices}
_KIND_OF = {label: key for key, label in _KINDS.items()}
_CONTEXT_OF = {one.label: one.key.value for one in CONTEXTS}
_COLUMN_OF = {one.label: one.key.value for one in COLUMNS}
_FIRST, _OUTSIDE, _NAMED, _SOURCE, _ANSWERS, _CALLED = (
    "first ",
    "outside the grid",
    "of ",
    "from ",
    "answers ",
    "called ",
)
_SILENCE = "|".join(re.escape(state.label) for state in Silence)
_OPENING = re.compile(rf"Framework [^\n]*: each entry begins with (¶+)\n((?:(?:{_SILENCE}): [^\n]*\n)*)")


class Placed(NamedTuple):
    """An entry apart from any database. `answers` are places in its framework, from 0."""

    text: str
    kind: str = Entry.Kind.TEXT.value
    context: str = ""
    column: str = ""
    first_context: str = ""
    first_column: str = ""
    named: str = ""
    source: str = ""
    name: str = ""
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """The whole text, and where each entry's words begin in it (code points)."""

    text: str
    starts: tuple[int, ...]


def joined(code: str, entries: Sequence[Placed], silences: Sequence[Said] = ()) -> Laid:
    """All entries of a framework under their headings; before them, what was said of its empty cells."""
    texts = [plain(entry.text) for entry in entries]
    mark = _mark(texts)
    parts = ["\n".join([f"Framework {code}: each entry begins with {mark}", *in_words(silences), "\n"])]
    at, starts = len(parts[0]), []
    for place, (entry, text) in enumerate(zip(entries, texts, strict=True), start=1):
        heading = f"{mark} {_heading(place, entry)}\n"
        starts.append(at + len(heading))
        parts += (heading, text, "\n\n")
        at += len(heading) + len(text) + 2
    return Laid("".join(parts), tuple(starts))


def parted(text: str, name: str = "") -> tuple[Laid, list[Placed]]:
    """The entries of a text, and where each begins. A text that `joined` did not make is one entry called `name`."""
    opening = _OPENING.match(text)
    heads = list(re.finditer(rf"^{opening[1]} ([^\n]*)\n", text, re.MULTILINE)) if opening else []
    ends = [head.start() for head in heads[1:]] + [len(text)]
    if opening and not text[opening.end() :].strip():
        return Laid(text, ()), []
    entries = [
        _read(head[1], text[head.end() : end].removesuffix("\n\n")) for head, end in zip(heads, ends, strict=False)
    ]
    whole = [entry for entry in entries if entry]
    if not heads or len(whole) < len(entries):
        return Laid(text, (0,)), [Placed(text, name=name)]
    return Laid(text, tuple(head.end() for head in heads)), whole


def silences_in(texts: Iterable[str]) -> list[Said]:
    """What the openings of a framework's texts say of its empty cells."""
    openings = filter(None, map(_OPENING.match, texts))
    return out_of_words(line for opening in openings for line in opening[2].split("\n"))


def plain(text: str) -> str:
    """With line feeds alone, in as many characters as before, so that offsets hold; without NUL."""
    return text.replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd")


def _mark(texts: Sequence[str]) -> str:
    mark = "¶"
    while any(text.startswith(mark) or f"\n{mark}" in text for text in texts):
        mark += "¶"
    return mark


def _heading(place: int, entry: Placed) -> str:
    parts = [str(place), _KINDS[entry.kind]]
    if entry.column and entry.context:
        parts += (COLUMN[entry.column].label, CONTEXT[entry.context].label)
    if (entry.context, entry.column) != (entry.first_context, entry.first_column):
        parts.append(_FIRST + _first(entry))
    if entry.named:
        parts.append(_NAMED + entry.named)
    if entry.source:
        parts.append(_SOURCE + entry.source)
    if entry.answers:
        parts.append(_ANSWERS + ", ".join(str(one + 1) for one in entry.answers))
    if entry.name:
        parts.append(_CALLED + " ".join(entry.name.split()))  # last: it may hold anything
    return BETWEEN.join(parts)


def _first(entry: Placed) -> str:
    if not entry.first_context or not entry.first_column:
        return _OUTSIDE
    return f"{COLUMN[entry.first_column].label}, {CONTEXT[entry.first_context].label}"


def _read(heading: str, text: str) -> Placed | None:
    """The entry under a heading; None for a heading that `_heading` did not write."""
    number, _, said = heading.partition(BETWEEN)
    place = _placed(said) if number.isdigit() else None
    return Placed(text, *place[1:]) if place else None


@lru_cache(maxsize=4_096)  # of thousands of frameworks, the same few
def _placed(said: str) -> Placed | None:
    """All but the text, from what a heading says after its number."""
    head, _, called = said.partition(BETWEEN + _CALLED)
    label, *rest = head.split(BETWEEN)
    if label not in _KIND_OF:
        return None
    column, context = ("", "")
    if len(rest) > 1 and rest[0] in _COLUMN_OF and rest[1] in _CONTEXT_OF:
        column, context, rest = _COLUMN_OF[rest[0]], _CONTEXT_OF[rest[1]], rest[2:]
    told = {
        start: one[len(start) :]
        for one in rest
        for start in (_FIRST, _NAMED, _SOURCE, _ANSWERS)
        if one.startswith(start)
    }
    first_column, _, first_context = told.get(_FIRST, "").partition(", ")
    moved = _FIRST in told
    return Placed(
        "",
        _KIND_OF[label],
        context,
        column,
        _CONTEXT_OF.get(first_context, "") if moved else context,
        _COLUMN_OF.get(first_column, "") if moved else column,
        told.get(_NAMED, "")[:60],
        told.get(_SOURCE, "")[:40],
        called[:160],
        tuple(int(one) - 1 for one in told.get(_ANSWERS, "").split(", ") if one.isdigit()),
    )
