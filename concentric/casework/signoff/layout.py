"""A record laid out for reading: contexts from the young person outwards, and in each the columns that hold
something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.records.signed import EntryRecord, MeetingRecord


@dataclass(frozen=True, slots=True)
class ColumnPart:
    label: str
    entries: tuple[EntryRecord, ...]
    silence: str


@dataclass(frozen=True, slots=True)
class ContextPart:
    """A context with its columns; `silence` says what was said of it as a whole."""

    key: str
    label: str
    silence: str
    columns: tuple[ColumnPart, ...]


def contexts_of(record: MeetingRecord) -> tuple[ContextPart, ...]:
    """All five contexts, always: one that holds nothing says so."""
    silences = {(s.context, s.column): s.state.label for s in record.silences}
    return tuple(
        _context(record, context.key, context.label, silences.get((context.key, None), ""), silences)
        for context in CONTEXTS
    )


def _context(
    record: MeetingRecord,
    key: ContextKey,
    label: str,
    silence: str,
    silences: dict[tuple[ContextKey, ColumnKey | None], str],
) -> ContextPart:
    columns = tuple(_columns(record, key, silences))
    nothing = (
        "" if columns or silence or any(o.where == label for o in record.omissions) else "Nothing is recorded here."
    )
    return ContextPart(key.value, label, silence or nothing, columns)


def _columns(
    record: MeetingRecord, key: ContextKey, silences: dict[tuple[ContextKey, ColumnKey | None], str]
) -> Iterator[ColumnPart]:
    for column in COLUMNS:
        entries, silence = record.cell(key, column.key), silences.get((key, column.key), "")
        if entries or silence:
            yield ColumnPart(column.label, entries, "" if entries else silence)
