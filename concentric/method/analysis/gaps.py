"""Where plans miss the contexts that carry the need: what was planned for it, in its context, or instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from concentric.method.records.study_data import CONTEXT_KEYS

NOT_CODED = 0
"""The kind of an action that has no code."""
OF_CONTEXT = 0
"""In place of a code: any need of the context."""
ANSWERED, BESIDE, ELSEWHERE, UNPLANNED = range(4)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Needs:
    """Vulnerabilities and risks as coded, a place of each array for each: in which framework, the number of the code,
    its context (a place in CONTEXT_KEYS), and the entry.
    """

    framework: Ints
    code: Ints
    context: Ints
    entry: Ints

    def within(self, frameworks: NDArray[np.bool_]) -> Needs:
        """Those of some frameworks."""
        chosen = frameworks[self.framework]
        return Needs(self.framework[chosen], self.code[chosen], self.context[chosen], self.entry[chosen])


@dataclass(frozen=True, slots=True)
class Plans:
    """Actions: in which framework, what kind (the number of a code, or NOT_CODED), and the context aimed at.

    `answered`: n × 2, the needs that any of them answers: framework and entry.
    """

    framework: Ints
    kind: Ints
    context: Ints
    answered: Ints


@dataclass(frozen=True, slots=True)
class Gap:
    """Of the `frameworks` that hold a need (a code in a context), how many do what. Four of these make up all of them:

    `answered`: an action answers a need of this code; else `beside`: something is planned in the context, for nothing
    of this; else `elsewhere`: something is planned, in other contexts; else `unplanned`: nothing at all.
    `in_context`: anything is planned in the context, whatever it answers. `instead`: how many of those that plan
    nothing in the context plan each kind of action in each other one.
    """

    code: int | None
    context: str
    frameworks: int
    answered: int
    beside: int
    elsewhere: int
    unplanned: int
    in_context: int
    instead: Mapping[tuple[str, int], int]

    @property
    def missed(self) -> int:
        """Neither answered nor anything planned in the context."""
        return self.elsewhere + self.unplanned


def response_gaps(needs: Needs, plans: Plans) -> list[Gap]:
    """A row for each code in a context that any framework holds, in the order first met. Counts are of frameworks."""
    return _gaps(needs, plans, needs.code)


def context_gaps(needs: Needs, plans: Plans) -> list[Gap]:
    """The same for each context as a whole, whatever the need: `code` is None."""
    return _gaps(needs, plans, np.full_like(needs.code, OF_CONTEXT))


def _gaps(needs: Needs, plans: Plans, code: Ints) -> list[Gap]:
    contexts = len(CONTEXT_KEYS)
    rows, met, row = np.unique(code * contexts + needs.context, return_index=True, return_inverse=True)
    codes, context = np.divmod(rows, contexts)
    frameworks = int(max(needs.framework.max(initial=-1), plans.framework.max(initial=-1))) + 1
    # Each framework that holds a row's need, once, whatever the number of its entries.
    held, place = np.unique(row * frameworks + needs.framework, return_inverse=True)
    of_row, framework = np.divmod(held, max(frameworks, 1))
    plan = np.zeros((frameworks, contexts), bool)
    plan[plans.framework, plans.context] = True
    is_answered = np.bincount(place, weights=_answered(needs, plans), minlength=len(held)) > 0
    is_there = plan[framework, context[of_row]]
    way = np.select([is_answered, is_there, plan[framework].any(axis=1)], [ANSWERED, BESIDE, ELSEWHERE], UNPLANNED)
    ways = _by_row(of_row, way, len(rows))
    there = np.bincount(of_row[is_there], minlength=len(rows)).tolist()
    missing = np.zeros((len(rows), frameworks), np.float32)
    missing[of_row[~is_there], framework[~is_there]] = 1
    instead = _instead(missing, plans)
    in_order: list[int] = np.argsort(met).tolist()
    return [
        Gap(int(codes[at]) or None, CONTEXT_KEYS[context[at]].value, sum(ways[at]), *ways[at], there[at], instead[at])
        for at in in_order
    ]


def _by_row(row: Ints, way: Ints, rows: int) -> list[tuple[int, int, int, int]]:
    """How many go each of the four ways."""
    counts = np.bincount(row * 4 + way, minlength=rows * 4).reshape(-1, 4).tolist()
    return [(answered, beside, elsewhere, unplanned) for answered, beside, elsewhere, unplanned in counts]


def _answered(needs: Needs, plans: Plans) -> NDArray[np.bool_]:
    """Of each need, whether an action answers it."""
    entries = int(max(needs.entry.max(initial=0), plans.answered.max(initial=0))) + 1
    answered = plans.answered[:, 0] * entries + plans.answered[:, 1]
    return np.isin(needs.framework * entries + needs.entry, answered)


def _instead(missing: NDArray[np.float32], plans: Plans) -> list[dict[tuple[str, int], int]]:
    """What the frameworks that each row marks plan: contexts and kinds, each once in a framework."""
    wide = int(plans.kind.max(initial=0)) + 1
    acts, act = np.unique(plans.context * wide + plans.kind, return_inverse=True)
    planned = np.zeros((missing.shape[1], len(acts)), np.float32)
    planned[plans.framework, act] = 1
    names = [
        (CONTEXT_KEYS[context].value, kind)
        for context, kind in zip(*(one.tolist() for one in np.divmod(acts, wide)), strict=True)
    ]
    counts = (missing @ planned).astype(int).tolist()
    return [{name: count for name, count in zip(names, row, strict=True) if count} for row in counts]
