"""Whether somebody who follows a meeting still may: asked anew while the stream is open, as for any request."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore

from concentric.casework.meetings.queries import get_meeting
from concentric.casework.process.queries import is_second_step_overdue
from concentric.foundation.accounts.viewer import Viewer, viewer_for
from concentric.foundation.permissions.checks import NotVisible
from concentric.web.session import has_run_out


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who was allowed to follow a meeting, from number `after` on. `room` is the view for the wall."""

    viewer: Viewer
    meeting_id: uuid.UUID
    session_key: str
    after: int
    room: bool


def still_allowed(listener: Listener) -> Viewer | None:
    """The viewer as they now are, or None once they are signed out, no longer a member, or may not see the meeting."""
    session = SessionStore(listener.session_key)
    user = get_user(SimpleNamespace(session=session))  # type: ignore[arg-type]  # it looks at the session alone
    if not user.is_authenticated or has_run_out(session, int(time.time())):
        return None
    viewer = viewer_for(user, str(listener.viewer.id))
    if viewer is None or viewer.id != listener.viewer.id or is_second_step_overdue(viewer):
        return None
    try:
        get_meeting(viewer, listener.meeting_id, names=False)
    except NotVisible:
        return None
    return viewer
