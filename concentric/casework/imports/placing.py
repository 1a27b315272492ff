"""Pieces of a file as entries of a meeting, and what stands beside the grid as the parts of its record."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from textwrap import shorten

from django.utils import timezone

from concentric.casework.base import LINE, SHORT
from concentric.casework.contexts.actions import name_context
from concentric.casework.contexts.models import Context
from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.imports.naming import Named
from concentric.casework.imports.reading import record_of
from concentric.casework.meetings.actions import (
    add_entry,
    invite,
    record_decision,
    record_dissent,
    set_attendance,
    set_review_date,
    write_summary,
)
from concentric.casework.meetings.drafts import EntryDraft, Invalid
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.identity import new_id
from concentric.method.exchange.framework_docx.head import date_of
from concentric.method.exchange.framework_docx.people_words import SaidPerson, read_people
from concentric.method.exchange.framework_docx.plan_words import read_plan
from concentric.method.exchange.plain_text import divided
from concentric.method.instrument.grid import CONTEXTS, ColumnKey
from concentric.method.records.signed import ActionRecord, EntryRecord

NO_REASONS = "The imported framework gives no reasons."
NOBODY_NAMED = "Not named in the imported framework"
_REASONS = re.compile(r"[\s.;,(–—-]*\b(?:because|reasons?\s*:|rationale\s*:)\s*", re.IGNORECASE)
_SPEAKER = re.compile(r"([^:.;\n]{2,80}):\s+")


class Placing:
    """Turns placed pieces into entries: needs first, so that actions can be tied to those they answer."""

    def __init__(self, viewer: Viewer, imported: ImportedFramework, meeting: Meeting, named: Named) -> None:
        self.viewer, self.imported, self.meeting, self.named = viewer, imported, meeting, named
        self.day = timezone.localdate(meeting.starts_at)
        self.instances: dict[tuple[str, str], Context] = {}
        self.new_ids: dict[str, uuid.UUID] = {}

    def place(self, pieces: list[TrayPiece]) -> None:
        for piece in sorted(pieces, key=lambda p: (p.column_key == ColumnKey.ACTIONS, p.order)):
            for text in divided(piece.text, LINE):
                self._place(piece, text)

    def _place(self, piece: TrayPiece, text: str) -> None:
        record = record_of(piece)
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
        ids = record.sharing_agency_ids or ("",) * len(record.sharing_agencies)
        limited_to = map(self.named.by_id, ids, record.sharing_agencies)
        return EntryDraft(
            draft.context,
            draft.column,
            draft.text,
            draft.instance,
            source=self.named.by_id(record.source_id, record.source),
            basis=record.basis.value,
            sharing=record.sharing.value,
            sharing_agencies=tuple(agency for agency in limited_to if agency),
        )

    def _plan(self, entry_id: uuid.UUID, draft: EntryDraft, record: EntryRecord | None) -> None:
        said = record.action if record else None
        plan = draft_of(said, self.named) if said else self.named.plan(read_plan(draft.text, self.day))
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
                viewer=self.viewer,
                case=self.imported.case,
                kind=piece.context_key,
                name=piece.instance_name,
                openly=False,
            )
        return self.instances[key]


def draft_of(said: ActionRecord, named: Named) -> ActionDraft:
    """The plan that our own minutes remember."""
    agency = named.by_name(said.owner_agency) if said.owner_agency else None
    return ActionDraft(agency, owner_name=said.owner_name, due_on=said.due, measure=said.measure)


def put_beside(
    viewer: Viewer, imported: ImportedFramework, meeting: Meeting, named: Named, pieces: Iterable[TrayPiece]
) -> None:
    """Summary, decisions, disagreements, who was there and the review date, in the order of the file.

    No word of a piece is dropped but what a field of its own says: "Present:", or the words around a date.
    """
    summary = [str(imported.head.get("summary", "")).strip()]
    for piece in pieces:
        if piece.part == TrayPiece.Part.SUMMARY:
            summary.append(piece.text)
        elif piece.part == TrayPiece.Part.DECISION:
            _decide(viewer, meeting, piece.text)
        elif piece.part == TrayPiece.Part.DISSENT:
            _disagree(viewer, meeting, named, piece.text)
        elif piece.part == TrayPiece.Part.REVIEW:
            _review(viewer, meeting, piece.text)
        else:
            for person in read_people(piece.text):
                _attend(viewer, meeting, named, person)
    text = "\n\n".join(filter(None, summary))
    if text:
        write_summary(viewer=viewer, meeting=meeting, base_version=0, text=text)


def _decide(viewer: Viewer, meeting: Meeting, text: str) -> None:
    """A decision; what follows "because" or "Reasons:" are its reasons."""
    found = _REASONS.search(text)
    said, reasons = (text[: found.start()], text[found.end() :].strip(" )")) if found else (text, "")
    if not said.strip() or not reasons or len(reasons) > LINE:
        said, reasons = text, NO_REASONS
    for part in divided(said.strip(), LINE):
        record_decision(viewer=viewer, meeting=meeting, text=part, reasons=reasons)


def _disagree(viewer: Viewer, meeting: Meeting, named: Named, text: str) -> None:
    """A disagreement; "Police: …" is the police's."""
    speaker = _SPEAKER.match(text)
    agency = named.agency(speaker[1]) if speaker and text[speaker.end() :].strip() else None
    said = text[speaker.end() :] if speaker and agency else text
    for part in divided(said, LINE):
        record_dissent(viewer=viewer, meeting=meeting, text=part, agency=agency, who="" if agency else NOBODY_NAMED)


def _review(viewer: Viewer, meeting: Meeting, text: str) -> None:
    """The day in the words. Raises Invalid where they name none, so that the piece is put elsewhere."""
    day = date_of(text)
    if day is None:
        raise Invalid({"place": f"No date with its year can be read in “{shorten(text, 60)}”. Put it somewhere else."})
    set_review_date(viewer=viewer, meeting=meeting, review_on=day)


def _attend(viewer: Viewer, meeting: Meeting, named: Named, person: SaidPerson) -> None:
    """Somebody on the list, by name only: a name in a file opens the meeting to nobody."""
    agency = named.agency(person.beside)
    name, part = person.name, "" if agency else person.beside
    before, _, last = person.name.rpartition(", ")
    if agency is None and before:
        agency = named.agency(last)
        name = before if agency else name
    if len(part) > SHORT:
        name, part = f"{name} ({part})", ""
    for words in divided(name, SHORT):
        invited = invite(viewer=viewer, meeting=meeting, name=words, agency=agency, part=part)
        set_attendance(viewer=viewer, attendance=invited, state=person.state)
