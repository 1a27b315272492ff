"""What was said of a framework's empty cells, in words and out of them again.

A silence is {"context", "column" (None: the whole context), "state"}, as a submission has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from concentric.method.instrument.grid import COLUMN, COLUMNS, CONTEXT, CONTEXTS
from concentric.method.instrument.vocabulary import Silence

BETWEEN = " · "
_NEXT, _OF = "; ", ": "
Said = dict[str, str | None]


def _place_in_words(context: str, column: str | None) -> str:
    return BETWEEN.join([*([COLUMN[column].label] if column else []), CONTEXT[context].label])


_PLACES: dict[str, tuple[str, str | None]] = {
    _place_in_words(context.key.value, column): (context.key.value, column)
    for context in CONTEXTS
    for column in (None, *(one.key.value for one in COLUMNS))
}
_STATES = {state.label: state.value for state in Silence}


def in_words(silences: Sequence[Said]) -> list[str]:
    """A line for each meaning: "Discussed, nothing identified: School; Risk factors · Family and home"."""
    lines = []
    for label, state in _STATES.items():
        said = {(one["context"], one["column"]) for one in silences if one["state"] == state}
        if places := [words for words, place in _PLACES.items() if place in said]:
            lines.append(label + _OF + _NEXT.join(places))
    return lines


def out_of_words(lines: Iterable[str]) -> list[Said]:
    """The silences that such lines say. Of a place that is said to be two things, the first."""
    found: dict[tuple[str, str | None], str] = {}
    for line in lines:
        label, _, places = line.partition(_OF)
        for place in places.split(_NEXT):
            if label in _STATES and place in _PLACES:
                found.setdefault(_PLACES[place], _STATES[label])
    return [{"context": context, "column": column, "state": state} for (context, column), state in found.items()]
