"""A double-coded sample travels in a project: whose codings count, and what was decided of which entry."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from concentric.foundation.permissions.checks import Refusal
from concentric.method.analysis.asking import answer
from concentric.method.analysis.question import Counting
from concentric.method.exchange.refi.reading import ReadProject, read_project
from concentric.method.exchange.refi.writing import write_project
from concentric.method.records.coded import DoubleCoded
from concentric.research.coding.counting import count_anew
from concentric.research.coding.double.actions import open_sample, settle
from concentric.research.coding.double.disagreements import Decision, differences
from concentric.research.coding.models import Adjudication, Coding, DoubleCoding
from concentric.research.cohorts.data import live
from concentric.research.exchange.checking import losses, write_checked_project
from concentric.research.exchange.importing import carry_out, foresee
from concentric.research.exchange.models import ImportRun
from concentric.research.exchange.table_words import asked, plain_rows
from concentric.research.frameworks.models import Entry, Study
from tests.factories.coding import CodedStudy, make_coded_study
from tests.factories.studies import StudyWorld, make_study
from tests.research.coding.test_double import by_lead, drawn
from tests.research.exchange.test_projects import check_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded() -> CodedStudy:
    return make_coded_study(3)


def decided(coded: CodedStudy) -> DoubleCoding:
    """Compared over two of three frameworks: one code of each coder alone holds, another does not, a third is open."""
    codes = [one.code for one in coded.frameworks[:2]]
    by_lead(coded, ("exclusion", 0, 3), ("attitudes", 0, 2), ("exclusion", 1, 3), ("attitudes", 2, 1))
    coded.code_entry("duty", 1, 1)
    sample = drawn(coded, chosen=tuple(codes), name="Autumn: (first)")
    open_sample(researcher=coded.world.lead, sample=sample)
    numbers = {one.number: one.pk for one in coded.world.study.codes.all()}
    found = differences(sample).all
    entries = {(one.framework_id, one.position): one.pk for one in Entry.objects.all()}
    said = [
        Decision(entries[one.spot], numbers[one.code], place % 2 == 0, "Read\nagain & “so”" if place else "")
        for place, one in enumerate(found[:-1])
    ]
    assert settle(researcher=coded.world.lead, sample=sample, decisions=said) >= 3
    return sample


def exported(world: StudyWorld) -> io.BytesIO:
    out = io.BytesIO()
    write_checked_project(world.lead, out)
    return out


def changed(file: io.BytesIO, doubles: tuple[DoubleCoded, ...]) -> ReadProject:
    """As another program might give it back."""
    out = io.BytesIO()
    write_project(replace(read_project(file).project, doubles=doubles), out)
    return read_project(out)


def tables(study: Study) -> list[object]:
    data = live(study)
    said = {"under": (), "level": 0, "counting": Counting.FRAMEWORKS}
    return [plain_rows(answer(data, asked(data, rows="codes", by=by, **said))) for by in ("cohort", "site")]  # type: ignore[arg-type]


def counting(study: Study) -> set[tuple[str, int, str, str, bool]]:
    found = Coding.objects.filter(framework__study=study).select_related("framework", "entry", "code", "coder")
    return {(o.framework.code, o.entry.position, o.code.name, o.coder.name, o.counts) for o in found}


def stands(study: Study) -> set[tuple[object, ...]]:
    found = Adjudication.objects.filter(sample__study=study).select_related("entry__framework", "code")
    fields = ((o.entry.framework.code, o.entry.position, o.code.name, o.holds, o.given_by, o.at) for o in found)
    return set(fields)


def test_a_decided_sample_counts_the_same_in_a_new_study(coded: CodedStudy) -> None:
    decided(coded)
    study, other = coded.world.study, make_study()
    assert {o[-1] for o in counting(study)} == {True, False}
    file = exported(coded.world)
    check_schema(zipfile.ZipFile(file).read("project.qde"), "Project.xsd")

    expected = foresee(researcher=other.lead, read=read_project(file))
    done = carry_out(researcher=other.lead, read=read_project(file))

    assert done == expected
    assert done.unheld == []
    assert done.all_count == 1  # the third framework, which is in no sample
    assert done.samples == [f"Autumn: (first): {coded.world.coder.name} counts, {coded.world.lead.name} is compared"]
    assert counting(other.study) == counting(study)
    assert tables(other.study) == tables(study)
    assert count_anew(other.study.frameworks.values_list("pk", flat=True)) == 0
    assert tables(other.study) == tables(study)
    assert stands(other.study) == stands(study)
    sample, copy = DoubleCoding.objects.get(study=study), DoubleCoding.objects.get(study=other.study)
    assert {o.reason for o in copy.adjudications.all()} == {"", "Read again & “so”"}
    assert len(differences(copy).undecided) == len(differences(sample).undecided) == 1


def test_the_last_word_travels_and_what_stays_behind_is_said(coded: CodedStudy) -> None:
    sample = decided(coded)
    first = Adjudication.objects.order_by("at", "pk")[0]
    anew = Decision(first.entry_id, first.code_id, not first.holds, "After all", first.pk)
    settle(researcher=coded.world.lead, sample=sample, decisions=[anew])
    other = make_study()

    carry_out(researcher=other.lead, read=read_project(exported(coded.world)))

    there = Adjudication.objects.filter(sample__study=other.study, reason="After all")
    assert [one.holds for one in there] == [not first.holds]
    assert counting(other.study) == counting(coded.world.study)
    here = {one.what: one.count for one in losses(coded.world.lead)}
    said = here["Who decided between two coders, and what was decided before the last word"]
    assert said == sample.adjudications.count()
    assert here["Samples that are not compared yet: without coding that you may not see, which tables here count"] == 0


def test_a_sample_that_is_coded_blind_does_not_travel(coded: CodedStudy) -> None:
    drawn(coded)
    assert read_project(exported(coded.world)).project.doubles == ()


def test_several_coders_of_no_sample_are_said_to_count_all(coded: CodedStudy) -> None:
    decided(coded)
    other = make_study()

    done = carry_out(researcher=other.lead, read=changed(exported(coded.world), doubles=()))

    assert (done.all_count, done.samples) == (3, [])
    assert all(counts for *_, counts in counting(other.study))


def test_who_counts_in_a_framework_held_before_stays(coded: CodedStudy) -> None:
    decided(coded)
    file, other = exported(coded.world), make_study()
    carry_out(researcher=other.lead, read=changed(file, doubles=()))

    again = carry_out(researcher=other.lead, read=read_project(file))
    same = carry_out(researcher=coded.world.lead, read=read_project(file))

    assert again.unheld == ["Frameworks held before that the file has in a double-coded sample: 2. All count."]
    assert not other.study.double_codings.exists()
    assert same.unheld == []
    assert coded.world.study.double_codings.count() == 1


def test_what_the_second_brings_back_counts_as_it_did(coded: CodedStudy) -> None:
    sample = decided(coded)
    before, file = counting(coded.world.study), exported(coded.world)
    Coding.objects.filter(coder=sample.second).delete()
    count_anew(coded.world.study.frameworks.values_list("pk", flat=True))
    assert counting(coded.world.study) != before

    carry_out(researcher=coded.world.lead, read=read_project(file))

    assert counting(coded.world.study) == before


def test_a_damaged_sample_is_no_error(coded: CodedStudy) -> None:
    decided(coded)
    file = exported(coded.world)
    (one,) = read_project(file).project.doubles
    wrong = [
        replace(one.decided[0], entry=99),
        replace(one.decided[0], at="0001-01-01T00:00:00+14:00"),
        replace(one.decided[1], at="2026-99-01T00:00:00Z"),
    ]
    first, other = make_study(), make_study()

    carry_out(researcher=first.lead, read=changed(file, doubles=(replace(one, decided=tuple(wrong)),)))
    carry_out(researcher=other.lead, read=changed(file, doubles=(replace(one, second=one.first),)))

    assert Adjudication.objects.filter(sample__study=first.study).count() == 2
    assert not other.study.double_codings.exists()


def test_an_import_that_is_stopped_leaves_no_sample(coded: CodedStudy) -> None:
    decided(coded)
    file, other = exported(coded.world), make_study()

    def stop(_: int) -> None:
        ImportRun.objects.filter(study=other.study).update(state=ImportRun.State.STOPPING)

    with pytest.raises(Refusal, match="stopped"):
        carry_out(researcher=other.lead, read=read_project(file), tell=stop)

    assert not DoubleCoding.objects.filter(study=other.study).exists()
