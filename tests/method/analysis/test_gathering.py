"""A briefing's tables as one release: what one table hides, no other table, gap or earlier release gives back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from concentric.method.analysis.asking import answer
from concentric.method.analysis.disclosure.attack import attack
from concentric.method.analysis.disclosure.check import check
from concentric.method.analysis.disclosure.gathering import Earlier, Gathered
from concentric.method.analysis.disclosure.release import Policy
from concentric.method.analysis.disclosure.since import Change, Since
from concentric.method.analysis.disclosure.suppress import suppress
from concentric.method.analysis.disclosure.truths import read, written
from concentric.method.analysis.gaps import response_gaps
from concentric.method.analysis.question import ANY_GROUP, ANY_SOLE, Counting, Only, Question
from concentric.method.analysis.responses import needs, planned
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ContextKey
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import AttributeKind, StudyData

POLICY = Policy()
TREE = Tree(
    [
        TreeCode("r", 1, "Risks", None, Node.RISKS),
        TreeCode("rp", 2, "Peer", "r", None, ContextKey.PEERS),
        TreeCode("a", 3, "A", "rp"),
        TreeCode("b", 4, "B", "rp"),
        TreeCode("p", 5, "Response", None, Node.RESPONSE),
        TreeCode("pp", 6, "Peer", "p", None, ContextKey.PEERS),
    ]
)
COHORTS = tuple((value, value.title()) for value in ("sole", "group", "both"))


def study(frameworks: list[tuple[str, str, set[int]]]) -> StudyData:
    """Each framework is a cohort, a site and the numbers of its codes, each coded on an entry of its own."""
    held = [(at, code) for at, (_, _, codes) in enumerate(frameworks) for code in sorted(codes)]
    return StudyData(
        tree=TREE,
        values=tuple({"cohort": cohort, "site": site} for cohort, site, _ in frameworks),
        held=np.array(held, np.int32).reshape(-1, 2),
        framework=np.array([at for at, _ in held], np.int32),
        rows=np.array([(code, code, 1, 0, 5, 1) for _, code in held], np.int32).reshape(-1, 6),
        absent=np.empty((0, 2), np.int32),
        entries=np.empty((0, 4), np.int32),
        answers=np.empty((0, 3), np.int32),
        attributes=(AttributeKind("cohort", "Cohort", COHORTS), AttributeKind("site", "Site")),
        ids=tuple(f"mark {at}" for at in range(len(frameworks))),
    )


def spread(*counts: tuple[int, int, int, set[int]]) -> StudyData:
    """`counts`: how many of sole, group and both have these codes; sites take turns."""
    made: list[tuple[str, str, set[int]]] = []
    for *many_of, codes in counts:
        for (cohort, _), many in zip(COHORTS, many_of, strict=True):
            made += [(cohort, "AB"[(len(made) + at) % 2], codes) for at in range(many)]
    return study(made)


def test_one_count_in_two_tables_is_one_cell():
    data = spread((8, 6, 5, {3}), (9, 7, 5, set()))
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(codes=("#3",))))
    gathered.add_table(answer(data, Question(codes=("#3",), by="site")))
    release = gathered.release()

    assert release.by_key["code:#3"].value == 19
    assert {written(read(key)) for key in release.by_key} == {
        "code:#3", "code:#3 & cohort=sole", "code:#3 & cohort=group", "code:#3 & cohort=both",
        "code:#3 & site=A", "code:#3 & site=B",
    }  # fmt: skip
    assert len(release.apart()) == 1, "both tables share their total"


def test_a_small_count_is_not_given_back_by_a_combined_column_or_by_the_total():
    data = spread((9, 2, 8, {3}), (9, 12, 6, set()))
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(codes=("#3",), groups=(ANY_GROUP, ANY_SOLE))))
    release = gathered.release()
    small = frozenset({"code:#3 & cohort=group"})

    assert attack(release, small, small)["code:#3 & cohort=group"].values == 1
    hidden = suppress(release, POLICY).hidden
    assert small < hidden
    assert check(release, POLICY, hidden) == ()


def test_what_a_cohort_table_hides_is_not_given_back_by_one_cohort_asked_about_alone():
    data = spread((9, 2, 8, {3}), (9, 12, 6, set()))
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(codes=("#3",))))
    gathered.add_table(answer(data, Question(codes=("#3",), by="site", only=(Only("cohort", ("group",)),))))
    release = gathered.release()

    keys = [key for key in release.by_key if "cohort=group" in key]
    assert "code:#3 & cohort=group" in keys
    assert "code:#3 & cohort=group & site=A" in keys
    assert any(set(relation.terms) == set(keys) for relation in release.relations), "the sites add up to the cohort"


def test_interventions_and_frameworks_are_different_counts():
    data = spread((9, 6, 5, {6}))
    gathered = Gathered(data)
    for counting in (Counting.FRAMEWORKS, Counting.SEGMENTS):
        gathered.add_table(answer(data, Question(codes=("response/peers",), counting=counting)))

    assert {"code:#6", "code:#6 & counting:segments"} <= gathered.release().by_key.keys()


def test_passages_are_somebodys_and_how_many_have_them_is_kept_open_though_not_printed():
    data = spread((1, 6, 5, {6}), (11, 6, 5, set()))
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(codes=("response/peers",), counting=Counting.SEGMENTS)))
    release = gathered.release()
    sole = "code:#6 & cohort=sole"

    assert sole in release.unprinted
    assert sole not in gathered.counts(frozenset())
    assert sole in release.small(POLICY)
    assert attack(release, release.unprinted, [sole])[sole].low == 1


def test_gaps_are_tied_to_the_table_that_counts_their_need():
    data = spread((3, 0, 0, {3, 6}), (9, 8, 5, {3}))
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(codes=("#3",))))
    (gap,) = response_gaps(needs(data), planned(data))
    gathered.add_gap(gap)
    release = gathered.release()

    hidden = suppress(release, POLICY).hidden
    beside = written(gathered.gap_atoms(gap)["beside"])
    assert release.by_key[beside].value == 3
    assert beside in hidden
    assert len(hidden) > 1, "the other ways and the total would give it back"
    assert check(release, POLICY, hidden) == ()


def test_what_an_earlier_release_hid_is_not_given_back_by_this_one():
    data = spread((3, 9, 8, {3}), (9, 12, 6, set()))
    before = Gathered(data)
    before.add_table(answer(data, Question(codes=("#3",))))
    hidden = suppress(before.release(), POLICY).hidden
    assert "code:#3" in hidden
    earlier = Earlier("r1", "The first", before, before.counts(hidden), POLICY)
    now = Gathered(data)
    now.add_table(answer(data, Question(codes=("#3",), by="site")))
    release = now.release([earlier])

    assert [one.key for one in check(release, POLICY, frozenset())] != [], "its total is what the first one hid"
    found = suppress(release, POLICY)
    assert "code:#3" in found.hidden
    assert not any("release:" in str(key) for key in found.hidden), "what is not printed now need not be told"
    assert check(release, POLICY, found.hidden) == ()


def test_one_framework_that_came_since_bounds_what_a_count_can_have_grown_by():
    then, data = spread((9, 5, 6, {3}), (9, 12, 6, set())), spread((9, 6, 6, {3}), (9, 12, 6, set()))
    now = Gathered(data)
    now.add_table(answer(data, Question(codes=("#3",))))
    release = now.release([released(then)])

    key = "code:#3 & cohort=group"
    grown = next(one for one in release.relations if set(one.terms) == {key, f"{key} & release:r1"})
    assert (grown.low, grown.high) == (0.0, 1.0)


def one_table(data: StudyData) -> Gathered:
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(codes=("#3",))))
    return gathered


def released(data: StudyData, policy: Policy = POLICY) -> Earlier:
    gathered = one_table(data)
    return Earlier("r1", "The first", gathered, gathered.counts(suppress(gathered.release(), policy).hidden), policy)


def test_three_who_left_and_three_who_came_are_few_though_the_sums_are_the_same():
    then = spread((9, 8, 8, {3}), (9, 12, 6, set()))
    now = replace(then, ids=("new 1", "new 2", "new 3", *then.ids[3:]))
    since = Since(one_table(then).members(), one_table(now).members())

    assert one_table(now).release().cells == one_table(then).release().cells
    assert since.few(POLICY) == {"": Change(3, 3), "cohort=sole": Change(3, 3)}
    many = replace(then, ids=tuple(f"new {at}" for at in range(then.frameworks)))
    assert Since(one_table(then).members(), one_table(many).members()).few(POLICY) == {}


def test_who_is_classified_otherwise_left_one_group_and_came_into_another():
    then = spread((9, 8, 8, {3}), (9, 12, 6, set()))
    now = replace(then, values=({"cohort": "both", "site": "A"}, *then.values[1:]))
    few = Since(one_table(then).members(), one_table(now).members()).few(POLICY)

    assert few == {"cohort=sole": Change(0, 1), "cohort=both": Change(1, 0)}


def test_of_ten_newcomers_two_with_a_code_are_a_small_count():
    before = (9, 8, 8, {3}), (9, 12, 6, set())
    then, now = spread(*before), spread(*before, (2, 0, 0, {3}), (8, 0, 0, set()))
    earlier = released(then)
    assert earlier.counts["code:#3 & cohort=sole"] == 9
    release = one_table(now).release([earlier], POLICY)

    assert release.by_key["code:#3 & cohort=sole"].value == 11, "no small count by itself"
    found = suppress(release, POLICY)
    assert "code:#3 & cohort=sole" in found.small, "9 then and 11 now: two of those who came"
    assert "code:#3 & cohort=group" not in found.hidden
    assert check(release, POLICY, found.hidden) == ()


def test_a_coding_changed_in_few_is_not_told_by_the_difference():
    then = spread((9, 8, 8, {3}), (9, 12, 6, set()))
    now = replace(then, held=then.held[1:])
    release = one_table(now).release([released(then)], POLICY)

    assert release.by_key["code:#3 & cohort=sole"].value == 8
    assert "code:#3 & cohort=sole" in suppress(release, POLICY).small


def test_what_a_stricter_policy_hid_then_stays_hidden_by_a_laxer_one():
    data = spread((7, 12, 12, {3}), (9, 12, 6, set()))
    release = one_table(data).release([released(data, Policy(largest=10))])
    found = suppress(release, POLICY)

    assert release.small(POLICY) == {"code:#3 & cohort=sole & release:r1"}, "7 is no small count by today's"
    assert "code:#3 & cohort=sole" in found.hidden
    assert check(release, POLICY, found.hidden) == ()


def test_what_added_up_then_still_does_though_a_site_came_since():
    """Without that the sites of then add up to all of then, its smallest one could be anything."""
    by_site = Question(attributes=("site",))
    then = study([("sole", site, set()) for site, many in (("A", 10), ("B", 3), ("C", 8)) for _ in range(many)])
    now = study([(c, s, set()) for c, s in [("sole", "A")] * 10 + [("sole", "B")] * 9 + [("sole", "C")] * 8])
    now = replace(now, values=(*now.values, *({"cohort": "sole", "site": "D"},) * 6), ids=(*now.ids, *"stuvwx"))
    gathered = {name: Gathered(data) for name, data in (("then", then), ("now", now))}
    for name, data in (("then", then), ("now", now)):
        gathered[name].add_table(answer(data, by_site))
    earlier = Earlier("r1", "The first", gathered["then"], {"site=A": 10, "site=C": 8}, POLICY)
    release = gathered["now"].release([earlier])

    (found,) = attack(release, release.unprinted, ["release:r1 & site=B"]).values()
    assert (found.low, found.high) == (3, 3), "21 less 10 and 8"


@given(st.integers(0, 9), st.integers(0, 9), st.data())
def test_a_difference_tells_where_few_explanations_are_left_and_some_are_of_few(came, left, data):
    difference = data.draw(st.integers(-left, came))
    left_over = [(a, a - difference) for a in range(came + 1) if 0 <= a - difference <= left]
    few = range(POLICY.smallest, POLICY.largest + 1)

    expected = len(left_over) < POLICY.open_values and any(a in few or b in few for a, b in left_over)
    assert Change(came, left).tells(difference, POLICY) is expected


def test_one_value_that_is_not_known_leaves_the_others_tied():
    data = spread((9, 2, 8, {3}), (9, 12, 6, set()))
    data.values[-1].pop("cohort")
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(codes=("#3",))))
    gathered.add_table(answer(data, Question(codes=("#3",), by="site")))
    release = gathered.release()

    ends = {(relation.low, relation.high) for relation in release.relations}
    assert (0.0, 1.0) in ends, "everybody, less the cohorts, is at most the one that is not known"
    assert check(release, POLICY, suppress(release, POLICY).hidden) == ()


def test_those_not_known_give_no_small_count_back():
    """All of a cohort but those of the shown sites, and of nobody else, are not known where they are."""
    data = study([("sole", "A", set())] * 7 + [("sole", "B", set())] * 8 + [("group", "A", set())] * 9)
    for place in (0, 1, 2):
        data.values[place].pop("site")
    gathered = Gathered(data)
    gathered.add_table(answer(data, Question(attributes=("site",))))
    release = gathered.release()
    assert release.by_key["cohort=sole & site="].value == 3

    (found,) = attack(release, {"cohort=sole & site="}, ["cohort=sole & site="]).values()
    assert (found.low, found.high) == (3, 3), "15 less 4 and 8"
    assert check(release, POLICY, suppress(release, POLICY).hidden) == ()


def in_three_states(data: StudyData, question: Question, *, code: str = "#2") -> Gathered:
    gathered, table = Gathered(data), answer(data, question)
    gathered.add_table(table)
    for row in table.rows:
        if row.key == code:
            gathered.add_states(table, row)
    return gathered


def test_of_three_states_the_third_is_not_given_back():
    data = spread((9, 6, 5, {3}), (9, 7, 5, set()))
    without = sorted(set(range(data.frameworks)) - set(data.held[:, 0].tolist()))
    data = replace(data, absent=np.array([(place, 2) for place in without[:3]], np.int32))
    release = in_three_states(data, Question(codes=("#2",))).release()
    assert [release.by_key[f"{state}:#2"].value for state in ("code", "absent", "not_recorded")] == [20, 3, 18]

    (found,) = attack(release, {"absent:#2"}, ["absent:#2"]).values()
    assert (found.low, found.high) == (3, 3), "41 less 20 and 18"
    hidden = suppress(release, POLICY).hidden
    assert hidden > {"absent:#2"}
    assert check(release, POLICY, hidden) == ()


frameworks = st.tuples(
    st.sampled_from(["sole", "group", "both"]), st.sampled_from(["A", "B", "C"]), st.sets(st.integers(2, 6), max_size=4)
)


@settings(max_examples=8, deadline=None)
@given(st.lists(frameworks, min_size=12, max_size=24), st.sets(st.integers(0, 11)))
def test_whatever_is_counted_no_small_count_is_left_without_room(given_frameworks, looked_at):
    data = study(given_frameworks)
    data = replace(data, absent=np.array([(place, 2) for place in looked_at], np.int32).reshape(-1, 2))
    gathered = in_three_states(data, Question(under=("risks",), with_heads=True, groups=(ANY_GROUP, ANY_SOLE)))
    gathered.add_table(answer(data, Question(under=("risks",), by="site")))
    for gap in response_gaps(needs(data), planned(data)):
        gathered.add_gap(gap)
    release = gathered.release()
    found = suppress(release, POLICY)

    assert release.small(POLICY) <= found.hidden
    assert check(release, POLICY, found.hidden) == ()
