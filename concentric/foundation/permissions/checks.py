"""One check per permission.

A check is a function `check_can_…(viewer, …)` that returns nothing or raises `Refusal` with a reason a person can read.
The view calls it; the page shows `ask(check, …)`, which gives the yes or no and the same reason for the greyed button.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

P = ParamSpec("P")


class Refusal(Exception):
    """Not allowed, and why, in one sentence. Shown to the person; never holds anything identifying."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotVisible(Exception):
    """What was asked for does not exist, or not for this viewer: the page says 404 in either case."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A check's outcome. `reason` is empty when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def ask(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """The outcome of `check`, as a value."""
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return Answer(allowed=False, reason=refusal.reason)
    return Answer(allowed=True)
