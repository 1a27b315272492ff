"""What nobody listed: words that are not ordinary English, people with a title, and capitalised names of places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from concentric.method.deidentify.forms import PLACE_TYPES
from concentric.method.deidentify.kept_words import ABBREVIATIONS, CALENDAR, KEPT, MAKERS, OFFICE
from concentric.method.deidentify.reading import TITLES, Reading, Word
from concentric.method.deidentify.spans import Span, Tier
from concentric.method.deidentify.vocabulary import is_name, is_near_ordinary, is_ordinary, is_shorthand

# The words that end the name of an institution or a place, and say what it is.
INSTITUTIONS = frozenset(
    "school college academy primary secondary high nursery infants juniors infant junior grammar sixth".split()
)
SITES = PLACE_TYPES - {"the", "and", "of", "at"} | frozenset(
    """
    surgery hospital clinic gym pool bridge woods wood lake canal river reservoir farm court tower towers heights
    point block square green common rec recreation ground grounds stadium arena theatre cinema bakery restaurant
    takeaway bar chapel cathedral gurdwara synagogue mandir road street avenue lane close drive terrace crescent
    gardens grove way walk path alley row mews fc trust foundation project scouts guides cadets care home homes lodge
    cottage
    """.split()
)
# Towns whose names are ordinary words: names only after a word of place.
_WORDS_AS_TOWNS = frozenset(
    """
    bath reading sale deal hull rugby ware wells sandwich battle street settle barking poole bury crook eye nelson rye
    sandy stone hook hope march ash wash corby derby dover epping filey goole hay hove lancaster mold rhyl ripon
    staines stroud tenby tring buckle chester chard diss holt leek leigh looe lydd lynn penny mallow warwick yarm
    barry bangor newport cork flint bow bank angel temple barnet stockport
    """.split()
)
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_OF_PLACE = frozenset("in from to near at around outside via towards".split())
_AGES = frozenset("age ages time times level levels book books list group groups room skills robe rooms".split())
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|PC|DC|DS|DI|WPC|PCSO|Sgt|Sergeant|Insp|Inspector|Cllr|Councillor|Rev|Revd|Reverend|Prof|Professor"
    r"|Father|Fr|Sister|Nurse|Coach|Uncle|Aunt|Auntie|Aunty|Imam|Rabbi|Pastor|Nan|Nana|Nanny|Gran|Grandma|Grandad|Granddad|Sir|Lady)"
    r"\.?\s+(?:[A-Z](?:\.\s?|\s))*(?P<it>[A-Z]['’]?[^\W\d_]*(?:[-'’][A-Z][^\W\d_]+)*)"
)


def unknown(reading: Reading, covered: bytearray) -> Iterator[Span]:
    """Words and runs of words, not covered yet, that may name somebody or somewhere; overlaps are left in."""
    yield from _titled(reading, covered)
    yield from _runs(reading, covered)
    for place, word in enumerate(reading.words):
        if covered[word.start] or len(word.plain) < 2 or _ends_a_number(reading.text, word):
            continue
        reason = _why(reading, place)
        if reason:
            yield _span(reading, place, _through_institution(reading, place), reason)


def _ends_a_number(text: str, word: Word) -> bool:
    """The "th" of "6th"."""
    return word.plain in _ORDINALS and text[word.start - 1 : word.start].isdigit()


def _why(reading: Reading, place: int) -> str:
    """Why a word may be a name; empty where it reads as an ordinary word."""
    word = reading.words[place]
    if word.text.isupper() and not reading.is_shouted:
        return _why_in_capitals(word.plain)
    if is_ordinary(word.plain):
        return _why_though_ordinary(reading, place)
    if _is_grown_from_ordinary(word.plain):
        return ""
    if (word.text.islower() or reading.starts_sentence(place)) and is_shorthand(word.plain) and not is_name(word.plain):
        return ""
    near = len(word.plain) > 3 and is_near_ordinary(word.plain)
    if not word.is_capitalised or reading.is_shouted:
        return (
            ""
            if near and not is_name(word.plain) and not reading.reads_as_person(place)
            else "Not an ordinary English word"
        )
    slip = near and len(word.plain) > 5 and reading.starts_sentence(place) and not is_name(word.plain)
    return "" if slip and not reading.reads_as_person(place) else "Not an ordinary English word, with a capital"


def _why_in_capitals(plain: str) -> str:
    if plain in ABBREVIATIONS or is_ordinary(plain):
        return ""
    return "Capitals that may be initials or a school" if len(plain) < 5 else "Not an ordinary English word"


def _why_though_ordinary(reading: Reading, place: int) -> str:
    word = reading.words[place]
    if not word.is_capitalised or word.plain in KEPT or reading.is_shouted:
        return ""
    inside = not reading.starts_sentence(place)
    after, before = reading.plain(place + 1), reading.plain(place - 1)
    if inside and word.plain in _WORDS_AS_TOWNS and before in _OF_PLACE and after not in _AGES:
        return "A town whose name is an ordinary word"
    if not is_name(word.plain) or word.plain in OFFICE or word.plain in TITLES:
        return ""
    meant = reading.reads_as_name(place) if inside else reading.reads_as_person(place)
    return "An ordinary word used as a name" if meant else ""


def _is_grown_from_ordinary(plain: str) -> bool:
    """Such as "dysregulating" or "unsafest": an ordinary word with an everyday beginning or ending."""
    beginnings = [
        plain,
        *(plain[len(start) :] for start in ("un", "re", "mis", "dis", "de", "co") if plain.startswith(start)),
    ]
    for stem in beginnings:
        for ending, instead in (
            ("", ""),
            ("s", ""),
            ("es", ""),
            ("ing", ""),
            ("ing", "e"),
            ("ed", ""),
            ("ed", "e"),
            ("ly", ""),
            ("ness", ""),
            ("ful", ""),
            ("less", ""),
            ("ish", ""),
            ("able", ""),
            ("er", ""),
            ("er", "e"),
            ("ers", ""),
            ("ise", ""),
            ("ised", ""),
            ("ies", "y"),
        ):
            root = stem[: len(stem) - len(ending)] + instead if stem.endswith(ending) else ""
            if len(root) > 3 and (stem, ending) != (plain, "") and is_ordinary(root) and not is_name(plain):
                return True
    return False


def _titled(reading: Reading, covered: bytearray) -> Iterator[Span]:
    for match in _TITLED.finditer(reading.text):
        place = reading.at.get(match.start("it"))
        if place is None or covered[match.start("it")]:
            continue
        word = reading.words[place]
        is_weak = match.group()[:3].lower() not in {"mr ", "mrs", "ms ", "mr.", "mis", "dr ", "dr.", "ms.", "pc "}
        if word.plain in CALENDAR or (
            is_weak and (word.plain in OFFICE or (is_ordinary(word.plain) and not is_name(word.plain)))
        ):
            continue
        yield Span(match.start(), word.end, Tier.UNKNOWN, "A title before a name", "person", f"unknown:{word.plain}")


def _runs(reading: Reading, covered: bytearray) -> Iterator[Span]:
    """Two or more capitalised words together that are neither an office nor ordinary speech: "the Royal Oak"."""
    place = 0
    while place < len(reading.words):
        last = _end_of_run(reading, place, covered)
        if last > place and _is_a_name(reading, place, last):
            last = _through_site(reading, last)
            first = place - 1 if place and reading.plain(place - 1) == "the" else place
            yield _span(reading, first, last, "Capitalised words that may name somebody or somewhere")
        place = max(last, place) + 1


def _end_of_run(reading: Reading, place: int, covered: bytearray) -> int:
    """The last word of the capitalised run from `place`, with "of the" inside; before `place` where none starts."""

    def is_part(index: int) -> bool:
        word = reading.words[index]
        return word.is_capitalised and len(word.text) > 1 and not covered[word.start] and not word.text.isupper()

    if not is_part(place) or reading.is_shouted:
        return place - 1
    last = place
    while (
        last + 1 < len(reading.words)
        and reading.gap(last + 1).strip("’'sS") in {" ", "  ", "-", " & "}
        and is_part(last + 1)
    ):
        last += 1
    return last


def _is_a_name(reading: Reading, first: int, last: int) -> bool:
    words = [reading.plain(place) for place in range(first, last + 1)]
    start = 1 if reading.starts_sentence(first) and not _is_naming(words[0]) else 0
    own = [word for word in words[start:] if word not in OFFICE and word not in KEPT and word not in TITLES]
    if len(words) - start < 2:
        return False
    return bool(own) and (len(own) < len(words) or len(own) > 1)


def _is_naming(plain: str) -> bool:
    """Whether a word that starts a sentence may as well start a name."""
    return not is_ordinary(plain) or is_name(plain) or plain in {"st", "royal", "mill", "oak", "saint"}


def _through_site(reading: Reading, last: int) -> int:
    """Past the lower-case words that say what the place is: "Mill Lane skate park"."""
    for ahead in (2, 1):
        places = range(last + 1, last + 1 + ahead)
        if (
            places.stop <= len(reading.words)
            and reading.plain(places[-1]) in SITES
            and all(
                not reading.gap(place).strip()
                and reading.words[place].text.islower()
                and (reading.plain(place) in SITES or reading.plain(place) in PLACE_TYPES)
                for place in places
            )
        ):
            return places[-1]
    return last


def _through_institution(reading: Reading, place: int) -> int:
    """From an unknown word to the word for its institution, up to three on: "northgate community school"."""
    word, end = reading.words[place], place
    for ahead in range(place + 1, min(place + 4, len(reading.words))):
        following = reading.words[ahead]
        if reading.gap(ahead).strip(" ’'s") or (
            word.is_capitalised and not following.is_capitalised and following.plain not in SITES
        ):
            break
        if following.plain in INSTITUTIONS or (
            following.plain in SITES and (following.is_capitalised or ahead == place + 1)
        ):
            end = ahead
        elif following.plain in MAKERS or (following.plain not in PLACE_TYPES and not following.is_capitalised):
            break
    return end


def _is_place(words: list[str]) -> bool:
    """Several words that end as places do, or none of which is a name: "Abbey Fields", "the Royal Oak"."""
    return len(words) > 1 and (words[-1] in SITES or all(is_ordinary(word) and not is_name(word) for word in words))


def _span(reading: Reading, first: int, last: int, reason: str) -> Span:
    words = [reading.plain(place) for place in range(first, last + 1)]
    kind = "school" if INSTITUTIONS & set(words[1:]) else "place" if _is_place(words) else "word"
    tier = Tier.QUASI if kind == "place" else Tier.UNKNOWN
    return Span(reading.words[first].start, reading.words[last].end, tier, reason, kind, f"unknown:{''.join(words)}")
