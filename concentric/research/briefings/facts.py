"""What a briefing says of its study beside the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from concentric.method.instrument.inclusion import in_words
from concentric.method.records.study_data import StudyData
from concentric.research.briefings.agreement import Agreed, agreement_of
from concentric.research.cohorts.models import Snapshot
from concentric.research.frameworks.inclusion import rule_of
from concentric.research.frameworks.models import Framework, Study


@dataclass(frozen=True, slots=True)
class Facts:
    """`rule`: what the study takes in, a sentence each. `has_imported`: some frameworks were not sent by a site."""

    name: str
    question: str
    rule: tuple[str, ...]
    sites: int
    frozen: date
    has_imported: bool = False
    agreement: Agreed | None = None


def facts_of(study: Study, snapshot: Snapshot, data: StudyData) -> Facts:
    """Of a study, and of the snapshot that a briefing was counted from."""
    imported = Framework.objects.filter(mark__in=snapshot.marks).exclude(origin=Framework.Origin.BUNDLE)
    return Facts(
        name=study.name,
        question=study.question,
        rule=tuple(in_words(rule_of(study))),
        sites=len(data.sizes("site")),
        frozen=timezone.localdate(snapshot.at),
        has_imported=imported.exists(),
        agreement=agreement_of(study),
    )
