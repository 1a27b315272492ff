"""Two coders' spans, counted, beside counting unit by unit; and samples that can be drawn again."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.analysis.double_coding import Spans, draw, tally

FRAMEWORKS, ENTRIES, CODES, LENGTH = 3, 2, 2, 6
# framework, entry, code, second coder, start, how many code points
coding = st.tuples(
    st.integers(0, FRAMEWORKS - 1),
    st.integers(0, ENTRIES - 1),
    st.integers(0, CODES - 1),
    st.booleans(),
    st.integers(0, LENGTH - 1),
    st.integers(1, LENGTH),
)


def spans_of(codings: list[tuple[int, ...]]) -> Spans:
    columns = np.array(codings, dtype=np.int64).reshape(-1, 6).T
    framework, entry, code, second, start, size = columns
    return Spans(framework, entry, code, second.astype(bool), start, np.minimum(start + size, LENGTH))


def by_hand(codings: list[tuple[int, ...]], *, whole: bool) -> np.ndarray:
    """Every unit of every entry looked at by itself."""
    cells = np.zeros((FRAMEWORKS, CODES, 4), dtype=int)
    length = 1 if whole else LENGTH
    coded = {
        (framework, entry, code, second, unit)
        for framework, entry, code, second, start, size in codings
        for unit in ([0] if whole else range(start, min(start + size, LENGTH)))
    }
    for framework, code in np.ndindex(FRAMEWORKS, CODES):
        for entry, unit in np.ndindex(ENTRIES, length):
            one, other = ((framework, entry, code, second, unit) in coded for second in (False, True))
            cells[framework, code, 0 if one and other else 1 if one else 2 if other else 3] += 1
    return cells


@given(st.lists(coding, max_size=14))
def test_units_are_counted_as_by_hand(codings):
    spans = spans_of(codings)
    entries, characters = (np.full(FRAMEWORKS, ENTRIES * length) for length in (1, LENGTH))

    assert tally(spans.whole_entries, entries, CODES).tolist() == by_hand(codings, whole=True).tolist()
    assert tally(spans, characters, CODES).tolist() == by_hand(codings, whole=False).tolist()


def test_what_touches_does_not_overlap():
    first, second = (0, 0, 1, False, 0, 3), (0, 0, 1, True, 3, 2)
    cells = tally(spans_of([first, second]), np.array([LENGTH]), CODES)

    assert cells[0].tolist() == [[0, 0, 0, 6], [0, 3, 2, 1]]


@given(
    st.lists(st.sampled_from("ABC"), min_size=1, max_size=30).flatmap(
        lambda strata: st.tuples(st.just(strata), st.integers(0, len(strata)), st.integers(0, 2**31 - 1))
    )
)
def test_a_sample_is_as_large_as_asked_and_takes_each_stratum_by_its_share(asked):
    strata, n, seed = asked
    names = [f"F{number}" for number in range(len(strata))]
    drawn = draw(names, n, seed, strata)

    assert len(set(drawn)) == len(drawn) == n
    assert drawn == draw(names, n, seed, strata) == sorted(drawn)
    sizes, taken = Counter(strata), Counter(strata[place] for place in drawn)
    assert all(abs(taken[one] - n * sizes[one] / len(strata)) < 1 for one in sizes)


def test_another_seed_draws_others_and_the_order_of_the_list_does_not_matter():
    names = [f"F{number}" for number in range(40)]
    chosen = {names[place] for place in draw(names, 10, 7)}

    assert chosen == {names[::-1][place] for place in draw(names[::-1], 10, 7)}
    assert chosen != {names[place] for place in draw(names, 10, 8)}
    # Anybody can draw it again: SHA-256 of "7:F19" is the smallest of the forty.
    assert [names[place] for place in draw(names, 1, 7)] == ["F19"]
    with pytest.raises(ValueError, match="no larger"):
        draw(names, 41, 7)
