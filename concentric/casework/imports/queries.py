"""Imports of the cases a viewer may see."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import visible_cases
from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.imports.naming import Named
from concentric.casework.imports.placing import draft_of
from concentric.casework.imports.reading import record_of
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.exchange.framework_docx.plan_words import SaidPlan, read_plan
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey


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
class Placed:
    """Pieces that go to one place: a cell, or a part beside the grid."""

    label: str
    place: str
    pieces: tuple[TrayPiece, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Where every piece goes: the places that hold something, and the tray."""

    cells: tuple[Placed, ...]
    tray: tuple[TrayPiece, ...]


def preview(imported: ImportedFramework) -> Preview:
    """The import's pieces by place: the grid in its order, then what stands beside it."""
    by_place: dict[str, list[TrayPiece]] = {}
    for piece in imported.pieces.select_related("entry"):
        by_place.setdefault(piece.place, []).append(piece)
    labels = {value: f"{group}: {label}" if ":" in value else label for group, of in places() for value, label in of}
    placed = (Placed(label, place, tuple(by_place[place])) for place, label in labels.items() if place in by_place)
    return Preview(tuple(placed), tuple(by_place.get("", ())))


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place a piece can be put in, grouped for a select."""
    grid = [
        (context.label, [(f"{context.key.value}:{column.key.value}", column.label) for column in COLUMNS])
        for context in CONTEXTS
    ]
    beside = [(str(value), str(label)) for value, label in TrayPiece.Part.choices]
    return [*grid, ("Beside the grid", beside)]


@dataclass(frozen=True, slots=True)
class ReadAction:
    """What a piece among the planned actions says: its owner and date, or words for a time that is no day."""

    owner: str
    due: dt.date | None
    when: str


def read_actions(viewer: Viewer, imported: ImportedFramework) -> dict[uuid.UUID, ReadAction]:
    """Owner and date of each piece among the planned actions, by the piece's id, as they would go into the record."""
    held = imported.head.get("meeting_date")
    day, named = dt.date.fromisoformat(held) if held else None, Named(viewer)
    pieces = imported.pieces.filter(column_key=ColumnKey.ACTIONS)
    return {piece.pk: _read_action(piece, named, day) for piece in pieces}


def _read_action(piece: TrayPiece, named: Named, day: dt.date | None) -> ReadAction:
    record = record_of(piece)
    said = SaidPlan() if record else read_plan(piece.text, day)
    plan = draft_of(record.action, named) if record and record.action else named.plan(said)
    person = plan.owner.user.name if plan.owner else plan.owner_name
    agency = plan.owner_agency.name if plan.owner_agency else ""
    return ReadAction(", ".join(filter(None, (person, agency))), plan.due_on, said.when)
