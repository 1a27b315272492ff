"""How far coders agree, beyond chance. Ratings are units × coders; nan where a coder did not rate a unit.

Cohen (1960) and Gwet (2008) for two coders on nominal codes; Fleiss (1971) for many; Krippendorff (2011) for any
number, with ratings missing, on nominal, interval or ratio scales.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.proportions import LEVEL, Interval

Matrix = NDArray[np.float64]
Metric = Literal["nominal", "interval", "ratio"]


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
    """Of one code, or pooled: two coders, each unit coded or not. Intervals by bootstrap over units."""

    units: int
    percent: float
    kappa: float
    ac1: float
    alpha: float
    kappa_interval: Interval
    ac1_interval: Interval
    alpha_interval: Interval


def agreements(
    cells: NDArray[np.int64], *, samples: int = 1_000, seed: int = 1, level: float = LEVEL
) -> list[Agreement]:
    """Agreement for many codes at once. `cells` is codes × 4: units coded by both, one, the other, neither.

    The bootstrap draws units anew: for a two-by-two table that is one multinomial draw for each sample.
    Intervals are percentiles of the samples in which the measure exists.
    """
    generator = np.random.default_rng(seed)
    answers = []
    for cell in np.asarray(cells, dtype=np.int64):
        units = int(cell.sum())
        drawn = generator.multinomial(units, cell / units, size=samples) if units else np.zeros((0, 4), np.int64)
        seen = cell[None, :]
        measures = [
            (float(measure(seen)[0]) if units else float("nan"), _middle(measure, drawn, level))
            for measure in (_kappas, _ac1s, _alphas)
        ]
        share = float((cell[0] + cell[3]) / units) if units else float("nan")
        (k, ki), (g, gi), (a, ai) = measures
        answers.append(Agreement(units, share, k, g, a, ki, gi, ai))
    return answers


def _middle(measure: Callable[[NDArray[np.int64]], Matrix], drawn: NDArray[np.int64], level: float) -> Interval:
    values = measure(drawn)
    values = values[~np.isnan(values)]
    if not len(values):
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def _kappas(cells: NDArray[np.int64]) -> Matrix:
    both, one, other, _, n = _parts(cells)
    coded_one, coded_other = (both + one) / n, (both + other) / n
    chance = coded_one * coded_other + (1 - coded_one) * (1 - coded_other)
    return _beyonds(1 - (one + other) / n, chance)


def _ac1s(cells: NDArray[np.int64]) -> Matrix:
    both, one, other, _, n = _parts(cells)
    used = (2 * both + one + other) / (2 * n)
    return _beyonds(1 - (one + other) / n, 2 * used * (1 - used))


def _alphas(cells: NDArray[np.int64]) -> Matrix:
    both, one, other, neither, n = _parts(cells)
    coded, not_coded = 2 * both + one + other, 2 * neither + one + other
    expected = 2 * coded * not_coded / (2 * n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - 2 * (one + other) / expected, np.nan))


def _parts(cells: NDArray[np.int64]) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
    columns = np.asarray(cells, dtype=float)
    return columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], columns.sum(axis=1)


def _beyonds(seen: Matrix, chance: Matrix) -> Matrix:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(chance < 1, (seen - chance) / (1 - chance), np.nan))


def _beyond(seen: float, chance: float) -> float:
    return (seen - chance) / (1 - chance) if chance < 1 else float("nan")


def _square(table: Sequence[Sequence[int]]) -> Matrix:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2 or (counts < 0).any():
        raise ValueError("two coders' table is square, with a row and a column for each category")
    if not counts.sum():
        raise ValueError("nothing was rated")
    return counts
