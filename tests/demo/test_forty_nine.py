"""The fictional study of 49: what is counted in it is what its plan says, and what was published."""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from concentric.demo.cast import Cast
from concentric.demo.clock import Clock, tell
from concentric.demo.forty_nine import commands, second, story
from concentric.demo.forty_nine.assign import SIZES
from concentric.demo.forty_nine.plan import Item, read_plan
from concentric.demo.forty_nine.published import COLUMNS, questions
from concentric.foundation.accounts.models import Partnership
from concentric.method.instrument.codebook import BY_CONTEXT, Node
from concentric.method.records.study_code import new_code
from concentric.method.records.submission import Submission, new_bundle_id
from concentric.method.records.submission_words import Kind
from concentric.research.briefings.agreement import agreement_of
from concentric.research.coding.actions import apply_code
from concentric.research.coding.double.queries import coded_before
from concentric.research.coding.models import Code, Coding, DoubleCoding
from concentric.research.coding.queries import visible_codings
from concentric.research.cohorts.asking import Question, Table, answer
from concentric.research.cohorts.data import live
from concentric.research.frameworks.models import Entry, Framework, Study, StudyMember
from concentric.research.frameworks.researcher import Researcher

pytestmark = pytest.mark.django_db

FIGURES = Path(__file__).resolve().parents[3] / "shared" / "study" / "published_figures.csv"
if not FIGURES.exists():
    warnings.warn("The published figures are not beside the checkout: nothing is compared with them.", stacklevel=1)
PLAN = {item.handle: item for item in read_plan()}


@pytest.fixture(scope="module")
def study(shared_rows: None) -> Study:
    clock = Clock(timezone.now())
    tell(clock, [story.forty_nine(Cast(clock, Partnership(), {}, {}))])
    return Study.objects.get(name=story.STUDY)


def holding(study: Study, handle: str) -> set[object]:
    """The frameworks in which a code of the plan is recorded, of the coder whose codes count."""
    return set(
        Coding.objects.filter(code=code_of(study, PLAN[handle]), counts=True).values_list("framework", flat=True)
    )


def code_of(study: Study, item: Item) -> Code:
    found = study.codes.filter(name=item.name).select_related("parent__parent")
    return next(code for code in found if code.parent and item.node in (code.parent.node, _node_above(code.parent)))


def _node_above(code: Code) -> str:
    return code.parent.node if code.parent else ""


def everything(study: Study) -> list[tuple[str, list[int]]]:
    return [(row.key, [cell.n for cell in row.cells]) for row in answer(live(study), Question()).rows]


def counted(table: Table, key: str) -> tuple[int, ...]:
    row = next(row for row in table.rows if row.key == key)
    return tuple(row.cells[place].n for place in range(len(SIZES)))


def test_every_code_counts_as_its_plan_says(study: Study) -> None:
    table = answer(live(study), Question())
    sizes = {cohort.value: size for cohort, size in SIZES.items()}
    assert {column.key: column.size for column in table.columns} == {**sizes, "Total": 49}
    planned = [item for item in PLAN.values() if item.is_code and item.counts]
    assert len(planned) > 100
    for item in planned:
        assert counted(table, f"#{code_of(study, item).number}") == item.counts, item.handle


def test_overlaps_that_the_figures_speak_of_are_there(study: Study) -> None:
    group = set(study.frameworks.filter(values__cohort="group").values_list("pk", flat=True))
    assert len(holding(study, "bullied") & holding(study, "bullying") & group) == 5
    assert holding(study, "domestic_abuse_service") < holding(study, "domestic_abuse")
    assert holding(study, "diversion") < holding(study, "isolation")
    values = study.frameworks.values_list("values", flat=True)
    assert not [one for one in values if one["series"] == "one" and one["ongoing"] == "yes"]


def test_each_document_might_have_come_sealed(study: Study) -> None:
    """A submission refuses to exist outside the published schema; the inclusion rule takes all 49 in."""
    for planned in story.plan_frameworks():
        Submission(str(study.pk), "site", new_code(), new_bundle_id(), Kind.FRAMEWORK, planned.document)
    assert study.frameworks.filter(included=True).count() == 49
    assert study.sites.count() == 4
    assert study.frameworks.filter(cohort="").count() == 2, "a site could not say, and a researcher did"
    assert study.frameworks.exclude(settled={}).count() >= 49 - story.WAITING


def test_what_was_looked_into_and_not_found_is_counted(study: Study) -> None:
    held = study.frameworks.all()
    assert all(one.silences == one.document["silences"] for one in held)
    counted = answer(live(study, whole=False), Question(level=2))
    assert sum(row.cells[-1].absent for row in counted.rows) > 49


