"""What a draft says is true of what its figures are, and holds nothing that must not be shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from math import floor

import numpy as np
import pytest
from django.utils import timezone

from concentric.method.analysis.asking import Table
from concentric.method.analysis.disclosure.release import Policy
from concentric.method.analysis.disclosure.truths import written
from concentric.method.analysis.proportions import wilson
from concentric.method.exchange.drawing.shapes import Drawing
from concentric.method.exchange.report.content import Block, Bullets, Picture, Sheet, Words
from concentric.research.briefings.agreement import LEAST
from concentric.research.briefings.drafting import Drafting
from concentric.research.briefings.facts import Facts, facts_of
from concentric.research.briefings.figures import Figures, figures_of
from concentric.research.briefings.sheets import sheets
from concentric.research.coding.actions import working
from concentric.research.coding.models import DoubleCoding, DoubleFramework
from concentric.research.cohorts.data import freeze, live
from concentric.research.frameworks.models import Framework
from tests.factories.coding import CodedStudy, make_coded_study

pytestmark = pytest.mark.django_db
PARTS = ("peers", "school", "sample", "gaps", "cohorts", "limitations")


@pytest.fixture
def study() -> CodedStudy:
    """Six of each cohort; school risk in all, peers' attitudes in all but the first, exclusion in two."""
    made = make_coded_study(18)
    for place, framework in enumerate(made.frameworks):
        framework.values["cohort"] = ("sole", "group", "both")[place % 3]
        framework.save(update_fields=["values"])
    for place in (0, 1):
        made.code_entry("exclusion", place, 3)
    return made


@pytest.fixture
def figures(study: CodedStudy) -> Figures:
    return figures_of(live(study.world.study), PARTS)


def part(figures: Figures, key: str, *hidden: str) -> list[Block]:
    facts = Facts("", "", (), sites=1, frozen=timezone.localdate())
    return list(Drafting(facts, figures, frozenset(hidden), Policy()).part(key))


def cell(figures: Figures, table: Table, name: str, column: str) -> str:
    """The key of a count."""
    row = next(row for row in table.rows if " › ".join((*row.path, row.name)).endswith(name))
    return figures.key(table, row, next(one for one in table.columns if one.label == column))


def drawing(blocks: list[Block]) -> Drawing:
    return next(block.drawing for block in blocks if isinstance(block, Picture))


def said(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Words)]


def test_what_is_most_often_recorded_is_said_of_what_can_be_shown(figures: Figures) -> None:
    assert figures.everything is not None
    sole = said(part(figures, "cohorts"))[0]
    most = "unsupervised places (6), harmful attitudes (5) and exclusion (1)"
    assert sole == f"Sole: of 6 young people, most often recorded were {most}."
    largest = cell(figures, figures.everything, "Unsupervised places", "Sole")
    sole, group, _ = said(part(figures, "cohorts", largest))
    assert "most often recorded, of those whose count can be shown, were harmful attitudes (5)" in sole
    assert "unsupervised" not in sole
    assert "can be shown" not in group


INDIVIDUAL = "Vulnerabilities › Individual"


def looked_at(study: CodedStudy, found: int) -> tuple[Figures, str]:
    """So many of the 16 without an individual vulnerability were looked at, and nothing found. And the code's key."""
    data = live(study.world.study)
    code = next(one for one in data.tree.codes if data.tree.path(one) == INDIVIDUAL)
    having = {at for at, held in data.held.tolist() if held == study.codes["exclusion"].number}
    without = sorted(set(range(data.frameworks)) - having)
    absent = np.array([(place, code.number) for place in without[:found]], np.int32).reshape(-1, 2)
    return figures_of(replace(data, absent=absent), PARTS), f"#{code.number}"


def test_what_was_looked_into_stands_in_three_states_with_the_bounds_that_they_leave(study: CodedStudy) -> None:
    figures, code = looked_at(study, 7)
    keys = [f"{state}:{code}" for state in ("code", "absent", "not_recorded")]

    def row(*hidden: str) -> tuple[str, ...]:
        table = next(one for one in part(figures, "limitations", *hidden) if isinstance(one, Sheet))
        assert table.title == "What was looked into"
        return next(row[1:] for row in table.rows if row[0] == INDIVIDUAL)

    assert set(keys) <= figures.gathered.cells.keys(), "the release holds all three"
    assert row() == ("2", "7", "9", "11% to 61%")
    assert row(keys[0]) == ("hidden", "7", "9", "at most 61%")
    assert row(keys[1], keys[2]) == ("2", "hidden", "hidden", "at least 11%")
    assert row(*keys) == ("hidden",) * 4


