"""Reading a completed framework, placing its pieces, and putting them into the record."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from concentric.casework.base import LINE, SHORT
from concentric.casework.cases.models import Case
from concentric.casework.contexts.actions import name_context
from concentric.casework.contexts.models import Context
from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.imports.permissions import check_can_import, check_can_place
from concentric.casework.imports.reading import divided, head_of, pieces_of
from concentric.casework.meetings.actions import add_entry, mark_silence, write_summary
from concentric.casework.meetings.drafts import EntryDraft, Invalid
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.casework.signoff.actions import close_meeting
from concentric.foundation.accounts.models import Agency, Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.identity import new_id
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.instrument.grid import COLUMN, CONTEXT, CONTEXTS, ColumnKey
from concentric.method.instrument.vocabulary import Silence
from concentric.method.records.canonical import from_plain
from concentric.method.records.signed import EntryRecord


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
    """Put pieces where a person says: "context:column", or "" for the tray. Returns how many moved."""
    with recorded(viewer, "framework.placed", imported) as note:
        check_can_place(viewer, imported)
        moved = []
        for piece in imported.pieces.filter(pk__in=places):
            context, _, column = places[piece.pk].partition(":")
            if (context, column) != ("", "") and (context not in CONTEXT or column not in COLUMN):
                raise Invalid({"place": "Choose a cell of the grid, or the tray."})
            if (piece.context_key, piece.column_key) != (context, column):
                piece.context_key, piece.column_key = context, column
                moved.append(piece)
        TrayPiece.objects.bulk_update(moved, ["context_key", "column_key"])
        note.details["moved"] = len(moved)
        return len(moved)


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
    """Make the meeting, its entries, silences and summary, and leave it as draft minutes. Unplaced pieces stay in
    the tray.
    """
    with recorded(viewer, "framework.imported", imported) as note:
        # Naming a home waits for its case: taken here, before the audit chain, as everybody else takes the two.
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=imported.case_id)
        imported = ImportedFramework.objects.select_for_update(of=("self",)).select_related("case").get(pk=imported.pk)
        check_can_place(viewer, imported)
        meeting = _meeting(viewer, imported, held)
        pieces = list(imported.pieces.exclude(context_key="").exclude(column_key=""))
        _Placing(viewer, imported, meeting).place(pieces)
        _silences(viewer, imported, meeting)
        summary = str(imported.head.get("summary", "")).strip()
        if summary:
            write_summary(viewer=viewer, meeting=meeting, base_version=0, text=summary)
        close_meeting(viewer=viewer, meeting=meeting)
        imported.status, imported.meeting = ImportedFramework.Status.PLACED, meeting
        imported.save(update_fields=["status", "meeting"])
        note.details["entries"] = len(pieces)
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


class _Placing:
    """Turns placed pieces into entries: needs first, so that actions can be tied to those they answer."""

    def __init__(self, viewer: Viewer, imported: ImportedFramework, meeting: Meeting) -> None:
        self.viewer, self.imported, self.meeting = viewer, imported, meeting
        agencies = Agency.objects.filter(partnership_id=viewer.partnership_id)
        self.agencies = {agency.name.casefold(): agency for agency in agencies}
        self.instances: dict[tuple[str, str], Context] = {}
        self.new_ids: dict[str, uuid.UUID] = {}

    def place(self, pieces: list[TrayPiece]) -> None:
        for piece in sorted(pieces, key=lambda p: (p.column_key == ColumnKey.ACTIONS, p.order)):
            for text in divided(piece.text, LINE):
                self._place(piece, text)

    def _place(self, piece: TrayPiece, text: str) -> None:
        record = _record(piece)
        entry_id = new_id()
        if record is not None and record.id:
            self.new_ids[record.id] = entry_id
        draft = self._draft(piece, text, record)
        if piece.column_key == ColumnKey.ACTIONS:
            self._plan(entry_id, draft, record)
        else:
            add_entry(viewer=self.viewer, meeting=self.meeting, entry_id=entry_id, draft=draft)
        piece.entry = Entry.objects.get(pk=entry_id)
        piece.save(update_fields=["entry"])

    def _draft(self, piece: TrayPiece, text: str, record: EntryRecord | None) -> EntryDraft:
        draft = EntryDraft(piece.context_key, piece.column_key, text, instance=self._instance(piece))
        if record is None:
            return draft
        named = [self.agencies.get(name.casefold()) for name in record.sharing_agencies]
        return EntryDraft(
            draft.context,
            draft.column,
            draft.text,
            draft.instance,
            source=self.agencies.get(record.source.casefold()),
            basis=record.basis.value,
            sharing=record.sharing.value,
            sharing_agencies=tuple(agency for agency in named if agency),
        )

    def _plan(self, entry_id: uuid.UUID, draft: EntryDraft, record: EntryRecord | None) -> None:
        said = record.action if record else None
        plan = ActionDraft(
            owner_agency=self.agencies.get(said.owner_agency.casefold()) if said else None,
            owner_name=said.owner_name if said else "",
            due_on=said.due if said else None,
            measure=said.measure if said else "",
        )
        answers = [self.new_ids[need] for need in (said.answers if said else ()) if need in self.new_ids]
        plan_action(
            viewer=self.viewer, meeting=self.meeting, entry_id=entry_id, draft=draft, plan=plan, answers=answers
        )

    def _instance(self, piece: TrayPiece) -> Context | None:
        kinds = {context.key.value for context in CONTEXTS if context.instance_name}
        if not piece.instance_name or piece.context_key not in kinds:
            return None
        key = (piece.context_key, piece.instance_name)
        if key not in self.instances:
            self.instances[key] = name_context(
                viewer=self.viewer, case=self.imported.case, kind=piece.context_key, name=piece.instance_name
            )
        return self.instances[key]


def _record(piece: TrayPiece) -> EntryRecord | None:
    plain = piece.details.get("record")
    return from_plain(EntryRecord, plain) if plain else None


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
