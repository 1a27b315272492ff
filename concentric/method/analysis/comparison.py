"""Cohorts compared, code by code: a crosstab in, every figure that stands in the table's rows out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.crosstab import Crosstab
from concentric.method.analysis.exact import exact_p_rows
from concentric.method.analysis.odds import OddsRatio
from concentric.method.analysis.odds_many import odds_ratios
from concentric.method.analysis.proportions import Interval, newcombe, wilson
from concentric.method.analysis.several import PValues, benjamini_hochberg, holm
from concentric.method.analysis.shrinkage import drawn_in, pooled_share, weight


@dataclass(frozen=True, slots=True)
class Share:
    """n of N. `at_most` is the share if all of whom nothing was recorded had it; `drawn_in` the shrunken estimate."""

    n: int
    of: int
    share: float
    interval: Interval
    at_most: float
    drawn_in: float


@dataclass(frozen=True, slots=True)
class Row:
    """One code. Two columns are compared by `odds` and `difference` (first less second), all cohorts by `p`.

    Where only one cohort is shown there is nothing to compare: `odds` is None and `difference` nan.
    """

    shares: tuple[Share, ...]
    p: float
    p_holm: float
    p_hochberg: float
    odds: OddsRatio | None
    difference: float
    difference_interval: Interval


def compare(
    table: Crosstab, pair: tuple[int, int] | None = (0, 1), columns: Sequence[Sequence[int]] | None = None
) -> list[Row]:
    """A row for each code of the table, a share for each of `columns`: the cohorts, or several of them together.

    `pair` are the two columns that odds and difference compare; they have no cohort in common.

    The p-values ask whether the code is independent of cohort, all cohorts together; adjusted over the table's rows.
    They are exploratory: small cohorts, not drawn at random. nan where there are more tables than can be gone through.
    """
    if not len(table.recorded):
        return []
    columns = [[place] for place in range(len(table.sizes))] if columns is None else columns
    p = exact_p_rows(table.recorded, tuple(map(int, table.sizes)))
    by_holm, by_hochberg = _adjusted(holm, p), _adjusted(benjamini_hochberg, p)
    strength, pooled = weight(table.recorded, table.sizes), pooled_share(table.recorded, table.sizes)
    shares = list(zip(*(_shares(table.together(column), pooled, strength) for column in columns), strict=True))
    compared = _compared(shares, pair)
    return [
        Row(shares[code], float(p[code]), float(by_holm[code]), float(by_hochberg[code]), *compared[code])
        for code in range(len(p))
    ]


def _shares(column: Crosstab, pooled: NDArray[np.float64], strength: float) -> list[Share]:
    """Of every code, in a table of one column."""
    size, counts = int(column.sizes[0]), column.recorded[:, 0]
    estimates = drawn_in(counts, size, pooled, strength).tolist()
    nothing = float("nan")
    return [
        Share(n, size, n / size if size else nothing, wilson(n, size), most / size if size else nothing, estimate)
        for n, most, estimate in zip(counts.tolist(), column.most[:, 0].tolist(), estimates, strict=True)
    ]


def _compared(
    shares: list[tuple[Share, ...]], pair: tuple[int, int] | None
) -> list[tuple[OddsRatio | None, float, Interval]]:
    if pair is None:
        return [(None, float("nan"), Interval(-1.0, 1.0))] * len(shares)
    pairs = [(row[pair[0]], row[pair[1]]) for row in shares]
    odds = odds_ratios([((one.n, other.n), (one.of - one.n, other.of - other.n)) for one, other in pairs])
    return [
        (ratio, *newcombe(one.n, one.of, other.n, other.of)) for ratio, (one, other) in zip(odds, pairs, strict=True)
    ]


def _adjusted(adjust: Callable[[PValues], PValues], p: PValues) -> PValues:
    """Over the rows that have a p."""
    known = ~np.isnan(p)
    answers = np.full(len(p), np.nan)
    answers[known] = adjust(p[known])
    return answers
