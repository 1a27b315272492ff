"""The releases of a meeting and their ledger."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.queries import visible_meetings
from concentric.casework.releases.models import Receipt, Release
from concentric.foundation.accounts.models import Agency
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible


def releases_of(viewer: Viewer, meeting: Meeting) -> QuerySet[Release]:
    """Versions made of one meeting, newest first, each with its ledger."""
    return (
        Release.objects.filter(meeting=meeting)
        .select_related("agency", "made_by__user", "made_by__agency")
        .prefetch_related("receipts__by__user")
        .defer("record")
    )


def get_release(viewer: Viewer, release_id: uuid.UUID) -> Release:
    """One release of a meeting the viewer may see. Raises NotVisible."""
    release = (
        Release.objects.filter(pk=release_id, meeting__in=visible_meetings(viewer))
        .select_related("meeting__case", "agency", "made_by__user", "made_by__agency")
        .first()
    )
    if release is None:
        raise NotVisible
    return release


def ledger(viewer: Viewer, meeting: Meeting) -> QuerySet[Receipt]:
    """Who received which version of this meeting's minutes, newest first."""
    return Receipt.objects.filter(release__meeting=meeting).select_related("release__agency", "by__user")


def agencies_of(meeting: Meeting) -> QuerySet[Agency]:
    """The agencies that were invited to the meeting: each may be sent its version."""
    return (
        Agency.objects.filter(pk__in=meeting.attendance.exclude(agency=None).values("agency"))
        .order_by("name")
        .distinct()
    )
