"""What the reader hands on: pieces with their place, silences, the head, and the tray of what has no place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort, Silence
from concentric.method.records.signed import EntryRecord


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry to be. `order` counts through the file; `where` is for a person ("table 1, row 4, column 3, ...").

    `level` is 0 for a paragraph, 1 for a list item, 2 for an item under it. A nested item is a piece of its own, since
    each entry of the grid carries its own source and can be answered by its own action; where it would not stand alone,
    `lead_in` repeats the line above ("At home:"). `inserted` and `struck` say that some of its words were added, or
    others crossed out, with changes still to be accepted; the crossed-out words are in the tray.

    `record` has the details that our own minutes carry (source, basis, sharing, action; `record.id` is empty when only
    the visible suffix was left to read). `edited` says that the words differ from those our minutes were written with.
    """

    text: str
    context: ContextKey
    column: ColumnKey
    instance: str
    order: int
    level: int
    where: str
    lead_in: str = ""
    inserted: bool = False
    struck: bool = False
    record: EntryRecord | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words without a place, and why. `context` and `column` are where they would stand, if that is known."""

    text: str
    where: str
    why: str
    context: ContextKey | None = None
    column: ColumnKey | None = None


@dataclass(frozen=True, slots=True)
class ReadSilence:
    """A cell that says in words that there is nothing to say. `columns` empty: the whole context.

    `certain` is False where the words can be meant in more than one way ("N/A"), so that a person is asked.
    """

    context: ContextKey
    columns: tuple[ColumnKey, ...]
    instance: str
    state: Silence
    words: str
    where: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class HeadField:
    """A field outside the grid: `reference`, `signature`, `group_or_sole`, `meeting_date`, `summary`, or ours."""

    name: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words recognised as the template's own (a heading, a row label) or as a list's ("1.", a lead-in)."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class ReadFramework:
    """A completed framework as read. Every word of the file is in one of the five tuples: see `every_text`."""

    reference: str
    signature: str
    group_or_sole: Cohort | None
    meeting_date: date | None
    contextual_summary: str
    pieces: tuple[Piece, ...]
    silences: tuple[ReadSilence, ...]
    head: tuple[HeadField, ...]
    labels: tuple[Label, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[str, ...]

    def every_text(self) -> Iterator[str]:
        """All that was read, once each; together it has the words of the file (`words.words_of`), no fewer, no more."""
        yield from (piece.text for piece in self.pieces)
        yield from (silence.words for silence in self.silences)
        yield from (field.text for field in self.head)
        yield from (label.text for label in self.labels)
        yield from (unplaced.text for unplaced in self.unplaced)
