"""The gentle prompts, as data: where each rule applies, what it looks for, what it asks, and the better place.

Every pattern is read against one lower-case sentence in which the young person's name and initials have become "yp".
A rule would rather stay silent than ask about a plain statement of context: a false prompt teaches
people to press Keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.prompt_words import AGENCY, BEING, COLLECTIVE, CURRENT, PLANNED, SURROUNDINGS


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
        r"(?:school )?(?:attendance(?! (?:at (?:the|an?)|officers?|team|policy|lead|meetings?))|"
        r"punctual(?:ity)?|truan\w+|absen(?:ce|ces|t))\b",
        r"\d+ ?(?:%|per ?cent) (?:school )?attendance",
        r"on time\b",
        r"late\b(?! (?:night|bus|opening|shift))",
        r"(?:out of|not in|missing) (?:education|school|lessons)\b",
        r"(?:refus\w+|(?:does|do|will) not) (?:to )?(?:go(?:ing)? to|attend\w*|come (?:in)?to) ?(?:school|lessons)?",
        r"(?:rarely|never|seldom|hardly|not) (?:ever )?attend(?:s|ed|ing)?\b",
        r"(?:electively )?home[- ]educated\b",
        r"refus(?:es|ed|ing|al) (?:of )?school\b",
        r"attend(?:s|ing) (?:\d|one|two|three|every|all|most|few|school|lessons|regularly|well|rarely)\b",
        r"(?:reduced|part-time) timetable\b",
        unless=COLLECTIVE,
    ),
    _about_them(
        "exclusion",
        "Is this about how {here} uses exclusion, or about this young person having been excluded?",
        r"(?:permanent(?:ly)?|temporar(?:y|ily)|fixed[- ]term|internal(?:ly)?)? ?(?:exclu(?:ded|sions?)|"
        r"suspen(?:ded|sions?))\b",
        unless=(
            *COLLECTIVE,
            r"(?:excluded|suspended) by (?!the school|school)",
            r"excluded from (?!(?:\w+ ){0,3}(?:school|class|lessons|education|academy|college|pru|unit))",
        ),
    ),
    _about_them(
        "conduct",
        "Is this about {here}, or about how this young person behaves?",
        r"(?:behaviour|conduct) (?:in|at|during) (?:class|lessons?|school|the classroom)\b",
        r"(?:disruptive|defiant|rude|disrespectful|aggressive|violent|impulsive|confrontational|oppositional|"
        r"easily led|immature|naive|awkward|shy|jealous|possessive|manipulative|quick to anger|hyperactive|"
        r"withdrawn|quiet)"
        r"(?= *(?:$|,|and\b|but\b|in\b|at\b|with\b|to\b|towards\b|when\b|during\b|for\b))",
        r"(?:not coping|disengag\w+|well[- ]behaved|(?:does|will) not follow (?:rules|instructions))\b",
        r"(?:(?:sent out|removed|walk(?:s|ed|ing) out) (?:of|from) (?:class|lessons?)|gets? into fights|fights with)\b",
        r"detentions? (?:this|since|last|most|every)\b",
        r"(?:shout(?:s|ed) at|sw(?:ears|ore) at|spits? at|lies to|steals?|vapes|wanders)\b",
        r"(?:intimidates|refuses to|refusing to|walks out|swears|disrupts|loses (?:his|her|their) temper|"
        r"argues with)\b",
        unless=(*COLLECTIVE, r"\bhome$"),
    ),
    _about_them(
        "learning",
        "Is this about how {here} meets need, or about this young person's own learning?",
        r"below (?:age|national) ?-?(?:related|expect\w*|average)",
        r"learning (?:difficult\w+|disabilit\w+|needs?|delay)\b",
        r"(?:ehcp|ehc plan|education,? health and care plan|adhd|asd|asc|autis\w+|dyslexi[ac]|dyspraxi[ac]|"
        r"dyscalculi[ac]|mutism|stammer|non-verbal)\b",
        r"(?:speech(?:,| and) language|reading age|behind (?:in|with)|concentrat\w+|attention span|"
        r"special educational needs)\b",
        r"(?:sit still|keep up with|understand (?:the work|instructions)|read|write|spell)\b",
        unless=(*COLLECTIVE, r"\b(?:staff|training|unmet|provision|support (?:was|is|for))\b"),
    ),
    _about_them(
        "progress",
        "Is this about what {here} offers, or about how this young person is getting on?",
        r"(?:(?:doing|working|engag\w+|progressing) well|good at|talented|gifted|keeps? trying|works? hard|"
        r"well motivated)\b",
        r"(?:(?:caught|catching) up (?:in|with)|predicted|expected to pass|on track|gcses?|achieving)\b",
        unless=COLLECTIVE,
    ),
    _about_them(
        "wellbeing",
        "Is this about {here}, or about this young person's own feelings and skills?",
        r"(?:self-esteem|self-worth|self-image|confidence(?! in (?!class|lessons|himself|herself|themselves))|"
        r"self-confidence|"
        r"social skills|communication skills)\b",
        r"(?:emotional (?:regulation|literacy|intelligence)|(?:low )?mood|anxi(?:ous|ety(?! (?:about|over|"
        r"around)))|depress(?:ed|ion)|"
        r"self[- ]harm\w*|empathy|"
        r"sleep(?:ing|s badly|s poorly)?\b(?! (?:over|in|on|at|with))|insomnia|make (?:or keep )?friends\b|"
        r"medication|(?:gender|sexual) identity|panic attacks?|flashbacks?|"
        r"remorse|nightmares|sense of (?:danger|risk)|understand(?:ing)? (?:of )?social (?:rules|cues))\b",
        r"(?:thinks|believes|boasts|minimises|denies|enjoys|worries) ",
        r"(?:does not|cannot|do not) (?:understand|recognise|see|read) (?:risk|danger|social (?:rules|cues))\b",
        unless=COLLECTIVE,
    ),
    _about_them(
        "missing",
        "Is this about {here}, or about this young person going missing?",
        r"missing(?: (?:last|every|most|from|overnight|episodes?|for|at|once|twice|often|again|since|\d+|"
        r"\w+ times)\b| *$)",
        r"abscond(?:s|ed|ing)\b",
        unless=COLLECTIVE,
    ),
    _about_them(
        "offending",
        "Is this about {here}, or about this young person's own history?",
        r"(?:curfew (?:breach\w*|broken|not kept)|(?:breach\w*|breaks?|broke|breaking|"
        r"ignor\w+) (?:\w+ ){0,2}curfew)\b",
        r"(?:(?:breach\w*|breaks|broke) (?:of )?(?:his |her |their )?bail|out past (?:his |her |"
        r"their )?curfew|stays out past)",
        r"(?:arrested|charged with|convicted|convictions?|caution|cautioned|bail)\b",
        r"(?:carr(?:y|ies|ying|ied)|found with|stopped with) (?:a )?(?:knife|knives|weapons?)\b",
        r"(?:smok(?:es|ing)|us(?:es|ing)|misus(?:es|ing)|drinks|takes) (?:\w+ )?(?:cannabis|drugs|alcohol|"
        r"substances)\b",
        r"(?:deal(?:s|ing)|sell(?:s|ing)) (?:drugs|cannabis|weed)\b",
        r"involved in (?:drug|county lines|offending|crim\w+|robber\w+|theft|anti-social)",
        r"history of (?:violence|offending|fire-setting|arson|aggression)\b",
        unless=COLLECTIVE,
    ),
    Rule(
        key="about_the_young_person",
        contexts=_AROUND,
        columns=_FACTORS,
        opening=Opening.STATED,
        topics=BEING,
        unless=SURROUNDINGS,
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
        topics=CURRENT,
        unless=(*PLANNED, r"\b(?:will|should|must|needs? to)\b", rf"\b{AGENCY} to \w+"),
        question="Has this happened already? Work to date belongs with professional involvement.",
        target_column=ColumnKey.INVOLVEMENT,
    ),
)
