"""Where the plan misses a context: small meetings in, gaps out."""

from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.gaps import EntryFacts, response_gaps, unanswered_needs
from concentric.method.instrument.grid import NEED_COLUMNS, ColumnKey, ContextKey


def entry(name, context, column, *answers):
    return EntryFacts(name, ContextKey(context), ColumnKey(column), answers)


def test_a_context_with_needs_and_no_action_is_a_gap_and_says_so():
    entries = [
        entry("r1", "school", "risk"),
        entry("v1", "school", "vulnerability"),
        entry("r2", "peers", "risk"),
        entry("a1", "peers", "actions", "r2"),
        entry("s1", "neighbourhood", "strengths"),
    ]
    (gap,) = response_gaps(entries)
    assert (gap.context, gap.needs, gap.elsewhere) == (ContextKey.SCHOOL, 2, 0)
    assert gap.message == "School: 2 risks and vulnerabilities and no planned action."
    assert unanswered_needs(entries) == ("r1", "v1")


def test_a_need_met_only_from_another_context_is_still_a_gap():
    entries = [entry("r1", "peers", "risk"), entry("a1", "individual", "actions", "r1")]
    (gap,) = response_gaps(entries)
    assert gap.message == (
        "Peers: 1 risk or vulnerability and no planned action here; it is answered only by actions in other contexts."
    )
    assert unanswered_needs(entries) == ()


def test_the_message_counts_how_many_are_answered_from_elsewhere():
    needs = [entry(f"r{number}", "family", "risk") for number in range(3)]
    some, all_of_them = (entry("a", "school", "actions", *answers) for answers in (["r0"], ["r0", "r1", "r2"]))
    assert "1 of them answered only" in response_gaps([*needs, some])[0].message
    assert "all are answered only" in response_gaps([*needs, all_of_them])[0].message


def test_an_action_in_the_context_closes_its_gap_though_a_need_stays_unanswered():
    entries = [entry("r1", "school", "risk"), entry("a1", "school", "actions")]
    assert response_gaps(entries) == ()
    assert unanswered_needs(entries) == ("r1",)


def test_only_actions_answer_and_only_needs_are_answered():
    entries = [entry("r1", "school", "risk"), entry("s1", "school", "strengths", "r1")]
    assert unanswered_needs(entries) == ("r1",)
    assert response_gaps([entry("s1", "school", "strengths"), entry("h1", "peers", "hsb")]) == ()


ENTRIES = st.lists(
    st.builds(
        EntryFacts,
        st.integers(0, 8).map(str),
        st.sampled_from(ContextKey),
        st.sampled_from(ColumnKey),
        st.lists(st.integers(0, 8).map(str), max_size=3).map(tuple),
    ),
    max_size=15,
    unique_by=lambda each: each.id,
)


@given(ENTRIES)
def test_gaps_and_unanswered_needs_follow_from_their_meaning(entries):
    gaps = {gap.context: gap for gap in response_gaps(iter(entries))}
    unanswered = unanswered_needs(iter(entries))
    for context in ContextKey:
        here = [each for each in entries if each.context is context]
        needs = [each.id for each in here if each.column in NEED_COLUMNS]
        acted = any(each.column is ColumnKey.ACTIONS for each in here)
        assert (context in gaps) == (bool(needs) and not acted)
        if context in gaps:
            assert gaps[context].needs == len(needs)
            assert gaps[context].needs - gaps[context].elsewhere == len(set(needs) & set(unanswered))
    assert list(gaps) == sorted(gaps, key=list(ContextKey).index)
