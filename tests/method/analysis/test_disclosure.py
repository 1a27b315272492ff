"""Hiding small counts, and attacking what is left: beside plain enumeration of everything an attacker could believe."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concentric.method.analysis.disclosure.attack import Open, attack
from concentric.method.analysis.disclosure.check import check
from concentric.method.analysis.disclosure.release import Cell, Policy, Relation, Release, total
from concentric.method.analysis.disclosure.suppress import CannotProtectError, suppress

SIZES = (24, 15, 10)
COHORTS = ("sole", "group", "both")
POLICY = Policy()


def row(name: str, counts: tuple[int, ...], **marks: bool) -> tuple[tuple[Cell, ...], Relation]:
    """A code's counts by cohort, with their total."""
    cells = [Cell((name, c), n, high=size) for c, n, size in zip(COHORTS, counts, SIZES, strict=True)]
    whole = Cell((name, "all"), sum(counts), high=sum(SIZES), worth=1.5)
    return (*cells, whole), total(whole.key, [cell.key for cell in cells])


def table(**rows: tuple[int, ...]) -> Release:
    made = [row(name, counts) for name, counts in rows.items()]
    return Release(tuple(cell for cells, _ in made for cell in cells), tuple(relation for _, relation in made))


def believable(release: Release, hidden: frozenset) -> dict:
    """By trying every value of every hidden cell: what each can be."""
    free = [cell for cell in release.cells if cell.key in hidden]
    seen: dict = {cell.key: set() for cell in free}
    for values in itertools.product(*(range(cell.low, cell.high + 1) for cell in free)):
        counts = {cell.key: cell.value for cell in release.cells} | dict(
            zip((c.key for c in free), values, strict=True)
        )
        holds = all(r.low <= sum(w * counts[k] for k, w in r.terms.items()) <= r.high for r in release.relations)
        if holds:
            for cell in free:
                seen[cell.key].add(counts[cell.key])
    return seen


def test_hiding_the_small_count_alone_gives_it_back():
    release = table(image_sharing=(9, 2, 8))
    (given_away,) = check(release, POLICY, release.small(POLICY))

    assert given_away.key == ("image_sharing", "group")
    assert given_away.found == Open(2, 2)


def test_another_count_is_hidden_with_it_and_the_release_may_go_out():
    release = table(image_sharing=(9, 2, 8))
    chosen = suppress(release, POLICY)

    assert chosen.small == {("image_sharing", "group")}
    assert len(chosen.others) == 1
    assert attack(release, chosen.hidden, chosen.small)["image_sharing", "group"].values >= 3
    assert check(release, POLICY, chosen.hidden) == ()


def test_nothing_is_hidden_where_nothing_is_small():
    chosen = suppress(table(excluded=(7, 0, 6), missing=(6, 5, 5)), POLICY)

    assert chosen.hidden == frozenset()


def test_an_earlier_release_opens_what_this_one_hides():
    """Last year's table showed the cohort's count; one framework came since."""
    cells, relation = row("gang", (6, 3, 9))
    before = Cell("gang, both, last year", 9, high=10, is_public=True)
    newcomers = Cell("new in both", 0, high=1)
    release = Release(
        (*cells, before, newcomers),
        (relation, Relation({before.key: 1.0, newcomers.key: 1.0, ("gang", "both"): -1.0})),
    )
    hidden = frozenset({("gang", "group"), ("gang", "both"), newcomers.key})

    (given_away,) = check(release, POLICY, hidden)
    assert given_away.found == Open(2, 3)
    assert check(release, POLICY, suppress(release, POLICY).hidden) == ()


def test_what_public_counts_give_away_is_said_and_not_papered_over():
    cells = (Cell("a", 2, high=9), Cell("b", 3, high=9, is_public=True), Cell("both", 5, high=18, is_public=True))
    with pytest.raises(CannotProtectError) as refused:
        suppress(Release(cells, (total("both", ["a", "b"]),)), POLICY)
    assert refused.value.key == "a"


def test_all_but_one_is_small_where_the_policy_says_so():
    release = table(known=(23, 12, 5))

    assert release.small(POLICY) == frozenset()
    assert release.small(Policy(complements=True)) == {("known", "sole"), ("known", "group")}


@pytest.mark.parametrize("counts", [(25, 0, 0), (-1, 0, 0)])
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(ValueError, match="does not lie between"):
        table(code=counts)


def test_relations_that_do_not_hold_are_refused():
    with pytest.raises(ValueError, match="does not hold"):
        Release((Cell("a", 1, high=3), Cell("b", 3, high=3)), (Relation({"a": 1.0, "b": -1.0}),))


small_rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=2)


def crossed(rows: list[tuple[int, int, int]]) -> Release:
    """Rows with totals, and the columns' totals too: a small table whose every sum is in print."""
    names = [f"code {n}" for n in range(len(rows))]
    cells = [Cell((n, c), v, high=8) for n, r in zip(names, rows, strict=True) for c, v in zip(COHORTS, r, strict=True)]
    sums = [Cell((n, "all"), sum(r), high=24) for n, r in zip(names, rows, strict=True)]
    downs = [Cell(("all", c), sum(r[i] for r in rows), high=16) for i, c in enumerate(COHORTS)]
    relations = [total((n, "all"), [(n, c) for c in COHORTS]) for n in names]
    relations += [total(("all", c), [(n, c) for n in names]) for c in COHORTS]
    return Release((*cells, *sums, *downs), tuple(relations))


@settings(max_examples=25, deadline=None)
@given(small_rows)
def test_whatever_is_hidden_nothing_small_is_given_away(rows):
    release = crossed(rows)
    chosen = suppress(release, POLICY)

    assert chosen.small <= chosen.hidden
    assert check(release, POLICY, chosen.hidden) == ()


@settings(max_examples=25, deadline=None)
@given(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), st.data())
def test_the_attacker_finds_the_very_ends_that_trying_everything_finds(counts, data):
    release = table(code=counts)
    keys = [cell.key for cell in release.cells]
    hidden = frozenset(data.draw(st.sets(st.sampled_from(keys), max_size=3)))
    found = attack(release, hidden, hidden)

    for key, values in believable(release, hidden).items():
        assert (found[key].low, found[key].high) == (min(values), max(values))


@settings(max_examples=15, deadline=None)
@given(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 4)))
def test_no_cheaper_choice_would_do(counts):
    release = table(code=counts)
    chosen = suppress(release, POLICY)
    cost = sum(cell.worth for cell in release.cells if cell.key in chosen.hidden)
    others = [cell for cell in release.cells if cell.key not in chosen.small]
    for size in range(len(others) + 1):
        for extra in itertools.combinations(others, size):
            hidden = chosen.small | {cell.key for cell in extra}
            if sum(release.by_key[key].worth for key in hidden) < cost - 1e-9:
                assert check(release, POLICY, hidden) != ()
