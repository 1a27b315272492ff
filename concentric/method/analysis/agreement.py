"""How far coders agree, beyond chance. Ratings are units × coders; nan where a coder did not rate a unit.

Cohen (1960) and Gwet (2008) for two coders on nominal codes; Fleiss (1971) for many; Krippendorff (2011) for any
number, with ratings missing, on nominal, interval or ratio scales.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.proportions import LEVEL, Interval

Matrix = NDArray[np.float64]
Metric = Literal["nominal", "interval", "ratio"]
_AT_ONCE = 100  # samples: bounds the memory of a bootstrap over many groups


def percent(table: Sequence[Sequence[int]]) -> float:
    """The share of units on which two coders agree. `table` counts units by coder one (rows) and two (columns)."""
    counts = _square(table)
    return float(np.trace(counts) / counts.sum())


def kappa(table: Sequence[Sequence[int]]) -> float:
    """Cohen's kappa; nan where chance alone would have them agree always."""
    shares = _square(table) / np.sum(table)
    return _beyond(float(np.trace(shares)), float(shares.sum(axis=1) @ shares.sum(axis=0)))


def ac1(table: Sequence[Sequence[int]]) -> float:
    """Gwet's AC1: holds where one category is rare and kappa does not."""
    shares = _square(table) / np.sum(table)
    used = (shares.sum(axis=1) + shares.sum(axis=0)) / 2
    return _beyond(float(np.trace(shares)), float((used * (1 - used)).sum() / (len(used) - 1)))


def fleiss(counts: Sequence[Sequence[int]]) -> float:
    """Fleiss' kappa. `counts` are units × categories, every unit rated by as many coders."""
    table = np.asarray(counts, dtype=float)
    raters = table.sum(axis=1)
    if (raters != raters[0]).any() or raters[0] < 2:
        raise ValueError("every unit needs the same number of coders, two at least")
    n = raters[0]
    seen = ((table * (table - 1)).sum(axis=1) / (n * (n - 1))).mean()
    used = table.sum(axis=0) / table.sum()
    return _beyond(float(seen), float(used @ used))


def alpha(ratings: Matrix, metric: Metric = "nominal") -> float:
    """Krippendorff's alpha: 1 less the disagreement seen over that expected. nan where nothing varies."""
    units = np.asarray(ratings, dtype=float)
    rated = ~np.isnan(units)
    units = units[rated.sum(axis=1) > 1]
    rated = ~np.isnan(units)
    categories, where = np.unique(units[rated], return_inverse=True)
    if len(categories) < 2:
        return float("nan")
    counts = np.zeros((len(units), len(categories)))
    np.add.at(counts, (np.nonzero(rated)[0], where), 1)
    apart = _distance(categories, metric)
    seen = (np.einsum("uc,cd,ud->u", counts, apart, counts) / (counts.sum(axis=1) - 1)).sum()
    totals = counts.sum(axis=0)
    return float(1 - (totals.sum() - 1) * seen / (totals @ apart @ totals))


def _distance(categories: Matrix, metric: Metric) -> Matrix:
    one, other = categories[:, None], categories[None, :]
    if metric == "nominal":
        return np.asarray(one != other, dtype=float)
    if metric == "interval":
        return np.asarray((one - other) ** 2)
    together = one + other
    return np.asarray(np.divide(one - other, together, out=np.zeros_like(together), where=together != 0) ** 2)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one code, or pooled: two coders, each unit coded or not. Intervals by bootstrap."""

    units: int
    percent: float
    kappa: float
    ac1: float
    alpha: float
    percent_interval: Interval
    kappa_interval: Interval
    ac1_interval: Interval
    alpha_interval: Interval


def agreements(
    cells: NDArray[np.int64], *, samples: int = 1_000, seed: int = 1, level: float = LEVEL
) -> list[Agreement]:
    """Agreement for many codes at once. `cells` is groups × codes × 4: units coded by both, one, the other, neither.

    The bootstrap draws whole groups anew (frameworks, say), the same for every code: units of one group are alike, and
    drawn one by one they would make the intervals too narrow. They are percentiles of the samples in which the measure
    exists, and nan for fewer than two groups.
    """
    total, drawn = cells.sum(axis=0), _drawn(cells, samples, seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.stack([measure(total) for measure in _MEASURES], axis=1)
        of_drawn = np.stack([measure(drawn.reshape(-1, 4)) for measure in _MEASURES], axis=1)
    of_drawn = of_drawn.reshape(len(drawn), len(total), len(_MEASURES))
    answers = []
    for code, cell in enumerate(total):
        share, kappa_, ac1_, alpha_ = map(float, found[code])
        intervals = [_middle(values, level) for values in of_drawn[:, code].T]
        answers.append(Agreement(int(cell.sum()), share, kappa_, ac1_, alpha_, *intervals))
    return answers


def _drawn(cells: NDArray[np.int64], samples: int, seed: int) -> Matrix:
    """Samples × codes × 4: the cells of as many groups as there are, drawn with putting back."""
    groups, codes, _ = cells.shape
    if groups < 2:
        return np.zeros((0, codes, 4))
    generator = np.random.default_rng(seed)
    flat = cells.reshape(groups, -1).astype(float)
    drawn = np.empty((samples, flat.shape[1]))
    for first in range(0, samples, _AT_ONCE):
        some = min(_AT_ONCE, samples - first)
        chosen = generator.integers(groups, size=(some, groups)) + groups * np.arange(some)[:, None]
        drawn[first : first + some] = np.bincount(chosen.ravel(), minlength=some * groups).reshape(some, -1) @ flat
    return drawn.reshape(samples, codes, 4)


def _middle(values: Matrix, level: float) -> Interval:
    values = values[~np.isnan(values)]
    if not len(values):
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def _percents(cells: Matrix) -> Matrix:
    both, _, _, neither, n = _parts(cells)
    return np.asarray((both + neither) / n)


def _kappas(cells: Matrix) -> Matrix:
    both, one, other, _, n = _parts(cells)
    coded_one, coded_other = (both + one) / n, (both + other) / n
    chance = coded_one * coded_other + (1 - coded_one) * (1 - coded_other)
    return _beyonds(1 - (one + other) / n, chance)


def _ac1s(cells: Matrix) -> Matrix:
    both, one, other, _, n = _parts(cells)
    used = (2 * both + one + other) / (2 * n)
    return _beyonds(1 - (one + other) / n, 2 * used * (1 - used))


def _alphas(cells: Matrix) -> Matrix:
    both, one, other, neither, n = _parts(cells)
    coded, not_coded = 2 * both + one + other, 2 * neither + one + other
    expected = 2 * coded * not_coded / (2 * n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - 2 * (one + other) / expected, np.nan))


def _parts(cells: Matrix) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
    columns = np.asarray(cells, dtype=float)
    return columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], columns.sum(axis=1)


def _beyonds(seen: Matrix, chance: Matrix) -> Matrix:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(chance < 1, (seen - chance) / (1 - chance), np.nan))


_MEASURES = (_percents, _kappas, _ac1s, _alphas)


def _beyond(seen: float, chance: float) -> float:
    return (seen - chance) / (1 - chance) if chance < 1 else float("nan")


def _square(table: Sequence[Sequence[int]]) -> Matrix:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2 or (counts < 0).any():
        raise ValueError("two coders' table is square, with a row and a column for each category")
    if not counts.sum():
        raise ValueError("nothing was rated")
    return counts
