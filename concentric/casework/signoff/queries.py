"""Minutes as a viewer may read them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from concentric.casework.meetings.models import Entry, LiveEvent, Meeting
from concentric.casework.meetings.queries import visible_entries, visible_meetings
from concentric.casework.meetings.visibility import sees_whole_record
from concentric.casework.process.queries import process_of
from concentric.casework.signoff.actions import amendment_hash
from concentric.casework.signoff.models import Correction, Minutes
from concentric.casework.signoff.record import current_record
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.exchange.release import release_for_agency
from concentric.method.instrument.working_days import working_day_after
from concentric.method.records.signed import MeetingRecord


def readable_record(viewer: Viewer, meeting: Meeting) -> MeetingRecord:
    """The minutes as this viewer may read them: all of it, or their agency's version."""
    record = current_record(meeting)
    if sees_whole_record(viewer, meeting):
        return record
    return release_for_agency(record, str(viewer.agency_id), recipient=viewer.name).record


def get_minutes(viewer: Viewer, meeting: Meeting) -> Minutes:
    """The minutes of a meeting. Raises NotVisible before it is closed."""
    minutes = Minutes.objects.filter(meeting=meeting).select_related("signed_by__user", "signed_by__agency").first()
    if minutes is None:
        raise NotVisible
    minutes.meeting = meeting
    return minutes


def corrections_of(viewer: Viewer, meeting: Meeting) -> QuerySet[Correction]:
    """Corrections the viewer may read: all for those who produce the record, else those they asked for themselves."""
    corrections = Correction.objects.filter(meeting=meeting).select_related(
        "entry", "asked_by__user", "asked_by__agency", "decided_by__user"
    )
    if sees_whole_record(viewer, meeting):
        return corrections
    return corrections.filter(asked_by_id=viewer.id)


def accepted_unchanged(meeting: Meeting) -> list[Correction]:
    """Corrections that were accepted although nothing has happened since to what they are about: the entry, or, where
    they name none, anything of the meeting.
    """
    accepted = Correction.objects.filter(meeting=meeting, state=Correction.State.ACCEPTED)
    return [each for each in accepted.select_related("asked_by__user") if not _changed_since(each)]


def _changed_since(correction: Correction) -> bool:
    since = LiveEvent.objects.filter(meeting=correction.meeting_id, at__gt=correction.decided_at)
    return (since.filter(subject_id=str(correction.entry_id)) if correction.entry_id else since).exists()


def get_correction(viewer: Viewer, correction_id: uuid.UUID) -> Correction:
    """One correction the viewer may read. Raises NotVisible."""
    correction = (
        Correction.objects.select_related("meeting__case", "entry")
        .filter(pk=correction_id, meeting__in=visible_meetings(viewer))
        .first()
    )
    if correction is None or not corrections_of(viewer, correction.meeting).filter(pk=correction.pk).exists():
        raise NotVisible
    return correction


def get_correctable_entry(viewer: Viewer, meeting: Meeting, entry_id: uuid.UUID) -> Entry:
    """An entry of this meeting that the viewer may see. Raises NotVisible."""
    entry = visible_entries(viewer).filter(meeting=meeting, pk=entry_id, struck_at=None).first()
    if entry is None:
        raise NotVisible
    return entry


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due by the partnership's clocks."""

    what: str
    by: dt.date
    is_late: bool


def deadlines(minutes: Minutes) -> list[Deadline]:
    """What is due for draft minutes: that they go out, then that corrections are asked for. None once signed."""
    if minutes.signed_at:
        return []
    clocks = process_of(minutes.meeting.case.partnership).clocks
    if minutes.circulated_at is None:
        what, start, days = "Draft minutes go out", minutes.drafted_at, clocks.draft_minutes
    else:
        what, start, days = "Corrections can be asked for", minutes.circulated_at, clocks.corrections
    by = working_day_after(timezone.localdate(start), days)
    return [Deadline(what, by, by < timezone.localdate())]


def is_intact(minutes: Minutes) -> bool:
    """Whether the signed record and every amendment still have the hashes they were given."""
    text = json.dumps(minutes.record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    before = minutes.record_hash
    if hashlib.sha256(text.encode()).hexdigest() != before:
        return False
    for amendment in minutes.amendments.all():
        if amendment_hash(before, amendment) != amendment.chain_hash:
            return False
        before = amendment.chain_hash
    return True
