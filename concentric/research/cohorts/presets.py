"""The tables that every study of this kind asks for, as data: a name, what it shows, and the question.

They name places of the codebook, never a code of one study, and hold no number.
"""

from __future__ import annotations

from dataclasses import dataclass

from concentric.method.analysis.question import ANY_GROUP, ANY_SOLE, Counting, Order, Question
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ContextKey


@dataclass(frozen=True, slots=True)
class Preset:
    """`key` stands in addresses and in briefings, and never changes."""

    key: str
    name: str
    about: str
    question: Question


def _by_cohort(
    *,
    codes: tuple[str, ...] = (),
    under: tuple[str, ...] = (),
    attributes: tuple[str, ...] = (),
    counting: Counting = Counting.FRAMEWORKS,
    order: Order = Order.TREE,
    details_only: bool = False,
) -> Question:
    """By cohort, with those that displayed any HSB in groups and any alone; who acted alone against any group."""
    return Question(
        codes=codes,
        under=under,
        with_heads=True,
        attributes=attributes,
        groups=(ANY_GROUP, ANY_SOLE),
        pair=("sole", ANY_GROUP.label),
        counting=counting,
        order=order,
        details_only=details_only,
    )


def _factors(context: ContextKey) -> tuple[str, str]:
    return f"{Node.VULNERABILITIES.value}/{context.value}", f"{Node.RISKS.value}/{context.value}"


_SAMPLE = (
    "age_band",
    "gender",
    "site",
    "level",
    "series",
    "ongoing",
    "nfa_in_history",
    "meeting",
    "case_status",
)
_RESPONSES = tuple(f"{Node.RESPONSE.value}/{context.value}" for context in ContextKey)

PRESETS: tuple[Preset, ...] = (
    Preset(
        "sample",
        "The sample",
        "Who is in the study: age, site, one incident or several, ongoing, decisions before.",
        _by_cohort(attributes=_SAMPLE),
    ),
    Preset(
        "behaviour",
        "Characteristics of the behaviour",
        "What was recorded of the incidents: whom, where, with whom, how.",
        _by_cohort(under=(Node.OFFENCE.value,)),
    ),
    Preset(
        "individual",
        "Individual factors",
        "Vulnerabilities and risks of the young person.",
        _by_cohort(under=_factors(ContextKey.INDIVIDUAL)),
    ),
    Preset(
        "family",
        "Familial factors",
        "Vulnerabilities and risks in the family and home.",
        _by_cohort(under=_factors(ContextKey.FAMILY)),
    ),
    Preset(
        "peers",
        "Peer factors",
        "Vulnerabilities and risks in friendships and peer groups.",
        _by_cohort(under=_factors(ContextKey.PEERS)),
    ),
    Preset(
        "school",
        "School factors",
        "Vulnerabilities and risks in schools and colleges.",
        _by_cohort(under=_factors(ContextKey.SCHOOL)),
    ),
    Preset(
        "neighbourhood",
        "Neighbourhood factors",
        "Vulnerabilities and risks in streets, parks and other places.",
        _by_cohort(under=_factors(ContextKey.NEIGHBOURHOOD)),
    ),
    Preset(
        "strengths",
        "Strengths",
        "What holds, in each context.",
        _by_cohort(under=(Node.STRENGTHS.value,)),
    ),
    Preset(
        "interventions",
        "Interventions by context",
        "How many interventions were planned with the young person, the family, peers, the school, the neighbourhood.",
        _by_cohort(codes=_RESPONSES, counting=Counting.SEGMENTS),
    ),
    Preset(
        "responses",
        "What was planned",
        "Each kind of response, and in how many frameworks it was planned.",
        _by_cohort(under=(Node.RESPONSE.value,)),
    ),
    Preset(
        "challenges",
        "Challenges of response",
        "What stands in the way.",
        _by_cohort(under=(Node.CHALLENGES.value,)),
    ),
    Preset(
        "profiles",
        "Cohort profiles",
        "Every detail that was coded, the most often recorded first: what each cohort looks like.",
        _by_cohort(order=Order.MOST, details_only=True),
    ),
    Preset(
        "differences",
        "What tells the cohorts apart",
        "Every detail that was coded, the smallest p-value first.",
        _by_cohort(order=Order.P, details_only=True),
    ),
)
PRESET: dict[str, Preset] = {preset.key: preset for preset in PRESETS}
