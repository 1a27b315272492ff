"""The last look: everything that would leave, searched once more as it would leave. Whatever is found blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum

from concentric.foundation.permissions.checks import Refusal
from concentric.method.deidentify.pseudonyms import remaining
from concentric.method.records.framework import Framework
from concentric.submission.review.models import Outgoing
from concentric.submission.review.outgoing import pseudonyms_for, remaining_in, replaced
from concentric.submission.review.roster import roster_of

# Random, made for this bundle alone: chance could make one look like a number of somebody's.
_RANDOM = frozenset({"id", "answers"})


def check_names_nobody(outgoing: Outgoing, framework: Framework) -> None:
    """Raise Refusal with the places of the framework where something may still say who somebody is."""
    places = dict.fromkeys(one.where for one in remaining_in(outgoing))
    places |= dict.fromkeys(_found_elsewhere(outgoing, framework))
    if places:
        raise Refusal(
            f"In what would leave, something may still say who somebody is. Look at: {', '.join(places)}. "
            "Take it back to review."
        )


def _found_elsewhere(outgoing: Outgoing, framework: Framework) -> Iterator[str]:
    """Places of texts that are no passage of the review (those were searched with what a person decided to keep).

    Nobody can decide on a word of them that may be a name or not ("young" in a fixed wording), so those do not block.
    """
    confirmed = set(replaced(outgoing).values())
    roster = roster_of(outgoing.case)
    pseudonyms = pseudonyms_for(outgoing, roster)
    for where, text in texts_of(framework):
        if text in confirmed:
            continue
        if any(not span.is_doubtful for span in remaining(text, roster, pseudonyms)):
            yield where


def texts_of(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a framework that is not one of a closed list, with where it stands ("entries 3 text")."""
    if isinstance(value, str) and not isinstance(value, Enum) and value:
        yield where, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from texts_of(item, f"{where} {number}")
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _RANDOM:
                yield from texts_of(getattr(value, field.name), f"{where} {field.name}".strip().replace("_", " "))