def test_entries_stand_where_the_codebook_has_them_and_some_were_elsewhere(study: Study) -> None:
    entries = Entry.objects.filter(framework__study=study)
    assert not entries.filter(codings=None).exists(), "nothing is left uncoded"
    assert {one.kind for one in entries} >= {Entry.Kind.SUMMARY, Entry.Kind.DECISION, Entry.Kind.DISSENT}
    grid = entries.filter(kind=Entry.Kind.ENTRY)
    assert grid.filter(first_context="school", context="individual").count() > 10, "individual facts under School"
    assert grid.filter(first_column="risk", column="actions").count() > 5, "responses in risk cells"
    firsts = Coding.objects.filter(framework__study=study, counts=True, entry__kind=Entry.Kind.ENTRY)
    for coding in firsts.select_related("entry", "code__parent__parent"):
        above = coding.code.parent
        if above and Node(_node_above(above) or above.node) in BY_CONTEXT:
            assert above.context == coding.entry.context


def test_what_was_coded_twice_was_coded_blind(study: Study) -> None:
    samples = list(study.double_codings.all())
    assert [(sample.name, coded_before(sample)) for sample in samples] == [(second.WAITING, 0), (second.COMPARED, 0)]
    agreed = agreement_of(study)
    assert agreed
    assert (agreed.comparison.frameworks, agreed.is_blind) == (second.TEN, True)


def test_a_newcomer_codes_three_blind_and_no_figure_moves(study: Study) -> None:
    place = StudyMember.objects.select_related("user", "study").get(user__email=story.CODERS[1][1], study=study)
    mateo = Researcher(place)
    waiting = DoubleCoding.objects.get(study=study, name=second.WAITING)
    three = Framework.objects.filter(double__sample=waiting)
    assert len(three) == second.THREE
    before = everything(study)
    for framework in three:
        assert not visible_codings(mateo, framework).exists()
        assert framework.codings.filter(coder=waiting.first, counts=True).exists()
        entry = framework.entries.select_related("framework__study")[0]
        apply_code(researcher=mateo, entry=entry, code=code_of(study, PLAN["blackmail"]))
        assert visible_codings(mateo, framework).count() == 1
    assert everything(study) == before


def published(study: Study, file: Path, *more: str) -> Result:
    return CliRunner().invoke(commands.published, ["--study", study.name, "--figures", str(file), *more])


def test_what_was_published_is_what_is_counted(study: Study) -> None:
    if not FIGURES.exists():
        return
    with FIGURES.open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert set(questions()) == set(rows)
    assert len(rows) == 109
    result = published(study, FIGURES, "--format", "json")
    answered = json.loads(result.stdout)
    assert len(answered["figures"]) == sum(bool(row[column]) for row in rows.values() for column in COLUMNS)
    assert [one["id"] for one in answered["figures"] if not one["agrees"]] == ["famvuln.abuse_total"]
    worked_out = [one["id"] for one in answered["contradictions"] if not one["noted"]]
    assert worked_out == ["famvuln.abuse_by_cohort"]
    assert result.exit_code == 0
    assert "335 agree, 1 differ" in published(study, FIGURES).output


HEAD = "id,where,factor,sole,group,both,any_group,any_sole,total,note"


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("table2.gang,T2,gang,2,2,2,4,4,6,", 0, "6 figures of 1 rows: 6 agree, 0 differ."),
        ("table2.gang,T2,gang,2,2,3,4,4,6,", 1, "table2.gang, both: published 3, counted 2."),
        ("table2.gang,T2,gang,2,2,3,4,4,6,", 1, "table2.gang: group and both make 5, and any_group is 4"),
        ("table2.gang,T2,gang,2,2,3,4,4,6,inconsistent with the text", 0, "1 differ."),
        ("no.such,T2,gang,2,,,,,,", 1, "no.such, sole: published 2, counted None."),
        ("table2.gang,T2,gang,two,,,,,,", 1, "Line 2 holds a figure that is not a whole number."),
    ],
)
def test_a_figure_that_differs_is_said(study: Study, tmp_path: Path, line: str, status: int, said: str) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f"{HEAD}\n{line}\n")
    result = published(study, file)
    assert said in result.output
    assert result.exit_code == status


@pytest.mark.parametrize("data", [b"", b"id,where\n1,2\n", b"\xff\xfe\x00", b'"', b"\x00"])
def test_what_is_no_file_of_figures_is_refused_in_one_line(study: Study, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "figures.csv"
    file.write_bytes(data)
    result = published(study, file)
    assert result.exit_code == 1
    assert result.output.startswith("Error: The figures ")
