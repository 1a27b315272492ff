"""The studies that the viewer's partnership sends to."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.inclusion import InclusionRule, from_plain
from concentric.research.frameworks.models import Study
from concentric.submission.studies.keys import public_key
from concentric.submission.studies.models import StudyLink


def links(viewer: Viewer) -> QuerySet[StudyLink]:
    """The studies that the partnership sends to now, by name."""
    return StudyLink.objects.filter(partnership_id=viewer.partnership_id, left_at=None)


def links_left(viewer: Viewer) -> QuerySet[StudyLink]:
    """The studies that it has left."""
    return StudyLink.objects.filter(partnership_id=viewer.partnership_id, left_at__isnull=False)


def get_link(viewer: Viewer, link_id: uuid.UUID) -> StudyLink:
    """One of them, left or not. Raises NotVisible."""
    link = StudyLink.objects.filter(partnership_id=viewer.partnership_id, pk=link_id).first()
    if link is None:
        raise NotVisible
    return link


def rule_of(link: StudyLink) -> InclusionRule:
    """Which frameworks the study takes in, as its card says."""
    return from_plain(link.inclusion)


def study_here(link: StudyLink) -> Study | None:
    """The study itself, where it is on this installation too and knows the partnership as this site; otherwise None."""
    return Study.objects.filter(pk=link.study_id, sites=link.site_id).first()


def is_known_here(link: StudyLink) -> bool | None:
    """Whether the study has the key that the partnership signs with now. None where it is on another installation."""
    study = study_here(link)
    if study is None:
        return None
    return study.sites.filter(pk=link.site_id, signer=public_key(link.partnership).written()).exists()
