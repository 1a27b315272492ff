"""People in a line of attendance: "Present: A. Brandt (Police); J. Okafor (Social care). Apologies: T. Marsh"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_STATES: Final = {
    "attended": r"present|attended|attendees|attending|in\s+attendance|attendance|those\s+present",
    "apologies": r"apologies(?:\s+(?:from|received))?",
    "observer": r"observers?|observing",
    "absent": r"absent|did\s+not\s+(?:attend|come)|not\s+present",
}
_LABEL: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{state}>{words})" for state, words in _STATES.items()) + r")\s*(?::|[–—-](?=\s))\s*",
    re.IGNORECASE,
)
_APART: Final = re.compile(r"\s*(?:[;\n\t•]|(?<=[)])\s*[,.]|(?<=[)])\s+and\s)\s*")
_WITH: Final = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<bracket>[^()]+)\)|\s[–—-]\s(?P<dash>.+))\s*\.?")


@dataclass(frozen=True, slots=True)
class SaidPerson:
    """One person as written: `beside` is what stands in brackets or after a dash, an agency or a role.

    `state` is attended, apologies, observer or absent; attended where no label says another.
    """

    name: str
    beside: str
    state: str


def read_people(text: str) -> Iterator[SaidPerson]:
    """The people in the words, in order. A comma alone parts nobody: "A. Brandt, Police" is one person."""
    labels = list(_LABEL.finditer(text))
    before = text[: labels[0].start()] if labels else text
    yield from _people(before, "attended")
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        value = text[label.end() : following.start() if following else len(text)]
        yield from _people(value, str(label.lastgroup))


def _people(text: str, state: str) -> Iterator[SaidPerson]:
    for piece in _APART.split(text):
        person = piece.strip(" .,")
        if not any(character.isalnum() for character in person):
            continue
        found = _WITH.fullmatch(piece.strip(" ,"))
        if found:
            yield SaidPerson(found["name"].strip(" ,"), (found["bracket"] or found["dash"]).strip(" ."), state)
        else:
            yield SaidPerson(person, "", state)
