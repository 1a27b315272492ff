"""Showing a meeting's record with pseudonyms, as it stands, live too."""

from __future__ import annotations

from django.utils import timezone

from concentric.casework.meetings.models import Meeting
from concentric.casework.signoff.queries import readable_record
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.method.records.signed import MeetingRecord
from concentric.submission.review.permissions import check_can_read_aloud
from concentric.submission.review.pseudonyms import keep, pseudonyms_of
from concentric.submission.review.roster import roster_of
from concentric.submission.review.spoken import Spoken


def read_aloud(*, viewer: Viewer, meeting: Meeting, means: str) -> MeetingRecord:
    """What this viewer may read of the meeting, naming nobody. New pseudonyms are kept: the next time says the same."""
    with recorded(viewer, "meeting.read_aloud", meeting, means=means):
        check_can_read_aloud(viewer, meeting)
        roster = roster_of(meeting.case)
        pseudonyms = pseudonyms_of(meeting.case, roster, timezone.localdate(meeting.starts_at))
        spoken = Spoken(roster, pseudonyms).record(readable_record(viewer, meeting))
        keep(meeting.case, pseudonyms)
        return spoken
