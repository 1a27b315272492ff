"""A Word file as pieces with places: what stands in the grid, the summary, and texts beside it. No word is dropped.

The name that a row gives to a home, school or place becomes a pseudonym ("School 1") on each of its entries; the name
itself stays with the form's own words, where whoever checks the file takes it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from concentric.method.deidentify.find import find
from concentric.method.deidentify.pseudonyms import KEPT_KINDS
from concentric.method.deidentify.roster import Roster
from concentric.method.deidentify.spans import Span
from concentric.method.exchange.framework_docx.found import Piece as FilePiece
from concentric.method.exchange.framework_docx.found import ReadFramework, ReadSilence, Unplaced
from concentric.method.exchange.plain_text import clean, divided
from concentric.method.instrument.grid import COLUMN, CONTEXT, ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort, Silence
from concentric.method.records.framework import (
    Attributes,
    Framework,
    SubmittedEntry,
    SubmittedMeeting,
    SubmittedSilence,
)
from concentric.method.records.submission_words import Answer, CohortBasis, MeetingKind
from concentric.research.frameworks.models import SHORT, TEXT

SUMMARY, BESIDE = "summary", ""  # places that are no cell of the grid
LONGEST_ENTRY, MOST_ENTRIES = 8_000, 2_000  # as in a sealed framework (method.records.framework)
OWN_WORDS, OF_EMPTY_CELLS = "The form’s own words", "What was said of empty cells"
_HEAD = {
    "reference": "Reference",
    "signature": "Signature",
    "group_or_sole": "Group or sole",
    "meeting_date": "Date of the meeting",
}
_IDENTIFIES = {"reference": "A reference", "signature": "Whose framework it is", "meeting_date": "A date"}
_NOBODY = Roster()
_NAMED = {
    ContextKey.INDIVIDUAL: "Young person",
    ContextKey.FAMILY: "Home",
    ContextKey.PEERS: "Peer group",
    ContextKey.SCHOOL: "School",
    ContextKey.NEIGHBOURHOOD: "Place",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """`place`: "school:risk", SUMMARY or BESIDE. `name` says what a text beside the grid is; `named` is a pseudonym.

    `suspect`: why the whole of it looks identifying, whatever its words. An empty `text` was left out by a person.
    """

    text: str
    place: str = BESIDE
    name: str = ""
    where: str = ""
    named: str = ""
    suspect: str = ""

    @property
    def context(self) -> str:
        return self.place.partition(":")[0] if ":" in self.place else ""

    @property
    def column(self) -> str:
        return self.place.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Read:
    """All of one file. `name` is the file's; `names` pairs each pseudonym with what it stands for."""

    name: str
    cohort: Cohort | None
    pieces: tuple[Piece, ...]
    silences: tuple[SubmittedSilence, ...]
    names: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def read_of(name: str, found: ReadFramework) -> Read:
    """What the reader found, as pieces."""
    names = _pseudonyms(found.pieces)
    pieces = [
        *(one for piece in found.pieces for one in _in_grid(piece, names)),
        *_divided(found.contextual_summary, SUMMARY, "Contextual summary"),
        *(one for unplaced in found.unplaced for one in _beside(unplaced)),
        *_head(found),
        *_divided("\n".join(map(_said, found.silences)), BESIDE, OF_EMPTY_CELLS),
        *_divided("\n".join(label.text for label in found.labels), BESIDE, OWN_WORDS),
    ]
    silences = {(column, one.context): one.state for one in found.silences if one.certain for column in _columns(one)}
    return Read(
        name=name[-SHORT:],
        cohort=found.group_or_sole,
        pieces=tuple(pieces),
        silences=tuple(SubmittedSilence(context, column, state) for (column, context), state in silences.items()),
        names=tuple((pseudonym, meant) for (_, meant), pseudonym in names.items()),
        notes=found.notes,
    )


