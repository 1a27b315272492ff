"""What is counted (frameworks, entries or passages), and which of them each code is in.

The codings are put in the order of the tree once. A code with all that lies under it is then one run of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.crosstab import ABSENT, RECORDED, States
from concentric.method.analysis.question import Counting
from concentric.method.records.codebook import TreeCode
from concentric.method.records.study_data import CODE, END, ENTRY, START, StudyData

Places = NDArray[np.int32]


class Counted:
    """The units of one study. `framework_of[u]` is the framework that unit u belongs to."""

    def __init__(self, data: StudyData, counting: Counting) -> None:
        """Raises ValueError where entries or passages are counted in data read without them."""
        tree = data.tree
        self._tree = tree
        self._run = {code.number: (at, at + len(tree.under(code))) for at, code in enumerate(tree.codes)}
        numbers, units, self.framework_of = _units(data, counting)
        in_tree = self._places(numbers)
        order = np.argsort(in_tree, kind="stable")
        self._units = units[order]
        # A code that is not in the codebook any more has place -1, before the first.
        self._starts = np.searchsorted(in_tree[order], np.arange(len(self._run) + 1))
        self._absent = data.absent

    def held(self, code: TreeCode) -> NDArray[np.bool_]:
        """Which units the code, or one under it, is in."""
        first, last = self._run[code.number]
        found = np.zeros(len(self.framework_of), bool)
        found[self._units[self._starts[first] : self._starts[last]]] = True
        return found

    def states(self, codes: Sequence[TreeCode]) -> States:
        """Codes × frameworks; where frameworks are the units."""
        found = np.zeros((len(codes), len(self.framework_of)), np.int8)
        marked = {int(n): self._absent[self._absent[:, 1] == n, 0] for n in np.unique(self._absent[:, 1])}
        for at, code in enumerate(codes):
            for above in self._tree.line(code) if marked else ():
                if above.number in marked:
                    found[at, marked[above.number]] = ABSENT
            found[at, self.held(code)] = RECORDED
        return found

    def counts(self, codes: Sequence[TreeCode], group: Places, groups: int) -> NDArray[np.int64]:
        """How many units of each group hold each code: codes × groups."""
        of_unit = group[self.framework_of] + 1
        found = np.zeros((len(codes), groups), np.int64)
        for at, code in enumerate(codes):
            found[at] = np.bincount(of_unit[self.held(code)], minlength=groups + 1)[1 : groups + 1]
        return found

    def _places(self, numbers: Places) -> NDArray[np.int16]:
        """Each code's place in the tree, by its number; -1 for one that is not there."""
        place = np.full(int(max(self._run, default=0)) + 2, -1, np.int16)
        place[list(self._run)] = range(len(self._run))
        return place[np.clip(numbers, -1, len(place) - 1)]


def _units(data: StudyData, counting: Counting) -> tuple[Places, Places, Places]:
    """Pairs of a code's number and the unit it is in, and the framework of each unit."""
    if counting is Counting.FRAMEWORKS:
        return data.held[:, 1], data.held[:, 0], np.arange(data.frameworks, dtype=np.int32)
    if not data.is_whole:
        raise ValueError("these data were read for counting frameworks alone")
    keys = [ENTRY] if counting is Counting.ENTRIES else [ENTRY, START, END]
    columns = [data.framework.astype(np.int64), *(data.rows[:, key].astype(np.int64) for key in keys)]
    ids = np.zeros(len(data.framework), np.int64)
    for column in columns:  # numbered anew after each, so that nothing runs over
        ids = ids * (int(column.max(initial=0)) + 1) + column
        _, ids = np.unique(ids, return_inverse=True)
    first = np.unique(ids, return_index=True)[1]
    return data.rows[:, CODE], ids.astype(np.int32), data.framework[first]
