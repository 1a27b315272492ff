"""Two coders of the same frameworks: drawing what they code, and counting what each gave a code to."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

import numpy as np
from numpy.typing import NDArray

BOTH, FIRST_ONLY, SECOND_ONLY, NEITHER = range(4)


@dataclass(frozen=True, slots=True)
class Spans:
    """Codings of two coders, one element each: code points from `start` to before `end` of an entry.

    `framework` and `code` are counted from 0, `entry` within its framework; `second` is true where the second coder
    gave the code.
    """

    framework: NDArray[np.int64]
    entry: NDArray[np.int64]
    code: NDArray[np.int64]
    second: NDArray[np.bool_]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    @property
    def whole_entries(self) -> Spans:
        """The same, each entry one unit long: whatever was coded of it, it was coded."""
        nothing = np.zeros_like(self.start)
        return replace(self, start=nothing, end=nothing + 1)


def tally(spans: Spans, units: NDArray[np.int64], codes: int) -> NDArray[np.int64]:
    """Frameworks × codes × 4: units given the code by both, by the first alone, by the second alone, by neither.

    `units` says how many units each framework has: code points, or entries for `whole_entries`. Overlapping codings of
    one coder count once. One sweep over all starts and ends, in their order within each entry and code.
    """
    place = (spans.framework * (spans.entry.max(initial=0) + 1) + spans.entry) * codes + spans.code
    longest = int(spans.end.max(initial=0)) + 1
    where = np.concatenate([place * longest + spans.start, place * longest + spans.end])
    order = np.argsort(where)
    where = where[order]
    change = np.concatenate([np.ones(len(place), np.int8), -np.ones(len(place), np.int8)])[order]
    second = np.concatenate([spans.second, spans.second])[order]
    by_first, by_second = (np.cumsum(np.where(who, change, 0)) > 0 for who in (~second, second))
    who = np.select([by_first & by_second, by_first, by_second], [BOTH, FIRST_ONLY, SECOND_ONLY], NEITHER)
    # After the last end of an entry and code nobody codes: the gap to the next goes to NEITHER, which is set below.
    length = np.diff(where, append=where[-1:])
    cell = (np.concatenate([spans.framework, spans.framework]) * codes + np.concatenate([spans.code, spans.code])) * 4
    counted = np.bincount(cell[order] + who, weights=length, minlength=len(units) * codes * 4)
    cells = counted.astype(np.int64).reshape(len(units), codes, 4)
    cells[:, :, NEITHER] = units[:, None] - cells[:, :, :NEITHER].sum(axis=2)
    return cells


def draw(names: Sequence[str], n: int, seed: int, strata: Sequence[str] | None = None) -> list[int]:
    """Places in `names` of a random sample of n, in order; with `strata`, from each by its share.

    Names are taken in the order of SHA-256 of "seed:name", so that the same seed gives the same sample anywhere.
    Where shares are not whole, the largest remainders are rounded up. Raises ValueError for more than there are.
    """
    if not 0 <= n <= len(names):
        raise ValueError("a sample is no larger than what it is drawn from")
    of = strata or [""] * len(names)
    left = _shares(Counter(of), n)
    drawn = []
    for place in sorted(range(len(names)), key=lambda at: hashlib.sha256(f"{seed}:{names[at]}".encode()).digest()):
        if left[of[place]]:
            left[of[place]] -= 1
            drawn.append(place)
    return sorted(drawn)


def _shares(sizes: Counter[str], n: int) -> Counter[str]:
    total = sizes.total()
    exact = {one: n * size / total for one, size in sizes.items()}
    shares = Counter({one: floor(share) for one, share in exact.items()})
    short = sorted(exact, key=lambda one: (floor(exact[one]) - exact[one], one))
    shares.update(short[: n - shares.total()])
    return shares
