"""Questions in, tables out: what a table counts is what counting by hand counts."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.analysis.asking import TOTAL, answer, holders
from concentric.method.analysis.crosstab import ABSENT, NOT_RECORDED, RECORDED
from concentric.method.analysis.exact import exact_p
from concentric.method.analysis.odds import odds_ratio
from concentric.method.analysis.question import (
    ANY_GROUP,
    ANY_SOLE,
    MOST_GROUPS,
    Counting,
    Group,
    Having,
    Only,
    Order,
    Question,
    find,
    missing,
)
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ContextKey
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.frozen_data import from_bytes, in_order, to_bytes
from concentric.method.records.study_data import AttributeKind, StudyData

COHORTS = ("sole", "group", "both")
KINDS = (
    AttributeKind("cohort", "Cohort", (("sole", "Sole"), ("group", "Group"), ("both", "Both"))),
    AttributeKind("site", "Site"),
)
# 1 risks ─ 2 peers ─ 3 attitudes, 4 bullying;  1 ─ 5 school ─ 6 corridors;  7 a top code of the study's own
TREE = Tree(
    [
        TreeCode("a", 1, "Risks", None, Node.RISKS),
        TreeCode("b", 2, "Peer", "a", None, ContextKey.PEERS),
        TreeCode("c", 3, "Attitudes", "b"),
        TreeCode("d", 4, "Bullying", "b"),
        TreeCode("e", 5, "School", "a", None, ContextKey.SCHOOL),
        TreeCode("f", 6, "Corridors", "e"),
        TreeCode("g", 7, "Our own"),
    ]
)
ABOVE = {1: (), 2: (1,), 3: (2, 1), 4: (2, 1), 5: (1,), 6: (5, 1), 7: ()}

codings = st.tuples(st.integers(0, 3), st.sampled_from([*ABOVE, 99]), st.integers(1, 2), st.integers(0, 2))
frameworks = st.tuples(
    st.sampled_from([*COHORTS, ""]),
    st.sampled_from("AB"),
    st.lists(codings, max_size=8),
    st.sets(st.sampled_from(list(ABOVE)), max_size=3),
)


def data_of(given_frameworks: list[tuple[str, str, list[tuple[int, int, int, int]], set[int]]]) -> StudyData:
    """Each framework: cohort, site, codings (entry, code, coder, start), codes that are explicitly absent."""
    rows = [
        (at, entry, code, coder, start, start + 2, 1)
        for at, (_, _, coded, _) in enumerate(given_frameworks)
        for entry, code, coder, start in coded
    ]
    held = sorted({(row[0], row[2]) for row in rows})
    absent = [(at, code) for at, (*_, codes) in enumerate(given_frameworks) for code in sorted(codes)]
    numbers = np.array(rows, np.int32).reshape(-1, 7)
    return StudyData(
        tree=TREE,
        values=tuple(
            {key: value for key, value in (("cohort", cohort), ("site", site)) if value}
            for cohort, site, *_ in given_frameworks
        ),
        held=np.array(held, np.int32).reshape(-1, 2),
        framework=numbers[:, 0],
        rows=numbers[:, 1:],
        absent=np.array(absent, np.int32).reshape(-1, 2),
        entries=np.array([(at, 0, 2, 2) for at in range(len(given_frameworks))], np.int32).reshape(-1, 4),
        answers=np.empty((0, 3), np.int32),
        attributes=KINDS,
    )


SMALL = data_of(
    [
        ("sole", "A", [(0, 3, 1, 0), (1, 3, 1, 0)], set()),
        ("sole", "A", [], {2}),
        ("group", "A", [(0, 4, 1, 0), (0, 3, 1, 4)], set()),
        ("group", "B", [(2, 6, 1, 0)], set()),
        ("both", "B", [(0, 3, 1, 0)], {5}),
        ("", "B", [(0, 3, 1, 0)], set()),
    ]
)


def cells(question: Question, data: StudyData = SMALL) -> dict[str, list[tuple[int, int]]]:
    table = answer(data, question)
    return {row.name: [(cell.n, cell.of) for cell in row.cells] for row in table.rows}


def test_frameworks_by_cohort_with_groups_taken_together() -> None:
    question = Question(under=("risks/peers",), with_heads=True, groups=(ANY_GROUP, ANY_SOLE))
    table = answer(SMALL, question)

    assert [column.label for column in table.columns] == ["Sole", "Group", "Both", "Any group", "Any sole", "Total"]
    assert cells(question) == {
        "Peer": [(1, 2), (1, 2), (1, 1), (2, 3), (2, 3), (3, 5)],
        "Attitudes": [(1, 2), (1, 2), (1, 1), (2, 3), (2, 3), (3, 5)],
        "Bullying": [(0, 2), (1, 2), (0, 1), (1, 3), (0, 3), (1, 5)],
    }
    assert (table.frameworks, table.not_known) == (5, 1)
    assert table.rows[1].path == ("Risks", "Peer")
    assert [row.level for row in table.rows] == [2, 3, 3]


def test_three_states_and_the_bounds_they_allow() -> None:
    peers = answer(SMALL, Question(codes=("risks/peers",))).rows[0].cells[0]

    assert (peers.n, peers.absent, peers.not_recorded) == (1, 1, 0)
    assert peers.share is not None
    assert (peers.share.share, peers.share.at_most) == (0.5, 0.5)
    group = answer(SMALL, Question(codes=("risks/peers",))).rows[0].cells[1]
    assert (group.n, group.absent, group.not_recorded) == (1, 0, 1)
    assert group.share is not None
    assert group.share.at_most == 1.0


def test_entries_and_passages_are_counted_with_all_that_lies_under_a_code() -> None:
    under = Question(codes=("risks/peers", "risks"))
    entries, passages = (
        answer(SMALL, Question(codes=under.codes, counting=each)) for each in (Counting.ENTRIES, Counting.SEGMENTS)
    )

    assert [[cell.n for cell in row.cells] for row in entries.rows] == [[2, 1, 1, 4], [2, 2, 1, 5]]
    assert [[cell.n for cell in row.cells] for row in passages.rows] == [[2, 2, 1, 5], [2, 3, 1, 6]]
    assert [cell.frameworks for cell in passages.rows[0].cells] == [1, 1, 1, 3]
    assert all(cell.share is None for row in passages.rows for cell in row.cells)
    assert all(row.test is None for row in passages.rows)


def test_filters_on_attributes_and_codes() -> None:
    codes = ("risks/peers",)

    assert cells(Question(codes=codes, only=(Only("site", ("A",)),))) == {"Peer": [(1, 2), (1, 1), (0, 0), (2, 3)]}
    assert cells(Question(codes=codes, having=(Having("#4"),))) == {"Peer": [(0, 0), (1, 1), (0, 0), (1, 1)]}
    assert cells(Question(codes=codes, having=(Having("#4", has=False),))) == {"Peer": [(1, 2), (0, 1), (1, 1), (2, 4)]}
    assert cells(Question(codes=codes, by="site", only=(Only("cohort", ("",)),))) == {"Peer": [(0, 0), (1, 1), (1, 1)]}


def test_values_of_attributes_are_rows_too() -> None:
    table = answer(SMALL, Question(attributes=("site", "cohort"), counting=Counting.SEGMENTS))

    assert [(row.key, row.name, [cell.n for cell in row.cells]) for row in table.rows] == [
        ("site=A", "Site A", [2, 1, 0, 3]),
        ("site=B", "Site B", [0, 1, 1, 2]),
        ("cohort=sole", "Sole", [2, 0, 0, 2]),
        ("cohort=group", "Group", [0, 2, 0, 2]),
        ("cohort=both", "Both", [0, 0, 1, 1]),
    ]


def test_the_pair_that_is_compared_has_no_group_in_common() -> None:
    columns = Question(codes=("#3",), groups=(ANY_GROUP, ANY_SOLE), pair=("sole", "Any group"))
    assert answer(SMALL, columns).pair == (0, 3)
    overlapping = Question(codes=("#3",), groups=(ANY_GROUP, ANY_SOLE), pair=("Any sole", "Any group"))
    assert answer(SMALL, overlapping).pair == (0, 1)
    test = answer(SMALL, columns).rows[0].test
    assert test is not None
    assert test.difference == pytest.approx(1 / 2 - 2 / 3)
    one_only = answer(SMALL, Question(codes=("#3",), by="site", only=(Only("site", ("A",)),)))
    assert one_only.rows[0].test is not None


def test_a_column_of_nobody_is_not_compared() -> None:
    held: list[tuple[int, int, int, int]] = [(0, 3, 1, 0)]
    data = data_of([(cohort, "A", held if at else [], set()) for cohort in ("group", "both") for at in range(5)])
    for pair in (None, ("sole", "Any group")):
        table = answer(data, Question(codes=("#3",), groups=(ANY_GROUP,), pair=pair))
        assert [table.columns[at].key for at in table.pair or ()] == ["group", "both"]
        assert table.rows[0].test is not None
        assert table.rows[0].test.odds is not None
        assert table.rows[0].test.odds.estimate == pytest.approx(1)
        assert table.rows[0].test.difference == 0
    alone = data_of([("group", "A", held if at else [], set()) for at in range(5)])
    table = answer(alone, Question(codes=("#3",)))
    assert table.pair is None
    assert table.rows[0].test is not None
    assert table.rows[0].test.p is None, "one group has none to differ from"


def test_those_of_whom_an_attribute_is_not_known_have_a_row_of_their_own() -> None:
    some = replace(SMALL, values=({"cohort": "group"}, *SMALL.values[1:]))
    known, table = answer(SMALL, Question(attributes=("site",))), answer(some, Question(attributes=("site",)))
    assert [row.key for row in table.rows] == [*(row.key for row in known.rows), "site="]
    last = table.rows[-1]
    assert (last.name, last.path) == ("Not known", ("Site",))
    for at, column in enumerate(table.columns):
        assert sum(row.cells[at].n for row in table.rows) == column.size
    places, states = holders(some, Question(attributes=("site",)), "site=", "group")
    assert [place for place, state in zip(places, states, strict=True) if state == RECORDED] == [0]


def test_attributes_are_compared_among_those_of_whom_they_are_known() -> None:
    def of_sites(*groups: tuple[str, str, int]) -> StudyData:
        return data_of([(cohort, site, [], set()) for cohort, site, times in groups for _ in range(times)])

    alike = of_sites(("sole", "A", 20), ("group", "A", 10), ("group", "", 10))
    row = answer(alike, Question(attributes=("site",))).rows[0]
    assert [(cell.n, cell.of) for cell in row.cells[:2]] == [(20, 20), (10, 20)]
    assert row.test is not None
    assert (row.test.p, row.test.difference) == (None, 0)

    some = of_sites(("sole", "A", 8), ("sole", "B", 2), ("group", "A", 3), ("group", "B", 9), ("group", "", 30))
    test = answer(some, Question(attributes=("site",))).rows[0].test
    assert test is not None
    assert test.p == pytest.approx(exact_p([[8, 3], [2, 9]]))
    assert test.odds is not None
    assert test.odds.estimate == pytest.approx(odds_ratio(((8, 3), (2, 9))).estimate)
    assert test.difference == pytest.approx(8 / 10 - 3 / 12)


def test_many_values_share_a_column() -> None:
    many = data_of([("sole", chr(65 + at), [(0, 3, 1, 0)], set()) for at in range(20) for _ in range(1 + at % 3)])
    table = answer(many, Question(codes=("#3",), by="site"))

    assert len(table.columns) == MOST_GROUPS + 1
    assert table.columns[-2].label == "Other values"
    assert sum(column.size for column in table.columns[:-1]) == table.columns[-1].size == len(many.values)
    assert table.not_known == 0


def test_rows_in_another_order() -> None:
    most = answer(SMALL, Question(under=("risks",), order=Order.MOST))
    assert [row.cells[-1].n for row in most.rows] == sorted((row.cells[-1].n for row in most.rows), reverse=True)
    by_p = [row.test.p for row in answer(SMALL, Question(order=Order.P)).rows if row.test]
    tested = [p for p in by_p if p is not None]
    assert len(tested) > 1
    assert by_p == sorted(tested) + [None] * (len(by_p) - len(tested))


def test_references() -> None:
    named = [find(TREE, one) for one in ("#3", "risks", "risks/peers", "strengths", "risks/family", "#99", "#x", "")]
    assert [code.number if code else None for code in named] == [3, 1, 2, None, None, None, None, None]
    assert missing(SMALL, Question(codes=("#3", "#99"), having=(Having("#98"),))) == ["#99", "#98"]
    assert len(answer(SMALL, Question(level=3)).rows) == 3
    assert [row.key for row in answer(SMALL, Question(details_only=True)).rows] == ["#3", "#4", "#6", "#7"]


def test_what_the_study_has_not_is_said() -> None:
    with pytest.raises(LookupError):
        answer(SMALL, Question(by="hair"))
    for row, column in (("#99", "sole"), ("#3", "nowhere"), ("site=A", "sole")):
        with pytest.raises(LookupError):
            holders(SMALL, Question(), row, column)


@given(st.lists(frameworks, max_size=12), st.sampled_from(list(Counting)), st.booleans())
def test_a_table_counts_what_counting_by_hand_counts(
    drawn: list[tuple[str, str, list[tuple[int, int, int, int]], set[int]]], counting: Counting, filtered: bool
) -> None:
    data = data_of(drawn)
    only = (Only("site", ("A",)),) if filtered else ()
    question = Question(groups=(ANY_GROUP, Group("Sites", ("nowhere",))), counting=counting, only=only)
    table = answer(data, question)
    asked = [one for one in drawn if not filtered or one[1] == "A"]

    assert len(table.rows) == len(ABOVE)
    for row, (place, column) in product(table.rows, enumerate(table.columns)):
        code, cell = int(row.key[1:]), row.cells[place]
        wanted = {TOTAL: COHORTS, "Any group": ("group", "both")}.get(column.key, (column.key,))
        inside = [one for one in asked if one[0] in wanted]
        units, holding, absent = set(), 0, 0
        for at, (_, _, coded, silent) in enumerate(inside):
            found = [one for one in coded if one[1] == code or code in ABOVE.get(one[1], ())]
            holding += bool(found)
            absent += not found and bool(silent & {code, *ABOVE[code]})
            parts = {Counting.FRAMEWORKS: 0, Counting.ENTRIES: 1, Counting.SEGMENTS: 2}[counting]
            units |= {(at, *(one[0], one[3])[:parts]) for one in found}
        assert (cell.n, cell.frameworks, cell.of) == (len(units), holding, len(inside))
        assert (cell.absent, cell.not_recorded) == (absent, len(inside) - holding - absent)


@given(st.lists(frameworks, min_size=1, max_size=10), st.randoms())
def test_a_snapshot_counts_as_the_data_did(drawn: list[object], random: object) -> None:
    data = data_of(drawn)  # type: ignore[arg-type]
    order = list(range(data.frameworks))
    random.shuffle(order)  # type: ignore[attr-defined]
    written = to_bytes(in_order(data, order))
    read = from_bytes(written)

    assert to_bytes(read) == written
    assert not read.ids
    for counting in Counting:
        question = Question(groups=(ANY_GROUP,), counting=counting, having=(Having("risks"),))
        assert repr(answer(read, question)) == repr(answer(data, question))
    assert sorted(map(str, read.values)) == sorted(map(str, data.values))


def test_behind_a_cell_stand_its_frameworks() -> None:
    places, states = holders(SMALL, Question(groups=(ANY_GROUP,)), "#2", "Any group")
    assert dict(zip(places.tolist(), states.tolist(), strict=True)) == {2: RECORDED, 3: NOT_RECORDED, 4: RECORDED}
    places, states = holders(SMALL, Question(), "#2", "sole")
    assert states.tolist() == [RECORDED, ABSENT]
    places, states = holders(SMALL, Question(attributes=("site",)), "site=A", "group")
    assert dict(zip(places.tolist(), states.tolist(), strict=True)) == {2: RECORDED, 3: ABSENT}
