"""A REFI-QDA codebook (.qdc) into a study: its codes go below those that the path to them names. Looked at first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.refi.reading import read_codebook
from concentric.method.exchange.refi.unreadable import UnreadableProject
from concentric.method.records.coded import Code as TravellingCode
from concentric.research.coding.actions import ensure_codebook
from concentric.research.coding.codebook import changing_codebook, codebook_step
from concentric.research.coding.models import Code
from concentric.research.exchange.importing import CODES_CAME
from concentric.research.exchange.mapping import Mapping, map_codes
from concentric.research.exchange.words import described
from concentric.research.frameworks.models import SHORT
from concentric.research.frameworks.researcher import Researcher

MOST_BYTES = 1_000_000
_SET = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?Set[\s/>]")


@dataclass(frozen=True, slots=True)
class Coming:
    """The paths of the codes that are new and of those that the study has; and what cannot be taken in as it is."""

    new: tuple[str, ...]
    there: tuple[str, ...]
    notes: tuple[str, ...]


def look_at(*, researcher: Researcher, data: bytes) -> Coming:
    """What `take_in` would do. Raises Refusal for a file that cannot be read."""
    ensure_codebook(researcher)
    codes = _read(data)
    found = Mapping(researcher.study)
    map_codes(found, codes)
    new = {code.pk for code in found.new_codes}
    paths = dict(_paths(codes))
    came = [one for one in codes if found.codes[one.id].pk in new]
    there = [one for one in codes if found.codes[one.id].pk not in new]
    return Coming(
        tuple(dict.fromkeys(paths[one.id] for one in came)),
        tuple(dict.fromkeys(paths[one.id] for one in there)),
        (*_notes(found, codes, paths, new), *_sets(data)),
    )


def take_in(*, researcher: Researcher, data: bytes, reason: str = "") -> int:
    """The new codes as one step, which can be taken back; how many they are. Codes that are there stay as they are."""
    ensure_codebook(researcher)
    codes = _read(data)
    with changing_codebook(researcher) as coder:
        found = Mapping(researcher.study)
        map_codes(found, codes)
        number = len(found.new_codes)
        words = f"Took in {number:,} {'code' if number == 1 else 'codes'} from a file"
        with codebook_step(researcher, coder, CODES_CAME, words, reason) as step:
            step.create_all(found.new_codes)
    return number


def _read(data: bytes) -> tuple[TravellingCode, ...]:
    try:
        codes = read_codebook(data)
    except UnreadableProject as fault:
        raise Refusal(fault.reason) from None
    if not codes:
        raise Refusal("There is no code in this file. Export the codebook again.")
    if len({one.id for one in codes}) != len(codes):
        raise Refusal("Two codes in this file have the same id. Export the codebook again.")
    return codes


def _paths(codes: tuple[TravellingCode, ...]) -> Iterator[tuple[str, str]]:
    known: dict[str, str] = {}
    for one in codes:
        above = f"{known[one.parent]} › " if one.parent else ""
        known[one.id] = above + (" ".join(one.name.split()) or "Without a name")
        yield one.id, known[one.id]


def _notes(found: Mapping, codes: tuple[TravellingCode, ...], paths: dict[str, str], new: set[UUID]) -> Iterator[str]:
    """Item by item, in the order of the file."""
    times = Counter(found.codes[one.id].pk for one in codes)
    for one in codes:
        code, path = found.codes[one.id], paths[one.id]
        if not one.name.strip():
            yield f"{path}: the file gives it no name."
        if len(" ".join(one.name.split())) > SHORT:
            yield f"{path}: its name is cut to {SHORT} characters."
        if times[code.pk] > 1:
            yield f"{path}: stands {times[code.pk]} times in the same place, and comes in once."
        if not one.codable:
            yield f"{path}: only holds other codes in the file; here it can be given, too."
        yield from _unlike(one, code, path, is_new=code.pk in new)


def _unlike(one: TravellingCode, code: Code, path: str, *, is_new: bool) -> Iterator[str]:
    if is_new and one.colour and not code.colour:
        yield f"{path}: its colour cannot be read, and is left out."
    if one.description and one.description.strip() != described(code).strip():
        yield f"{path}: " + (
            "its description is cut." if is_new else "is there already, with another description, which stays."
        )


def _sets(data: bytes) -> Iterator[str]:
    if number := len(_SET.findall(data)):
        yield f"{number:,} {'set' if number == 1 else 'sets'} of codes: a study has no sets."
