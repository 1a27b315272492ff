"""A partnership's process as it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.utils import timezone

from concentric.casework.process.models import ProcessSettings
from concentric.foundation.accounts.models import Partnership
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.process import Process
from concentric.method.instrument.process_default import DEFAULT_PROCESS
from concentric.method.instrument.process_file import from_document


def second_step_due(viewer: Viewer) -> dt.datetime | None:
    """When the viewer must have a second step at the latest; None when nothing asks for one of their roles."""
    rows = ProcessSettings.objects.filter(partnership_id=viewer.partnership_id)
    document, since = rows.values_list("document__second_step", "second_step_since").first() or (None, None)
    asked = document or asdict(DEFAULT_PROCESS.second_step)
    if viewer.roles.isdisjoint(asked["roles"]):
        return None
    joined = viewer.membership.created_at
    return max(joined, since or joined) + dt.timedelta(days=asked["grace_days"])


def is_second_step_overdue(viewer: Viewer) -> bool:
    """Whether the viewer may see nothing until they have set up a second step."""
    due = None if viewer.has_second_step else second_step_due(viewer)
    return due is not None and timezone.now() >= due


def process_of(partnership: Partnership) -> Process:
    """The partnership's own process, or the default until it has changed something."""
    settings = ProcessSettings.objects.filter(partnership=partnership).first()
    read = from_document(settings.document).process if settings else None
    return read or DEFAULT_PROCESS
