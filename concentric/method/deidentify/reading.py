"""A text as words, and what stands around them: where a sentence starts, and whether a word is used as a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from concentric.method.deidentify.common_words import COMMON
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.kept_words import MONTH_NAMES
from concentric.method.deidentify.vocabulary import is_ordinary

_LETTER = "[^\\W\\d_]"
_MARK = "[\u0300-\u036f\u00ad\u200b-\u200d\u2060]"
_WORD = re.compile(
    rf"({_LETTER}(?:{_LETTER}|{_MARK})*(?:['’ʼ‘](?!(?i:s)\b){_LETTER}(?:{_LETTER}|{_MARK})*)*)(?:['’ʼ‘][sS]\b)?"
)
_SENTENCE_END = re.compile(r"[.!?:;\n•·|]|[-–—]\s|[“\"]$")
TITLES = frozenset(
    """
    mr mrs ms miss mx dr doctor pc dc ds di sgt sergeant wpc pcso inspector insp supt cllr councillor rev revd
    reverend fr father sister nurse coach uncle aunt aunty auntie aunties sir lady lord prof professor imam rabbi
    pastor nan nanny nana gran grandma grandad granddad grandpa granny
    """.split()
)
_SAID = frozenset(
    """
    is isn't isnt was wasn't has hasn't had hadn't does doesn't did didn't can can't cannot could couldn't would
    wouldn't should shouldn't won't must says said tells told thinks thought feels felt knows knew goes went comes
    came gets got gives gave takes took makes made sees saw sits sat lives plays likes loves hates wants needs works
    walks talks reports attends enjoys struggles remains seems appears keeps kept leaves finds found brings brought
    meets met runs ran rings rang writes wrote reads speaks spoke sleeps slept stays spends spent hopes believes
    understands understood started started's stopped agreed also often never always sometimes usually now still then
    reportedly currently recently who whose aged posts draws drives drove uses helps helped texts texted calls visits
    cares looks moves shares asks joins refuses denies accepts admits describes presents engages responds returns
    continues responded lets puts sends sent becomes became begins began holds held hears heard breaks broke buys
    bought chooses chose eats ate falls fell forgets forgot grows grew hits hurt hurts loses lost means meant pays
    paid rides rode shows sings swims teaches taught throws threw wears wore wins won supports recalls recalled
    worries misses manages prefers travels trusts avoids follows bullies copes cries laughs shouts smokes vapes
    """.split()
)
_ASKED = frozenset(
    """
    with ask asked asks tell told tells call called calls phone phoned ring rang text texted email emailed contact
    contacted met meet meeting thank thanked between invite invited visit visited see saw seen introduce named name
    says said mate cousin friend brother sister uncle aunt sibling partner boyfriend girlfriend son daughter mother
    father mum dad peer from like likes liked describe describes described and
    """.split()
)
_CLAUSE = frozenset("that because when if as but while since so where".split())
_AND_THEN = frozenset(
    "about to and for at on re back in when whether if that who or but as after before since regarding".split()
)
_TOWARDS = frozenset("to with from by and".split())
_ARTICLES = frozenset(
    "the a an this that these those his her their our my your its no any some each every to of not be will".split()
)
_PHRASES = {
    "young": frozenset(
        "person people persons adult adults carer carers women men woman man mother mum parent parents one ones".split()
    ),
    "will": frozenset(
        "the be not need have he she they it you we i mum dad there this that school parents also ask attend".split()
    ),
    "may": frozenset("be not have need half he she they it the we i".split()),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word, without a possessive ’s. `plain` is folded: lower case, no accents, no apostrophes."""

    start: int
    end: int
    text: str
    plain: str

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()


