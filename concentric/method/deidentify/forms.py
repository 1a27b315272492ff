"""Every form in which the people and things of a case are written, folded, and how careful one must be with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.nicknames import everyday_forms
from concentric.method.deidentify.roster import Person, Roster, Thing
from concentric.method.deidentify.vocabulary import is_ordinary

SCHOOL_TYPES = frozenset(
    """
    school schools college academy primary secondary high junior infant infants nursery sixth form grammar community
    comprehensive centre unit pru of the and c e ce rc roman catholic church england girls boys for special upper
    lower middle free technology studio hall park campus trust
    """.split()
)
# Each with its abbreviation, where it has one.
STREET_TYPES: dict[str, str] = {
    street: short
    for street, _, short in (
        pair.partition(":")
        for pair in """
    road:rd street:st avenue:ave lane:ln close:cl drive:dr terrace:tce crescent:cres gardens:gdns grove:gr court:ct
    place:pl square:sq way:wy walk:wk park:pk hill:hl rise row mews view green:grn estate:est house:hse tower towers
    parade:pde
    """.split()
    )
}
PLACE_TYPES = frozenset(
    """
    church park club centre pub inn hall youth skate leisure library shop shops station mosque temple estate field
    fields playground the and of at community sports football hotel house arms tavern cafe market precinct retail
    shopping industrial business bus train car play recreation rec green arcade building block towers tower flats
    """.split()
)


class Care(Enum):
    """What must be true around a form before it counts."""

    OPEN = "any case, wherever it stands as a word"
    NAME = "an ordinary word as well: only where it reads as a name"
    PLACE = "an ordinary word as well: only with a capital, inside a sentence"
    HEAD_INITIAL = "starts with an initial: “C Surname”"
    TAIL_INITIAL = "ends with an initial: “Siobhan K”"
    MACHINE = "letters and digits with anything between them"


@dataclass(slots=True)
class Form:
    """A folded form; `joints` are the places in it where a space may stand; `exact` means written so on the case."""

    kind: str
    care: Care
    joints: frozenset[int]
    keys: tuple[str, ...]
    exact: bool


@dataclass(slots=True)
class Forms:
    """`phrases`: folded form → Form, found by one scan. `capitals`: initials in capitals → (kind, keys).

    `parts`: single folded words, against which slips are measured → (kind, keys). `phrase_words`: key → its own words.
    `titles`: key → the titles that fit.
    """

    phrases: dict[str, Form] = field(default_factory=dict)
    capitals: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    parts: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    phrase_words: dict[str, frozenset[str]] = field(default_factory=dict)
    titles: dict[str, frozenset[str]] = field(default_factory=dict)

    def owners(self, keys: tuple[str, ...], title: str) -> tuple[str, ...]:
        """Those of `keys` whom a title fits: "Mrs" the mother rather than her children. All, where it fits none."""
        fitting = tuple(key for key in keys if title.lower() in self.titles.get(key, ()))
        return fitting or keys

    def add(self, words: Iterable[str], kind: str, key: str, care: Care, *, exact: bool = True) -> None:
        parts = [part for word in words for part in _pieces(word)]
        letters = "".join(parts)
        if len(letters) < 2:
            return
        lengths = [len(part) for part in parts]
        joints = frozenset(sum(lengths[:count]) for count in range(1, len(lengths)))
        known = self.phrases.get(letters)
        if known is None or (exact and not known.exact):
            self.phrases[letters] = Form(kind, care, joints, (key,), exact)
        elif key not in known.keys and exact == known.exact and kind == known.kind:
            known.keys = (*known.keys, key)
            known.joints |= joints
            known.care = Care.OPEN if Care.OPEN in (care, known.care) else known.care

    def add_capitals(self, letters: str, kind: str, key: str) -> None:
        _share(self.capitals, letters, kind, key)

    def add_part(self, word: str, kind: str, key: str) -> None:
        if len(word) > 2:
            _share(self.parts, word, kind, key)


def all_forms(roster: Roster) -> Forms:
    """Every form of everything on the roster, under the keys it has there."""
    forms = Forms()
    for person in roster.people:
        _add_person(forms, person)
    for kind, things, types in (
        ("school", roster.schools, SCHOOL_TYPES),
        ("street", roster.streets, frozenset(STREET_TYPES)),
        ("town", roster.towns, frozenset[str]()),  # before places: many are called by their town
        ("place", (*roster.places, *roster.contexts), PLACE_TYPES),
    ):
        for thing in things:
            _add_thing(forms, kind, thing, types)
    for reference in roster.references:
        for written in _written(folded(reference.name)):
            forms.add([written], "reference", reference.key, Care.MACHINE)
    return forms


def _add_person(forms: Forms, person: Person) -> None:
    family, key = person.family, person.key
    forms.titles[key] = frozenset({person.title.lower().strip(".")} - {""}) or _titles_for(person.role)
    given = person.given.split()
    owned = [person.given, *(part for part in given if len(given) > 1), *person.nicknames]
    names = {name: True for name in owned if folded(name)}
    everyday = {form: False for name in (person.given, *given) for form in everyday_forms(name)}
    for name, exact in {**everyday, **names}.items():
        _add_first_name(forms, name, person, exact=exact)
    for part in dict.fromkeys([family, *_pieces(family)]):
        if len(folded(part)) > 2 or part == family:
            forms.add([part], "person", key, _care(part))
            forms.add_part(folded(part), "person", key)
    if person.middle:
        forms.add([person.given, person.middle, family], "person", key, Care.OPEN)
        forms.add([person.middle], "person", key, _care(person.middle))
    for letters in _initials(person):
        forms.add_capitals(letters, "person", key)


def _titles_for(role: str) -> frozenset[str]:
    words = set(role.lower().replace("step", "step ").replace("grand", "grand ").split())
    if words & {"mother", "mum", "aunt", "sister"}:
        return frozenset({"mrs", "ms", "miss"})
    return frozenset({"mr"}) if words & {"father", "dad", "uncle", "brother"} else frozenset()


def _add_first_name(forms: Forms, name: str, person: Person, *, exact: bool) -> None:
    key, family = person.key, person.family
    forms.add([name], "person", key, _care(name), exact=exact)
    forms.add_part(folded(name), "person", key)
    if not family:
        return
    forms.add([name, family], "person", key, Care.OPEN, exact=exact)
    forms.add([family, name], "person", key, Care.OPEN, exact=exact)
    forms.add([name, family[:1]], "person", key, Care.TAIL_INITIAL, exact=exact)
    forms.add([name[:1], family], "person", key, Care.HEAD_INITIAL, exact=exact)


def _initials(person: Person) -> Iterator[str]:
    first, middle, last = (folded(name)[:1].upper() for name in (person.given, person.middle, person.family))
    parts = "".join(folded(part)[:1] for part in [*_pieces(person.given), *_pieces(person.family)]).upper()
    yield from {first, first + last, first + middle + last, last + first if last else first, parts} - {""}
    for nickname in person.nicknames:
        yield folded(nickname)[:1].upper() + last


def _add_thing(forms: Forms, kind: str, thing: Thing, types: frozenset[str]) -> None:
    key, words = thing.key, _pieces(thing.name)
    if words and words[0] == "the":
        words = words[1:]
    own = [word for word in words if word not in types]
    its_words = frozenset({*words, *(STREET_TYPES.get(word, "") for word in words), "the"} - {""})
    forms.phrase_words[key] = forms.phrase_words.get(key, frozenset()) | its_words
    forms.add(words, kind, key, Care.OPEN if len(words) > 1 else _care_of_place(words))
    for short in _shorter(words, types):
        forms.add(short, kind, key, Care.OPEN if len(short) > 1 else _care_of_place(short))
    if words and (short_type := STREET_TYPES.get(words[-1])):
        forms.add([*words[:-1], short_type], kind, key, Care.OPEN)
    if "st" in words:
        forms.add(["saint" if word == "st" else word for word in words], kind, key, Care.OPEN)
    for word in own:
        if len(word) > 3 and not is_ordinary(word):
            forms.add([word], kind, key, Care.OPEN)
            forms.add_part(word, kind, key)
        elif len(word) > 4 and len(words) > 1:
            forms.add_part(word, kind, key)
    if kind == "school" and len(words) > 1:
        forms.add_capitals("".join(word[0] for word in words).upper(), kind, key)


def _shorter(words: list[str], types: frozenset[str]) -> Iterator[list[str]]:
    """The name without the last of its general words, one by one: Ashdown Park Academy, Ashdown Park, Ashdown."""
    short = list(words)
    while len(short) > 1 and short[-1] in types:
        short = short[:-1]
        if _is_telling(short, types):
            yield list(short)


def _is_telling(short: list[str], types: frozenset[str]) -> bool:
    """Whether a shortened name still points somewhere: "Oak Hill" does, "Park" and "St A" do not."""
    if len(short) > 1:
        return len("".join(short)) > 5 and not all(word in types for word in short)
    return short[0] not in types and not short[0].isdigit()


def _written(reference: str) -> Iterator[str]:
    """A telephone number is also written with the country's code."""
    yield reference
    if reference.isdigit() and reference.startswith("0") and len(reference) in (10, 11):
        yield from ("44" + reference[1:], "440" + reference[1:], "0044" + reference[1:])


def _care(name: str) -> Care:
    pieces = _pieces(name)
    return Care.NAME if len(pieces) == 1 and is_ordinary(pieces[0]) else Care.OPEN


def _care_of_place(words: list[str]) -> Care:
    return Care.PLACE if words and is_ordinary(words[0]) else Care.OPEN


def _pieces(name: str) -> list[str]:
    """The folded words of a name; an apostrophe does not part words, a hyphen does."""
    return [piece for word in name.replace("-", " ").replace("/", " ").split() if (piece := folded(word))]


def _share(table: dict[str, tuple[str, tuple[str, ...]]], name: str, kind: str, key: str) -> None:
    known_kind, keys = table.get(name, (kind, ()))
    if known_kind == kind and key not in keys:
        table[name] = (kind, (*keys, key))
