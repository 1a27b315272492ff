"""The author's own words in a briefing: no program can say whether they give something away."""

from __future__ import annotations

import re

from concentric.research.briefings.models import Briefing

_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred dozen first once twice single sole only alone
pair couple twins trio both all every everyone everybody each any none nobody no neither other another half halves
thirds quarter quarters fifths tenths most majority minority few several share proportion
"""
_ORDINAL = r"\w*(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|teenth|tieth)"
_COUNT = rf"\d|%|½|¼|¾|⅓|⅔|\b(?:{'|'.join(_WORDS.split())}|{_ORDINAL})\b"
_NUMBER = re.compile(rf"[^.!?\n]*(?:{_COUNT})[^.!?\n]*[.!?]?", re.IGNORECASE)


def has_own_words(briefing: Briefing) -> bool:
    """Whether the author wrote anything that must be checked: a number can be told without one that is found."""
    return bool(sentences_with_numbers(briefing)) or any(briefing.words.get(key, "").strip() for key in briefing.parts)


def sentences_with_numbers(briefing: Briefing) -> list[str]:
    """The sentences of the author's that hold a number."""
    said = (briefing.title, *(briefing.words.get(key, "") for key in briefing.parts))
    return [sentence.strip() for words in said for sentence in _NUMBER.findall(words)]
