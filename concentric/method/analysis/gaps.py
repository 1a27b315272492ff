"""Where plans miss the contexts that carry the need: what was planned for it, in its context, or instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """A vulnerability or risk as coded in one framework: its code and its context."""

    framework: Hashable
    code: Hashable
    context: Hashable
    id: Hashable


@dataclass(frozen=True, slots=True)
class Planned:
    """An action of one framework: what kind it is, the context it aims at, the needs (by id) it answers."""

    framework: Hashable
    kind: Hashable
    context: Hashable
    answers: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """Of the `frameworks` that hold a need (a code in a context): how many answer it, how many plan for the context.

    `answered`: an action answers a need of this code. `in_context`: anything at all is planned there. `nothing`:
    neither.
    `instead`: the kinds of action, by context, planned where the context has none.
    """

    code: Hashable
    context: Hashable
    frameworks: int
    answered: int
    in_context: int
    nothing: int
    instead: Mapping[tuple[Hashable, Hashable], int]


def response_gaps(needs: Iterable[Need], plans: Iterable[Planned]) -> list[Gap]:
    """A row for each (code, context) that any framework holds, in the order first met. Counts are of frameworks."""
    by_framework: dict[Hashable, list[Planned]] = {}
    for action in plans:
        by_framework.setdefault(action.framework, []).append(action)
    holders: dict[tuple[Hashable, Hashable], dict[Hashable, set[Hashable]]] = {}
    for need in needs:
        holders.setdefault((need.code, need.context), {}).setdefault(need.framework, set()).add(need.id)
    return [_gap(code, context, held, by_framework) for (code, context), held in holders.items()]


def context_gaps(needs: Iterable[Need], plans: Iterable[Planned]) -> list[Gap]:
    """The same for each context as a whole, whatever the need: `code` is None."""
    return response_gaps((Need(n.framework, None, n.context, n.id) for n in needs), plans)


def _gap(
    code: Hashable,
    context: Hashable,
    held: Mapping[Hashable, set[Hashable]],
    by_framework: Mapping[Hashable, list[Planned]],
) -> Gap:
    answered = in_context = nothing = 0
    instead: Counter[tuple[Hashable, Hashable]] = Counter()
    for framework, ids in held.items():
        actions = by_framework.get(framework, [])
        answers = any(not ids.isdisjoint(action.answers) for action in actions)
        there = any(action.context == context for action in actions)
        answered += answers
        in_context += there
        nothing += not answers and not there
        if not there:
            instead.update({(action.context, action.kind) for action in actions})
    return Gap(code, context, len(held), answered, in_context, nothing, dict(instead))
