"""What a case knows: its people, schools, streets, places and references. Everything here must not leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


class UnreadableRosterError(ValueError):
    """A roster that is not in the form below; the message names the part."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the case. `key` tells them apart and stays the same for the life of the case."""

    key: str
    role: str
    given: str = ""
    family: str = ""
    middle: str = ""
    title: str = ""
    nicknames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A school, street, place or number of the case. One that has several names stands under each, by the same key."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that a case names.

    `references` holds all that identifies by its letters and digits (NHS number, telephone, e-mail address, case
    reference, postcode …); `contexts` the names of homes and groups in the register.
    """

    people: tuple[Person, ...] = ()
    schools: tuple[Thing, ...] = ()
    streets: tuple[Thing, ...] = ()
    towns: tuple[Thing, ...] = ()
    places: tuple[Thing, ...] = ()
    contexts: tuple[Thing, ...] = ()
    references: tuple[Thing, ...] = ()
    born: tuple[date, ...] = ()


def read_roster(form: Mapping[str, Any]) -> Roster:
    """A roster from JSON. Any part may be missing.

    `people`: key, role, given, family, middle, title, nicknames. Lists: `schools`, `streets`, `towns`, `places`,
    `contexts`, `phones`, `emails`, `references`. Single: `house`, `postcode`, `nhs`, `upn`, `ref`, `dob` (ISO).

    Raises UnreadableRosterError where a part has another form.
    """
    if not isinstance(form, Mapping):
        raise UnreadableRosterError("the roster is not an object")
    people = form.get("people") or []
    if not isinstance(people, Sequence) or isinstance(people, str):
        raise UnreadableRosterError("“people” is not a list")
    return Roster(
        people=tuple(_person(place, person) for place, person in enumerate(people, start=1)),
        schools=_things(form, "school", "schools"),
        streets=_things(form, "street", "streets", "house"),
        towns=_things(form, "town", "towns"),
        places=_things(form, "place", "places"),
        contexts=_things(form, "context", "contexts"),
        references=_things(form, "reference", "phones", "emails", "references", "postcode", "nhs", "upn", "ref"),
        born=tuple(_day(text) for text in _texts(form, "dob")),
    )


def _things(form: Mapping[str, Any], kind: str, *names: str) -> tuple[Thing, ...]:
    texts = [text for name in names for text in _texts(form, name)]
    return tuple(Thing(f"{kind}:{place}", text) for place, text in enumerate(texts, start=1))


def _person(place: int, person: object) -> Person:
    if not isinstance(person, Mapping):
        raise UnreadableRosterError("one of “people” is not an object")
    texts = {name: " ".join(_texts(person, name)) for name in ("role", "given", "family", "middle", "title")}
    key = " ".join(_texts(person, "key")) or f"person:{place}"
    return Person(key=key, nicknames=_texts(person, "nicknames"), **{**texts, "role": texts["role"] or "person"})


def _texts(form: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = form.get(name)
    values = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(values, Sequence) or not all(isinstance(text, str) for text in values):
        raise UnreadableRosterError(f"“{name}” is neither a text nor a list of texts")
    return tuple(text for text in values if text.strip())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise UnreadableRosterError("“dob” is not a date such as 2010-06-23") from fault
