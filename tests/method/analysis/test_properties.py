"""What must hold of any table, and what slow counting says of small ones."""

from __future__ import annotations

import itertools
from math import comb, factorial, isnan, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concentric.method.analysis import agreement, exact, odds, proportions, several

small = st.integers(0, 3)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(small, min_size=width, max_size=width), min_size=2, max_size=3)
)


def probability(table: list[list[int]]) -> float:
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    above = prod(map(factorial, rows)) * prod(map(factorial, columns))
    return above / (factorial(sum(rows)) * prod(factorial(cell) for row in table for cell in row))


def every_table(rows: list[int], columns: list[int]):
    """Every table with these margins, by trying all rows."""
    if len(rows) == 1:
        yield [columns]
        return
    for first in itertools.product(*(range(column + 1) for column in columns)):
        if sum(first) == rows[0]:
            for rest in every_table(rows[1:], [c - f for c, f in zip(columns, first, strict=True)]):
                yield [list(first), *rest]


def p_by_counting(table: list[list[int]]) -> float:
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    seen = probability(table)
    return sum(p for other in every_table(rows, columns) if (p := probability(other)) <= seen * (1 + 1e-7))


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=3))
def test_the_exact_p_is_what_counting_every_table_gives(table):
    assert exact.exact_p(table) == pytest.approx(p_by_counting(table), rel=1e-9)


@settings(max_examples=30)
@given(tables, st.randoms())
def test_the_order_of_rows_and_columns_says_nothing(table, random):
    shuffled = [list(row) for row in zip(*random.sample(list(zip(*table, strict=True)), len(table[0])), strict=True)]
    random.shuffle(shuffled)

    assert exact.exact_p(shuffled) == pytest.approx(exact.exact_p(table), rel=1e-9)
    assert exact.exact_p([list(column) for column in zip(*table, strict=True)]) == pytest.approx(exact.exact_p(table))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=20))
def test_many_rows_at_once_are_each_row_by_itself(rows):
    totals = (6, 4, 3)
    together = exact.exact_p_rows(np.array(rows), totals)
    for row, p in zip(rows, together, strict=True):
        assert p == pytest.approx(exact.exact_p([list(row), [t - c for t, c in zip(totals, row, strict=True)]]))


@pytest.mark.parametrize("bad", [[[1, -1], [2, 3]], [[1, 2], [3]], [[0.5, 1], [1, 1]], [1, 2]])
def test_what_is_no_table_is_refused(bad):
    with pytest.raises(ValueError, match=r"table|inhomogeneous"):
        exact.exact_p(bad)


@given(st.integers(0, 40), st.integers(0, 40))
def test_intervals_hold_what_was_seen_and_turn_with_it(x, more):
    n = x + more
    for interval in (proportions.wilson, proportions.clopper_pearson, proportions.jeffreys, proportions.mid_p):
        if n == 0 and interval is not proportions.wilson:
            continue
        found, turned = interval(x, n), interval(n - x, n)
        assert 0 <= found.low <= found.high <= 1
        assert found.low == pytest.approx(1 - turned.high, abs=1e-9)
    if n:
        assert x / n in proportions.wilson(x, n)
        assert x / n in proportions.clopper_pearson(x, n)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
def test_the_exact_interval_never_covers_less_than_it_says(share):
    n = 24
    chance = [comb(n, x) * share**x * (1 - share) ** (n - x) for x in range(n + 1)]
    covered = sum(p for x, p in enumerate(chance) if share in proportions.clopper_pearson(x, n))

    assert covered >= 0.95


@given(*[st.integers(0, 12)] * 4)
def test_the_difference_turns_with_its_sides(x1, more1, x2, more2):
    n1, n2 = x1 + more1, x2 + more2
    difference, interval = proportions.newcombe(x1, n1, x2, n2)
    turned, back = proportions.newcombe(x2, n2, x1, n1)

    assert -1 <= interval.low <= interval.high <= 1
    if n1 and n2:
        assert difference == pytest.approx(-turned)
        assert interval.low == pytest.approx(-back.high, abs=1e-12)
        assert difference in interval
    else:
        assert isnan(difference)


