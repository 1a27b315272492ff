"""Writing the plan. A planned action is an entry in the actions column with its plan (`Action`) beside it: they are
made, moved and shown together."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from concentric.casework.base import LINE, SHORT
from concentric.casework.meetings.actions import entries
from concentric.casework.meetings.actions.entries import (
    TAKEN,
    AsItStands,
    idempotent,
    insert_entry,
    relocate,
    standing_entry,
)
from concentric.casework.meetings.drafts import EntryDraft, Invalid, tidied
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
        return Action.objects.select_related("entry").get(entry=again.entry)
    except IntegrityError:
        raise Refusal(TAKEN) from None


def change_action(*, viewer: Viewer, action: Action, plan: ActionDraft, answers: Iterable[uuid.UUID]) -> Action:
    """Change who does it, by when, how success is seen, and which needs it answers."""
    plan = _checked(plan, viewer)
    with recorded(viewer, "action.changed", action) as note:
        action = _held(action)
        check_can_change_action(viewer, action)
        fields = _fields(plan)
        note.details["fields"] = sorted(name for name, value in fields.items() if getattr(action, name) != value)
        for name, value in fields.items():
            setattr(action, name, value)
        action.save(update_fields=list(fields))
        before = _answered_by(action)
        unseen = action.answers.exclude(pk__in=visible_entries(viewer).filter(meeting=action.entry.meeting))
        action.answers.set([*_needs(action.entry.meeting, answers), *unseen])
        announce(action.entry.meeting, "entry", action.entry_id, viewer)
        _announce_needs(before ^ _answered_by(action), action.entry.meeting, viewer)
        return action


def answer_need(*, viewer: Viewer, action: Action, need: Entry, answered: bool) -> Action:
    """Tie an action to a need of its meeting, or untie it."""
    with recorded(viewer, "need.answered", action, need=str(need.pk), answered=answered):
        action = _held(action)
        check_can_change_action(viewer, action)
        if answered:
            action.answers.add(*_needs(action.entry.meeting, [need.pk]))
        else:
            action.answers.remove(need)
        announce(action.entry.meeting, "entry", action.entry_id, viewer)
        announce(action.entry.meeting, "entry", need.pk, viewer)
        return action


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
    wording.details["plan"] = {
        "owner_agency_id": str(half.owner_agency_id or ""),
        "owner_id": str(half.owner_id or ""),
        "owner_name": half.owner_name,
        "due_on": half.due_on.isoformat() if half.due_on else "",
        "measure": half.measure,
        "answers": [str(need) for need in half.answers.values_list("pk", flat=True)],
        "changes": [[change.status, change.reason, change.at.isoformat()] for change in half.changes.all()],
    }
    wording.save(update_fields=["details"])
    half.delete()


def _bring_back(entry: Entry, viewer: Viewer) -> Action:
    """The plan as it was when the entry last left the column, or an empty one."""
    plans = (wording.details.get("plan") for wording in entry.wordings.order_by("-version"))
    kept: dict[str, Any] = next((plan for plan in plans if plan), {})
    needs = _needs(entry.meeting, [uuid.UUID(need) for need in kept.get("answers", [])], missing_ok=True)
    return _make_half(
        entry,
        viewer,
        [need for need in needs if need.pk != entry.pk],
        owner_agency_id=kept.get("owner_agency_id") or None,
        owner_id=kept.get("owner_id") or None,
        owner_name=kept.get("owner_name", ""),
        due_on=kept.get("due_on") or None,
        measure=kept.get("measure", ""),
    )


def _make_half(entry: Entry, viewer: Viewer, needs: list[Entry], **fields: Any) -> Action:
    case = entry.meeting.case
    action = Action(entry=entry, partnership_id=case.partnership_id, case=case, **fields)
    action.save(force_insert=True)
    if needs:
        action.answers.set(needs)
    _note_change(action, viewer)
    return action


def _note_change(action: Action, viewer: Viewer) -> None:
    ActionChange.objects.create(
        action=action, status=action.status, reason=action.status_reason, due_on=action.due_on, by=viewer.membership
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
