"""The attributes of a framework in words, each way with its effect."""

from __future__ import annotations

from concentric.method.instrument.vocabulary import Labelled
from concentric.method.records.framework import AgeRange, Term
from concentric.submission.review.attributes import CHOICES, RARE, Effect, How, SubmissionSet


def labels_of(own_set: SubmissionSet) -> dict[str, dict[str, str]]:
    """For each attribute and each way: what would leave, and how many frameworks would share everything with it."""
    return {name: {e.how.value: _label(e, own_set.size) for e in own_set.effects(name)} for name in CHOICES}


def rare_in_words(own_set: SubmissionSet) -> list[tuple[str, int]]:
    """The rare combinations ("Age at the meeting and gender: 14, Boy or young man"), each with how many share it."""
    found = []
    for rare in own_set.rare():
        names = [CHOICES[name][0] for name in rare.attributes]
        values = [in_words(getattr(own_set.own, name)) for name in rare.attributes]
        pairs = [f"{name}: {value}" for name, value in zip(names, values, strict=True)]
        found.append(("; ".join(pairs), rare.count))
    return found


def in_words(value: object) -> str:
    """An attribute as people read it."""
    if isinstance(value, AgeRange):
        return str(value.low) if value.low == value.high else f"{value.low} to {value.high}"
    if isinstance(value, Term):
        return f"{value.name.label} term of {value.year}/{(value.year + 1) % 100:02d}"
    return value.label if isinstance(value, Labelled) else "not known"


def _label(effect: Effect, size: int) -> str:
    what = "Leave it out" if effect.how is How.OUT else in_words(effect.value).capitalize()
    if effect.how is How.WIDER:
        what = f"Wider: {what}"
    rare = ": rare" if effect.sharing < RARE else ""
    alike = "no other framework alike" if effect.sharing == 1 else f"{effect.sharing} of {size} frameworks alike"
    return f"{what} ({alike}{rare})"
