"""A received framework laid out for reading: the grid, context by context."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.method.instrument.grid import COLUMNS, CONTEXTS, Column, ColumnKey, Context, ContextKey
from concentric.method.instrument.vocabulary import Silence
from concentric.method.records.canonical import from_plain
from concentric.method.records.framework import Framework as Document
from concentric.method.records.framework import SubmittedEntry, Term
from concentric.research.frameworks.models import Framework

NOTHING = "Nothing recorded"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of one context. `silence` says what its emptiness means, where anybody said."""

    column: Column
    entries: tuple[SubmittedEntry, ...]
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class Row:
    """One context: its cells in the order of the instrument, and what was said of the context as a whole."""

    context: Context
    cells: tuple[Cell, ...]
    silence: Silence | None

    @property
    def entry_count(self) -> int:
        return sum(len(cell.entries) for cell in self.cells)

    @property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.entries)

    @property
    def silent(self) -> list[tuple[str, list[str]]]:
        """What the empty columns mean, each meaning with its columns; "Nothing recorded" where nobody said."""
        meanings: dict[str, list[str]] = {}
        for cell in self.cells:
            if not cell.entries:
                said = cell.silence or self.silence
                meanings.setdefault(said.label if said else NOTHING, []).append(cell.column.label)
        return list(meanings.items())


def document_of(framework: Framework) -> Document | None:
    """What is held of a framework; None once it is withdrawn or destroyed."""
    return from_plain(Document, framework.document) if framework.document else None


def grid_of(document: Document) -> tuple[Row, ...]:
    """The five contexts, each with its eight columns."""
    said: dict[tuple[ContextKey, ColumnKey | None], Silence] = {
        (silence.context, silence.column): silence.state for silence in document.silences
    }
    return tuple(
        Row(
            context,
            tuple(
                Cell(column, document.cell(context.key, column.key), said.get((context.key, column.key)))
                for column in COLUMNS
            ),
            said.get((context.key, None)),
        )
        for context in CONTEXTS
    )


def age_band(low: int | None, high: int | None) -> str:
    """ "14", "13 to 15", or that it is not known."""
    if low is None:
        return "Not known"
    return str(low) if low == high else f"{low} to {high}"


def term_in_words(term: Term | None) -> str:
    """ "Autumn term of 2026/27"."""
    if term is None:
        return "Withheld"
    return f"{term.name.label} term of {term.year}/{(term.year + 1) % 100:02d}"
