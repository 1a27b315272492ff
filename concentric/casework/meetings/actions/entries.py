"""Writing entries: adding, changing, moving, striking. Every wording that was ever accepted stays, in `EntryWording`.

Each verb locks the meeting, so that two people's changes come one after the other; whoever saves second against an old
version either has their change merged (they touched different parts) or gets an `EditConflict` with both wordings.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.utils import timezone

from concentric.casework.contexts.models import Context
from concentric.casework.meetings.actions.once import AsItStands, check_new, idempotent
from concentric.casework.meetings.drafts import EditConflict, EntryDraft, Invalid, checked, tidied, wrong_place
from concentric.casework.meetings.merging import (
    Parts,
    details_of,
    merge,
    parts_of_draft,
    parts_of_entry,
    parts_of_wording,
)
from concentric.casework.meetings.models import CellMark, Entry, EntryWording, Meeting
from concentric.casework.meetings.outbox import announce, locked, locked_of
from concentric.casework.meetings.permissions import check_can_add_entry, check_can_change_entry, runs
from concentric.casework.meetings.queries import entry_of, sees_meeting
from concentric.casework.search import actions as search
from concentric.casework.search.models import SearchText
from concentric.foundation.accounts.models import Agency
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import Note, recorded
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.instrument.grid import ColumnKey
from concentric.method.instrument.vocabulary import Sharing, Silence


@idempotent
def add_entry(*, viewer: Viewer, meeting: Meeting, entry_id: uuid.UUID, draft: EntryDraft) -> Entry:
    """Save one entry under the id its page gave it. The same id again returns the saved entry and writes nothing.

    Planned actions are added by `plans.actions.plan_action`. Raises Invalid, Refusal.
    """
    if draft.column == ColumnKey.ACTIONS:
        raise Invalid({"column": "Plan this as an action."})
    with recorded(viewer, "entry.added") as note:
        return insert_entry(viewer, locked(meeting.pk), entry_id, draft, note)


def insert_entry(viewer: Viewer, meeting: Meeting, entry_id: uuid.UUID, draft: EntryDraft, note: Note) -> Entry:
    """The entry, its first wording, its place in the search index and in the outbox. The meeting is `locked`.

    Raises AsItStands when it was saved before. An id that belongs to another meeting or author is refused without
    saying whose it is.
    """
    check_new(Entry.objects.all(), entry_id, meeting_id=meeting.pk, created_by_id=viewer.id)
    check_can_add_entry(viewer, meeting)
    draft = checked(draft, viewer.partnership_id)
    before = meeting.status == Meeting.Status.PLANNED
    theirs = viewer.agency if not runs(viewer, meeting) and (before or draft.source is None) else draft.source
    entry = Entry(
        id=entry_id,
        meeting=meeting,
        context_key=draft.context,
        column_key=draft.column,
        instance=draft.instance,
        text=draft.text,
        source=theirs,
        basis=draft.basis,
        sharing=draft.sharing,
        position=announce(meeting, "entry", entry_id, viewer),
        before_meeting=before,
        created_by=viewer.membership,
    )
    entry.save(force_insert=True)
    if draft.sharing_agencies:
        entry.sharing_agencies.set(draft.sharing_agencies)
    note.subject, note.details = entry, {"context": draft.context, "column": draft.column}
    _keep_wording(entry, "written", viewer)
    _make_findable(entry)
    _end_silence(entry, viewer)
    return entry


@idempotent
def change_entry(*, viewer: Viewer, entry_id: uuid.UUID, base_version: int, draft: EntryDraft) -> Entry:
    """Give an entry another wording, source, basis, sharing limit, or place within its column.

    Raises EditConflict when somebody else changed the same part since `base_version`, unless to the very same.
    """
    draft = checked(draft, viewer.partnership_id)
    with recorded(viewer, "entry.changed") as note:
        entry = standing_entry(viewer, entry_id)
        base = _parts_at(entry, base_version)
        if not runs(viewer, entry.meeting) and (entry.before_meeting or draft.source is None):
            draft = replace(draft, source=entry.source)  # what they added is marked as theirs, however they reword it
        if draft.column != base["place"][1]:
            raise Invalid({"column": "Move the entry to change its column."})
        merged = _merged(entry, base, parts_of_draft(draft))
        note.details["parts"] = _write(entry, merged, "edited", viewer)
        note.subject = entry
        return entry


@idempotent
def move_entry(*, viewer: Viewer, entry_id: uuid.UUID, base_version: int, context: str, column: str) -> Entry:
    """Put an entry into another cell. Into or out of the actions column: `plans.actions.move_entry`."""
    with recorded(viewer, "entry.moved") as note:
        entry = standing_entry(viewer, entry_id)
        if entry.column_key != column and ColumnKey.ACTIONS in (entry.column_key, column):
            raise Invalid({"column": "An action is moved with its plan."})
        return relocate(viewer, entry, base_version, context, column, note)


def relocate(viewer: Viewer, entry: Entry, base_version: int, context: str, column: str, note: Note) -> Entry:
    """Move a standing entry of a locked meeting. A named instance stays only within its own context."""
    errors = wrong_place(context, column, None)
    if errors:
        raise Invalid(errors)
    base = _parts_at(entry, base_version)
    instance = base["place"][2] if context == base["place"][0] else None
    merged = _merged(entry, base, {**base, "place": [context, column, instance]})
    note.details = {"from": [entry.context_key, entry.column_key], "to": [context, column]}
    note.subject = entry
    _write(entry, merged, "moved", viewer)
    return entry


@idempotent
def strike_entry(*, viewer: Viewer, entry_id: uuid.UUID, reason: str) -> Entry:
    """Strike an entry, saying why. It stays readable in the record and leaves releases, counts and search."""
    reason = tidied("reason", reason)
    with recorded(viewer, "entry.struck") as note:
        note.subject = entry = _changeable_entry(viewer, entry_id)
        if entry.struck_at:
            raise AsItStands(entry)
        entry.struck_at, entry.struck_reason = timezone.now(), reason
        _next_version(entry, "struck", viewer, ["struck_at", "struck_reason"])
        search.remove(kind=SearchText.Kind.ENTRY, subject_id=entry.pk)
        return entry


@idempotent
def restore_entry(*, viewer: Viewer, entry_id: uuid.UUID) -> Entry:
    """Take a strike back."""
    with recorded(viewer, "entry.restored") as note:
        note.subject = entry = _changeable_entry(viewer, entry_id)
        if not entry.struck_at:
            raise AsItStands(entry)
        entry.struck_at, entry.struck_reason = None, ""
        _next_version(entry, "restored", viewer, ["struck_at", "struck_reason"])
        _make_findable(entry)
        _end_silence(entry, viewer)
        return entry


@idempotent
def keep_prompt(*, viewer: Viewer, entry_id: uuid.UUID, rule: str) -> Entry:
    """Remember that somebody answered a prompt with Keep. The wording is as it was, and so is the version."""
    with recorded(viewer, "prompt.kept", rule=rule[:60]) as note:
        note.subject = entry = _changeable_entry(viewer, entry_id)
        if rule in entry.kept_prompts:
            raise AsItStands(entry)
        entry.kept_prompts = [*entry.kept_prompts, rule]
        entry.save(update_fields=["kept_prompts"])
        announce(entry.meeting, "entry", entry.pk, viewer)
        return entry


def _changeable_entry(viewer: Viewer, entry_id: uuid.UUID) -> Entry:
    """The entry as it stands in its locked meeting. Raises NotVisible, or Refusal when the viewer may not change it."""
    meeting = locked_of(entry_id)
    if meeting is None or not sees_meeting(viewer, meeting):
        raise NotVisible
    entry = entry_of(viewer, meeting, entry_id)
    check_can_change_entry(viewer, meeting, entry)
    return entry


def standing_entry(viewer: Viewer, entry_id: uuid.UUID) -> Entry:
    """An entry that the viewer may change, in its locked meeting. Raises NotVisible, or Refusal (also when struck)."""
    entry = _changeable_entry(viewer, entry_id)
    if entry.struck_at:
        raise Refusal("This entry has been struck. Restore it before changing it.")
    return entry


def _parts_at(entry: Entry, version: int) -> Parts:
    """The parts at the version that somebody started from."""
    if version == entry.version:
        return parts_of_entry(entry)
    wording = entry.wordings.filter(version=version).first()
    if wording is None:
        raise EditConflict(entry, entry.version)
    return parts_of_wording(wording)


def _merged(entry: Entry, base: Parts, wanted: Parts) -> Parts:
    current = parts_of_entry(entry)
    merged = merge(base, current, wanted)
    if merged is None:
        raise EditConflict(entry, entry.version)
    if merged == current:
        raise AsItStands(entry)
    return merged


def _write(entry: Entry, parts: Parts, change: str, viewer: Viewer) -> list[str]:
    """Make the entry what `parts` say, as its next version. Returns the names of the parts that changed."""
    before = parts_of_entry(entry)
    changed = [part for part in parts if parts[part] != before[part]]
    context, column, instance_id = parts["place"]
    if instance_id and not Context.objects.filter(pk=instance_id, kind=context).exists():
        parts["place"][2] = instance_id = None  # moved to another context meanwhile: its named place stays behind
    entry.text, entry.basis = parts["text"], parts["basis"]
    entry.context_key, entry.column_key = context, column
    entry.instance_id = uuid.UUID(instance_id) if instance_id else None
    entry.source_id = uuid.UUID(parts["source"]) if parts["source"] else None
    entry.sharing, agencies = parts["sharing"]
    if "sharing" in changed:
        entry.sharing_agencies.set(Agency.objects.filter(pk__in=agencies))
    fields = ["text", "basis", "context_key", "column_key", "instance", "source", "sharing"]
    narrowed = "sharing" in changed and entry.sharing == Sharing.AGENCIES
    _next_version(entry, change, viewer, fields, kind="limited" if narrowed else "entry")
    if "text" in changed:
        _make_findable(entry)
    if "place" in changed:
        _end_silence(entry, viewer)
    return changed


def _next_version(entry: Entry, change: str, viewer: Viewer, fields: list[str], kind: str = "entry") -> None:
    entry.version += 1
    entry.save(update_fields=[*fields, "version"])
    _keep_wording(entry, change, viewer)
    announce(entry.meeting, kind, entry.pk, viewer)


def _keep_wording(entry: Entry, change: str, viewer: Viewer) -> None:
    parts = parts_of_entry(entry)
    EntryWording.objects.create(
        entry=entry,
        version=entry.version,
        change=change,
        text=entry.text,
        context_key=entry.context_key,
        column_key=entry.column_key,
        details=details_of(parts),
        by=viewer.membership,
    )


def _make_findable(entry: Entry) -> None:
    search.put(
        partnership_id=entry.meeting.case.partnership_id,
        case_id=entry.meeting.case_id,
        kind=SearchText.Kind.ENTRY,
        subject_id=entry.pk,
        body=entry.text,
    )


def _end_silence(entry: Entry, viewer: Viewer) -> None:
    """An entry in a cell contradicts "nothing identified" and "not discussed" there and for its whole context.

    "Not known, someone will find out" stays: what was recorded may not be all there is to find out.
    """
    contradicted = CellMark.objects.filter(
        meeting=entry.meeting,
        context_key=entry.context_key,
        column_key__in=("", entry.column_key),
        state__in=(Silence.NOTHING_IDENTIFIED.value, Silence.NOT_DISCUSSED.value),
    )
    for column in list(contradicted.values_list("column_key", flat=True)):
        announce(entry.meeting, "mark", f"{entry.context_key}:{column}", viewer)
        contradicted.filter(column_key=column).delete()