def test_least_recorded_is_of_what_nobody_looked_into_and_the_hidden_are_named_without_number(
    study: CodedStudy,
) -> None:
    def bullets(found: int, *hidden: str) -> list[tuple[str, ...]]:
        figures, code = looked_at(study, found)
        assert figures.everything is not None
        others = [f"not_recorded:{row.key}" for row in figures.looked_into if row.key != code]
        told = part(figures, "limitations", *(hidden or others))
        return [block.items for block in told if isinstance(block, Bullets)]

    least, _ = bullets(4)
    assert least == (f"{INDIVIDUAL}: nothing in 12 of 18 frameworks",)
    (unknown,) = bullets(16)
    assert INDIVIDUAL not in unknown, "2 had it, and of the others it was found that they had not"
    code = looked_at(study, 0)[1]
    shown, hidden = bullets(0, f"not_recorded:{code}")
    assert hidden == (INDIVIDUAL,)
    assert shown
    assert not any(INDIVIDUAL in one for one in shown)


def test_only_small_groups_are_called_small(figures: Figures) -> None:
    assert figures.everything is not None
    assert any("sole 6, group 6 and both 6" in words for words in said(part(figures, "limitations")))
    large = replace(figures.everything, columns=tuple(replace(c, size=400) for c in figures.everything.columns))
    told = said(part(replace(figures, everything=large), "limitations"))
    assert not any("Intervals are wide" in words for words in told)
    table = figures.tables["peers"]
    table = replace(table, columns=tuple(replace(c, size=400) for c in table.columns))
    notes = [block.note for block in sheets("T", figures, table, frozenset()) if isinstance(block, Sheet)]
    assert "the groups were not drawn at random" in notes[0]
    assert "the groups are small" in next(b.note for b in part(figures, "peers") if isinstance(b, Sheet))


def test_what_is_worked_out_stands_only_where_its_counts_are_shown(figures: Figures) -> None:
    table, name = figures.tables["peers"], "Harmful attitudes"
    counts, compared = (block for block in part(figures, "peers") if isinstance(block, Sheet))
    row = {one[0]: one[1:] for one in counts.rows}[name]
    assert row[:3] == ("5 (83%; 44–97%)", "6 (100%; 61–100%)", "6 (100%; 61–100%)")
    assert row[-1] == "1.000"
    assert compared.title == "Peer factors: Sole and Any group compared"
    assert {one[0]: one[1:] for one in compared.rows}[name][0].startswith("−17 points (")

    for hidden, is_compared, has_p in (("Sole", False, False), ("Group", True, False), ("Any sole", True, True)):
        key = cell(figures, table, name, hidden)
        told = [block for block in part(figures, "peers", key) if isinstance(block, Sheet)]
        row = {one[0]: one[1:] for one in told[0].rows}[name]
        assert (row[-1] != "–") == has_p, hidden
        assert any(one[0] == name for block in told[1:] for one in block.rows) == is_compared, hidden


def test_a_share_says_nothing_that_the_count_beside_it_does_not(figures: Figures) -> None:
    """Disclosure control is of counts: a share stands beside its own, rounded as whoever reads it would reckon."""
    told = [block for key in PARTS for block in part(figures, key) if isinstance(block, Sheet)]
    found = 0
    for block in told:
        for row in block.rows:
            for head, value in zip(block.head, row, strict=True):
                if said := re.fullmatch(r"(\d+) \((\d+)%; (\d+)–(\d+)%\)", value):
                    n, share, low, high = map(int, said.groups())
                    of = int(head.rpartition("(")[2].rstrip(")"))
                    ends = wilson(n, of)
                    assert [share, low, high] == [floor(100 * one + 0.5) for one in (n / of, ends.low, ends.high)]
                    found += 1
                else:
                    assert "%" not in value or block.title == "What was looked into", (block.title, value)
    assert found


def test_the_map_and_the_flow_leave_out_what_is_hidden(figures: Figures) -> None:
    assert figures.everything is not None
    told = drawing(part(figures, "cohorts")).words
    assert "Frameworks that record anything, of 18" in told
    schools = cell(figures, figures.everything, "Risks › School", "Total")
    peers = cell(figures, figures.everything, "Risks › Peer", "Total")
    told = drawing(part(figures, "cohorts", schools)).words
    assert "hidden" in told
    assert (told.count("hidden"), "18" in told.partition("of 18")[2]) == (1, False)
    assert "17" in told
    assert "17" not in drawing(part(figures, "cohorts", peers)).words

    way = next(gap for gap in figures.contexts if gap.context == "school")
    ways = {key: int(getattr(way, key)) for key in figures.gathered.gap_atoms(way)}
    filled = next(key for key, count in ways.items() if count)
    open_words = drawing(part(figures, "gaps")).words
    hidden_words = drawing(part(figures, "gaps", written(figures.gathered.gap_atoms(way)[filled]))).words
    assert f" {ways[filled]}" in open_words.partition("School: ")[2].partition(".")[0]
    assert hidden_words.partition("School: ")[2].partition(".")[0].endswith("hidden")


