"""Cohorts compared, code by code: a crosstab in, every figure that stands in the table's rows out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from concentric.method.analysis.crosstab import Crosstab
from concentric.method.analysis.exact import exact_p_rows
from concentric.method.analysis.odds import OddsRatio, odds_ratio
from concentric.method.analysis.proportions import Interval, newcombe, wilson
from concentric.method.analysis.several import benjamini_hochberg, holm
from concentric.method.analysis.shrinkage import shrunken


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
    """One code. Two cohorts are compared by `odds` and `difference` (first less second), all of them by `p`."""

    shares: tuple[Share, ...]
    p: float
    p_holm: float
    p_hochberg: float
    odds: OddsRatio
    difference: float
    difference_interval: Interval


def compare(table: Crosstab, pair: tuple[int, int]) -> list[Row]:
    """A row for each code of the table. `pair` are the two cohorts (columns) that odds and difference compare.

    The p-values ask whether the code is independent of cohort, all cohorts together; adjusted over the table's rows.
    They are exploratory: small cohorts, not drawn at random.
    """
    sizes = tuple(map(int, table.sizes))
    p = exact_p_rows(table.recorded, sizes)
    by_holm, by_hochberg = holm(p), benjamini_hochberg(p)
    drawn_in = shrunken(table.recorded, table.sizes)
    most = table.most
    rows = []
    for code, counts in enumerate(table.recorded):
        shares = tuple(
            _share(int(n), size, int(most[code, place]), float(drawn_in[code, place]))
            for place, (n, size) in enumerate(zip(counts, sizes, strict=True))
        )
        one, other = shares[pair[0]], shares[pair[1]]
        difference, interval = newcombe(one.n, one.of, other.n, other.of)
        odds = odds_ratio(((one.n, other.n), (one.of - one.n, other.of - other.n)))
        rows.append(
            Row(shares, float(p[code]), float(by_holm[code]), float(by_hochberg[code]), odds, difference, interval)
        )
    return rows


def _share(n: int, of: int, most: int, drawn_in: float) -> Share:
    nothing = float(np.nan)
    return Share(n, of, n / of if of else nothing, wilson(n, of), most / of if of else nothing, drawn_in)
