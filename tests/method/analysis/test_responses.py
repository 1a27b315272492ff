"""From coded data to needs and plans: a drawn study in, what answers what out; and co-occurrence by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.analysis.cooccurrence import together
from concentric.method.analysis.gaps import NOT_CODED, Needs, Plans, context_gaps, response_gaps
from concentric.method.analysis.responses import needs, planned
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import COLUMN_KEYS, CONTEXT_KEYS, StudyData

PEERS, SCHOOL = ContextKey.PEERS, ContextKey.SCHOOL
TREE = Tree(
    [
        TreeCode("r", 1, "Risks", None, Node.RISKS),
        TreeCode("rp", 2, "Peer", "r", None, PEERS),
        TreeCode("rp1", 3, "Harmful attitudes", "rp"),
        TreeCode("rp1a", 4, "Said aloud", "rp1"),
        TreeCode("p", 5, "Response", None, Node.RESPONSE),
        TreeCode("ps", 6, "School", "p", None, SCHOOL),
        TreeCode("ps1", 7, "Staff training", "ps"),
        TreeCode("o", 8, "Offence characteristics", None, Node.OFFENCE),
    ]
)


def study(codings: list[tuple[int, int, int]], entries: list[tuple[int, int, ContextKey, ColumnKey]], answers=()):
    """Codings are (framework, entry, code number); entries (framework, position, context, column)."""
    frameworks = max((one[0] for one in [*codings, *entries]), default=-1) + 1
    rows = np.array([(entry, code, 1, 0, 5, 1) for _, entry, code in codings], np.int32).reshape(-1, 6)
    placed = [(f, at, CONTEXT_KEYS.index(context), COLUMN_KEYS.index(column)) for f, at, context, column in entries]
    return StudyData(
        tree=TREE,
        values=tuple({} for _ in range(frameworks)),
        held=np.array(sorted({(f, code) for f, _, code in codings}), np.int32).reshape(-1, 2),
        framework=np.array([one[0] for one in codings], np.int32),
        rows=rows,
        absent=np.empty((0, 2), np.int32),
        entries=np.array(placed, np.int32).reshape(-1, 4),
        answers=np.array(list(answers), np.int32).reshape(-1, 3),
        attributes=(),
    )


def test_needs_are_risks_and_vulnerabilities_of_a_context_at_the_level_asked_for():
    data = study([(0, 0, 4), (0, 1, 2), (0, 2, 1), (0, 3, 8), (0, 4, 7)], [])

    peers = CONTEXT_KEYS.index(PEERS)
    for level, codes in ((3, [3, 2]), (2, [2, 2])):
        found = needs(data, level=level)
        assert found.code.tolist() == codes
        assert found.context.tolist() == [peers, peers]
        assert found.entry.tolist() == [0, 1]


def test_plans_are_what_is_coded_as_response_and_actions_that_are_not_coded():
    data = study(
        [(0, 0, 3), (0, 1, 7)],
        [
            (0, 0, PEERS, ColumnKey.RISK),
            (0, 1, SCHOOL, ColumnKey.ACTIONS),
            (0, 2, PEERS, ColumnKey.ACTIONS),
            (0, 3, PEERS, ColumnKey.CHALLENGES),
        ],
        answers=[(0, 2, 0)],
    )

    found = planned(data)
    assert found.kind.tolist() == [7, NOT_CODED]
    assert [CONTEXT_KEYS[one] for one in found.context] == [SCHOOL, PEERS]
    assert found.answered.tolist() == [[0, 0]]
    (gap,) = response_gaps(needs(data), planned(data))
    assert (gap.answered, gap.in_context, gap.missed) == (1, 1, 0)


frameworks, contexts, kinds, positions = (st.integers(0, most) for most in (4, 1, 2, 3))
facts = st.lists(st.tuples(frameworks, st.integers(1, 3), contexts, positions))
acts = st.lists(st.tuples(frameworks, kinds, contexts, st.sets(positions, max_size=2)))


@given(facts, acts)
def test_the_four_ways_divide_the_frameworks_between_them(held, acting):
    """Each row beside a count of its own; of a code, and of a context as a whole."""
    answers = {(f, need) for f, _, _, answered in acting for need in answered}
    whole = Plans(
        *np.array([act[:3] for act in acting], np.int64).reshape(-1, 3).T,
        answered=np.array(sorted(answers), np.int64).reshape(-1, 2),
    )
    coded = Needs(*np.array(held, np.int64).reshape(-1, 4).T)
    rows = [*response_gaps(coded, whole), *context_gaps(coded, whole)]
    assert [(gap.code, gap.context) for gap in rows] == [
        *dict.fromkeys((code, CONTEXT_KEYS[context]) for _, code, context, _ in held),
        *dict.fromkeys((None, CONTEXT_KEYS[context]) for _, _, context, _ in held),
    ]
    for gap in rows:
        here = [
            (f, need)
            for f, code, context, need in held
            if gap.code in (None, code) and CONTEXT_KEYS[context] == gap.context
        ]
        mine = {f for f, _ in here}
        answered = {f for f, need in here if (f, need) in answers}
        there = {f for f, _, context, _ in acting if CONTEXT_KEYS[context] == gap.context} & mine
        anything = {f for f, *_ in acting} & mine
        assert (gap.frameworks, gap.answered, gap.in_context) == (len(mine), len(answered), len(there))
        assert gap.beside == len(there - answered)
        assert gap.elsewhere == len(anything - there - answered)
        assert gap.unplanned == len(mine - anything - answered)
        instead = {(f, CONTEXT_KEYS[context], kind) for f, kind, context, _ in acting if f in mine - there}
        assert gap.instead == Counter((context, kind) for _, context, kind in instead)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.sampled_from([2, 3, 4, 7, 8])), max_size=30))
def test_codes_come_together_in_as_many_frameworks_as_hold_both(codings):
    data = study(codings, [])
    codes = [TREE.by_number[n] for n in (2, 3, 7, 8)]
    found = together(data, codes)

    below = {2: {2, 3, 4}, 3: {3, 4}, 7: {7}, 8: {8}}
    held = {n: {f for f, _, code in codings if code in below[n]} for n in below}
    for at, one in enumerate(codes):
        for other_at, other in enumerate(codes):
            both, either = held[one.number] & held[other.number], held[one.number] | held[other.number]
            assert found.both[at, other_at] == len(both)
            assert found.overlap(at, other_at) == (len(both) / len(either) if either else 0)
