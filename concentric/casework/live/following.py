"""That somebody follows a meeting: in the audit trail once for each person, meeting and sitting.

A page that is open asks for the stream at every new connection and for its side after every event; an event for each
would bury the trail. A sitting is a session: its first request for either is the one that is noted.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from concentric.casework.meetings.models import Meeting
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.queries import was_noted
from concentric.foundation.audit.trail import note_read
from concentric.web.session import STARTED

FOLLOWED = "meeting.followed"


def note_following(request: HttpRequest, viewer: Viewer, meeting: Meeting) -> None:
    """Record that the viewer follows the meeting, unless this sitting's event is there already."""
    sitting = dt.datetime.fromtimestamp(request.session[STARTED], dt.UTC)
    if not was_noted(viewer, FOLLOWED, meeting.pk, since=sitting):
        note_read(viewer, FOLLOWED, meeting)
