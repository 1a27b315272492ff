"""Exact p-values of 2 × 3 tables too large to list every table with their margins: thousands of frameworks.

A table's chance is at most the chance of any of its columns alone. So every table one of whose columns is less likely
than the table seen by e^-45 is passed over, and they all together could not change the fifteenth digit.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
_PASSED_OVER = 45.0
_HOPELESS = -600.0
"""Below this logarithm the chance of the table seen stands for the p-value: neither is told from 0."""


def wide_p(coded: tuple[int, int, int], totals: tuple[int, int, int], tolerance: float) -> float:
    """The p-value of one table: `coded` of `totals`. Tables up to `tolerance` times as probable count as well."""
    order = sorted(range(3), key=lambda place: totals[place])  # the largest last: the other two are gone through
    seen, sizes = [coded[place] for place in order], [totals[place] for place in order]
    everybody, in_all = sum(totals), sum(coded)
    if not 0 < in_all < everybody:
        return 1.0
    chance = in_all / everybody
    # Three binomials, given their sum: the chance cancels, and makes each of them peak where the tables are likely.
    logs = [_binomial(size, chance) for size in sizes]
    whole = float(_binomial(everybody, chance)[in_all])
    of_seen = float(sum(column[x] for column, x in zip(logs, seen, strict=True))) - whole
    if of_seen < _HOPELESS:
        return exp(of_seen)
    windows = [
        _window(logs[place], _binomial(everybody - sizes[place], chance), in_all, whole, of_seen) for place in range(2)
    ]
    (first, last), (other_first, other_last) = windows
    one = _against(logs[0], seen[0], np.arange(first, last))
    other = _against(logs[1], seen[1], np.arange(other_first, other_last))
    third = _against(logs[2], seen[2], in_all - first - other_first - np.arange(len(one) + len(other) - 1))
    ratios = sliding_window_view(third, len(other)) * one[:, None]
    ratios *= other[None, :]
    return min(1.0, exp(of_seen) * float(ratios.sum(where=ratios <= tolerance)))


def _window(column: Floats, rest: Floats, in_all: int, whole: float, of_seen: float) -> tuple[int, int]:
    """The counts of one column that are not passed over: from the first to before the last."""
    counts = np.arange(max(0, in_all - len(rest) + 1), min(in_all, len(column) - 1) + 1)
    kept = counts[column[counts] + rest[in_all - counts] - whole >= of_seen - _PASSED_OVER]
    return int(kept[0]), int(kept[-1]) + 1


def _against(logs: Floats, seen: int, counts: NDArray[np.int64]) -> Floats:
    """How much likelier each count of a column is than the one seen; 0 for a count that cannot be."""
    can_be = (counts >= 0) & (counts < len(logs))
    return np.where(can_be, np.exp(logs[np.where(can_be, counts, 0)] - logs[seen]), 0.0)


@lru_cache(maxsize=512)
def _binomial(size: int, chance: float) -> Floats:
    """The logarithm of the chance of each count from 0 to `size`."""
    counts = np.arange(size + 1)
    chosen = gammaln(size + 1) - gammaln(counts + 1) - gammaln(size - counts + 1)
    return np.asarray(chosen + counts * log(chance) + (size - counts) * log(1 - chance))