def document_of(read: Read) -> Framework:
    """The grid of a checked file as a study keeps frameworks. Ages, incidents and dates are not known of it."""
    cells = [piece for piece in read.pieces if piece.text and ":" in piece.place]
    parts = [(piece, part) for piece in cells for part in divided(piece.text, LONGEST_ENTRY)]
    entries = tuple(
        SubmittedEntry(
            id=f"{number:016x}",
            context=ContextKey(piece.context),
            column=ColumnKey(piece.column),
            text=part,
            named=piece.named or None,
        )
        for number, (piece, part) in enumerate(parts, 1)
    )
    return Framework(
        attributes=Attributes(None, read.cohort, CohortBasis.OVERRIDDEN if read.cohort else CohortBasis.UNDECIDED),
        meeting=SubmittedMeeting(MeetingKind.OTHER, None, Answer.NOT_KNOWN, imported=True),
        entries=entries,
        silences=tuple(_still_silent(read.silences, entries)),
        contextual_summary="\n".join(one.text for one in read.pieces if one.place == SUMMARY and one.text),
    )


def looks_identifying(text: str) -> tuple[Span, ...]:
    """What may identify, by its form or as no ordinary English; nobody is known beforehand. Ages may stay."""
    return tuple(span for span in find(text, _NOBODY) if span.kind not in KEPT_KINDS)


def _pseudonyms(pieces: Iterable[FilePiece]) -> dict[tuple[ContextKey, str], str]:
    given: dict[tuple[ContextKey, str], str] = {}
    for piece in pieces:
        if piece.instance and (piece.context, piece.instance) not in given:
            number = 1 + sum(context is piece.context for context, _ in given)
            given[piece.context, piece.instance] = f"{_NAMED[piece.context]} {number}"
    return given


def _in_grid(piece: FilePiece, names: dict[tuple[ContextKey, str], str]) -> Iterator[Piece]:
    text = clean(f"{piece.lead_in} {piece.text}" if piece.lead_in else piece.text)
    place, named = f"{piece.context.value}:{piece.column.value}", names.get((piece.context, piece.instance), "")
    for part in divided(text, LONGEST_ENTRY):
        yield Piece(part, place, where=piece.where, named=named)


def _beside(unplaced: Unplaced) -> Iterator[Piece]:
    stood = [CONTEXT[unplaced.context].short if unplaced.context else ""]
    stood.append(COLUMN[unplaced.column].short if unplaced.column else "")
    where = ": ".join(filter(None, stood)) or unplaced.where
    return _divided(unplaced.text, BESIDE, unplaced.why, where)


def _head(found: ReadFramework) -> Iterator[Piece]:
    for field in found.head:
        if field.name != "summary":
            suspect = _IDENTIFIES.get(field.name, "")
            yield from _divided(field.text, BESIDE, _HEAD.get(field.name, field.name), field.where, suspect)


def _divided(text: str, place: str, name: str, where: str = "", suspect: str = "") -> Iterator[Piece]:
    for part in divided(clean(text), TEXT):
        yield Piece(part, place, name[:SHORT], where, suspect=suspect)


def _said(silence: ReadSilence) -> str:
    columns = ", ".join(COLUMN[column].short for column in silence.columns)
    return f"{CONTEXT[silence.context].short}{': ' if columns else ''}{columns}: {silence.words}"


def _columns(silence: ReadSilence) -> tuple[ColumnKey | None, ...]:
    return silence.columns or (None,)


def _still_silent(
    silences: Iterable[SubmittedSilence], entries: Iterable[SubmittedEntry]
) -> Iterator[SubmittedSilence]:
    """What nobody recorded anything under; that something is not known can be said beside what is."""
    taken: set[tuple[ContextKey, ColumnKey | None]] = set()
    for entry in entries:
        taken |= {(entry.context, entry.column), (entry.context, None)}
    for one in silences:
        if (one.context, one.column) not in taken or one.state is Silence.NOT_KNOWN:
            yield one
