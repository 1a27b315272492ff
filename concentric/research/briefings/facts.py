"""What a briefing says of its study beside the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isnan

from django.utils import timezone

from concentric.method.analysis.proportions import Interval
from concentric.method.instrument.inclusion import in_words
from concentric.method.records.study_data import StudyData
from concentric.research.coding.double.comparing import Level, Unit, compare, frameworks_in
from concentric.research.cohorts.models import Snapshot
from concentric.research.frameworks.inclusion import rule_of
from concentric.research.frameworks.models import Framework, Study


@dataclass(frozen=True, slots=True)
class Facts:
    """`rule`: what the study takes in, a sentence each. `has_imported`: some frameworks were not sent by a site.

    `agreement` of the two who coded the newest sample blind, in a sentence; empty where nobody did.
    """

    name: str
    question: str
    rule: tuple[str, ...]
    sites: int
    frozen: date
    has_imported: bool = False
    agreement: str = ""


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


def agreement_of(study: Study) -> str:
    """How far two coders agreed in the newest sample that was opened: one figure of all codes, none of a child."""
    sample = (
        study.double_codings.exclude(opened_at=None).select_related("first", "second").order_by("-opened_at").first()
    )
    if sample is None:
        return ""
    found = compare(study, sample.first, sample.second, frameworks_in(sample), Unit.ENTRY, Level.DETAIL)
    pooled = found.pooled.agreement
    if isnan(pooled.alpha):
        return ""
    return (
        f"Two coders coded {found.frameworks} frameworks without seeing each other’s codes. Over all codes and entries "
        f"Krippendorff’s alpha is {pooled.alpha:.2f} ({_between(pooled.alpha_interval)}), Cohen’s kappa "
        f"{pooled.kappa:.2f} ({_between(pooled.kappa_interval)}); they agree on {pooled.percent:.0%} of what either "
        "could have coded."
    )


def _between(interval: Interval) -> str:
    return "no interval" if isnan(interval.low) else f"95% interval {interval.low:.2f} to {interval.high:.2f}"
