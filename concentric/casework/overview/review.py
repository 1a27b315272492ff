"""What changed since the last meeting: each context then and now, side by side, and how its actions went."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from concentric.casework.meetings.models import CellMark, Entry, Meeting
from concentric.casework.meetings.queries import visible_entries, visible_meetings
from concentric.casework.plans.models import Action
from concentric.casework.plans.queries import visible_actions
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey
from concentric.method.instrument.vocabulary import ActionStatus

HELD = (Meeting.Status.OPEN, Meeting.Status.CLOSED, Meeting.Status.SIGNED)


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One column of a context: what was recorded then, and what is recorded now."""

    label: str
    then: tuple[Entry, ...]
    now: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ContextChange:
    """A context: columns that hold something in either meeting, the actions on it, and what its silence means now."""

    label: str
    columns: tuple[ColumnChange, ...]
    actions: tuple[Action, ...]
    silence: str

    @property
    def unfinished(self) -> int:
        """How many of the actions are still open or were not done."""
        return sum(action.status in {ActionStatus.OPEN, ActionStatus.NOT_DONE} for action in self.actions)


@dataclass(frozen=True, slots=True)
class Review:
    """This meeting beside the one before it."""

    before: Meeting
    contexts: tuple[ContextChange, ...]


def previous_meeting(viewer: Viewer, meeting: Meeting) -> Meeting | None:
    """The meeting that this one reviews, or the last one held before it, if the viewer may see it."""
    held = visible_meetings(viewer).filter(case_id=meeting.case_id, status__in=HELD).exclude(pk=meeting.pk)
    if meeting.previous_id:
        return held.filter(pk=meeting.previous_id).first()
    return held.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").first()


def since_last_time(viewer: Viewer, meeting: Meeting) -> Review | None:
    """Both meetings' entries and the earlier one's actions, in a fixed number of queries; None at a first meeting."""
    before = previous_meeting(viewer, meeting)
    if before is None:
        return None
    cells = _cells(viewer, before, meeting)
    actions = _actions(viewer, before)
    marks = CellMark.objects.filter(meeting=meeting, column_key="")
    silences = {mark.context_key: mark.get_state_display() for mark in marks}
    contexts = tuple(
        ContextChange(
            context.label,
            tuple(_columns(cells, before, meeting, context.key.value)),
            tuple(actions[context.key.value]),
            silences.get(context.key.value, ""),
        )
        for context in CONTEXTS
    )
    return Review(before, contexts)


def _columns(
    cells: dict[tuple[str, str, str], list[Entry]], before: Meeting, meeting: Meeting, context: str
) -> list[ColumnChange]:
    changes = []
    for column in COLUMNS:
        if column.key is ColumnKey.ACTIONS:
            continue  # shown with how they went
        then = tuple(cells[(str(before.pk), context, column.key.value)])
        now = tuple(cells[(str(meeting.pk), context, column.key.value)])
        if then or now:
            changes.append(ColumnChange(column.label, then, now))
    return changes


def _cells(viewer: Viewer, *meetings: Meeting) -> dict[tuple[str, str, str], list[Entry]]:
    found: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    entries = visible_entries(viewer).filter(meeting__in=meetings, struck_at=None).select_related("instance")
    for entry in entries.order_by("position"):
        found[(str(entry.meeting_id), entry.context_key, entry.column_key)].append(entry)
    return found


def _actions(viewer: Viewer, before: Meeting) -> dict[str, list[Action]]:
    found: dict[str, list[Action]] = defaultdict(list)
    actions = visible_actions(viewer).filter(entry__meeting=before)
    for action in actions.select_related("entry__instance", "owner_agency", "owner__user").order_by("due_on"):
        found[action.entry.context_key].append(action)
    return found
