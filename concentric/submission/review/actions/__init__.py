"""Every write of the review."""

from concentric.submission.review.actions.aloud import read_aloud
from concentric.submission.review.actions.course import (
    begin,
    bring_up_to_date,
    choose_attributes,
    confirm,
    reopen,
    send_back,
    settle,
    stop,
    stop_corrections,
)
from concentric.submission.review.actions.deciding import accept_group, decide, undo
from concentric.submission.review.actions.missed import Marked, add_person, add_span

__all__ = [
    "Marked",
    "accept_group",
    "add_person",
    "add_span",
    "begin",
    "bring_up_to_date",
    "choose_attributes",
    "confirm",
    "decide",
    "read_aloud",
    "reopen",
    "send_back",
    "settle",
    "stop",
    "stop_corrections",
    "undo",
]
