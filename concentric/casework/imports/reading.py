"""From a read file to pieces that can be kept: none longer than its field, none lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concentric.casework.base import LINE, SHORT, TEXT
from concentric.casework.imports.models import TrayPiece
from concentric.method.exchange.framework_docx.found import Piece, ReadFramework, ReadSilence, Unplaced
from concentric.method.exchange.framework_docx.plan_words import each_with_its_owner
from concentric.method.exchange.plain_text import divided
from concentric.method.instrument.grid import COLUMN, CONTEXT, ColumnKey, ContextKey
from concentric.method.records.canonical import from_plain, to_plain
from concentric.method.records.signed import EntryRecord

TOO_LONG = "longer than one entry may be, so it was divided"
ASK = "these words can be meant in more than one way"


def head_of(read: ReadFramework) -> dict[str, Any]:
    """What stands outside the grid, as JSON."""
    return {
        "reference": read.reference,
        "signature": read.signature,
        "group_or_sole": read.group_or_sole,
        "meeting_date": read.meeting_date.isoformat() if read.meeting_date else None,
        "summary": read.contextual_summary,
        "fields": to_plain(read.head),
        "labels": to_plain(read.labels),
        "silences": to_plain(tuple(silence for silence in read.silences if silence.certain)),
        "notes": list(read.notes),
    }


def pieces_of(read: ReadFramework) -> list[TrayPiece]:
    """Every piece, placed or waiting, in the order of the file. They have no import yet."""
    made: list[TrayPiece] = []
    for piece in read.pieces:
        made += _placed(piece)
    for silence in read.silences:
        if not silence.certain:
            made += _doubtful(silence)
    for unplaced in read.unplaced:
        made += _unplaced(unplaced)
    for order, kept in enumerate(made, 1):
        kept.order = order
    return made


def _placed(piece: Piece) -> Iterator[TrayPiece]:
    instance = piece.instance if len(piece.instance) <= SHORT else ""
    text = piece.text if instance == piece.instance else f"{piece.instance}: {piece.text}"
    if piece.lead_in:
        text = f"{piece.lead_in} {text}"
    details = {
        "level": piece.level,
        "inserted": piece.inserted,
        "struck": piece.struck,
        "edited": piece.edited,
        "record": to_plain(piece.record),
    }
    own_words = piece.column is ColumnKey.ACTIONS and not piece.record
    actions = each_with_its_owner(text) if own_words else [text]
    for part in (part for action in actions for part in divided(action, LINE)):
        yield TrayPiece(
            text=part,
            where=piece.where[:LINE],
            context_key=piece.context.value,
            column_key=piece.column.value,
            instance_name=instance,
            details=details if part in actions else details | {"note": TOO_LONG},
        )


def _doubtful(silence: ReadSilence) -> Iterator[TrayPiece]:
    for part in divided(silence.words, TEXT):
        columns = silence.columns or (None,)
        yield TrayPiece(
            text=part,
            where=silence.where[:LINE],
            why_unplaced=ASK,
            instance_name=silence.instance[:SHORT],
            details=_stood_under(silence.context, columns[0]),
        )


def _unplaced(unplaced: Unplaced) -> Iterator[TrayPiece]:
    for part in divided(unplaced.text, TEXT):
        yield TrayPiece(
            text=part,
            where=unplaced.where[:LINE],
            why_unplaced=unplaced.why[:LINE],
            details=_stood_under(unplaced.context, unplaced.column),
        )


def _stood_under(context: ContextKey | None, column: ColumnKey | None) -> dict[str, str]:
    """Where the words stood in the file, for the person who decides; they are not placed there."""
    labels = [CONTEXT[context].short if context else "", COLUMN[column].short if column else ""]
    said = ": ".join(label for label in labels if label)
    return {"stood_under": said} if said else {}


def record_of(piece: TrayPiece) -> EntryRecord | None:
    """The entry that our own minutes remember a piece to be; None of any other file."""
    plain = piece.details.get("record")
    return from_plain(EntryRecord, plain) if plain else None
