"""A framework laid out for coding: its entries by context and column, each with its codes and what the grid proposes.

Read in a fixed number of queries, whatever the size of the study and of its codebook.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q

from concentric.method.instrument.codebook import Node, Place, place_of
from concentric.method.instrument.grid import COLUMN, COLUMNS, CONTEXT, CONTEXTS, ColumnKey, ContextKey
from concentric.research.coding.models import Code, Coding, Memo
from concentric.research.coding.queries import visible_codings, visible_memos
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher

SHOWN_WORDS = 60
_PARENT = Code._meta.get_field("parent")
_PLACES = [(context.key.value, column.key.value) for context in CONTEXTS for column in COLUMNS]


@dataclass(frozen=True, slots=True)
class Given:
    """A code that was given. `words`: the part it was given to, empty for the whole entry."""

    coding: Coding
    words: str
    is_mine: bool

    @property
    def name(self) -> str:
        return name_of(self.coding.code)

    @property
    def path(self) -> str:
        return path_of(self.coding.code)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of an entry's text, and how many codes were given to just these words."""

    text: str
    codes: int


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with all that stands beside it. `place` is the code that the grid gives it by itself; `proposed` the
    same, until the researcher gave it or one below it.
    """

    entry: Entry
    given: tuple[Given, ...]
    place: Code | None
    proposed: Code | None
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
    def latest(self) -> Coding | None:
        """What the researcher gave it last."""
        return max((one.coding for one in self.given if one.is_mine), key=lambda coding: coding.at, default=None)

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
    lines: tuple[Line, ...]

    @property
    def coded(self) -> int:
        return sum(line.is_coded for line in self.lines)

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

    def of(self, entry: Entry) -> Line:
        return next(line for line in self.lines if line.entry.pk == entry.pk)

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


def sheet_of(researcher: Researcher, framework: Framework) -> Sheet:
    entries = sorted(framework.entries.all(), key=_order)
    given, memos = defaultdict(list), defaultdict(list)
    above = visible_codings(researcher, framework).select_related("code__parent__parent__parent", "coder")
    for coding in above:
        given[coding.entry_id].append(coding)
    for memo in visible_memos(researcher).filter(framework=framework).exclude(entry=None):
        memos[memo.entry_id].append(memo)
    proposals = proposed_codes(researcher.study)
    lines = (_line(entry, given[entry.pk], memos[entry.pk], proposals, researcher) for entry in entries)
    return Sheet(tuple(lines))


def _order(entry: Entry) -> tuple[int, int]:
    place = (entry.context, entry.column)
    return _PLACES.index(place) if place in _PLACES else len(_PLACES), entry.position


def _line(
    entry: Entry,
    codings: list[Coding],
    memos: list[Memo],
    proposals: dict[Place, Code],
    researcher: Researcher,
) -> Line:
    given = tuple(
        Given(
            coding,
            "" if coding.is_whole else _shortened(entry.text[coding.start : coding.end]),
            coding.coder.place_id == researcher.id,
        )
        for coding in codings
    )
    place = proposal_for(entry, proposals)
    answered = place and any(place.pk in _line_ids(one.coding.code) for one in given if one.is_mine)
    pieces = tuple(_pieces(entry.text, [one for one in codings if not one.is_whole]))
    return Line(entry, given, place, None if answered else place, tuple(memos), pieces)


def proposed_codes(study: Study) -> dict[Place, Code]:
    """The codes of the beginning that still stand, by what the grid calls them."""
    found = study.codes.filter(Q(parent=None) | ~Q(context=""), is_removed=False, is_deprecated=False)
    proposals = {}
    for code in found.select_related("parent"):
        node = code.node or (code.parent.node if code.parent else "")
        if node:
            proposals[Place(Node(node), ContextKey(code.context) if code.context else None)] = code
    return proposals


def proposal_for(entry: Entry, proposals: dict[Place, Code]) -> Code | None:
    """What the grid says of an entry, where the codebook has it."""
    if not entry.context or not entry.column:
        return None
    return proposals.get(place_of(ColumnKey(entry.column), ContextKey(entry.context)))


def place_words(context: str, column: str) -> str:
    return f"{CONTEXT[context].label}, {COLUMN[column].label}" if context and column else ""


def name_of(code: Code) -> str:
    """A code's name; of a context with the node above it, since several nodes have the same contexts."""
    return path_of(code) if code.context else code.name


def path_of(code: Code) -> str:
    """From the primary node down, as far as the parents were read with the code."""
    return " › ".join(reversed([one.name for one in _chain(code)]))


def _chain(code: Code) -> Iterator[Code]:
    above: Code | None = code
    while above:
        yield above
        above = above.parent if above.parent_id and _PARENT.is_cached(above) else None


def _line_ids(code: Code) -> set[uuid.UUID | None]:
    return {number for one in _chain(code) for number in (one.pk, one.parent_id)}


def _pieces(text: str, parts: list[Coding]) -> Iterator[Piece]:
    """The text cut wherever a coded part begins or ends."""
    cuts = sorted({0, len(text), *(cut for one in parts for cut in (one.start, one.end))})
    for start, end in pairwise(cuts):
        yield Piece(text[start:end], sum(one.start <= start and end <= one.end for one in parts))


def _shortened(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else f"{words[: SHOWN_WORDS - 1].rstrip()}…"
