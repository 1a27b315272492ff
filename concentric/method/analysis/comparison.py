"""Cohorts compared, code by code: a crosstab in, every figure that stands in the table's rows out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from concentric.method.analysis.crosstab import Counts, Crosstab
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

    Where only one cohort is shown there is nothing to compare: `odds` is None and `difference` nan. Where all have the
    code, or nobody has, there is nothing to test: the p-values are None. nan: too many tables to be gone through.
    """

    shares: tuple[Share, ...]
    p: float | None
    p_holm: float | None
    p_hochberg: float | None
    odds: OddsRatio | None
    difference: float
    difference_interval: Interval


def compare(
    table: Crosstab,
    pair: tuple[int, int] | None = (0, 1),
    columns: Sequence[Sequence[int]] | None = None,
    *,
    among_known: bool = False,
) -> list[Row]:
    """A row for each code of the table, a share for each of `columns`: the cohorts, or several of them together.

    `pair` are the two columns that odds and difference compare; they have no cohort in common. `among_known`: whoever
    is in neither state is left out of every comparison, as one of whom an attribute is not known.

    The p-values ask whether the code is independent of cohort, all cohorts together; adjusted over the table's rows
    that have one. They are exploratory: small cohorts, not drawn at random.
    """
    if not len(table.recorded):
        return []
    columns = [[place] for place in range(len(table.sizes))] if columns is None else columns
    of = table.known if among_known else np.broadcast_to(table.sizes, table.recorded.shape)
    tested = _tested(table.recorded, of)
    strength, pooled = weight(table.recorded, table.sizes), pooled_share(table.recorded, table.sizes)
    shares = zip(*(_shares(table.together(column), pooled, strength) for column in columns), strict=True)
    compared = _compared(table.recorded, of, [columns[place] for place in pair or ()])
    return [Row(one, *p, *other) for one, p, other in zip(shares, tested, compared, strict=True)]


def _tested(recorded: Counts, of: Counts) -> list[tuple[float | None, float | None, float | None]]:
    """The exact p of every row, and it adjusted by Holm's way and by Benjamini and Hochberg's."""
    in_all, everybody = recorded.sum(axis=1), of.sum(axis=1)
    can_differ = (in_all > 0) & (in_all < everybody) & ((of > 0).sum(axis=1) > 1)
    p = np.full(len(recorded), np.nan)
    for totals in np.unique(of[can_differ], axis=0):
        alike = can_differ & (of == totals).all(axis=1)
        p[alike] = exact_p_rows(recorded[alike], tuple(totals.tolist()))
    rows = zip(p.tolist(), _adjusted(holm, p), _adjusted(benjamini_hochberg, p), strict=True)
    return [one if is_told else (None, None, None) for one, is_told in zip(rows, can_differ, strict=True)]


def _shares(column: Crosstab, pooled: NDArray[np.float64], strength: float) -> list[Share]:
    """Of every code, in a table of one column."""
    size, counts = int(column.sizes[0]), column.recorded[:, 0]
    estimates = drawn_in(counts, size, pooled, strength).tolist()
    return [
        Share(n, size, n / size if size else nan, wilson(n, size), most / size if size else nan, estimate)
        for n, most, estimate in zip(counts.tolist(), column.most[:, 0].tolist(), estimates, strict=True)
    ]


def _compared(
    recorded: Counts, of: Counts, pair: Sequence[Sequence[int]]
) -> list[tuple[OddsRatio | None, float, Interval]]:
    """Of every row, odds ratio and difference of the two columns of a pair."""
    if not pair:
        return [(None, nan, Interval(-1.0, 1.0))] * len(recorded)
    (x1, n1), (x2, n2) = ([each[:, list(groups)].sum(axis=1).tolist() for each in (recorded, of)] for groups in pair)
    pairs = list(zip(x1, n1, x2, n2, strict=True))
    odds = odds_ratios([((one, other), (n_one - one, n_other - other)) for one, n_one, other, n_other in pairs])
    return [(ratio, *newcombe(*counts)) for ratio, counts in zip(odds, pairs, strict=True)]


def _adjusted(adjust: Callable[[PValues], PValues], p: PValues) -> list[float]:
    """Over the rows that have a p."""
    known = ~np.isnan(p)
    answers = np.full(len(p), np.nan)
    answers[known] = adjust(p[known])
    return list(answers.tolist())
