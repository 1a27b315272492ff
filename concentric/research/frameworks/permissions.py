"""Who may do what in a study."""

from __future__ import annotations

from concentric.foundation.permissions.checks import Refusal
from concentric.research.frameworks.models import Framework, Study, StudyMember
from concentric.research.frameworks.researcher import Researcher

LEAD, CODER = StudyMember.Role.LEAD, StudyMember.Role.CODER


def check_can_run_study(researcher: Researcher) -> None:
    """The study's own terms, its team and its sites."""
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can change the study, its team and its sites.")


def check_can_read_trail(researcher: Researcher) -> None:
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can read its audit trail.")


def check_can_take_files(researcher: Researcher) -> None:
    """Files leave the product's protection, so a reader takes none but what is released."""
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can take files out or bring them in.")


def check_can_receive(researcher: Researcher) -> None:
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can receive frameworks.")


def check_can_decide_inclusion(researcher: Researcher, framework: Framework) -> None:
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can decide what is in it.")
    if framework.origin == Framework.Origin.REFLECTION:
        raise Refusal("What was said in the de-brief is no framework, and is never counted as one.")
    if framework.status != Framework.Status.HELD:
        raise Refusal("Nothing of this framework is held any more.")


def check_can_classify(researcher: Researcher, framework: Framework | None = None) -> None:
    """The values of a framework's attributes; without a framework, which attributes the study has."""
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can classify its frameworks.")
    if framework is None:
        return
    if framework.origin == Framework.Origin.REFLECTION:
        raise Refusal("What was said in the de-brief is no framework, and has no attributes.")
    if framework.status != Framework.Status.HELD:
        raise Refusal("Nothing of this framework is held any more.")


def check_can_import(researcher: Researcher) -> None:
    """What does not come sealed by a site: Word files, reflections."""
    check_can_receive(researcher)
    if researcher.study.status == Study.Status.PUBLISHED:
        raise Refusal("This study’s briefing is published: nothing new is taken in.")


def check_can_take_out(researcher: Researcher, framework: Framework) -> None:
    """What a site sealed leaves by the site's own withdrawal."""
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can take a framework out of it.")
    if framework.origin in (Framework.Origin.BUNDLE, Framework.Origin.REFLECTION):
        raise Refusal("Only a framework that a researcher imported is taken out here; a site withdraws its own.")
    if framework.status != Framework.Status.HELD:
        raise Refusal("Nothing of this framework is held any more.")


def check_can_remove_from_team(researcher: Researcher, place: StudyMember) -> None:
    """A lead gives up every place but their own, so that a study always has a lead."""
    check_can_run_study(researcher)
    if place.pk == researcher.id:
        raise Refusal("You cannot remove yourself. Ask another lead researcher of this study.")