@settings(max_examples=40)
@given(*[st.integers(0, 15)] * 4)
def test_the_odds_ratio_and_its_interval_say_the_same_as_the_test(a, b, c, d):
    table = ((a, b), (c, d))
    found = odds.odds_ratio(table)
    p = odds.central_p(table)

    assert 0 <= p <= 1
    if abs(p - 0.05) > 1e-6:  # the interval leaves 1 out exactly when the test rejects
        assert (1.0 in found.interval) == (p > 0.05)
    if not isnan(found.estimate):
        assert found.estimate in found.interval
        mid = odds.odds_ratio(table, mid_p=True).interval
        assert found.interval.low <= mid.low
        assert mid.high <= found.interval.high


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusting_keeps_the_order_and_never_helps(p):
    for adjust in (several.holm, several.benjamini_hochberg, several.benjamini_yekutieli, several.hommel):
        adjusted = adjust(p)
        assert all(after >= before - 1e-12 for after, before in zip(adjusted, p, strict=True))
        assert max(adjusted) <= 1
        for (p1, a1), (p2, a2) in itertools.combinations(zip(p, adjusted, strict=True), 2):
            assert (p1 - p2) * (a1 - a2) >= -1e-12
    assert all(several.benjamini_hochberg(p) <= several.hommel(p) + 1e-12)
    assert all(several.hommel(p) <= several.holm(p) + 1e-12)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_many_codes_at_once_are_the_published_measures(pairs):
    both, one, other = (sum(pair == kind for pair in pairs) for kind in [(True, True), (True, False), (False, True)])
    neither = len(pairs) - both - one - other
    table = [[both, one], [other, neither]]
    (found,) = agreement.agreements(np.array([[[both, one, other, neither]]]), samples=20)

    assert found.units == len(pairs)
    assert found.percent == pytest.approx(agreement.percent(table))
    assert found.kappa == pytest.approx(agreement.kappa(table), nan_ok=True)
    assert found.ac1 == pytest.approx(agreement.ac1(table), nan_ok=True)
    assert found.alpha == pytest.approx(agreement.alpha(np.array(pairs, dtype=float)), nan_ok=True)


def test_the_bootstrap_is_repeatable_and_holds_the_measure():
    frameworks = np.array([[[3, 1, 0, 6], [0, 0, 0, 10]], [[2, 0, 1, 7], [1, 0, 0, 9]], [[4, 0, 1, 5], [0, 0, 1, 9]]])
    cells = np.tile(frameworks, (5, 1, 1))
    first, again = (agreement.agreements(cells, samples=2_000) for _ in range(2))

    assert first == again
    for found in first:
        assert found.percent in found.percent_interval
        assert found.kappa in found.kappa_interval
        assert found.ac1 in found.ac1_interval
        assert found.alpha in found.alpha_interval
    (wide, _), (narrow, _) = agreement.agreements(frameworks), first
    assert narrow.kappa_interval.high - narrow.kappa_interval.low < wide.kappa_interval.high - wide.kappa_interval.low


def test_whole_groups_are_drawn_not_their_units():
    """Two frameworks, one agreed on throughout and one not at all: drawn are one, the other, or half of each."""
    apart = np.array([[[5, 0, 0, 5]], [[0, 5, 5, 0]]])
    (found,) = agreement.agreements(apart, samples=500)
    together, again = agreement.agreements(apart.repeat(2, axis=1), samples=500)

    assert found.kappa == 0
    assert (found.kappa_interval.low, found.kappa_interval.high) == (-1, 1)
    assert together == again == found
    (alone,) = agreement.agreements(apart[:1])
    assert alone.kappa == 1
    assert np.isnan([alone.kappa_interval.low, alone.kappa_interval.high]).all()


def test_missing_ratings_are_left_out_unit_by_unit():
    whole = np.array([[1, 1], [0, 1], [1, 1], [0, 0]], dtype=float)
    with_gaps = np.vstack([whole, [[1, np.nan], [np.nan, np.nan]]])

    assert agreement.alpha(with_gaps) == pytest.approx(agreement.alpha(whole))
