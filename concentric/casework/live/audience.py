"""What the stream tells of one event, and to whom. Each form is made once; which one is sent is decided per viewer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from concentric.casework.meetings.models import LiveEvent
from concentric.casework.meetings.visibility import Sight, sees
from concentric.foundation.accounts.viewer import Viewer

EVERYBODY = Sight(is_limited=False)


@dataclass(frozen=True, slots=True)
class Fragments:
    """The HTML of one event: for those with `sight` of it, for the wall (`room`, drawn if one is open), for the others.

    Empty HTML for something that was shown before takes it off the screen.
    """

    html: str
    room: Callable[[], str] = str
    others: str = ""
    sight: Sight = EVERYBODY


class Message:
    """One event as the bytes that are sent: each form is made once, however many screens there are."""

    def __init__(self, event: LiveEvent, fragments: Fragments) -> None:
        self.seq, self._event, self._fragments = event.seq, event, fragments

    @cached_property
    def _seen(self) -> bytes:
        return _encoded(self._event, self._event.kind, self._fragments.html)

    @cached_property
    def _on_the_wall(self) -> bytes:
        return _encoded(self._event, self._event.kind, self._fragments.room())

    @cached_property
    def _unseen(self) -> bytes:
        return _for_others(self._event, self._fragments)

    def for_viewer(self, viewer: Viewer, *, room: bool) -> bytes:
        """What this viewer's screen is sent."""
        if not sees(viewer, self._fragments.sight):
            return self._unseen
        return self._on_the_wall if room else self._seen


def _for_others(event: LiveEvent, fragments: Fragments) -> bytes:
    """Those who may not see it learn only that a number has passed; or that what they could see before is gone."""
    if fragments.others:
        return _encoded(event, event.kind, fragments.others)
    if event.kind == "limited":
        return _encoded(event, "gone", "")
    return _sent(event.seq, {"seq": event.seq, "kind": "quiet", "id": "", "by": "", "html": ""})


def _encoded(event: LiveEvent, kind: str, html: str) -> bytes:
    told = {"seq": event.seq, "kind": kind, "id": event.subject_id, "by": str(event.by_id or ""), "html": html}
    return _sent(event.seq, told)


def _sent(seq: int, told: dict[str, object]) -> bytes:
    return f"id: {seq}\nevent: change\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
