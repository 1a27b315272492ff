"""The way of a signed framework to a study: one table of steps. The verbs take them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from concentric.foundation.permissions.checks import Refusal
from concentric.submission.review.models import Outgoing

State = Outgoing.State
BEFORE_SENT = (State.REVIEW, State.SECOND_LOOK, State.READY)


@dataclass(frozen=True, slots=True)
class Move:
    """From any of some states to another, and the sentence that refuses it from anywhere else."""

    before: tuple[Outgoing.State, ...]
    after: Outgoing.State
    otherwise: str


class Step(Enum):
    """Every step. What was sent is never called back to review: it is replaced by a correction, or withdrawn."""

    SETTLE = Move((State.REVIEW,), State.SECOND_LOOK, "Only a framework under review can be passed to a second person.")
    SEND_BACK = Move((State.SECOND_LOOK,), State.REVIEW, "Nobody is waiting for a second look at this.")
    CONFIRM = Move((State.SECOND_LOOK,), State.READY, "Nobody is waiting for a second look at this.")
    REOPEN = Move((State.SECOND_LOOK, State.READY), State.REVIEW, "Only what is not sent yet can go back to review.")
    SEND = Move((State.READY,), State.SENT, "Only a framework that a second person has confirmed can be sent.")
    SUPERSEDE = Move((State.SENT,), State.SUPERSEDED, "Only what was sent can be replaced by a correction.")
    WITHDRAW = Move((State.SENT,), State.WITHDRAWN, "Only what was sent can be withdrawn.")
    STOP = Move(BEFORE_SENT, State.STOPPED, "Only what is not sent yet can be stopped. What was sent is withdrawn.")


def take(outgoing: Outgoing, step: Step) -> None:
    """Move it on; the caller saves it. Raises Refusal from any other state."""
    if outgoing.state not in step.value.before:
        raise Refusal(step.value.otherwise)
    outgoing.state = step.value.after
