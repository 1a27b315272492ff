"""Who is in the meeting, and which entry they are changing. Gone when they leave: no part of the record."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from concentric.casework.live.models import Presence
from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.outbox import announce, locked
from concentric.casework.meetings.queries import entry_of
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible

GONE_AFTER = dt.timedelta(seconds=75)


def touch_presence(*, viewer: Viewer, meeting: Meeting, editing: uuid.UUID | None = None) -> None:
    """Say that the viewer is here, and what they are changing. Others are told only when that differs from before."""
    now, entry_id = timezone.now(), _visible(viewer, meeting, editing)
    here = Presence.objects.filter(
        meeting=meeting, membership_id=viewer.id, editing_id=entry_id, seen_at__gt=now - GONE_AFTER
    )
    with transaction.atomic():  # in turn with those who save (foundation/sqlite)
        if here.update(seen_at=now):
            return
        held = locked(meeting.pk)
        Presence.objects.update_or_create(
            meeting=held, membership_id=viewer.id, defaults={"editing_id": entry_id, "seen_at": now}
        )
        announce(held, "presence", viewer.id, viewer)


def _visible(viewer: Viewer, meeting: Meeting, editing: uuid.UUID | None) -> uuid.UUID | None:
    if editing is None:
        return None
    try:
        return entry_of(viewer, meeting, editing).pk
    except NotVisible:
        return None


def present(meeting: Meeting) -> list[Presence]:
    """Who is here now, by name, with the entry each is changing."""
    here = Presence.objects.filter(meeting=meeting, seen_at__gt=timezone.now() - GONE_AFTER)
    return list(here.select_related("membership__user", "membership__agency").order_by("membership__user__name"))
