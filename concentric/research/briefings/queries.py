"""Briefings of a study. The researcher comes first."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from concentric.foundation.permissions.checks import NotVisible, ask
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.permissions import check_can_begin
from concentric.research.frameworks.researcher import Researcher


def briefings(researcher: Researcher) -> QuerySet[Briefing]:
    """The last first."""
    return _visible(researcher).select_related("by__user").defer("published").order_by("-at")


def get_briefing(researcher: Researcher, briefing_id: uuid.UUID) -> Briefing:
    """One briefing with its snapshot. Raises NotVisible."""
    found = _visible(researcher).filter(pk=briefing_id).select_related("snapshot", "study", "by__user").first()
    if found is None:
        raise NotVisible
    return found


def _visible(researcher: Researcher) -> QuerySet[Briefing]:
    """Released, everybody's of the team; a draft is of those who can write in it."""
    every = researcher.study.briefings.all()
    return every if ask(check_can_begin, researcher) else every.filter(state=Briefing.State.RELEASED)
