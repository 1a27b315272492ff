"""Where plans miss the contexts that carry the need: what was planned for it, in its context, or instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Name = int | str
"""Of a code or a kind of action: its number, or a word."""


class Need(NamedTuple):
    """A vulnerability or risk as coded in one framework: its code and its context."""

    framework: int | str
    code: Name | None
    context: str
    id: Hashable


class Planned(NamedTuple):
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
    of_framework: defaultdict[Hashable, _Plan] = defaultdict(_Plan)
    for action in plans:
        of_framework[action.framework].add(action)
    holders: defaultdict[tuple[Name | None, str], defaultdict[Hashable, set[Hashable]]]
    holders = defaultdict(lambda: defaultdict(set))
    for framework, code, context, need in needs:
        holders[code, context][framework].add(need)
    return [_gap(code, context, held, of_framework) for (code, context), held in holders.items()]


def context_gaps(needs: Iterable[Need], plans: Iterable[Planned]) -> list[Gap]:
    """The same for each context as a whole, whatever the need: `code` is None."""
    return response_gaps((need._replace(code=None) for need in needs), plans)


@dataclass(slots=True)
class _Plan:
    """All that is planned in one framework: in which contexts, of what kind there, and which needs it answers."""

    contexts: set[str] = field(default_factory=set)
    kinds: set[tuple[str, Name]] = field(default_factory=set)
    answers: set[Hashable] = field(default_factory=set)

    def add(self, action: Planned) -> None:
        self.contexts.add(action.context)
        self.kinds.add((action.context, action.kind))
        self.answers |= action.answers


def _gap(
    code: Name | None, context: str, held: Mapping[Hashable, set[Hashable]], of_framework: Mapping[Hashable, _Plan]
) -> Gap:
    answered = beside = elsewhere = unplanned = in_context = 0
    instead: Counter[tuple[str, Name]] = Counter()
    nothing = _Plan()
    for framework, ids in held.items():
        plan = of_framework.get(framework, nothing)
        there = context in plan.contexts
        in_context += there
        if not ids.isdisjoint(plan.answers):
            answered += 1
        elif there:
            beside += 1
        elif plan.contexts:
            elsewhere += 1
        else:
            unplanned += 1
        if not there:
            instead.update(plan.kinds)
    return Gap(code, context, len(held), answered, beside, elsewhere, unplanned, in_context, dict(instead))
