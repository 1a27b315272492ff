"""Estimates for small cohorts that borrow from the others: empirical Bayes on a beta-binomial (Casella 1985).

Each code's share in a cohort is drawn towards the code's share in all cohorts, the more so the smaller the cohort. How
strongly is not chosen by hand: one weight for the table, in frameworks, at which the counts seen are most likely.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import betaln

LEAST, MOST = 0.5, 1_000.0


def weight(counts: NDArray[np.integer], sizes: NDArray[np.integer]) -> float:
    """How many frameworks the pooled share counts for, 0.5 to 1,000: `counts` codes × cohorts, `sizes` cohorts."""
    pooled = pooled_share(counts, sizes)
    varied = (pooled > 0) & (pooled < 1)
    if not varied.any():
        return MOST
    seen, share = counts[varied], pooled[varied, None]

    def unlikely(log_weight: float) -> float:
        a, b = share * np.exp(log_weight), (1 - share) * np.exp(log_weight)
        return float(-(betaln(seen + a, sizes - seen + b) - betaln(a, b)).sum())

    return float(np.exp(minimize_scalar(unlikely, bounds=(np.log(LEAST), np.log(MOST)), method="bounded").x))


def shrunken(counts: NDArray[np.integer], sizes: NDArray[np.integer]) -> NDArray[np.float64]:
    """Codes × cohorts: each share, drawn towards its row's. A cohort without frameworks gets the pooled share."""
    strength = weight(counts, sizes)
    return np.asarray((counts + strength * pooled_share(counts, sizes)[:, None]) / (sizes + strength))


def drawn_in(
    counts: NDArray[np.integer], size: int, pooled: NDArray[np.float64], strength: float
) -> NDArray[np.float64]:
    """The same for one column, of one cohort or several together: `counts` of its `size` frameworks hold each code."""
    return np.asarray((counts + strength * pooled) / (size + strength))


def pooled_share(counts: NDArray[np.integer], sizes: NDArray[np.integer]) -> NDArray[np.float64]:
    """Each code's share in all cohorts together."""
    everybody = sizes.sum()
    return np.asarray(counts.sum(axis=1) / everybody if everybody else np.zeros(len(counts)))
