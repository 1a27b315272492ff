"""Many tests at once: p-values adjusted so that chance findings are kept in hand. Shapes: n p-values in, n out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PValues = NDArray[np.float64]


def holm(p: Sequence[float] | PValues) -> PValues:
    """Against any false finding (Holm 1979)."""
    values = _p_values(p)
    order = np.argsort(values, kind="stable")
    steps = np.maximum.accumulate((len(values) - np.arange(len(values))) * values[order])
    return _back(np.minimum(steps, 1.0), order)


def benjamini_hochberg(p: Sequence[float] | PValues) -> PValues:
    """Against too great a share of false findings (Benjamini and Hochberg 1995)."""
    values = _p_values(p)
    order = np.argsort(values, kind="stable")
    steps = values[order] * len(values) / np.arange(1, len(values) + 1)
    return _back(np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0), order)


def benjamini_yekutieli(p: Sequence[float] | PValues) -> PValues:
    """As Benjamini and Hochberg, whatever the tests' dependence (Benjamini and Yekutieli 2001)."""
    harmonic = (1 / np.arange(1, len(p) + 1)).sum()
    values = _p_values(p)
    order = np.argsort(values, kind="stable")
    steps = values[order] * len(values) / np.arange(1, len(values) + 1) * harmonic
    return _back(np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0), order)


def hommel(p: Sequence[float] | PValues) -> PValues:
    """Against any false finding, sharper than Holm for tests that do not work against each other (Hommel 1988).

    By Wright's way (1992): for each size m of a set of hypotheses, the least that Simes' test would give.
    """
    values = _p_values(p)
    order = np.argsort(values, kind="stable")
    ascending, n = values[order], len(values)
    adjusted = np.full(n, (n * ascending / np.arange(1, n + 1)).min())
    for size in range(n - 1, 1, -1):
        head, tail = slice(0, n - size + 1), slice(n - size + 1, n)
        simes = (size * ascending[tail] / np.arange(2, size + 1)).min()
        bounds = np.concatenate([np.minimum(size * ascending[head], simes), np.full(size - 1, 0.0)])
        bounds[tail] = bounds[n - size]
        adjusted = np.maximum(adjusted, bounds)
    return _back(np.maximum(adjusted, ascending), order)


def _back(steps: PValues, order: NDArray[np.intp]) -> PValues:
    answers = np.empty_like(steps)
    answers[order] = steps
    return answers


def _p_values(p: Sequence[float] | PValues) -> PValues:
    values = np.asarray(p, dtype=float)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise ValueError("p-values lie between 0 and 1")
    return values
