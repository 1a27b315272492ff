"""The rings: what they show for given counts, and what must hold of the shapes whatever the counts."""

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.grid import CONTEXTS, ContextKey
from concentric.method.instrument.rings import (
    CENTRE,
    MARK_RADIUS,
    MARKS_AT_MOST,
    SIZE,
    RingCounts,
    RingState,
    draw_rings,
)
from concentric.method.instrument.vocabulary import Silence

SCHOOL = ContextKey.SCHOOL


def school(**counts):
    return next(ring for ring in draw_rings([RingCounts(SCHOOL, **counts)]) if ring.key is SCHOOL)


@pytest.mark.parametrize(
    ("silence", "state", "words"),
    [
        (None, RingState.UNDECIDED, "School: not yet decided."),
        (Silence.NOTHING_IDENTIFIED, RingState.NOTHING, "School: discussed, nothing identified."),
        (Silence.NOT_KNOWN, RingState.NOT_KNOWN, "School: not known, someone will find out."),
        (Silence.NOT_DISCUSSED, RingState.NOT_DISCUSSED, "School: not discussed."),
    ],
)
def test_an_empty_ring_says_why_it_is_empty(silence, state, words):
    ring = school(silence=silence)
    assert (ring.state, ring.depth, ring.gap, ring.marks, ring.words) == (state, 0, False, (), words)


def test_a_recorded_ring_says_what_it_holds():
    ring = school(entries=7, risks=2, vulnerabilities=1, actions=1, unanswered=2)
    assert ring.words == (
        "School: 7 entries, 2 risks, 1 vulnerability, 2 not answered by any action, 1 planned action."
    )
    assert (ring.state, ring.says, ring.needs, ring.depth, len(ring.marks)) == (RingState.PRESENT, "7 entries", 3, 2, 1)


def test_needs_without_an_action_are_a_gap():
    ring = school(entries=1, risks=1, unanswered=1)
    assert ring.gap
    assert ring.words == (
        "School: 1 entry, 1 risk, no vulnerabilities, 1 not answered by any action, no planned action here."
    )
    assert not school(entries=2, risks=1, actions=1).gap
    assert not school(entries=1).gap


@pytest.mark.parametrize(("needs", "depth"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (40, 4)])
def test_a_ring_deepens_with_its_needs(needs, depth):
    assert school(entries=40, risks=needs).depth == depth
    assert school(entries=40, vulnerabilities=needs).depth == depth


COUNTS = st.builds(
    RingCounts,
    st.sampled_from(ContextKey),
    *[st.integers(0, 300)] * 5,
    st.none() | st.sampled_from(Silence),
)


@given(st.lists(COUNTS, max_size=5, unique_by=lambda each: each.context))
def test_the_shapes_hold_together(counts):
    rings = draw_rings(counts)
    assert [ring.key for ring in rings] == [context.key for context in CONTEXTS]
    assert rings[0].inner == 0
    assert rings[-1].outer <= SIZE / 2
    assert all(inside.outer == outside.inner for inside, outside in pairwise(rings))
    for ring in rings:
        assert min(ring.actions, 7) <= len(ring.marks) <= min(ring.actions, MARKS_AT_MOST)
        for x, y in ring.marks:
            away = hypot(x - CENTRE, y - CENTRE)
            assert ring.inner + MARK_RADIUS <= away <= ring.outer - MARK_RADIUS
            assert y >= ring.label_y
        for one, two in pairwise(ring.marks):
            assert hypot(one[0] - two[0], one[1] - two[1]) >= 2 * MARK_RADIUS


@given(st.lists(COUNTS, max_size=5, unique_by=lambda each: each.context))
def test_the_words_say_all_that_the_drawing_shows(counts):
    rings = draw_rings(counts)
    for ring, context in zip(rings, CONTEXTS, strict=True):
        line = ring.words
        assert line.startswith(context.label)
        if ring.state is RingState.PRESENT:
            assert f"{ring.total} entr" in line
            assert f"{ring.actions} planned action" in line or (not ring.actions and "no planned action" in line)
        else:
            assert ring.says.lower() in line.lower()
