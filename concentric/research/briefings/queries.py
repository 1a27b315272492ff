"""Briefings of a study. The researcher comes first."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from concentric.foundation.permissions.checks import NotVisible
from concentric.research.briefings.models import Briefing
from concentric.research.frameworks.researcher import Researcher


def briefings(researcher: Researcher) -> QuerySet[Briefing]:
    """The last first."""
    return researcher.study.briefings.select_related("by__user").defer("published").order_by("-at")


def get_briefing(researcher: Researcher, briefing_id: uuid.UUID) -> Briefing:
    """One briefing with its snapshot. Raises NotVisible."""
    found = researcher.study.briefings.filter(pk=briefing_id).select_related("snapshot", "study", "by__user").first()
    if found is None:
        raise NotVisible
    return found
