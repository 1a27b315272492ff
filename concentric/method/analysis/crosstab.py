"""How many frameworks of each group hold each code, in three states: recorded, explicitly absent, not recorded.

What nobody recorded is not what is not there. So every share comes with the bounds that the unrecorded allow: none of
them had it, or all did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

States = NDArray[np.int8]
Counts = NDArray[np.int64]

NOT_RECORDED, ABSENT, RECORDED = 0, 1, 2


@dataclass(frozen=True)
class Crosstab:
    """Codes × groups. `recorded` and `absent` count frameworks; `sizes` are the groups' frameworks in all."""

    recorded: Counts
    absent: Counts
    sizes: Counts

    @property
    def not_recorded(self) -> Counts:
        return self.sizes - self.recorded - self.absent

    @property
    def known(self) -> Counts:
        """Recorded or explicitly absent."""
        return self.recorded + self.absent

    @property
    def most(self) -> Counts:
        """If all of whom nothing was recorded had it."""
        return self.recorded + self.not_recorded

    def together(self, groups: Sequence[int]) -> Crosstab:
        """One group made of several (any group-based: group and both)."""
        chosen = list(groups)
        return Crosstab(
            self.recorded[:, chosen].sum(axis=1, keepdims=True),
            self.absent[:, chosen].sum(axis=1, keepdims=True),
            self.sizes[chosen].sum(keepdims=True),
        )


def states(
    frameworks: int,
    parents: Sequence[int | None],
    recorded: NDArray[np.integer],
    absent: NDArray[np.integer] | None = None,
) -> States:
    """The state of each framework (rows) in each code (columns), from pairs (framework, code) as they were coded.

    `parents[c]` is the code above c. Whatever holds a detail holds the codes above it; a code that is explicitly absent
    takes its details with it. What is recorded wins. Raises ValueError where parents go round in a circle.
    """
    found = np.zeros((frameworks, len(parents)), np.int8)
    lines = [_line(code, parents) for code in range(len(parents))]
    if absent is not None and len(absent):
        marked = np.zeros_like(found, dtype=bool)
        marked[absent[:, 0], absent[:, 1]] = True
        for code, line in enumerate(lines):
            found[marked[:, line].any(axis=1), code] = ABSENT
    if len(recorded):
        direct = np.zeros_like(found, dtype=bool)
        direct[recorded[:, 0], recorded[:, 1]] = True
        held = direct.copy()
        for code, line in enumerate(lines):
            for above in line[1:]:
                held[:, above] |= direct[:, code]
        found[held] = RECORDED
    return found


def crosstab(found: States, group: NDArray[np.integer], groups: int) -> Crosstab:
    """Codes × groups from states. `group[f]` is the framework's group, below 0 where it belongs to none."""
    belongs = np.zeros((len(group), groups), np.float32)
    inside = np.nonzero(group >= 0)[0]
    belongs[inside, group[inside]] = 1
    return Crosstab(
        ((found == RECORDED).T.astype(np.float32) @ belongs).astype(np.int64),
        ((found == ABSENT).T.astype(np.float32) @ belongs).astype(np.int64),
        belongs.sum(axis=0).astype(np.int64),
    )


def _line(code: int, parents: Sequence[int | None]) -> list[int]:
    """The code and all above it."""
    line = [code]
    while (above := parents[line[-1]]) is not None:
        if above in line:
            raise ValueError("a code lies above itself")
        line.append(above)
    return line
