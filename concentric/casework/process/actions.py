"""Changing a partnership's process."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.utils import timezone

from concentric.casework.process.models import ProcessSettings
from concentric.casework.process.permissions import check_can_change_process
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.process import Process, problems_of
from concentric.method.instrument.process_file import to_document


def change_process(*, viewer: Viewer, process: Process) -> None:
    """Keep this process from now on. Meetings already convened keep the agenda and the words they were convened with.

    Raises ValueError when the process is not sound; forms and files are checked before.
    """
    problems = problems_of(process)
    if problems:
        raise ValueError(f"{problems[0].path}: {problems[0].message}")
    with recorded(viewer, "settings.changed") as note:
        check_can_change_process(viewer)
        before = process_of(viewer.partnership)
        changed = [f.name for f in fields(Process) if getattr(before, f.name) != getattr(process, f.name)]
        kept: dict[str, Any] = {"document": to_document(process)}
        if "second_step" in changed:
            kept["second_step_since"] = timezone.now()
        settings, _ = ProcessSettings.objects.update_or_create(partnership=viewer.partnership, defaults=kept)
        note.subject, note.details["parts"] = settings, changed
