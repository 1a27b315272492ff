"""Several hundred notes put together from `parts.json`, the same each time, in every way of writing a name.

Nothing here comes from the recognisers: a form that they do not know counts against them.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Span = dict[str, Any]

PARTS: dict[str, Any] = json.loads((Path(__file__).parent / "parts.json").read_text(encoding="utf-8"))


def rows(count: int = 400, people: str = "people", seed: int = 20261122) -> list[dict[str, Any]]:
    """`count` notes of 20 to a case, as `hand.rows` gives them. `people` is the part of `parts.json` with the names."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        if number % 20 == 0:
            roster = _roster(chance, PARTS[people])
        text, spans = _note(chance, roster)
        found.append(
            {
                "note_id": f"generated-{number}",
                "case_id": f"generated-{number // 20}",
                "text": text,
                "roster": roster,
                "spans": spans,
            }
        )
    return found


def _roster(chance: random.Random, cast: list[tuple[str, list[str], str]]) -> dict[str, Any]:
    chosen = chance.sample(cast, len(PARTS["roles"]))
    people = [
        {"role": role, "given": given, "family": family, "title": chance.choice([None, "Mr", "Ms", "Dr"])}
        for role, (given, _, family) in zip(PARTS["roles"], chosen, strict=True)
    ]
    digits = f"{chance.randrange(1000):03}"
    streets = chance.sample(PARTS["streets"], 2)
    return {
        "people": people,
        "schools": chance.sample(PARTS["schools"], 1),
        "streets": streets,
        "house": f"{chance.randrange(1, 120)} {streets[0]}",
        "towns": chance.sample(PARTS["towns"], 1),
        "places": chance.sample(PARTS["places"], 2),
        "postcode": f"QX{digits[0]} 4{chance.choice('ABDE')}N",
        "phones": [f"07700 900{digits}", f"01632 960{digits}"],
        "emails": [f"{people[1]['given'].lower()}{digits}@example.org"],
        "dob": f"20{chance.randrange(10, 15)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}",
        "nhs": _nhs(chance),
        "upn": f"T{chance.randrange(10**11, 10**12)}",
        "ref": f"EHM-{chance.randrange(10**5, 10**6)}",
    }


def _nhs(chance: random.Random) -> str:
    while True:
        first = [chance.randrange(10) for _ in range(9)]
        check = (11 - sum(digit * (10 - place) for place, digit in enumerate(first)) % 11) % 11
        if check < 10:
            text = "".join(map(str, [*first, check]))
            return f"{text[:3]} {text[3:6]} {text[6:]}"


def _note(chance: random.Random, roster: dict[str, Any]) -> tuple[str, list[Span]]:
    text, spans = "", []
    for make in chance.sample(MAKERS, 3):
        sentence, parts = make(chance, roster)
        for mark, (written, kind, variant, on_case, cls) in parts.items():
            place = sentence.index(mark)
            sentence = sentence.replace(mark, written, 1)
            core = written.removesuffix("'s")
            start = len(text) + place
            spans = [_moved(span, len(written) - len(mark)) if span["start"] > start else span for span in spans]
            spans.append(
                {
                    "start": start,
                    "end": start + len(core),
                    "text": core,
                    "kind": kind,
                    "variant": variant,
                    "entity": core,
                    "on_case": on_case,
                    "cls": cls,
                }
            )
        text += sentence + chance.choice([" ", " ", "\n"])
    for _ in range(chance.randrange(1, 4)):
        text += chance.choice(PARTS["traps"]) + chance.choice([" ", "\n"])
    return text, spans


def _moved(span: Span, by: int) -> Span:
    return {**span, "start": span["start"] + by, "end": span["end"] + by}


