"""What a briefing may hold, in order. The keys are kept with briefings and never change."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.research.cohorts.presets import PRESET


@dataclass(frozen=True, slots=True)
class Part:
    """`hint` says to the author what to write there. `about`: under what it is chosen."""

    key: str
    heading: str
    about: str
    hint: str


_TEXT, _YOUNG, _CONTEXTS, _PLANS = "Text", "The young people", "Contexts", "What was planned"


def _table(key: str, about: str, hint: str) -> Part:
    return Part(key, PRESET[key].name, about, hint)


PARTS: tuple[Part, ...] = (
    Part("background", "Background", _TEXT, "Why this study, and what was known before."),
    Part("method", "Method", _TEXT, "How sites and frameworks were chosen, and who coded."),
    _table("sample", _YOUNG, "What should be known of those who are in the study."),
    _table("behaviour", _YOUNG, "What stands out about the behaviour."),
    _table("individual", _CONTEXTS, "What the individual factors mean together."),
    _table("family", _CONTEXTS, "What the familial factors mean together."),
    _table("peers", _CONTEXTS, "What the peer factors mean together."),
    _table("school", _CONTEXTS, "What is said of schools, and what is not."),
    _table("neighbourhood", _CONTEXTS, "What is said of neighbourhoods, and what is not."),
    _table("strengths", _CONTEXTS, "What could be built on."),
    _table("interventions", _PLANS, "Where plans act."),
    _table("responses", _PLANS, "What plans do."),
    Part("gaps", "Where plans miss the need", _PLANS, "Why plans may have missed these contexts, and what would help."),
    Part("cohorts", "Cohort profiles", _YOUNG, "What the cohorts have in common, and what not."),
    _table("challenges", _PLANS, "What stood in the way, as professionals saw it."),
    Part("limitations", "Limitations", _TEXT, "Limits that the data cannot tell by themselves."),
    Part("codebook", "Appendix: the codebook", _TEXT, "How the codebook came about."),
)
PART: dict[str, Part] = {part.key: part for part in PARTS}
USUAL: tuple[str, ...] = tuple(part.key for part in PARTS)
CHOICES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = tuple(
    (about, tuple((part.key, part.heading) for part in PARTS if part.about == about))
    for about in (_TEXT, _YOUNG, _CONTEXTS, _PLANS)
)
"""The parts as they are chosen: by what they are about."""
