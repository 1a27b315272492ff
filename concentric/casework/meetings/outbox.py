"""The outbox: what happens in a meeting is numbered without gaps, in the order of commit, for screens to follow.

Every verb that writes in a meeting locks the meeting first (`locked`), and so takes its turn.
"""

from __future__ import annotations

import uuid

from django.db import connection
from django.db.models import QuerySet

from concentric.casework.meetings.models import LiveEvent, Meeting
from concentric.foundation.accounts.viewer import Viewer

CHANNEL = "concentric_live"


def locked(meeting_id: uuid.UUID) -> Meeting:
    """The meeting as it stands, with its case, held until the transaction ends. Must run inside one."""
    return _lockable().get(pk=meeting_id)


def locked_of(entry_id: uuid.UUID) -> Meeting | None:
    """The same of the meeting that an entry is of; None where there is no such entry."""
    return _lockable().filter(entries=entry_id).first()


def _lockable() -> QuerySet[Meeting]:
    return Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("case").order_by()


def announce(meeting: Meeting, kind: str, subject_id: uuid.UUID | str, viewer: Viewer) -> int:
    """Number one happening in a meeting that is `locked`, and tell the servers when it commits. Returns the number.

    Kinds: entry, limited (an entry whose sharing narrowed), mark, summary, agenda, attendance, decision, dissent,
    review, meeting, presence, closed, signed. `subject_id` is the row's id ("context:column" for a mark), never
    content.
    """
    meeting.live_seq += 1
    LiveEvent.objects.create(
        meeting=meeting, seq=meeting.live_seq, kind=kind, subject_id=str(subject_id), by_id=viewer.id
    )
    Meeting.objects.filter(pk=meeting.pk).update(live_seq=meeting.live_seq)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(meeting.pk)])
    return meeting.live_seq
