"""Who may code, and what of the coding they may change."""

from __future__ import annotations

from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.models import Code, Coding, Memo
from concentric.research.frameworks.models import Framework, StudyMember
from concentric.research.frameworks.researcher import Researcher

LEAD, CODER = StudyMember.Role.LEAD, StudyMember.Role.CODER


def check_can_code(researcher: Researcher) -> None:
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can code.")


def check_can_change_codebook(researcher: Researcher) -> None:
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can change its codebook.")


def check_can_code_framework(researcher: Researcher, framework: Framework) -> None:
    check_can_code(researcher)
    if framework.status != Framework.Status.HELD:
        raise Refusal("Nothing of this framework is held any more.")


def check_can_change_coding(researcher: Researcher, coding: Coding) -> None:
    """One's own; a lead may also correct somebody else's."""
    check_can_code_framework(researcher, coding.framework)
    if not researcher.has(LEAD) and coding.coder.place_id != researcher.id:
        raise Refusal("Somebody else coded this. They, or a lead researcher, can change it.")


def check_can_change_memo(researcher: Researcher, memo: Memo) -> None:
    check_can_code(researcher)
    if not researcher.has(LEAD) and memo.by.place_id != researcher.id:
        raise Refusal("Somebody else wrote this memo. They, or a lead researcher, can change it.")


def check_made_by_study(code: Code) -> None:
    """The beginning's codes are what the grid proposes, so every study keeps them where they are."""
    if code.node or code.context:
        raise Refusal(
            f"“{code.name}” is one of the codes that every study begins with. It can be renamed, described and split "
            "into codes below it, but it stays where it is."
        )
