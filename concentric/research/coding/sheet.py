"""A framework laid out for coding: its entries by context and column, each with its codes and what the grid proposes.

Read in a fixed number of queries, whatever the size of the study.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, starmap
from typing import NamedTuple

from concentric.method.instrument.codebook import Place, place_of
from concentric.method.instrument.grid import COLUMN, COLUMNS, CONTEXT, CONTEXTS, ColumnKey, ContextKey
from concentric.research.coding.models import Coder, Coding, DoubleCoding, Memo
from concentric.research.coding.naming import Named, Names
from concentric.research.coding.queries import rejected_in, visible_on
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.researcher import Researcher

SHOWN_WORDS = 60
_GRID = [(context.key.value, column.key.value) for context in CONTEXTS for column in COLUMNS]
_PLACES = {place: number for number, place in enumerate(_GRID)}


class Coded(NamedTuple):
    """A coding, without its rows: a page has hundreds. `entry`, `code` and `coder` are ids."""

    pk: uuid.UUID
    entry: uuid.UUID
    code: uuid.UUID
    coder: uuid.UUID
    start: int
    end: int
    is_whole: bool
    memo: str
    at: dt.datetime


class Given(NamedTuple):
    """A code that was given. `words`: the part it was given to, empty for the whole entry. `is_rejected`: two coders
    were compared, and it was decided that it does not hold.
    """

    coding: Coded
    code: Named
    coder: Coder
    words: str
    is_mine: bool
    is_rejected: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of an entry's text, and how many codes were given to just these words."""

    text: str
    codes: int


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with all that stands beside it. `place` is the code that the grid gives it by itself; `proposed` the
    same, until somebody gave it or one below it: given by two outside a sample, a code would count twice.
    """

    entry: Entry
    given: tuple[Given, ...]
    place: Named | None
    proposed: Named | None
    memos: tuple[Memo, ...]
    pieces: tuple[Piece, ...]

    @property
    def number(self) -> int:
        """From 1, as the framework came: it stays when the entry is moved."""
        return self.entry.position + 1

    @property
    def is_coded(self) -> bool:
        return bool(self.given)

    @property
    def latest(self) -> Coded | None:
        """What the researcher gave it last."""
        return max((one.coding for one in self.given if one.is_mine), key=lambda coding: coding.at, default=None)

    def has_whole(self, code: Named) -> bool:
        """Whether the researcher gave it to the whole entry: it cannot be given again."""
        return any(one.is_mine and one.coding.is_whole and one.code.id == code.id for one in self.given)

    @property
    def where(self) -> str:
        """Where it stands now."""
        return place_words(self.entry.context, self.entry.column) or self.entry.get_kind_display()

    @property
    def was_at(self) -> str:
        """Where the site put it, if it was moved."""
        entry = self.entry
        first = place_words(entry.first_context, entry.first_column)
        return (first or "outside the grid") if entry.was_moved else ""


@dataclass
class Group:
    """The entries of one context, or those outside the grid, by column."""

    title: str
    columns: list[tuple[str, list[Line]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A framework's entries in the order of the grid. `memos` are those on the framework as a whole."""

    lines: tuple[Line, ...]
    memos: tuple[Memo, ...]

    @property
    def coded(self) -> int:
        return sum(line.is_coded for line in self.lines)

    @property
    def is_whole(self) -> bool:
        """Whether there are entries, and each has a code."""
        return bool(self.lines) and self.first_uncoded is None

    @property
    def groups(self) -> list[Group]:
        """In the order of `lines`."""
        groups: list[Group] = []
        for line in self.lines:
            context, column = CONTEXT.get(line.entry.context), COLUMN.get(line.entry.column)
            title = context.label if context else "Outside the grid"
            below = column.label if column else line.entry.get_kind_display()
            if not groups or groups[-1].title != title:
                groups.append(Group(title))
            if not groups[-1].columns or groups[-1].columns[-1][0] != below:
                groups[-1].columns.append((below, []))
            groups[-1].columns[-1][1].append(line)
        return groups

    def at(self, number: int) -> Line | None:
        return next((line for line in self.lines if line.number == number), None)

    def of(self, entry: Entry) -> Line | None:
        """The line of an entry; where a correction took it away, of what is in its place."""
        found = (line for line in self.lines if line.entry.pk == entry.pk)
        return next(found, None) or self.at(entry.position + 1)

    def beside(self, line: Line, step: int) -> Line | None:
        """The one before or after."""
        place = self.lines.index(line) + step
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def uncoded(self, line: Line, *, back: bool = False) -> Line | None:
        """The next entry without a code, seen from `line` and round the end; `back`: the one before."""
        place = self.lines.index(line)
        others = [*self.lines[place + 1 :], *self.lines[:place]]
        return next((one for one in (reversed(others) if back else others) if not one.is_coded), None)

    @property
    def first_uncoded(self) -> Line | None:
        return next((line for line in self.lines if not line.is_coded), None)


