"""Which of the received frameworks are in the study: what its rule says, and what a researcher decides instead."""

from __future__ import annotations

from typing import Any

from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.inclusion import (
    IncidentFacts,
    InclusionFacts,
    InclusionRule,
    from_plain,
    reasons_out,
)
from concentric.method.records import canonical
from concentric.method.records.framework import Attributes, SubmittedIncident
from concentric.method.records.submission_words import Answer
from concentric.research.frameworks.models import Framework, InclusionDecision, Study
from concentric.research.frameworks.permissions import check_can_decide_inclusion
from concentric.research.frameworks.researcher import Researcher

OUTSIDE_WINDOW = "The site says that the meeting was outside the study’s months."
WINDOW_NOT_KNOWN = "The site could not say whether the meeting was within the study’s months."
_BATCH = 200


def rule_of(study: Study) -> InclusionRule:
    return from_plain(study.inclusion)


def ruled_out(rule: InclusionRule, document: dict[str, Any]) -> list[str]:
    """Why the rule leaves this framework out, a sentence each; empty when it does not.

    `document` is a `method.records.framework.Framework` as plain values. The months are the site's word: no date comes.
    """
    attributes = canonical.from_plain(Attributes, document["attributes"])
    incidents = [canonical.from_plain(SubmittedIncident, one) for one in document["incidents"]]
    facts = InclusionFacts(
        age=attributes.age.low if attributes.age else None,
        cohort=attributes.cohort,
        incidents=tuple(IncidentFacts(one.level, one.relation) for one in incidents),
        age_to=attributes.age.high if attributes.age else None,
    )
    in_window = document["meeting"]["in_window"]
    reasons = reasons_out(rule, facts)
    if in_window == Answer.NO:
        reasons.append(OUTSIDE_WINDOW)
    elif in_window == Answer.NOT_KNOWN and (rule.earliest or rule.latest):
        reasons.append(WINDOW_NOT_KNOWN)
    return reasons


def decide_inclusion(*, researcher: Researcher, framework: Framework, included: bool, reason: str) -> None:
    """Keep a researcher's word, whatever the rule says."""
    with recorded(researcher, "framework.inclusion_decided", framework, included=included):
        check_can_decide_inclusion(researcher, framework)
        InclusionDecision.objects.create(
            framework=framework, included=included, reason=reason, version=framework.version, by=researcher.place
        )
        framework.included = included
        framework.save(update_fields=["included"])


def judge_again(study: Study) -> None:
    """Put the study's rule to everything that is held. Inside a recorded block."""
    rule = rule_of(study)
    decided = set(InclusionDecision.objects.filter(framework__study=study).values_list("framework_id", flat=True))
    changed: list[Framework] = []
    # What came without a document (an imported project, a reflection) tells a rule nothing.
    held = study.frameworks.filter(status=Framework.Status.HELD, document__isnull=False)
    for framework in held.iterator(chunk_size=_BATCH):
        framework.ruled_out = ruled_out(rule, framework.document or {})
        if framework.pk not in decided:
            framework.included = not framework.ruled_out
        framework.document = None  # not written, and large
        changed.append(framework)
    Framework.objects.bulk_update(changed, ["ruled_out", "included"], batch_size=_BATCH)
