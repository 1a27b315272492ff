"""Briefings of a study. The researcher comes first."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from concentric.foundation.permissions.checks import NotVisible, ask
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.permissions import check_can_begin, check_can_write
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


def lock_draft(researcher: Researcher, briefing: Briefing) -> Briefing:
    """As it is now, nobody else's to change until the transaction ends. Raises Refusal to who may not write in it."""
    locked = Briefing.objects.select_for_update(of=("self",)).select_related("study").get(pk=briefing.pk)
    check_can_write(researcher, locked)
    return locked


def _visible(researcher: Researcher) -> QuerySet[Briefing]:
    """Released, everybody's of the team; a draft is of those who can write in it."""
    every = researcher.study.briefings.all()
    return every if ask(check_can_begin, researcher) else every.filter(state=Briefing.State.RELEASED)
