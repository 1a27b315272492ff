"""What a briefing may hold, in order. The keys are kept with briefings and never change."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.research.cohorts.presets import PRESET


@dataclass(frozen=True, slots=True)
class Part:
    """`hint` says to the author what to write there."""

    key: str
    heading: str
    hint: str

    @property
    def is_table(self) -> bool:
        """One of the ready tables stands in it."""
        return self.key in PRESET


def _table(key: str, hint: str) -> Part:
    return Part(key, PRESET[key].name, hint)


PARTS: tuple[Part, ...] = (
    Part("background", "Background", "Why this study, and what was known before."),
    Part("method", "Method", "How sites and frameworks were chosen, and who coded."),
    _table("sample", "What should be known of those who are in the study."),
    _table("behaviour", "What stands out about the behaviour."),
    _table("individual", "What the individual factors mean together."),
    _table("family", "What the familial factors mean together."),
    _table("peers", "What the peer factors mean together."),
    _table("school", "What is said of schools, and what is not."),
    _table("neighbourhood", "What is said of neighbourhoods, and what is not."),
    _table("strengths", "What could be built on."),
    _table("interventions", "Where plans act."),
    _table("responses", "What plans do."),
    Part("gaps", "Where plans miss the need", "Why plans may have missed these contexts, and what would help."),
    Part("cohorts", "Cohort profiles", "What the cohorts have in common, and what not."),
    _table("challenges", "What stood in the way, as professionals saw it."),
    Part("limitations", "Limitations", "Limits that the data cannot tell by themselves."),
    Part("codebook", "Appendix: the codebook", "How the codebook came about."),
)
PART: dict[str, Part] = {part.key: part for part in PARTS}
USUAL: tuple[str, ...] = tuple(part.key for part in PARTS)
