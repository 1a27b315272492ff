"""Reading a completed framework, placing its pieces, and putting them into the record."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from concentric.casework.base import SHORT
from concentric.casework.cases.models import Case
from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.imports.naming import Named
from concentric.casework.imports.permissions import check_can_import, check_can_place
from concentric.casework.imports.placing import Placing, put_beside
from concentric.casework.imports.reading import head_of, pieces_of
from concentric.casework.meetings.actions import mark_silence
from concentric.casework.meetings.drafts import Invalid
from concentric.casework.meetings.models import Meeting
from concentric.casework.signoff.actions import close_meeting
from concentric.foundation.accounts.models import Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.method.instrument.vocabulary import Silence


def read_upload(*, viewer: Viewer, case: Case, filename: str, data: bytes) -> ImportedFramework:
    """Read a Word file into pieces to be checked. Raises UnreadableFile and changes nothing when it cannot be read."""
    read = read_framework(data)
    with recorded(viewer, "framework.read") as note:
        check_can_import(viewer, case)
        note.subject = imported = ImportedFramework.objects.create(
            case=case,
            filename=filename[-SHORT:],
            sha256=hashlib.sha256(data).hexdigest(),
            head=head_of(read),
            uploaded_by=viewer.membership,
        )
        pieces = pieces_of(read)
        for piece in pieces:
            piece.imported = imported
        TrayPiece.objects.bulk_create(pieces)
        note.details["pieces"] = len(pieces)
        return imported


def place_pieces(*, viewer: Viewer, imported: ImportedFramework, places: Mapping[uuid.UUID, str]) -> int:
    """Put pieces where a person says, as `TrayPiece.place` has it. Returns how many moved."""
    with recorded(viewer, "framework.placed", imported) as note:
        check_can_place(viewer, imported)
        moved = []
        for piece in imported.pieces.filter(pk__in=places):
            if piece.place != places[piece.pk]:
                piece.context_key, piece.column_key, piece.part = _place(places[piece.pk])
                moved.append(piece)
        TrayPiece.objects.bulk_update(moved, ["context_key", "column_key", "part"])
        note.details["moved"] = len(moved)
        return len(moved)


def _place(place: str) -> tuple[str, str, str]:
    """Context, column and part of a place. Raises Invalid for what is none."""
    if place in ("", *TrayPiece.Part.values):
        return "", "", place
    context, _, column = place.partition(":")
    if context not in CONTEXT or column not in COLUMN:
        raise Invalid({"place": "Choose a cell of the grid, a part beside it, or the tray."})
    return context, column, ""


def discard(*, viewer: Viewer, imported: ImportedFramework) -> None:
    """Give an import up before it is in the record; its pieces go."""
    with recorded(viewer, "framework.discarded", imported):
        check_can_place(viewer, imported)
        imported.pieces.all().delete()
        imported.status, imported.head = ImportedFramework.Status.DISCARDED, {}
        imported.save(update_fields=["status", "head"])


@dataclass(frozen=True, slots=True)
class Held:
    """The meeting that a framework is the record of."""

    type_name: str
    on: dt.datetime
    chair: Membership
    minute_taker: Membership


def put_into_record(*, viewer: Viewer, imported: ImportedFramework, held: Held) -> Meeting:
    """Make the meeting, its entries, silences and what stands beside the grid, and leave it as draft minutes.

    Unplaced pieces stay in the tray.
    """
    with recorded(viewer, "framework.imported", imported) as note:
        # Naming a home waits for its case: taken here, before the audit chain, as everybody else takes the two.
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=imported.case_id)
        imported = ImportedFramework.objects.select_for_update(of=("self",)).select_related("case").get(pk=imported.pk)
        check_can_place(viewer, imported)
        meeting = _meeting(viewer, imported, held)
        pieces = [piece for piece in imported.pieces.all() if piece.place]
        named = Named(viewer)
        in_grid = [piece for piece in pieces if not piece.part]
        Placing(viewer, imported, meeting, named).place(in_grid)
        _silences(viewer, imported, meeting)
        put_beside(viewer, imported, meeting, named, [piece for piece in pieces if piece.part])
        close_meeting(viewer=viewer, meeting=meeting)
        imported.status, imported.meeting = ImportedFramework.Status.PLACED, meeting
        imported.save(update_fields=["status", "meeting"])
        note.details["entries"], note.details["beside"] = len(in_grid), len(pieces) - len(in_grid)
        return meeting


def _meeting(viewer: Viewer, imported: ImportedFramework, held: Held) -> Meeting:
    if held.chair.pk == held.minute_taker.pk:
        raise Invalid({"minute_taker": "The minute-taker cannot be the chair."})
    return Meeting.objects.create(
        case=imported.case,
        type_key="imported",
        type_name=held.type_name,
        status=Meeting.Status.OPEN,
        starts_at=held.on,
        chair=held.chair,
        minute_taker=held.minute_taker,
        opened_at=timezone.now(),
        imported=True,
        imported_by=viewer.membership,
    )


def _silences(viewer: Viewer, imported: ImportedFramework, meeting: Meeting) -> None:
    """Mark the cells and contexts that the file says are silent, unless something was placed there after all."""
    recorded_cells = set(meeting.entries.values_list("context_key", "column_key"))
    for silence in imported.head.get("silences", []):
        context, columns = silence["context"], silence["columns"]
        taken = {column for held, column in recorded_cells if held == context}
        for column in columns or [""]:
            free = column not in taken if column else not taken
            if free or silence["state"] == Silence.NOT_KNOWN:
                mark_silence(viewer=viewer, meeting=meeting, context=context, column=column, state=silence["state"])