class Reading:
    """The words of one text, with what is asked about them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [Word(*match.span(1), match.group(1), _plain(match.group(1))) for match in _WORD.finditer(text)]

    @cached_property
    def at(self) -> dict[int, int]:
        """Which word starts at a place of the text."""
        return {word.start: place for place, word in enumerate(self.words)}

    @cached_property
    def is_shouted(self) -> bool:
        """A text in capitals throughout: capitals then tell nothing."""
        return len(self.words) > 3 and self.text.isupper()

    def gap(self, place: int) -> str:
        """What stands between word `place` and the one before it."""
        before = self.words[place - 1].end if place else 0
        return self.text[before : self.words[place].start]

    def starts_sentence(self, place: int) -> bool:
        gap = self.gap(place)
        if place and "." in gap and self.words[place - 1].plain in TITLES:
            return False
        return place == 0 or _SENTENCE_END.search(gap) is not None

    def plain(self, place: int) -> str:
        """The folded word at `place`, or nothing beyond either end of the text."""
        return self.words[place].plain if 0 <= place < len(self.words) else ""

    def is_possessive(self, last: int) -> bool:
        return self.text[self.words[last].end : self.words[last].end + 2].lower() in {"'s", "’s"}

    def reads_as_person(self, first: int, last: int | None = None) -> bool:
        """Whether the words around say that somebody is meant: "mark said", "ask mark to", "Mark’s", "Mark, 14"."""
        last = first if last is None else last
        follower, before = self.plain(last + 1), self.plain(first - 1)
        gap = self.gap(last + 1) if last + 1 < len(self.words) else ""
        if before in _ARTICLES and not self.starts_sentence(first):
            return False
        if self.is_possessive(last) or re.match(
            r"\s*[,(]\s*(aged\b|who\b|\d{1,2}\b)", self.text[self.words[last].end :]
        ):
            return True
        if follower in _SAID or (follower.endswith("ed") and is_ordinary(follower)):
            return not gap.strip(" ’'s") and follower not in _PHRASES.get(self.plain(last), ())
        if before in _CLAUSE and _ends_as_a_verb(follower) and not gap.strip():
            return True
        ends = not follower or bool(gap.strip()) or follower in _AND_THEN
        return self.is_asked(first) and ends

    def is_asked(self, place: int) -> bool:
        """Whether the word before is one that people stand after: "with", "met", "asked"."""
        return self.plain(place - 1) in _ASKED and not self.starts_sentence(place)

    def reads_as_name(self, first: int, last: int | None = None) -> bool:
        """Whether an ordinary word that is also a name is used as one here, by its capital and the words around it."""
        last = first if last is None else last
        word, follower = self.words[first], self.plain(last + 1)
        if follower in _PHRASES.get(word.plain, ()) and first == last:
            return False
        if word.is_capitalised and self.plain(first - 1) in TITLES and not self.gap(first).strip(". "):
            return True
        if word.plain in MONTH_NAMES and self._reads_as_month(first):
            return False
        if not word.is_capitalised or self.is_shouted:
            heads = follower in {"and", "to"} and self.starts_sentence(first) and self.is_joined(last)
            is_listed = self.gap(first).strip() == "," and follower == "and" and self.words[first - 1].is_capitalised
            return heads or is_listed or self.reads_as_person(first, last)
        if not self.starts_sentence(first):
            return True
        speaks = re.match(r"\s?[:–—-](\s|$)", self.text[self.words[last].end :]) is not None
        return speaks or not follower or self.is_joined(last) or self.reads_as_person(first, last)

    def might_be_name(self, first: int, last: int) -> bool:
        """Whether an ordinary word that does not read as a name must be asked about: all but the commonest words."""
        word, starts = self.words[first], self.starts_sentence(first)
        stands_out = word.is_capitalised and not starts and not self.is_shouted
        if word.plain in MONTH_NAMES and self._reads_as_month(first):
            return False
        if self.plain(last + 1) in _PHRASES.get(word.plain, ()) and (word.plain == "young" or not stands_out):
            return False
        if word.plain not in COMMON or stands_out or not word.text.isascii():
            return True
        if word.text.isupper() and len(word.text) > 1 and not self.is_shouted:
            return True
        ends = last + 1 == len(self.words) or self.starts_sentence(last + 1)
        apart = ends or bool(self.gap(last + 1).strip()) or self.plain(last + 1) in _AND_THEN
        return (ends and starts) or (apart and self.plain(first - 1) in _TOWARDS)

    def is_joined(self, last: int) -> bool:
        """Whether another name, or something to do, follows: "Rose and Alan", "Rose, Alan and I", "Rose to ring"."""
        if last + 1 >= len(self.words):
            return False
        gap, follower = self.gap(last + 1).strip(" ’'s"), self.plain(last + 1)
        if gap == ",":
            return self.words[last + 1].is_capitalised or self.plain(last + 2) == "and"
        return not gap and follower in {"to", "and", "or", "from"}

    def _reads_as_month(self, place: int) -> bool:
        word = self.words[place]
        if self.plain(place - 1) in {
            "in",
            "since",
            "until",
            "by",
            "of",
            "last",
            "next",
            "this",
            "early",
            "late",
            "mid",
            "from",
            "during",
        }:
            return True
        around = self.text[max(0, word.start - 6) : word.start], self.text[word.end : word.end + 4]
        return any(char.isdigit() for part in around for char in part)


def _ends_as_a_verb(plain: str) -> bool:
    """Such as "carries" or "agrees"; nouns in the plural look the same."""
    return plain.endswith("s") and (is_ordinary(plain[:-1]) or is_ordinary(plain.removesuffix("ies") + "y"))


def _plain(text: str) -> str:
    return text.lower() if text.isascii() and text.isalpha() else folded(text)
