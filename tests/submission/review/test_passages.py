"""What becomes of every text of a record: a field that nobody thought of fails here."""

from __future__ import annotations

import typing
from dataclasses import fields, is_dataclass
from enum import Enum

from hypothesis import given, settings

from concentric.method.deidentify.pseudonyms import Pseudonyms
from concentric.method.deidentify.roster import Roster
from concentric.method.exchange.plain_text import every_text
from concentric.method.records import signed
from concentric.submission.review.passages import TEXTS, passages_of
from concentric.submission.review.spoken import Spoken
from tests.factories.any_record import meeting_records
from tests.factories.records import rich_record

PARTS = [kind for kind in vars(signed).values() if is_dataclass(kind)]
# What a reading aloud keeps as it is: ids, closed words, and what the writers themselves put there.
SAID_AS_IT_IS = {"id", "answers", "state", "status", "release", "meeting_type", "where", "why"}


def is_text(hint: object) -> bool:
    if typing.get_origin(hint) is tuple:
        return is_text(typing.get_args(hint)[0])
    return isinstance(hint, type) and issubclass(hint, str) and not issubclass(hint, Enum)


def texts_of(kind: type) -> set[str]:
    hints = typing.get_type_hints(kind)
    return {field.name for field in fields(kind) if is_text(hints[field.name])}


def test_every_text_is_a_passage_named_otherwise_or_dropped() -> None:
    said = {name: [field for names in fates.values() for field in names.split()] for name, fates in TEXTS.items()}

    assert {name: sorted(names) for name, names in said.items()} == {
        kind.__name__: sorted(texts_of(kind)) for kind in PARTS
    }


@settings(max_examples=25, deadline=None)
@given(meeting_records())
def test_every_passage_is_there_once_under_a_path_of_its_own(record: signed.MeetingRecord) -> None:
    found = passages_of(record)
    paths = [passage.path for passage in found]
    assert len(set(paths)) == len(paths)

    wanted = []
    for part in parts_of(record):
        names = TEXTS[type(part).__name__].get("passage", "").split()
        wanted += [getattr(part, name) for name in names]
    assert sorted(passage.text for passage in found) == sorted(text for text in wanted if text.strip())


def parts_of(value: object) -> typing.Iterator[object]:
    """A record and every record in it."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)


def test_nothing_that_names_is_said_aloud() -> None:
    """Every text of a whole record holds a stranger's name; what the writers and closed lists put there may stay."""
    planted = every_text(rich_record(), lambda text: text and f"Brumblethwaite {text}")

    spoken = Spoken(Roster(), Pseudonyms(Roster(), planted.held_at.date())).record(planted)

    left = {
        name
        for part in parts_of(spoken)
        for name in texts_of(type(part)) - SAID_AS_IT_IS
        if "Brumblethwaite" in str(getattr(part, name))
    }
    assert not left
