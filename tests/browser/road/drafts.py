"""A meeting that is over and can be signed, made by the verbs: for what begins at its minutes."""

from __future__ import annotations

from concentric.casework.meetings.actions import mark_silence
from concentric.casework.signoff.actions import close_meeting
from tests.browser.road.people import Road, SignIn
from tests.factories.live_meeting import make_written
from tests.support.browsing import OpenPage

WRITTEN = "Corridor by the music rooms is not supervised"


def road_to_a_draft(open_page: OpenPage, sign_in: SignIn) -> Road:
    live = make_written()
    place = {"context": "neighbourhood", "column": "", "state": "nothing_identified"}
    mark_silence(viewer=live.writer, meeting=live.meeting, **place)
    close_meeting(viewer=live.writer, meeting=live.meeting)
    return Road(live.world, open_page, sign_in, meeting=str(live.meeting.pk))
