"""The gentle prompts, as data: where each rule applies, what it looks for, what it asks, and the better place.

Every pattern is read against one lower-case sentence in which the young person's name and initials have become "yp".
A rule would rather stay silent than ask about a plain statement of context: a false prompt teaches
people to press Keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from concentric.method.instrument.grid import ColumnKey, ContextKey


class Opening(StrEnum):
    """How a sentence must open for the rule to read it."""

    STATED = "stated"  # the young person is named as its subject: "He is …", "YP's …"
    STATED_OR_LEFT_OUT = "stated_or_left_out"  # or nobody is: "Poor attendance", "Excluded twice"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Rule:
    """`topics` and `unless` are regular expressions; `{here}` in the question becomes the context's own words.

    A target of None means "stay in this context" or "stay in this column".
    """

    key: str
    contexts: frozenset[ContextKey]
    columns: frozenset[ColumnKey]
    opening: Opening
    topics: tuple[str, ...]
    question: str
    unless: tuple[str, ...] = ()
    target_context: ContextKey | None = None
    target_column: ColumnKey | None = None


HERE: dict[ContextKey, str] = {
    ContextKey.INDIVIDUAL: "the young person",
    ContextKey.FAMILY: "the family or home",
    ContextKey.PEERS: "the peer group",
    ContextKey.SCHOOL: "the school",
    ContextKey.NEIGHBOURHOOD: "the place",
}

_AROUND = frozenset(ContextKey) - {ContextKey.INDIVIDUAL}
_FACTORS = frozenset({ColumnKey.VULNERABILITY, ColumnKey.RISK, ColumnKey.RESILIENCE, ColumnKey.STRENGTHS})

# Anybody but the young person. A sentence with no stated subject that names one of these is not about them alone.
OTHERS = (
    r"\b(?:friends?|friendships?|peers?|groups?|gangs?|pupils?|students|children|boys?|girls?|others?|"
    r"classmates|members|cohort|"
    r"year group|young people|mother|mum|father|dad|parents?|parental|carers?|brothers?|sisters?|siblings?|"
    r"uncle|aunt|cousins?|"
    r"grand\w+|step\w+|famil(?:y|ies|ial)|relatives?|adults?|neighbours?|residents?|men|women|everyone|nobody|"
    r"most of the)\b"
)
_COLLECTIVE = (
    r"\b(?:across|among|amongst|polic(?:y|ies)|common|rates?|culture|environment|atmosphere|relationships?|household|"
    r"neighbourhood|estate|area|streets?|are (?:high|used|common|rising))\b",
    r"\b(?:is|are|was|were) (?:over-?|not )?(?:used|applied|followed|understood|met|checked|enforced)\b",
)
# What turns a sentence about the young person into one about their surroundings: people, places, what was done to them.
_SURROUNDINGS = (
    OTHERS,
    *_COLLECTIVE,
    r"\b(?:staff|teachers?|tutors?|mentors?|dsl|workers?|professionals?|police|coach|club|team|community|"
    r"local|society)\b",
    r"\b(?:parks?|shops?|stations?|stops?|stairwells?|underpass|block|flats?|houses?|home|rooms?|bedrooms?|"
    r"site|corridors?|"
    r"gates?|toilets|placements?|accommodation|bus|route|walk(?:s|ing)?|street|town)\b",
    r"\b(?:access|expos\w+|witness\w*|saw|seen|hears?|bull(?:y|ied|ying)|threat\w*|target\w*|approach\w*|"
    r"pressur\w+|reject\w*|"
    r"abused?|neglect\w*|unsafe|safe|believed|trusts|trusted|supervis\w+|unnoticed|unseen|isolat\w+|lonely|"
    r"alone|left out|"
    r"nowhere|somewhere|nothing to|liv(?:es|ed|ing)|belongs?|feels? (?:welcome|singled|watched)|without being|"
    r"not allowed)\b",
    r"\b(?:attends|goes to|is at|moved to|joined|started at|transferred to) (?!school\b|lessons\b|every|all|"
    r"most|few|regularly|well|rarely)",
    r"\b(?:an?|the|this|that) (?:[\w-]+ ){0,3}(?:school|college|unit|provision|academy|pru|setting)\b",
    r"\b(?:was|were|been|being) (?:not )?\w+ed\b",
)

# The verbs that open or carry a planned action; nouns that look like them are kept out by what follows.
_DOING = (
    r"(?:refer (?!ral)|arrange\b|explore\b|contact (?!with|between|is|was|arrangements|centre|time|visits)|"
    r"request\b|invite\b|"
    r"consider\b|offer\b|complete (?:an?|the) |speak (?:to|with)\b|talk to\b|discuss (?:with|at)\b|ask\b|liaise\b|"
    r"check (?:with|that|whether|if|who)\b|send (?:out )?(?:an?|the)\b|set up (?:an?|the|regular|weekly)\b|"
    r"organise\b|ensure\b|"
    r"provide\b|deliver\b|book (?:an?|onto|into)\b|put in place\b|signpost\b|make (?:an?) (?:referral|plan|"
    r"safety plan)\b|"
    r"carry out\b|develop (?:an?|the)\b|introduce\b|follow up\b|write to\b|undertake\b|find out\b|monitor\b|"
    r"convene\b|"
    r"review (?!of)|visit (?!from|to|by)|draw up\b|seek\b|allocate\b|identify (?:an?|who)\b|"
    r"share (?:information|the plan)\b|meet (?:with|the)\b)"
)
_AGENCY = (
    r"(?:social (?:worker|care)|police|yos|yot|yjs|camhs|housing|health|nurse|dsl|head(?:teacher| teacher)?|"
    r"school|agency|worker|"
    r"lead professional|mentor|chair|sw|council|youth (?:service|workers?|justice)|early help|safer schools|"
    r"officer|community safety)"
)
PLANNED = (
    rf"^(?:to |please |agreed to |need to |we will |will |plan to )?{_DOING}",
    rf"\b{_AGENCY} (?:to|will|should|needs? to) (?:also |then )?(?:{_DOING}|work with\b|attend\b|assess\b|do\b|"
    rf"support\b|look into\b|increase\b)",
    r"^referral (?:to [\w ]+ )?(?:to be made|needed|required|agreed)\b",
)
_CURRENT = (
    r"^(?:(?:already|currently|previously|still|now) )?(?:open|known|closed|allocated) to\b",
    r"\b(?:has|have) (?:already )?(?:been (?:seen|open|assessed|supported|involved|working|allocated|referred|"
    r"visiting)|"
    r"(?:worked|met|visited|completed|assessed))\b",
    r"\b(?:was|were) (?:referred|seen|assessed|supported|closed|allocated|visited)\b",
    r"\b(?:completed|ended|closed|finished|started|began) (?:in|on|last)\b",
    r"^(?:currently|already|previously) \w+ing\b",
)


def _about_them(key: str, question: str, *topics: str, unless: tuple[str, ...] = ()) -> Rule:
    """A fact about the young person, written under a context, whether or not the sentence names them."""
    return Rule(
        key,
        _AROUND,
        _FACTORS,
        Opening.STATED_OR_LEFT_OUT,
        topics,
        question,
        unless,
        target_context=ContextKey.INDIVIDUAL,
    )


def _belongs_around(context: ContextKey, *topics: str) -> Rule:
    """A fact about a context, written as if it were a characteristic of the young person."""
    question = (
        f"Is this about the young person, or about {HERE[context]}? Plans reach a context only when it is named there."
    )
    says = (
        r"\b(?:says?|said|reports?|reported|describes?|feels?|thinks?|tells?|told|states?|"
        r"worr(?:y|ies|ied)|notic\w+|observ\w+|noted?)\b"
    )
    individual = frozenset({ContextKey.INDIVIDUAL})
    return Rule(f"{context}_under_individual", individual, _FACTORS, Opening.ANY, topics, question, (says,), context)


RULES: tuple[Rule, ...] = (
    _about_them(
        "attendance",
        "Is this about {here}, or about how often this young person attends?",
        r"(?:school )?(?:attendance|punctuality|truan\w+|absen(?:ce|ces|t))\b",
        r"\d+ ?(?:%|per ?cent) (?:school )?attendance",
        r"late\b(?! (?:night|bus|opening|shift))",
        r"(?:out of|not in|missing) (?:education|school|lessons)\b",
        r"(?:refus\w+|(?:does|do|will) not) (?:to )?(?:go(?:ing)? to|attend\w*|come (?:in)?to) ?(?:school|lessons)?",
        r"attend(?:s|ing) (?:every|all|most|few|school|lessons|regularly|well|rarely)\b",
        r"(?:reduced|part-time) timetable\b",
        unless=_COLLECTIVE,
    ),
    _about_them(
        "exclusion",
        "Is this about how {here} uses exclusion, or about this young person having been excluded?",
        r"(?:permanent(?:ly)?|temporar(?:y|ily)|fixed[- ]term|internal(?:ly)?)? ?(?:exclu(?:ded|sions?)|"
        r"suspen(?:ded|sions?))\b",
        unless=(
            *_COLLECTIVE,
            r"(?:excluded|suspended) by (?!the school|school)",
            r"excluded from (?!(?:\w+ ){0,3}(?:school|class|lessons|education|academy|college|pru|unit))",
        ),
    ),
    _about_them(
        "conduct",
        "Is this about {here}, or about how this young person behaves?",
        r"(?:behaviour|conduct) (?:in|at|during) (?:class|lessons?|school|the classroom)\b",
        r"(?:disruptive|defiant|rude|disrespectful|aggressive|violent|impulsive|confrontational|oppositional|"
        r"easily led)"
        r"(?= *(?:$|,|and\b|but\b|in\b|at\b|with\b|to\b|towards\b|when\b|during\b))",
        r"(?:refuses to|refusing to|walks out|swears|disrupts|loses (?:his|her|their) temper|argues with)\b",
        unless=(*_COLLECTIVE, r"\bhome$"),
    ),
    _about_them(
        "learning",
        "Is this about how {here} meets need, or about this young person's own learning?",
        r"learning (?:difficult\w+|disabilit\w+|needs?|delay)\b",
        r"(?:ehcp|ehc plan|education,? health and care plan|adhd|asd|asc|autis\w+|dyslexi[ac]|dyspraxi[ac])\b",
        r"(?:speech(?:,| and) language|reading age|behind (?:in|with)|concentrat\w+|attention span|"
        r"special educational needs)\b",
        r"(?:sit still|keep up with|understand (?:the work|instructions))\b",
        unless=(*_COLLECTIVE, r"\b(?:staff|training|unmet|provision|support (?:was|is|for))\b"),
    ),
    _about_them(
        "progress",
        "Is this about what {here} offers, or about how this young person is getting on?",
        r"(?:doing|working|engag\w+|progressing) well\b",
        r"(?:predicted|expected to pass|on track|gcses?|achieving)\b",
        unless=_COLLECTIVE,
    ),
    _about_them(
        "wellbeing",
        "Is this about {here}, or about this young person's own feelings and skills?",
        r"(?:self-esteem|confidence(?! in)|self-confidence|social skills|communication skills)\b",
        r"(?:emotional (?:regulation|literacy|intelligence)|(?:low )?mood|anxi(?:ous|ety)|depress(?:ed|ion)|"
        r"self-harm\w*|empathy|"
        r"remorse|nightmares|sense of (?:danger|risk)|understand(?:ing)? (?:of )?social (?:rules|cues))\b",
        r"(?:does not|cannot|do not) (?:understand|recognise|see|read) (?:risk|danger|social (?:rules|cues))\b",
        unless=_COLLECTIVE,
    ),
    _about_them(
        "missing",
        "Is this about {here}, or about this young person going missing?",
        r"missing (?:from|overnight|episodes?|for|\d+|\w+ times)\b",
        r"abscond(?:s|ed|ing)\b",
        unless=_COLLECTIVE,
    ),
    _about_them(
        "offending",
        "Is this about {here}, or about this young person's own history?",
        r"(?:curfew (?:breach\w*|broken|not kept)|(?:breach\w*|breaks?|broke|breaking|"
        r"ignor\w+) (?:\w+ ){0,2}curfew)\b",
        r"(?:arrested|charged with|convicted|convictions?|caution|cautioned|bail)\b",
        r"(?:carr(?:ies|ying|ied)|found with|stopped with) (?:a )?(?:knife|knives|weapons?)\b",
        r"(?:smok(?:es|ing)|us(?:es|ing)|misus(?:es|ing)|drinks|takes) (?:\w+ )?(?:cannabis|drugs|alcohol|"
        r"substances)\b",
        r"history of (?:violence|offending|fire-setting|arson|aggression)\b",
        unless=_COLLECTIVE,
    ),
    Rule(
        key="about_the_young_person",
        contexts=_AROUND,
        columns=_FACTORS,
        opening=Opening.STATED,
        topics=(r"\w+",),
        unless=_SURROUNDINGS,
        question="Is this about {here}, or about this young person wherever they are?",
        target_context=ContextKey.INDIVIDUAL,
    ),
    _belongs_around(
        ContextKey.PEERS,
        r"^(?:(?:his|her|their|yp's|the|other|older|some|most) )?(?:friends|peers|friendship group|"
        r"group of friends)\b",
    ),
    _belongs_around(
        ContextKey.SCHOOL,
        r"^(?:other |some |many )?(?:pupils|students|classmates)\b",
        r"^(?:the |his |her |their )?(?:school|teachers|school staff|teaching staff)(?:'s)? (?!attendance|"
        r"report|work|refusal|age|phobia)",
    ),
    _belongs_around(
        ContextKey.FAMILY,
        r"^(?:(?:his|her|their|yp's|the|both) )?(?:mother|mum|father|dad|parents|family|brother|sister|"
        r"stepfather|stepmother|carers?)(?:'s)? (?!of\b)",
    ),
    _belongs_around(
        ContextKey.NEIGHBOURHOOD,
        r"^(?:the |local |his |her |their )(?:estate|area|neighbourhood|park|shops|streets?|stairwells?|"
        r"community|neighbours|residents)\b",
    ),
    Rule(
        key="response_among_factors",
        contexts=frozenset(ContextKey),
        columns=_FACTORS | {ColumnKey.HSB},
        opening=Opening.ANY,
        topics=PLANNED,
        question="Is this something that will be done? Planned actions can carry an owner and a date.",
        target_column=ColumnKey.ACTIONS,
    ),
    Rule(
        key="plan_among_involvement",
        contexts=frozenset(ContextKey),
        columns=frozenset({ColumnKey.INVOLVEMENT}),
        opening=Opening.ANY,
        topics=PLANNED,
        question="Is this still to be done? Planned actions can carry an owner and a date.",
        target_column=ColumnKey.ACTIONS,
    ),
    Rule(
        key="involvement_among_plan",
        contexts=frozenset(ContextKey),
        columns=frozenset({ColumnKey.ACTIONS}),
        opening=Opening.ANY,
        topics=_CURRENT,
        unless=(*PLANNED, r"\b(?:will|should|must|needs? to)\b", rf"\b{_AGENCY} to \w+"),
        question="Has this happened already? Work to date belongs with professional involvement.",
        target_column=ColumnKey.INVOLVEMENT,
    ),
)
