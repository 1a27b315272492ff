"""Which codes are recorded in the same frameworks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.crosstab import RECORDED
from concentric.method.analysis.question import Counting
from concentric.method.analysis.units import Counted
from concentric.method.records.codebook import TreeCode
from concentric.method.records.study_data import StudyData

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Together:
    """Codes × codes: `both[a, b]` frameworks hold both; `both[a, a]` is how many hold a."""

    codes: tuple[TreeCode, ...]
    both: Whole
    frameworks: int

    def of(self, first: int, second: int) -> tuple[int, int]:
        """Of the frameworks that hold the first code, how many hold the second: n and N."""
        return int(self.both[first, second]), int(self.both[first, first])

    def overlap(self, first: int, second: int) -> float:
        """The share of those that hold either that hold both (Jaccard 1901); 0 where none holds any."""
        n = int(self.both[first, second])
        either = int(self.both[first, first] + self.both[second, second]) - n
        return n / either if either else 0.0


def together(data: StudyData, codes: Sequence[TreeCode]) -> Together:
    """How often each two of these codes are recorded in one framework; a detail counts for the codes above it."""
    held = (Counted(data, Counting.FRAMEWORKS).states(codes) == RECORDED).astype(np.float32)
    return Together(tuple(codes), (held @ held.T).astype(np.int64), data.frameworks)
