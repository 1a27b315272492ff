"""Who may take a study out, and bring something in."""

from __future__ import annotations

import uuid

from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.models import DoubleCoding
from concentric.research.exchange.models import ImportRun
from concentric.research.frameworks.models import Study, StudyMember
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher

LEAD = StudyMember.Role.LEAD


def check_can_import(researcher: Researcher, besides: ImportRun | None = None) -> None:
    """One import at a time, so that what is being imported can be told apart."""
    check_can_take_files(researcher)
    if researcher.study.status == Study.Status.PUBLISHED:
        raise Refusal("The study’s briefing is published, and the time until its frameworks are destroyed runs.")
    if _runs(researcher.study) - {besides.pk if besides else None}:
        raise Refusal("Another file is being imported into this study. Wait until it is done, or stop it.")


def _runs(study: Study) -> set[uuid.UUID]:
    running = (ImportRun.State.RUNNING, ImportRun.State.STOPPING)
    return set(ImportRun.objects.filter(study=study, state__in=running).values_list("pk", flat=True))


def check_can_archive(researcher: Researcher) -> None:
    """An archive shows everything, so it waits until double coding is over; and holds no half of an import."""
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can take the whole study out.")
    if DoubleCoding.objects.filter(study=researcher.study, opened_at=None).exists():
        raise Refusal("A double-coded sample is not compared yet, and the archive would show it. Compare it first.")
    if _runs(researcher.study):
        raise Refusal("A file is being imported into this study. Wait until it is done, or stop it.")
