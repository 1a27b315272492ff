"""The life of a meeting: one table of steps, drawn in `docs/reference/meeting-states.md`. The verbs take them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from concentric.casework.meetings.models import Meeting
from concentric.foundation.permissions.checks import Refusal

Status = Meeting.Status


@dataclass(frozen=True, slots=True)
class Move:
    """From one state to another, and the sentence that refuses it from anywhere else."""

    before: Meeting.Status
    after: Meeting.Status
    otherwise: str


class Step(Enum):
    """Every step a meeting can take. There is none back: what is signed is amended, never reopened."""

    OPEN = Move(Status.PLANNED, Status.OPEN, "Only a planned meeting can be opened.")
    CANCEL = Move(Status.PLANNED, Status.CANCELLED, "Only a planned meeting can be cancelled.")
    CLOSE = Move(Status.OPEN, Status.CLOSED, "Only a meeting in progress can be closed.")
    SIGN = Move(Status.CLOSED, Status.SIGNED, "Only the minutes of a closed meeting can be signed.")


def take(meeting: Meeting, step: Step) -> None:
    """Move the meeting on; the caller saves it. Raises Refusal from any other state."""
    if meeting.status != step.value.before:
        raise Refusal(step.value.otherwise)
    meeting.status = step.value.after