def _person(chance: random.Random, roster: dict[str, Any]) -> tuple[str, str, str, bool, str]:
    person = chance.choice(roster["people"])
    given, family = person["given"], person["family"]
    everyday = next((forms for name, forms, _ in PARTS["people"] if name == given), [])
    ways: dict[str, Callable[[], str]] = {
        "full": lambda: f"{given} {family}",
        "first": lambda: given,
        "possessive": lambda: f"{given}'s",
        "lower": lambda: given.lower(),
        "full lower": lambda: f"{given} {family}".lower(),
        "upper": lambda: given.upper(),
        "title": lambda: f"{chance.choice(['Mr', 'Mrs', 'Ms', 'Miss'])} {family}",
        "initials": lambda: given[0] + family[0],
        "dotted": lambda: f"{given[0]}.{family[0]}.",
        "initial surname": lambda: f"{given[0]} {family}",
        "dotted surname": lambda: f"{given[0]}. {family}",
        "first initial": lambda: f"{given} {family[0]}",
        "double space": lambda: f"{given}  {family}",
        "new line": lambda: f"{given}\n{family}",
        "joined": lambda: given + family,
        "underscore": lambda: f"{given}_{family}",
        "reversed": lambda: f"{family}, {given}",
        "misspelt": lambda: _slip(chance, given),
        "misspelt family": lambda: f"Mrs {_slip(chance, family)}",
        "misspelt both": lambda: f"{_slip(chance, given)} {_slip(chance, family)}",
        "family": lambda: family,
        "plural": lambda: f"{family}s",
        "everyday": lambda: chance.choice(everyday or [given]),
        "torn": lambda: f"{given[:3]}- {given[3:]}" if len(given) > 6 else given,
        "title initial": lambda: f"Mr {family[0]}",
        "decomposed": lambda: given.replace("e", "e\u0301", 1),
        "letter": lambda: given[0],
    }
    variant = chance.choice(list(ways))
    return ways[variant](), "person", variant, True, "direct"


def _slip(chance: random.Random, name: str) -> str:
    """One slip of the keyboard, not in the first letter."""
    place = chance.randrange(1, len(name) - 1) if len(name) > 3 else len(name) - 1
    kind = chance.randrange(4) if len(name) > 3 else 2
    if kind == 0 and name[place] != name[place + 1]:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if kind == 1:
        return name[:place] + name[place + 1 :]
    if kind == 2:
        return name[:place] + name[place] + name[place:]
    return name[:place] + chance.choice("aeioszrtn".replace(name[place], "")) + name[place + 1 :]


def _stranger(chance: random.Random) -> tuple[str, str, str, bool, str]:
    given, family = chance.choice(PARTS["strangers"]), chance.choice(PARTS["strangers_families"])
    variant, written = chance.choice(
        [
            ("first", given),
            ("lower", given.lower()),
            ("full", f"{given} {family}"),
            ("title", f"Mr {family}"),
            ("possessive", f"{given}'s"),
        ]
    )
    return written, "person", variant, False, "direct"


def _school(chance: random.Random, roster: dict[str, Any]) -> tuple[str, str, str, bool, str]:
    name = roster["schools"][0]
    short = re.sub(" (?:School|Academy|College|Primary|Grammar)", "", name)
    variant, written = chance.choice(
        [("full", name), ("lower", name.lower()), ("short", short), ("upper", name.upper())]
    )
    return written, "school", variant, True, "direct"


def _other_school(chance: random.Random, roster: dict[str, Any]) -> tuple[str, str, str, bool, str]:
    name = chance.choice([school for school in PARTS["schools"] if school not in roster["schools"]])
    return name, "school", "full", False, "direct"


