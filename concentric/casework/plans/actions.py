"""Writing the plan. A planned action is an entry in the actions column with its plan (`Action`) beside it: they are
made, moved and shown together."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from concentric.casework.base import LINE, SHORT
from concentric.casework.meetings.actions import entries
from concentric.casework.meetings.actions.entries import insert_entry, relocate, standing_entry
from concentric.casework.meetings.actions.once import TAKEN, AsItStands, idempotent
from concentric.casework.meetings.drafts import EditConflict, EntryDraft, Invalid, tidied
from concentric.casework.meetings.merging import merge
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.outbox import announce, locked
from concentric.casework.meetings.queries import visible_entries
from concentric.casework.plans.models import Action, ActionChange
from concentric.casework.plans.permissions import check_can_change_action, check_can_set_status
from concentric.foundation.accounts.models import Agency, Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.instrument.grid import NEED_COLUMNS, ColumnKey
from concentric.method.instrument.vocabulary import ActionStatus

PARTS = {"owner": ("owner_agency", "owner", "owner_name"), "due": ("due_on",), "measure": ("measure",)}
_PLAN = ("owner_agency_id", "owner_id", "owner_name", "due_on", "measure", "status", "version")
HALF = (*_PLAN, "status_reason", "finished_on")
CHANGE = (*_PLAN, "reason", "by_id", "at")
NEEDS_REASON = (ActionStatus.CHANGED, ActionStatus.NOT_DONE)


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """The plan's half as typed. The owner is an agency, a member, or a person named who is not a member."""

    owner_agency: Agency | None = None
    owner: Membership | None = None
    owner_name: str = ""
    due_on: dt.date | None = None
    measure: str = ""


def plan_action(
    *,
    viewer: Viewer,
    meeting: Meeting,
    entry_id: uuid.UUID,
    draft: EntryDraft,
    plan: ActionDraft,
    answers: Iterable[uuid.UUID] = (),
) -> Action:
    """Add an entry to the actions column with its plan. The same id again returns the saved one and writes nothing."""
    draft, plan = replace(draft, column=ColumnKey.ACTIONS.value), _checked(plan, viewer)
    try:
        with recorded(viewer, "action.planned") as note:
            entry = insert_entry(viewer, locked(meeting.pk), entry_id, draft, note)
            needs = _needs(entry.meeting, answers)
            action = _make_half(entry, viewer, needs, **_fields(plan))
            _announce_needs({need.pk for need in needs}, entry.meeting, viewer)
            return action
    except AsItStands as again:
        return Action.objects.select_related("entry").get(entry_id=again.row.pk)
    except IntegrityError:
        raise Refusal(TAKEN) from None


@idempotent
def change_action(
    *, viewer: Viewer, action: Action, base_version: int, plan: ActionDraft, answers: Iterable[uuid.UUID] | None = None
) -> Action:
    """Change who does it, by when, how success is seen, and which needs it answers (None leaves the needs).

    Raises EditConflict when somebody else changed the same of these since `base_version`, unless to the very same.
    """
    plan = _checked(plan, viewer)
    with recorded(viewer, "action.changed", action) as note:
        action = _held(action)
        check_can_change_action(viewer, action)
        before = _answered_by(action)
        fields, needs = _merged(viewer, action, base_version, plan, answers)
        changed = sorted(name for name, value in fields.items() if getattr(action, name) != value)
        if not changed and needs == before:
            raise AsItStands(action)
        note.details["fields"] = changed
        for name, value in fields.items():
            setattr(action, name, value)
        _next_version(action, viewer, needs, list(fields))
        _announce_needs(before ^ needs, action.entry.meeting, viewer)
        return action


def _merged(
    viewer: Viewer, action: Action, base_version: int, plan: ActionDraft, answers: Iterable[uuid.UUID] | None
) -> tuple[dict[str, Any], set[uuid.UUID]]:
    """The plan's fields and needs as they stand, with what was changed of the version that somebody started from."""
    wanted, current, had = _parts(_fields(plan)), _parts(action), _answered_by(action)
    base = current if base_version == action.version else _parts_at(action, base_version)
    merged = merge(base, current, wanted) if base else None
    if merged is None and wanted != current:
        raise EditConflict(action.entry, action.entry.version)
    fields = {name: value for part in (merged or current).values() for name, value in part.items()}
    if answers is None:
        return fields, had
    began = had if base_version == action.version else _needs_at(action, base_version, otherwise=had)
    seen = visible_entries(viewer).filter(pk__in=began, struck_at=None).values_list("pk", flat=True)
    asked = {need.pk for need in _needs(action.entry.meeting, answers)}
    return fields, (had | (asked - began)) - (set(seen) - asked)


