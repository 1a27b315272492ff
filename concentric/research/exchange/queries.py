"""The imports of a study. The researcher comes first."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from concentric.foundation.permissions.checks import NotVisible
from concentric.research.exchange.models import ImportRun
from concentric.research.frameworks.researcher import Researcher

SHOWN = 10


def runs(researcher: Researcher) -> QuerySet[ImportRun]:
    """The last imports of the study, without their files."""
    found = ImportRun.objects.filter(study=researcher.study).defer("file", "said")
    return found.select_related("by__user")[:SHOWN]


def get_run(researcher: Researcher, run_id: uuid.UUID) -> ImportRun:
    """Raises NotVisible."""
    found = ImportRun.objects.filter(study=researcher.study, pk=run_id).select_related("by__user").defer("file")
    run = found.first()
    if run is None:
        raise NotVisible
    return run
