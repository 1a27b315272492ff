"""Imports of the cases a viewer may see."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import visible_cases
from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.grid import COLUMNS, CONTEXTS


def get_import(viewer: Viewer, import_id: uuid.UUID) -> ImportedFramework:
    """One import. Raises NotVisible."""
    imported = (
        ImportedFramework.objects.filter(pk=import_id, case__in=visible_cases(viewer))
        .select_related("case__partnership", "case__lead_professional", "meeting")
        .first()
    )
    if imported is None:
        raise NotVisible
    return imported


def imports_of(viewer: Viewer, case: Case) -> QuerySet[ImportedFramework]:
    """The imports of a case, newest first."""
    return case.imports.exclude(status=ImportedFramework.Status.DISCARDED).select_related("uploaded_by__user")


@dataclass(frozen=True, slots=True)
class Cell:
    """Pieces placed in one cell."""

    label: str
    place: str
    pieces: tuple[TrayPiece, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Where every piece goes: cells that hold something, and the tray."""

    cells: tuple[Cell, ...]
    tray: tuple[TrayPiece, ...]


def preview(imported: ImportedFramework) -> Preview:
    """The import's pieces by cell, in the order of the grid."""
    pieces = list(imported.pieces.select_related("entry"))
    cells = []
    for context in CONTEXTS:
        for column in COLUMNS:
            here = tuple(p for p in pieces if (p.context_key, p.column_key) == (context.key, column.key))
            if here:
                label = f"{context.label}: {column.label}"
                cells.append(Cell(label, f"{context.key.value}:{column.key.value}", here))
    return Preview(tuple(cells), tuple(p for p in pieces if not p.context_key or not p.column_key))


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every cell a piece can be put in, grouped by context, for a select."""
    return [
        (context.label, [(f"{context.key.value}:{column.key.value}", column.label) for column in COLUMNS])
        for context in CONTEXTS
    ]