def _street(chance: random.Random, roster: dict[str, Any]) -> tuple[str, str, str, bool, str]:
    name = chance.choice(roster["streets"])
    words = name.split()
    short = {"Close": "Cl", "Street": "St", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln"}[words[-1]]
    variant, written = chance.choice(
        [
            ("full", name),
            ("lower", name.lower()),
            ("short", " ".join([*words[:-1], short])),
            ("numbered", f"{chance.randrange(1, 99)} {name}"),
        ]
    )
    return written, "street", variant, True, "direct"


def _contact(chance: random.Random, roster: dict[str, Any]) -> tuple[str, str, str, bool, str]:
    phone, email = chance.choice(roster["phones"]), roster["emails"][0]
    digits = phone.replace(" ", "")
    n = chance.randrange(1000)
    known = [
        (phone, "phone"),
        (digits, "phone joined"),
        (f"+44 {digits[1:5]} {digits[5:]}", "phone abroad"),
        (f"({phone[:5]}) {phone[6:]}", "phone brackets"),
        (email, "email"),
        (email.upper(), "email upper"),
        (roster["postcode"], "postcode"),
        (roster["postcode"].replace(" ", "").lower(), "postcode joined"),
        (roster["nhs"], "nhs"),
        (roster["nhs"].replace(" ", "-"), "nhs dashed"),
        (roster["upn"], "upn"),
        (roster["ref"], "ref"),
        (roster["ref"].replace("-", " "), "ref spaced"),
    ]
    other = [
        (f"07700 900{n:03}", "phone"),
        (f"0113 496 0{n:03}", "phone"),
        (f"worker{n}@example.net", "email"),
        (f"@river.{n}", "handle"),
        (f"blue_otter{n}", "handle"),
        ("AB 12 34 56 C", "nino"),
        (f"LB{n % 90 + 10} KVD", "vehicle"),
        (f"https://example.org/p/{n}", "url"),
        (f"42/{n + 10000}/25", "crime ref"),
        (f"SY{n % 9 + 1} 6QP", "postcode"),
        (_nhs(chance), "nhs"),
    ]
    on_case = chance.random() < 0.5
    written, variant = chance.choice(known if on_case else other)
    return written, "contact", variant, on_case, "direct"


def _date(chance: random.Random, roster: dict[str, Any]) -> tuple[str, str, str, bool, str]:
    day, month, year = chance.randrange(1, 29), chance.randrange(1, 13), chance.randrange(2023, 2027)
    names = "January February March April May June July August September October November December".split()
    name = names[month - 1]
    written = chance.choice(
        [
            f"{day} {name} {year}",
            f"{day}/{month}/{year}",
            f"{day:02}.{month:02}.{year % 100}",
            f"{year}-{month:02}-{day:02}",
            f"{name} {year}",
            f"{day}th {name}",
            f"{name[:3]} {day}, {year}",
            f"{day}-{name[:3]}-{year}",
            f"Tuesday {day} {name}",
        ]
    )
    return written, "date", "date", False, "quasi"


Made = tuple[str, dict[str, tuple[str, str, str, bool, str]]]


def _of_person(chance: random.Random, roster: dict[str, Any]) -> Made:
    return chance.choice(PARTS["person_sentences"]), {"{p}": _person(chance, roster)}


def _of_pair(chance: random.Random, roster: dict[str, Any]) -> Made:
    return chance.choice(PARTS["pair_sentences"]), {"{p}": _person(chance, roster), "{o}": _person(chance, roster)}


def _of_stranger(chance: random.Random, roster: dict[str, Any]) -> Made:
    return chance.choice(PARTS["stranger_sentences"]), {"{s}": _stranger(chance)}


def _of_school(chance: random.Random, roster: dict[str, Any]) -> Made:
    made = _school(chance, roster) if chance.random() < 0.7 else _other_school(chance, roster)
    return chance.choice(PARTS["school_sentences"]), {"{c}": made}


def _of_street(chance: random.Random, roster: dict[str, Any]) -> Made:
    return chance.choice(PARTS["street_sentences"]), {"{t}": _street(chance, roster)}


def _of_town(chance: random.Random, roster: dict[str, Any]) -> Made:
    on_case = chance.random() < 0.5
    town = roster["towns"][0] if on_case else chance.choice(PARTS["other_towns"])
    return chance.choice(PARTS["town_sentences"]), {"{w}": (town, "town", "full", on_case, "quasi")}


def _of_place(chance: random.Random, roster: dict[str, Any]) -> Made:
    on_case = chance.random() < 0.5
    place = chance.choice(roster["places"]) if on_case else chance.choice(PARTS["other_places"])
    return chance.choice(PARTS["place_sentences"]), {"{l}": (place, "place", "full", on_case, "quasi")}


def _of_contact(chance: random.Random, roster: dict[str, Any]) -> Made:
    return chance.choice(PARTS["contact_sentences"]), {"{x}": _contact(chance, roster)}


def _of_date(chance: random.Random, roster: dict[str, Any]) -> Made:
    return chance.choice(PARTS["date_sentences"]), {"{d}": _date(chance, roster)}


MAKERS = [
    _of_person,
    _of_person,
    _of_person,
    _of_pair,
    _of_stranger,
    _of_stranger,
    _of_school,
    _of_street,
    _of_town,
    _of_place,
    _of_contact,
    _of_contact,
    _of_date,
]
