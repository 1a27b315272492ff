"""Who may do what with briefings."""

from __future__ import annotations

from concentric.foundation.permissions.checks import Refusal
from concentric.research.briefings.models import Briefing
from concentric.research.coding.blind import coded_blind_by
from concentric.research.frameworks.models import StudyMember
from concentric.research.frameworks.researcher import Researcher

LEAD, CODER = StudyMember.Role.LEAD, StudyMember.Role.CODER


def check_can_read(researcher: Researcher, briefing: Briefing) -> None:
    """What is released is for the whole team. A draft counts samples that are coded blind, and is not looked at."""
    if briefing.state == Briefing.State.DRAFT and coded_blind_by(researcher):
        raise Refusal(
            "You are coding frameworks that another codes too, and this draft counts what was given them. You can read "
            "it when that sample is compared."
        )


def check_can_begin(researcher: Researcher) -> None:
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can write briefings.")


def check_can_write(researcher: Researcher, briefing: Briefing) -> None:
    check_can_begin(researcher)
    if briefing.state != Briefing.State.DRAFT:
        raise Refusal("This briefing is released. What is in print stays as it is; begin another one.")


def check_is_lead(researcher: Researcher) -> None:
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can release a briefing.")


def check_can_release(researcher: Researcher, briefing: Briefing) -> None:
    check_is_lead(researcher)
    check_can_write(researcher, briefing)
    check_can_read(researcher, briefing)  # what stands in the way of a release is told with its counts
