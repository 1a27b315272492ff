"""What holds of any text, any roster and any name."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from concentric.method.deidentify.find import find
from concentric.method.deidentify.folding import fold
from concentric.method.deidentify.pseudonyms import Pseudonyms, remaining, replace
from concentric.method.deidentify.roster import Person, Roster, Thing
from concentric.method.deidentify.spans import Tier
from concentric.method.deidentify.vocabulary import is_ordinary

MEETING = date(2026, 3, 2)
# Syllables make names that are spoken, hardly ever words; many people are named like ordinary words all the same.
ORDINARY = "Mark Stone Summer Lane Faith Fern Court Moss Grant Rose Bishop Patience Frost".split()
COINED = (
    st.lists(st.sampled_from("ka zi bo ny thu vro sel lma ghe pri dax wy oru".split()), min_size=2, max_size=4)
    .map(lambda parts: "".join(parts).capitalize())
    .filter(lambda name: not is_ordinary(name.lower()))
)
NAMES = COINED | st.sampled_from(ORDINARY)
PEOPLE = st.builds(
    Person,
    key=st.uuids().map(str),
    role=st.sampled_from(["young person", "peer", "mother", "teacher"]),
    given=NAMES,
    family=NAMES,
)
CASES = st.builds(
    Roster,
    people=st.lists(PEOPLE, min_size=1, max_size=4, unique_by=lambda person: person.key).map(tuple),
    schools=COINED.map(lambda name: (Thing("school:1", f"{name} Park School"),)),
    streets=COINED.map(lambda name: (Thing("street:1", f"{name} Lane"),)),
    references=st.from_regex(r"07700 900[0-9]{3}", fullmatch=True).map(lambda number: (Thing("reference:1", number),)),
    born=st.dates(date(2008, 1, 1), date(2015, 12, 31)).map(lambda day: (day,)),
)
AROUND = st.sampled_from(["", "The plan for ", "😀 ", "e\u0301 was with ", "It was “", "a.\n", "met ", "1. "])
AFTER = st.sampled_from(["", " said so.", "’s phone", ", who agreed", "😀", ". Next steps", "\nand then", ") left"])
ANY_TEXT = st.text(max_size=80) | st.text(alphabet="Jjaim TtHh'’.-_@/0123456789\n éß\u0301\u200d", max_size=40)


def ways(person: Person) -> list[str]:
    given, family = person.given, person.family
    slip = given[:2] + given[3] + given[2] + given[4:]
    return [
        given,
        family,
        f"{given} {family}",
        f"{given}{family}",
        f"{given}-{family}",
        f"{given}_{family}",
        f"{given}\n{family}",
        f"{given}  {family}",
        f"{family}, {given}",
        f"{given[0]} {family}",
        f"{given[0]}. {family}",
        f"{given} {family[0]}",
        given.lower(),
        family.upper(),
        f"{given} {family}".lower(),
        f"Mrs {family}",
        f"{given[0]}.{family[0]}.",
        f"{family}s",
        unicodedata.normalize("NFD", given),
        "\u00ad".join([given[:2], given[2:]]),
        given if is_ordinary(slip.lower()) else slip,
    ]


@settings(max_examples=60, deadline=None)
@given(CASES, st.data(), AROUND, AFTER)
def test_any_person_planted_in_any_way_is_found_whole(case, data, before, after):
    written = data.draw(st.sampled_from(ways(data.draw(st.sampled_from(case.people)))))
    text = before + written + after

    covered = {place for span in find(text, case) for place in range(span.start, span.end)}

    planted = range(len(before), len(before) + len(written))
    assert all(place in covered for place in planted if text[place].isalnum())


@settings(max_examples=60, deadline=None)
@given(CASES, st.data(), AROUND, AFTER)
def test_replacement_leaves_no_identifier_of_the_case(case, data, before, after):
    person = data.draw(st.sampled_from(case.people))
    number = case.references[0].name
    things = [
        *ways(person),
        case.schools[0].name,
        case.schools[0].name.lower(),
        case.streets[0].name,
        number,
        number.replace(" ", ""),
        str(case.born[0]),
    ]
    text = before + data.draw(st.sampled_from(things)) + after + " " + data.draw(st.sampled_from(things))
    pseudonyms = Pseudonyms(case, MEETING)

    outgoing = replace(text, find(text, case), pseudonyms)

    assert not [span for span in remaining(outgoing, case, pseudonyms) if span.tier in (Tier.KNOWN, Tier.PATTERN)]
    letters = fold(outgoing).letters
    for secret in (person.given + person.family, number, str(case.born[0])):
        assert fold(secret).letters not in letters


@settings(max_examples=150, deadline=None)
@given(CASES, ANY_TEXT)
@example(Roster(), "")
@example(
    Roster(people=(Person("p", "peer"),), schools=(Thing("s", ""),), references=(Thing("r", "-"),)),
    "J. \ud800 İ ǆ ﬁ 𝕁𝕒𝕞𝕚𝕖",
)
def test_spans_of_any_text_lie_in_order_inside_it_and_never_overlap(case, text):
    spans = find(text, case)

    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(span.reason and span.kind and span.key for span in spans)
    replace(text, spans, Pseudonyms(case, MEETING))


@settings(max_examples=40, deadline=None)
@given(CASES, st.text(alphabet="😀👩🏽‍🎓𝕏 ", min_size=1, max_size=6))
def test_offsets_count_code_points(case, emoji):
    name = case.people[0].given
    text = f"{emoji}\n{name}"

    assert any(span.end == len(text) and text[span.start : span.end] == name for span in find(text, case))


@settings(max_examples=30, deadline=None)
@given(CASES, st.data())
def test_the_same_person_has_the_same_pseudonym_in_every_entry(case, data):
    person = data.draw(st.sampled_from(case.people))
    first = Pseudonyms(case, MEETING)
    later = Pseudonyms(Roster(people=case.people[::-1]), date(2026, 6, 1), given=first.given)

    assert first.given[person.key] == later.given[person.key]
    assert len(set(later.given.values())) == len(later.given)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ORDINARY),
    st.sampled_from(["then {} left the flat", "Text to {}: come", "rude to {}", "{}. Then home", "the {} one", "a {}"]),
    st.sampled_from([str.lower, str.upper, str.title, lambda name: "".join(chr(ord(c) + 0xFEE0) for c in name)]),
)
def test_a_name_that_is_an_ordinary_word_is_never_dropped_in_silence(name, around, written):
    case = Roster(people=(Person("person:1", "peer", given=name, family="Quill"),))
    text = "It was late. " + around.format(written(name))

    found = [text[span.start : span.end] for span in find(text, case) if "person:1" in span.key]

    assert written(name) in [words.split()[-1] for words in found]