def test_imports_are_not_said_to_be_given_with_consent(study: CodedStudy) -> None:
    snapshot, data = freeze(study.world.lead, "Now"), live(study.world.study)
    figures = figures_of(data, ())
    facts = facts_of(study.world.study, snapshot, data)
    told = said(list(Drafting(facts, figures, frozenset(), Policy()).part("method")))[0]
    assert "from one site. Each" in told
    assert "Each was given with the consent of the professionals who made it." in told
    Framework.objects.filter(pk=study.frameworks[0].pk).update(origin=Framework.Origin.WORD)
    facts = facts_of(study.world.study, snapshot, data)
    told = said(list(Drafting(facts, figures, frozenset(), Policy()).part("method")))[0]
    assert "Those that sites sent were given with the consent" in told
    assert "Each was given" not in told


def coded_twice(study: CodedStudy, places: range, name: str = "A", *, days: int = 0) -> DoubleCoding:
    """A sample that was drawn so many days ago, and compared now."""
    world = study.world
    with working(world.coder) as first, working(world.lead) as second:
        coders = {"first": first, "second": second, "by": world.lead.place}
    drawn = timezone.now() - timedelta(days=days)
    sample = DoubleCoding.objects.create(study=world.study, name=name, at=drawn, **coders)
    for place in places:
        DoubleFramework.objects.create(sample=sample, framework=study.frameworks[place])
        study.code_entry("duty", place, 0, by=world.lead)
    sample.opened_at = timezone.now()
    sample.save(update_fields=["opened_at"])
    return sample


def agreement(study: CodedStudy) -> str:
    """What the method says of it."""
    return next((one for one in said(method(study)) if one.startswith("Two coders")), "")


def method(study: CodedStudy, *hidden: str) -> list[Block]:
    data = live(study.world.study)
    facts = facts_of(study.world.study, freeze(study.world.lead, "Now"), data)
    return list(Drafting(facts, figures_of(data, PARTS), frozenset(hidden), Policy()).part("method"))


def test_the_method_says_how_far_two_coders_agreed_in_the_largest_sample(study: CodedStudy) -> None:
    assert agreement(study) == ""
    sample = coded_twice(study, range(12), days=1)
    coded_twice(study, range(12, 15), "A later try-out", days=1)
    told = agreement(study)
    assert told.startswith("Two coders coded 12 frameworks without seeing each other’s codes. Over all")
    assert re.search(r"alpha is 0\.\d\d \(95% interval 0\.\d\d to 0\.\d\d\), Cohen’s kappa 0", told), told
    assert told.endswith("Figures from fewer than 20 frameworks are rough, and their intervals often too narrow.")
    sample.opened_at = None
    sample.save(update_fields=["opened_at"])
    assert "coded 3 frameworks" in agreement(study), "the others are still coded blind"


@pytest.mark.parametrize("frameworks", [LEAST - 1, LEAST])
def test_an_interval_of_too_few_frameworks_is_not_printed(study: CodedStudy, frameworks: int) -> None:
    coded_twice(study, range(frameworks), days=1)
    told = agreement(study)
    assert ("95% interval" in told) == (frameworks == LEAST)
    assert ("too few frameworks for an interval" in told) == (frameworks < LEAST)


def test_an_interval_without_width_is_not_printed(study: CodedStudy) -> None:
    for place in range(2, 13):
        study.code_entry("attitudes", place, 2, start=13, end=30, by=study.world.lead)
    coded_twice(study, range(2, 13), days=1)
    assert "alpha is 1.00, Cohen’s kappa 1.00; they agree on 100.0% of" in agreement(study)


def test_agreement_stands_code_by_code_where_enough_was_coded_and_the_code_is_told_of(study: CodedStudy) -> None:
    coded_twice(study, range(LEAST), days=1)
    table = next(block for block in method(study) if isinstance(block, Sheet))
    assert [row[0] for row in table.rows] == ["All codes together", "Risks › School › Unsupervised places"], "9 is rare"
    assert table.rows[1][1:] == ("1.00", "–"), "both gave it everywhere"
    words = drawing(method(study)).words
    assert f"All codes together: Cohen’s kappa {table.rows[0][1]} ({table.rows[0][2]})" in words
    hidden = method(study, f"code:#{study.codes['duty'].number}")
    assert not [block for block in hidden if isinstance(block, Sheet | Picture)], "nothing is told of the code"


@pytest.mark.parametrize("how", ["coded before", "open at once", "coded since"])
def test_nobody_is_said_to_have_coded_blind_who_could_see_the_other(study: CodedStudy, how: str) -> None:
    sample = coded_twice(study, range(3), days=1)
    if how == "coded before":
        sample.at = timezone.now()
    elif how == "open at once":
        sample.opened_at = sample.at
    else:
        sample.opened_at = timezone.now()
        study.code_entry("attitudes", 0, 1)
    sample.save(update_fields=["at", "opened_at"])
    told = agreement(study)
    assert told.startswith("Two coders coded 3 frameworks. In some of them, one may have seen")
    assert "without seeing" not in told
