"""Tables in, numbers out: counts of frameworks, comparison of cohorts, response gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.analysis.comparison import compare
from concentric.method.analysis.crosstab import ABSENT, NOT_RECORDED, RECORDED, Crosstab, crosstab, states
from concentric.method.analysis.gaps import Needs, Plans, context_gaps, response_gaps
from concentric.method.analysis.shrinkage import LEAST, MOST, shrunken, weight
from concentric.method.instrument.grid import ContextKey
from concentric.method.records.study_data import CONTEXT_KEYS

#           0 vulnerability ─ 1 school ─ 2 excluded, 3 bullied      4 risk
PARENTS = [None, 0, 1, 1, None]


def pairs(*each: tuple[int, int]) -> np.ndarray:
    return np.array(each).reshape(-1, 2)


def test_a_detail_counts_for_every_code_above_it_and_once_a_framework():
    found = states(3, PARENTS, pairs((0, 2), (0, 2), (0, 3), (1, 1)))

    assert found.tolist() == [
        [RECORDED, RECORDED, RECORDED, RECORDED, NOT_RECORDED],
        [RECORDED, RECORDED, NOT_RECORDED, NOT_RECORDED, NOT_RECORDED],
        [NOT_RECORDED] * 5,
    ]


def test_an_absent_code_takes_its_details_with_it_and_what_is_recorded_wins():
    found = states(2, PARENTS, pairs((1, 3)), absent=pairs((0, 1), (1, 1)))

    assert found[0].tolist() == [NOT_RECORDED, ABSENT, ABSENT, ABSENT, NOT_RECORDED]
    assert found[1].tolist() == [RECORDED, RECORDED, ABSENT, RECORDED, NOT_RECORDED]


def test_codes_in_a_circle_are_refused():
    with pytest.raises(ValueError, match="above itself"):
        states(1, [1, 0], pairs((0, 0)))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=40),
    st.lists(st.integers(-1, 2), min_size=10, max_size=10),
)
def test_the_crosstab_counts_what_counting_by_hand_counts(coded, group):
    found = states(10, PARENTS, pairs(*coded))
    table = crosstab(found, np.array(group), 3)

    for code in range(5):
        below = {code, *(c for c, p in enumerate(PARENTS) if p == code), *([2, 3] if code == 0 else [])}
        for place in range(3):
            holders = {f for f, c in coded if c in below and group[f] == place}
            assert table.recorded[code, place] == len(holders)
    assert table.sizes.tolist() == [group.count(place) for place in range(3)]
    assert (table.recorded + table.absent + table.not_recorded == table.sizes).all()


def test_a_row_says_how_cohorts_differ_and_what_the_unrecorded_allow():
    table = Crosstab(np.array([[10, 7, 2], [3, 6, 4]]), np.array([[2, 0, 0], [0, 0, 0]]), np.array([24, 15, 10]))
    rows = compare(table, pair=(0, 1))

    assert rows[0].p == pytest.approx(0.469581244230569)
    assert [(s.n, s.of) for s in rows[0].shares] == [(10, 24), (7, 15), (2, 10)]
    assert rows[0].shares[0].at_most == pytest.approx(22 / 24)
    assert rows[1].odds.estimate < 1
    assert rows[1].difference == pytest.approx(3 / 24 - 6 / 15)
    for row in rows:
        assert row.p <= row.p_hochberg <= row.p_holm <= 1
        assert all(share.share in share.interval for share in row.shares)
    assert table.together([1, 2]).recorded.tolist() == [[9], [10]]
    assert table.together([1, 2]).sizes.tolist() == [25]


def test_rows_that_all_hold_or_nobody_are_not_tested_and_weigh_on_no_other():
    sizes, told = np.array([24, 15, 10]), [[10, 1, 9], [3, 6, 4]]
    alone = Crosstab(np.array(told), np.zeros((2, 3), int), sizes)
    rows = [*told, [0, 0, 0], [24, 15, 10], [0, 0, 0]]
    among = compare(Crosstab(np.array(rows), np.zeros((5, 3), int), sizes))

    for row, other in zip(among[:2], compare(alone), strict=True):
        assert (row.p, row.p_holm, row.p_hochberg) == (other.p, other.p_holm, other.p_hochberg)
        assert row.p is not None
    assert [(row.p, row.p_holm, row.p_hochberg) for row in among[2:]] == [(None, None, None)] * 3
    assert among[0].p_holm == pytest.approx(2 * among[0].p)


@given(st.lists(st.tuples(st.integers(0, 24), st.integers(0, 15), st.integers(0, 10)), min_size=1, max_size=12))
def test_a_shrunken_share_lies_between_its_own_and_its_rows(counts):
    table, sizes = np.array(counts), np.array([24, 15, 10])
    drawn = shrunken(table, sizes)
    raw, pooled = table / sizes, (table.sum(axis=1) / sizes.sum())[:, None]

    assert (np.minimum(raw, pooled) - 1e-12 <= drawn).all()
    assert (drawn <= np.maximum(raw, pooled) + 1e-12).all()
    assert LEAST * 0.99 <= weight(table, sizes) <= MOST * 1.01


def test_cohorts_that_differ_much_are_drawn_in_little():
    sizes = np.array([24, 15, 10])
    alike, apart = np.array([[12, 7, 5], [5, 3, 2]]), np.array([[24, 0, 5], [0, 15, 0]])

    assert weight(alike, sizes) > 10 * weight(apart, sizes)


def test_the_gap_is_the_need_that_nobody_answers_where_it_lies():
    individual, peers, school = (
        CONTEXT_KEYS.index(one) for one in (ContextKey.INDIVIDUAL, ContextKey.PEERS, ContextKey.SCHOOL)
    )
    needs = Needs(*np.array([(0, 1, school, 0), (1, 1, school, 0), (2, 1, school, 0), (2, 2, peers, 1)]).T)
    acting = np.array([(0, 11, school), (1, 12, school), (2, 13, individual), (2, 13, individual)])
    plans = Plans(*acting.T, answered=np.array([(0, 0)]))
    bullied, gang = response_gaps(needs, plans)

    assert (bullied.frameworks, bullied.answered, bullied.beside, bullied.elsewhere) == (3, 1, 1, 1)
    assert (bullied.in_context, bullied.missed, bullied.unplanned) == (2, 1, 0)
    assert bullied.instead == {("individual", 13): 1}
    assert (gang.code, gang.frameworks, gang.elsewhere, gang.unplanned) == (2, 1, 1, 0)
    at_school, with_peers = context_gaps(needs, plans)
    assert (at_school.context, at_school.in_context, with_peers.in_context) == ("school", 2, 0)
