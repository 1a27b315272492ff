"""Where the plan misses a context that carries the risk, and which needs nobody answers yet.

A need is an entry in a column with `is_need`; an action answers the needs whose ids it lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from concentric.method.instrument.grid import CONTEXTS, NEED_COLUMNS, ColumnKey, ContextKey


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What a gap rests on: one entry's place and, for an action, the ids of the needs it answers."""

    id: str
    context: ContextKey
    column: ColumnKey
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A context with needs and no planned action of its own; `elsewhere` counts those answered from other contexts."""

    context: ContextKey
    needs: int
    elsewhere: int
    message: str


def unanswered_needs(entries: Iterable[EntryFacts]) -> tuple[str, ...]:
    """The ids of the needs that no action answers, in the order given."""
    entries = tuple(entries)
    answered = _answered(entries)
    return tuple(entry.id for entry in entries if entry.column in NEED_COLUMNS and entry.id not in answered)


def response_gaps(entries: Iterable[EntryFacts]) -> tuple[Gap, ...]:
    """One gap for each context that has a risk or vulnerability and no planned action, from the centre outwards."""
    entries = tuple(entries)
    answered = _answered(entries)
    acted_on = {entry.context for entry in entries if entry.column is ColumnKey.ACTIONS}
    gaps = []
    for context in CONTEXTS:
        needs = [entry.id for entry in entries if entry.context is context.key and entry.column in NEED_COLUMNS]
        if needs and context.key not in acted_on:
            elsewhere = sum(need in answered for need in needs)
            gaps.append(Gap(context.key, len(needs), elsewhere, _message(context.short, len(needs), elsewhere)))
    return tuple(gaps)


def _answered(entries: tuple[EntryFacts, ...]) -> frozenset[str]:
    return frozenset(need for entry in entries if entry.column is ColumnKey.ACTIONS for need in entry.answers)


def _message(name: str, needs: int, elsewhere: int) -> str:
    factors = "1 risk or vulnerability" if needs == 1 else f"{needs} risks and vulnerabilities"
    if not elsewhere:
        return f"{name}: {factors} and no planned action."
    reached = "it is" if needs == 1 else "all are" if elsewhere == needs else f"{elsewhere} of them"
    return f"{name}: {factors} and no planned action here; {reached} answered only by actions in other contexts."
