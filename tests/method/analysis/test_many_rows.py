"""Whole tables at once give what one row at a time gives, and thousands of frameworks what enumeration gives."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.analysis import exact
from concentric.method.analysis.exact import TOLERANCE, exact_p_rows
from concentric.method.analysis.exact_wide import wide_p
from concentric.method.analysis.odds import odds_ratio
from concentric.method.analysis.odds_many import odds_ratios

counts = st.integers(0, 40)


def listed(coded: tuple[int, int, int], totals: tuple[int, int, int]) -> float:
    """By going through every table with these margins."""
    in_all = sum(coded)
    chances = {
        (x, y): math.comb(totals[0], x) * math.comb(totals[1], y) * math.comb(totals[2], in_all - x - y)
        for x in range(totals[0] + 1)
        for y in range(totals[1] + 1)
        if 0 <= in_all - x - y <= totals[2]
    }
    seen = chances[coded[0], coded[1]]
    return sum(one for one in chances.values() if one <= seen * TOLERANCE) / math.comb(sum(totals), in_all)


@given(st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=8))
def test_many_odds_ratios_are_each_tables_own(drawn: list[tuple[int, int, int, int]]) -> None:
    tables = [((a, b), (c, d)) for a, b, c, d in drawn]
    for table, found in zip(tables, odds_ratios(tables), strict=True):
        one = odds_ratio(table)
        expected = (one.estimate, one.interval.low, one.interval.high)
        assert (found.estimate, found.interval.low, found.interval.high) == pytest.approx(
            expected, rel=1e-9, nan_ok=True
        )


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=3))
def test_a_wide_p_is_the_enumerated_one(drawn: list[tuple[int, int]]) -> None:
    coded, totals = tuple(n for n, _ in drawn), tuple(n + more for n, more in drawn)
    assert wide_p(coded, totals, TOLERANCE) == pytest.approx(listed(coded, totals), rel=1e-9)  # type: ignore[arg-type]


def test_thousands_of_frameworks_have_exact_p_values() -> None:
    totals = (300, 200, 150)
    rows = np.array([[90, 70, 40], [0, 0, 3], [150, 90, 80], [300, 200, 149]])
    assert math.prod(total + 1 for total in totals[1:]) > exact.MOST_LISTED_OF_THREE
    wide = exact_p_rows(rows, totals)
    assert wide == pytest.approx([listed(tuple(row), totals) for row in rows.tolist()], rel=1e-9)  # type: ignore[arg-type]


def test_more_groups_than_can_be_gone_through_have_no_p() -> None:
    few, many = (4,) * 8, (600, 700, 500, 400)
    assert not np.isnan(exact_p_rows(np.array([[1, 2, 0, 4, 1, 1, 2, 3]]), few)).any()
    assert np.isnan(exact_p_rows(np.array([[300, 200, 250, 150]]), many)).all()
    assert exact_p_rows(np.array([[0, 0, 1, 0]]), many) == pytest.approx([900 / 2200])


@pytest.mark.parametrize("table", [((900, 300), (1550, 1250)), ((3, 260), (2400, 900)), ((0, 12), (2450, 1538))])
def test_odds_ratios_of_thousands_are_each_tables_own(table: tuple[tuple[int, int], tuple[int, int]]) -> None:
    (found,), one = odds_ratios([table]), odds_ratio(table)
    expected = (one.estimate, one.interval.low, one.interval.high)
    assert (found.estimate, found.interval.low, found.interval.high) == pytest.approx(expected, rel=1e-9)


def rare(coded: tuple[int, ...], totals: tuple[int, ...]) -> float:
    """Of a code that few hold, by going through every way that the few can be spread over the groups."""
    in_all = sum(coded)
    spread = (Counter(one) for one in combinations_with_replacement(range(len(totals)), in_all))
    chances = [math.prod(math.comb(total, one[at]) for at, total in enumerate(totals)) for one in spread]
    seen = math.prod(map(math.comb, totals, coded))
    return sum(one for one in chances if one <= seen * TOLERANCE) / math.comb(sum(totals), in_all)


group_sizes = st.lists(st.integers(4_900, 5_100), min_size=8, max_size=12)


@given(group_sizes, st.lists(st.integers(0, 7), min_size=1, max_size=4), st.booleans())
def test_a_code_that_few_hold_in_many_large_groups(sizes: list[int], holders: list[int], missing: bool) -> None:
    totals = tuple(sizes)
    coded = tuple(Counter(holders)[at] for at in range(len(totals)))
    row = [total - n for total, n in zip(totals, coded, strict=True)] if missing else list(coded)
    assert exact_p_rows(np.array([row]), totals) == pytest.approx([rare(coded, totals)], rel=1e-9)


@pytest.mark.parametrize(
    ("totals", "coded", "p"),
    [
        ((576, 572, 568, 551, 513, 568, 555, 549, 548), (0, 0, 0, 1, 0, 0, 0, 0, 0), 0.432),
        ((675, 605, 627, 602, 606, 629, 623, 633), (1, 1, 0, 0, 0, 0, 0, 0), 0.832),
        ((2000,) * 7, (2, 0, 0, 0, 0, 0, 1), 0.388),
    ],
)
def test_many_groups_of_hundreds(totals: tuple[int, ...], coded: tuple[int, ...], p: float) -> None:
    assert exact_p_rows(np.array([coded]), totals) == pytest.approx([p], abs=5e-4)
    assert exact_p_rows(np.array([coded]), totals) == pytest.approx([rare(coded, totals)], rel=1e-9)
