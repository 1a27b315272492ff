"""Where plans miss the contexts that carry the need: what was planned for it, in its context, or instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

Name = int | str
"""Of a code or a kind of action: its number, or a word."""


@dataclass(frozen=True, slots=True)
class Need:
    """A vulnerability or risk as coded in one framework: its code and its context."""

    framework: int | str
    code: Name | None
    context: str
    id: Hashable


@dataclass(frozen=True, slots=True)
class Planned:
    """An action of one framework: what kind it is, the context it aims at, the needs (by id) it answers."""

    framework: int | str
    kind: Name
    context: str
    answers: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """Of the `frameworks` that hold a need (a code in a context), how many do what. Four of these make up all of them:

    `answered`: an action answers a need of this code; else `beside`: something is planned in the context, for nothing
    of this; else `elsewhere`: something is planned, in other contexts; else `unplanned`: nothing at all.
    `in_context`: anything is planned in the context, whatever it answers. `instead`: how many of those that plan
    nothing in the context plan each kind of action in each other one.
    """

    code: Name | None
    context: str
    frameworks: int
    answered: int
    beside: int
    elsewhere: int
    unplanned: int
    in_context: int
    instead: Mapping[tuple[str, Name], int]

    @property
    def missed(self) -> int:
        """Neither answered nor anything planned in the context."""
        return self.elsewhere + self.unplanned


def response_gaps(needs: Iterable[Need], plans: Iterable[Planned]) -> list[Gap]:
    """A row for each (code, context) that any framework holds, in the order first met. Counts are of frameworks."""
    by_framework: dict[Hashable, list[Planned]] = {}
    for action in plans:
        by_framework.setdefault(action.framework, []).append(action)
    holders: dict[tuple[Name | None, str], dict[Hashable, set[Hashable]]] = {}
    for need in needs:
        holders.setdefault((need.code, need.context), {}).setdefault(need.framework, set()).add(need.id)
    return [_gap(code, context, held, by_framework) for (code, context), held in holders.items()]


def context_gaps(needs: Iterable[Need], plans: Iterable[Planned]) -> list[Gap]:
    """The same for each context as a whole, whatever the need: `code` is None."""
    return response_gaps((Need(n.framework, None, n.context, n.id) for n in needs), plans)


def _gap(
    code: Name | None,
    context: str,
    held: Mapping[Hashable, set[Hashable]],
    by_framework: Mapping[Hashable, list[Planned]],
) -> Gap:
    answered = beside = elsewhere = unplanned = in_context = 0
    instead: Counter[tuple[str, Name]] = Counter()
    for framework, ids in held.items():
        actions = by_framework.get(framework, [])
        there = any(action.context == context for action in actions)
        in_context += there
        if any(not ids.isdisjoint(action.answers) for action in actions):
            answered += 1
        elif there:
            beside += 1
        elif actions:
            elsewhere += 1
        else:
            unplanned += 1
        if not there:
            instead.update({(action.context, action.kind) for action in actions})
    return Gap(code, context, len(held), answered, beside, elsewhere, unplanned, in_context, dict(instead))