def _parts(plan: Action | ActionChange | dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What of a plan is settled as one: who does it, by when, how success is seen."""
    read = plan.get if isinstance(plan, dict) else lambda name: getattr(plan, name)
    return {part: {name: read(name) for name in names} for part, names in PARTS.items()}


def _parts_at(action: Action, version: int) -> dict[str, dict[str, Any]] | None:
    change = action.changes.select_related("owner_agency", "owner").filter(version=version).first()
    return _parts(change) if change else None


def _needs_at(action: Action, version: int, *, otherwise: set[uuid.UUID]) -> set[uuid.UUID]:
    change = action.changes.filter(version=version).first()
    return {uuid.UUID(need) for need in change.answers} if change else otherwise


def _next_version(action: Action, viewer: Viewer, needs: set[uuid.UUID], fields: list[str]) -> None:
    action.version += 1
    action.save(update_fields=[*fields, "version"])
    action.answers.set(Entry.objects.filter(pk__in=needs))
    _note_change(action, viewer)
    announce(action.entry.meeting, "entry", action.entry_id, viewer)


def set_status(*, viewer: Viewer, action: Action, status: str, reason: str = "") -> Action:
    """Say how an action went. "Circumstances changed" and "not done" need a reason. The change stays as a row."""
    if status not in set(ActionStatus):
        raise Invalid({"status": "Choose where the action stands from the list."})
    reason = tidied("reason", reason, required=status in NEEDS_REASON)
    with recorded(viewer, "action.status_set", action, status=status):
        action = _held(action)
        check_can_set_status(viewer, action)
        if (action.status, action.status_reason) == (status, reason):
            return action
        action.status, action.status_reason = status, reason
        action.finished_on = None if status == ActionStatus.OPEN else timezone.localdate()
        action.save(update_fields=["status", "status_reason", "finished_on"])
        _note_change(action, viewer)
        announce(action.entry.meeting, "entry", action.entry_id, viewer)
        return action


def _answered_by(action: Action) -> set[uuid.UUID]:
    return set(action.answers.values_list("pk", flat=True))


def _announce_needs(needs: set[uuid.UUID], meeting: Meeting, viewer: Viewer) -> None:
    """A need shows on every screen whether it is answered: it is drawn again when that may have changed."""
    for need in sorted(needs):
        announce(meeting, "entry", need, viewer)


@idempotent
def move_entry(*, viewer: Viewer, entry_id: uuid.UUID, base_version: int, context: str, column: str) -> Entry:
    """Put an entry into any cell. Its plan is made when it enters the actions column and put away when it leaves.

    What was planned is kept with the wording at which it left, and comes back if the entry does.
    """
    with recorded(viewer, "entry.moved") as note:
        entry = standing_entry(viewer, entry_id)
        half = Action.objects.filter(entry=entry).first()
        relocate(viewer, entry, base_version, context, column, note)
        is_action = entry.column_key == ColumnKey.ACTIONS
        if is_action and half is None:
            needs = _answered_by(_bring_back(entry, viewer))
        elif half is not None and not is_action:
            needs = _answered_by(half)
            _put_away(entry, half)
        else:
            needs = set()
        _announce_needs(needs, entry.meeting, viewer)
        return entry


def strike_entry(*, viewer: Viewer, entry_id: uuid.UUID, reason: str) -> Entry:
    """Strike any entry, saying why. The needs that a struck action answered are unanswered again."""
    with transaction.atomic():
        entry = entries.strike_entry(viewer=viewer, entry_id=entry_id, reason=reason)
        _announce_needs_of(entry, viewer)
        return entry


def restore_entry(*, viewer: Viewer, entry_id: uuid.UUID) -> Entry:
    """Take a strike back: an action answers its needs again."""
    with transaction.atomic():
        entry = entries.restore_entry(viewer=viewer, entry_id=entry_id)
        _announce_needs_of(entry, viewer)
        return entry


def _announce_needs_of(entry: Entry, viewer: Viewer) -> None:
    half = Action.objects.filter(entry=entry).first()
    if half is not None:
        _announce_needs(_answered_by(half), locked(entry.meeting_id), viewer)


def _put_away(entry: Entry, half: Action) -> None:
    """Keep the plan and its history with the wording that took the entry out of the column."""
    wording = entry.wordings.get(version=entry.version)
    changes = [_plain(change, CHANGE) for change in half.changes.all()]
    answers = [str(need) for need in half.answers.values_list("pk", flat=True)]
    wording.details["plan"] = {**_plain(half, HALF), "answers": answers, "changes": changes}
    wording.save(update_fields=["details"])
    half.delete()


def _plain(row: Action | ActionChange, names: Iterable[str]) -> dict[str, Any]:
    """The row's fields in plain values that JSON keeps, and that the model reads again."""
    return {name: _field(row, name).value_to_string(row) for name in names if getattr(row, name) is not None}


def _field(row: Action | ActionChange, name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", row._meta.get_field(name))


def _bring_back(entry: Entry, viewer: Viewer) -> Action:
    """The plan as it was when the entry last left the column, with its history; or an empty one."""
    plans = (wording.details.get("plan") for wording in entry.wordings.order_by("-version"))
    kept: dict[str, Any] = next((plan for plan in plans if plan), {})
    needs = _needs(entry.meeting, [uuid.UUID(need) for need in kept.get("answers", [])], missing_ok=True)
    fields = {name: kept[name] for name in HALF if name in kept}
    half = _make_half(entry, viewer, [need for need in needs if need.pk != entry.pk], **fields)
    before = [ActionChange(action=half, **{**change, "answers": []}) for change in kept.get("changes", [])]
    ActionChange.objects.bulk_create(before)
    half.refresh_from_db()  # what was kept is plain text
    return half


def _make_half(entry: Entry, viewer: Viewer, needs: list[Entry], **fields: Any) -> Action:
    case = entry.meeting.case
    action = Action(entry=entry, partnership_id=case.partnership_id, case=case, **fields)
    action.save(force_insert=True)
    if needs:
        action.answers.set(needs)
    _note_change(action, viewer)
    return action


def _note_change(action: Action, viewer: Viewer) -> None:
    """Keep the plan as it now stands in its history."""
    ActionChange.objects.create(
        action=action,
        version=action.version,
        status=action.status,
        reason=action.status_reason,
        owner_agency_id=action.owner_agency_id,
        owner_id=action.owner_id,
        owner_name=action.owner_name,
        due_on=action.due_on,
        measure=action.measure,
        answers=sorted(str(need) for need in _answered_by(action)),
        by=viewer.membership,
    )


def _held(action: Action) -> Action:
    """The action as it stands, its meeting locked."""
    meeting = locked(action.entry.meeting_id)
    held = Action.objects.select_related("entry").filter(pk=action.pk).first()
    if held is None:
        raise NotVisible
    held.entry.meeting = meeting
    return held


def _needs(meeting: Meeting, ids: Iterable[uuid.UUID], *, missing_ok: bool = False) -> list[Entry]:
    """Those standing entries of the meeting's need columns. Raises Invalid when one is not such an entry."""
    wanted = set(ids)
    if not wanted:
        return []
    columns = [column.value for column in NEED_COLUMNS]
    found = list(Entry.objects.filter(pk__in=wanted, meeting=meeting, column_key__in=columns, struck_at=None))
    if len(found) != len(wanted) and not missing_ok:
        raise Invalid({"answers": "Choose needs of this meeting: entries under vulnerability or risk."})
    return found


def _checked(plan: ActionDraft, viewer: Viewer) -> ActionDraft:
    """The plan, tidied; a member's agency stands as the owning agency when none was chosen."""
    errors = {}
    if plan.owner_agency and plan.owner_agency.partnership_id != viewer.partnership_id:
        errors["owner_agency"] = "Choose an agency of this partnership."
    if plan.owner and plan.owner.partnership_id != viewer.partnership_id:
        errors["owner"] = "Choose a member of this partnership."
    if errors:
        raise Invalid(errors)
    return replace(
        plan,
        owner_agency=plan.owner_agency or (plan.owner.agency if plan.owner else None),
        owner_name=tidied("owner_name", plan.owner_name, limit=SHORT, required=False),
        measure=tidied("measure", plan.measure, limit=LINE, required=False),
    )


def _fields(plan: ActionDraft) -> dict[str, Any]:
    return {
        "owner_agency": plan.owner_agency,
        "owner": plan.owner,
        "owner_name": plan.owner_name,
        "due_on": plan.due_on,
        "measure": plan.measure,
    }