def sheet_of(
    researcher: Researcher,
    framework: Framework,
    sample: DoubleCoding | None,
    names: Names,
    coders: Iterable[Coder],
) -> Sheet:
    by = {coder.pk: coder for coder in coders}
    given: dict[uuid.UUID, list[Given]] = defaultdict(list)
    memos: dict[uuid.UUID | None, list[Memo]] = defaultdict(list)
    entries = sorted(framework.entries.all(), key=_order)
    texts = {entry.pk: entry.text for entry in entries}
    codings = visible_on(researcher, framework, sample, Coding.objects.order_by())
    rejected = rejected_in(framework) if sample and sample.opened_at else ()
    noted = visible_on(researcher, framework, sample, Memo.objects.prefetch_related("by"), coder="by")
    for coding in starmap(Coded, codings.values_list(*Coded._fields)):
        words = "" if coding.is_whole else _shortened(texts[coding.entry][coding.start : coding.end])
        coder = by[coding.coder]
        is_rejected = (coding.entry, coding.code) in rejected
        given[coding.entry].append(
            Given(coding, names[coding.code], coder, words, coder.place_id == researcher.id, is_rejected)
        )
    for memo in noted:
        memos[memo.entry_id].append(memo)
    places = names.places()
    lines = (_line(entry, given[entry.pk], memos[entry.pk], _place(entry, places)) for entry in entries)
    return Sheet(tuple(lines), tuple(memos[None]))


def _order(entry: Entry) -> tuple[int, int]:
    place = (entry.context, entry.column)
    return _PLACES.get(place, len(_PLACES)), entry.position


def _line(entry: Entry, given: list[Given], memos: list[Memo], place: Named | None) -> Line:
    given.sort(key=lambda one: (one.coding.start, one.coding.end, one.coding.at))
    answered = place and any(place.id in one.code.line for one in given)
    pieces = tuple(_pieces(entry.text, [one.coding for one in given if not one.coding.is_whole]))
    return Line(entry, tuple(given), place, None if answered else place, tuple(memos), pieces)


def _place(entry: Entry, places: dict[Place, Named]) -> Named | None:
    """What the grid says of an entry, where the codebook has it."""
    if not entry.context or not entry.column:
        return None
    return places.get(place_of(ColumnKey(entry.column), ContextKey(entry.context)))


def place_words(context: str, column: str) -> str:
    return f"{CONTEXT[context].label}, {COLUMN[column].label}" if context and column else ""


def _pieces(text: str, parts: list[Coded]) -> Iterator[Piece]:
    """The text cut wherever a coded part begins or ends."""
    cuts = sorted({0, len(text), *(cut for one in parts for cut in (one.start, one.end))})
    for start, end in pairwise(cuts):
        yield Piece(text[start:end], sum(one.start <= start and end <= one.end for one in parts))


def _shortened(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else f"{words[: SHOWN_WORDS - 1].rstrip()}…"
