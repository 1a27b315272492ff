"""Gentle prompts: does this entry belong where it was written? The rules themselves are in `prompt_rules`.

A prompt asks and suggests; it never blocks and never moves anything. At most one prompt per better place is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.prompt_rules import HERE, RULES, Opening, Rule
from concentric.method.instrument.prompt_words import OTHERS

# Entries are a line or two; what follows a page of text is not read.
_READ_AT_MOST = 1_000

_SUBJECT = (
    r"(?:he|she|yp|(?:the |this )?young person|(?:the|this) young (?:man|woman)|"
    r"this (?:boy|girl|child|pupil|student)|the pupil)"
)
_THEIR = r"(?:his|her|yp's|(?:the |this )?young person's)"
# Words that may stand between the subject and what is said of them.
_FILLER = (
    r"(?:is|are|was|were|has|have|had|been|be|being|an?|the|of|with|for|very|quite|\w+ly|often|"
    r"frequent(?:ly)?|regularly|"
    r"usually|sometimes|"
    r"persistent(?:ly)?|repeated(?:ly)?|recent(?:ly)?|currently|already|previous(?:ly)?|also|still|only|both|"
    r"poor|low|high|good|weak|"
    r"limited|some|no|not|moderate|mild|severe|significant|little|known|suspected|rarely|never|diagnos(?:is|"
    r"ed)|identified|"
    r"assessed|suffers|"
    r"suffering|from|on|under|to|shows?|showing|displays?|presents?|presenting|as|several|multiple|one|two|"
    r"three|four|five|six|\d+|"
    r"further|reported|goes|going|went|gone|struggles?|struggling|finds|it|hard|difficult|his|her|their|home|"
    r"does|do|lacks?|lacking|"
    r"dropped|kept|gets|becomes|cannot|can|working|"
    r"given|issued|receiv(?:es|ed)|got|caught|takes|taking|prescribed|undiagnosed|awaiting|waiting|under)"
)
_FILLERS = rf"(?:{_FILLER} ){{0,7}}"
# What belongs to the young person alone; "his school" or "his block" does not.
_OWN = (
    r"(?:own|behaviour|conduct|attitudes?|beliefs|moods?|temper|progress|health|sleep|diet|speech|language|reading|"
    r"writing|concentration|attention|skills|understanding|thinking|views|interests|hopes|anger|anxiety|confidence)"
)
_OPENINGS = {
    Opening.STATED: rf"^(?:{_SUBJECT} {_FILLERS}|{_THEIR} {_OWN} (?:\w+ ){{0,3}}?)",
    # "They" may be the parents or the friends, so it counts only beside a topic that is plainly one young person's own.
    Opening.STATED_OR_LEFT_OUT: rf"^(?:(?:{_SUBJECT}|{_THEIR}|they|their) {_FILLERS}|(?!.*{OTHERS}){_FILLERS})",
    Opening.ANY: "",
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question about one entry, and the cell it would move to."""

    rule: str
    question: str
    target_context: ContextKey
    target_column: ColumnKey


def ask(
    text: str, context: ContextKey, column: ColumnKey, *, young_person_names: Iterable[str] = ()
) -> tuple[Prompt, ...]:
    """The prompts for one entry, in the order of the rules; usually none, and one for each better place at most.

    `young_person_names` are the names and initials the young person goes by, as written: "Amir", "A.K.", "AK".
    """
    sentences = _sentences(text, tuple(young_person_names))
    prompts: dict[tuple[ContextKey, ColumnKey], Prompt] = {}
    for rule in RULES:
        if context in rule.contexts and column in rule.columns and any(_reads_as(rule, each) for each in sentences):
            target = (rule.target_context or context, rule.target_column or column)
            prompts.setdefault(target, Prompt(rule.key, rule.question.format(here=HERE[context]), *target))
    return tuple(prompts.values())


def _sentences(text: str, names: tuple[str, ...]) -> list[str]:
    """The text's sentences in lower case, with straight apostrophes and the young person as "yp"."""
    plain = re.sub(r"\s+", " ", text[:_READ_AT_MOST].replace("’", "'"))
    for name in sorted(filter(None, (name.strip() for name in names)), key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "yp", plain)
    plain = re.sub(
        r"\bself esteem\b", "self-esteem", plain.lower().replace("n't ", " not ").replace("doesnt ", "does not ")
    )
    return [
        sentence.strip(" -–•*\"'")
        for sentence in re.split(r"(?<=[a-z0-9)%]{2})[.;!?](?:\s|$)|\n", plain)
        if sentence.strip()
    ]


def _reads_as(rule: Rule, sentence: str) -> bool:
    topics, unless = _patterns(rule)
    return bool(topics.search(sentence)) and not (unless and unless.search(sentence))


@cache
def _patterns(rule: Rule) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    topics = "|".join(f"(?:{topic})" for topic in rule.topics)
    unless = "|".join(f"(?:{pattern})" for pattern in rule.unless)
    return re.compile(f"{_OPENINGS[rule.opening]}(?:{topics})"), re.compile(unless) if unless else None
