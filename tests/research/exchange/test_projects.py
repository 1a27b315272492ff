"""REFI-QDA projects out of a study and in again."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import IO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.refi.reading import read_codebook, read_project
from concentric.method.exchange.refi.writing import write_project
from concentric.method.records.coded import Code, CodedCase, CodedProject, Document, Segment
from concentric.method.records.coded import Coding as Coding_
from concentric.research.coding.codebook import add_code
from concentric.research.coding.coders import coder_of, new_coder
from concentric.research.coding.memos import write_memo
from concentric.research.coding.models import Coder, Coding, DoubleCoding, DoubleFramework, Memo, Packed, Step
from concentric.research.coding.packing import pack
from concentric.research.exchange import checking
from concentric.research.exchange.checking import losses, write_checked_codebook, write_checked_project
from concentric.research.exchange.importing import carry_out, foresee
from concentric.research.exchange.models import ImportBatch, ImportRun
from concentric.research.frameworks.debrief import add_reflection
from concentric.research.frameworks.inclusion import decide_inclusion
from concentric.research.frameworks.models import Entry, Framework
from tests.factories.exchanging import coded_study, content
from tests.factories.studies import StudyWorld, make_study

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "refi"


def new_id() -> str:
    return str(uuid4())


@pytest.fixture
def world() -> StudyWorld:
    made = make_study()
    coded_study(made)
    return made


def exported(world: StudyWorld) -> io.BytesIO:
    out = io.BytesIO()
    write_checked_project(world.lead, out)
    return out


def bring(world: StudyWorld, file: IO[bytes]):
    return carry_out(researcher=world.lead, read=read_project(file))


def check_schema(data: bytes, name: str) -> None:
    if not (SCHEMAS / name).exists():
        warnings.warn("The REFI schemas are not beside the checkout: nothing is checked against them.", stacklevel=1)
        return
    etree.XMLSchema(etree.parse(SCHEMAS / name)).assertValid(etree.fromstring(data))


class Failing(io.BytesIO):
    """A disk that gives back one bit of a member otherwise than it took it."""

    def __init__(self, member: bytes) -> None:
        super().__init__()
        self.member = member

    def read(self, size: int | None = -1) -> bytes:
        at = self.getvalue().index(self.member) + 60 - self.tell()
        data = bytearray(super().read(size))
        if 0 <= at < len(data):
            data[at] ^= 1
        return bytes(data)


@pytest.mark.parametrize("member", [b"sources/", b"project.qde"])
def test_a_file_that_was_damaged_on_its_way_is_kept_back(world: StudyWorld, member: bytes) -> None:
    with pytest.raises(Refusal, match="does not read back"):
        write_checked_project(world.lead, Failing(member))


def test_more_frameworks_take_no_more_queries(world: StudyWorld) -> None:
    def queries(*, most: int) -> int:
        codes = world.study.frameworks.order_by("code").values_list("code", flat=True)[most:]
        world.study.frameworks.filter(code__in=list(codes)).update(status=Framework.Status.WITHDRAWN)
        with CaptureQueriesContext(connection) as asked:
            exported(world)
        return len(asked)

    assert queries(most=4) == queries(most=1)


def moved(document: Document) -> Document:
    first, *rest = document.segments
    return replace(document, segments=(first._replace(start=first.start - 1), *rest))


def less_coded(document: Document) -> Document:
    first, *rest = document.segments
    return replace(document, segments=(first._replace(codings=first.codings[1:]), *rest))


def said_otherwise(document: Document) -> Document:
    return replace(document, text=f"{document.text}.")


@pytest.mark.parametrize("wrong", [moved, less_coded, said_otherwise])
def test_a_file_that_says_something_else_is_kept_back(world: StudyWorld, monkeypatch, wrong) -> None:
    def written_wrong(project: CodedProject, out: IO[bytes]) -> None:
        write_project(replace(project, documents=lambda: map(wrong, project.documents())), out)

    monkeypatch.setattr(checking, "write_project", written_wrong)
    with pytest.raises(Refusal, match="does not read back"):
        exported(world)


def test_the_same_words_are_one_selection_for_all_who_coded_them(world: StudyWorld) -> None:
    framework = world.study.frameworks.all()[0]
    entry = framework.entries.all()[0]
    Coding.objects.filter(framework__study=world.study).delete()
    codes, coders = world.study.codes.all()[:2], Coder.objects.filter(study=world.study)[:2]
    given = {"framework": framework, "entry": entry, "start": 2, "end": 9}
    for coder in coders:
        for code, memo in zip(codes, ("", "Mine"), strict=True):
            Coding.objects.create(**given, code=code, coder=coder, memo=memo)

    (document,) = (one for one in read_project(exported(world)).project.documents() if one.name == framework.code)

    said = [(len(one.codings), one.memo) for one in document.segments if one.codings]
    assert sorted(said) == [(1, "Mine"), (1, "Mine"), (2, "")]


def as_studies_are(world: StudyWorld) -> None:
    """A framework left out; two coders of one name on the team and a third beside it, who say the same of one entry."""
    first = world.study.frameworks.order_by("code")[0]
    decide_inclusion(researcher=world.lead, framework=first, included=False, reason="Too long ago")
    somebody = Coder.objects.get(study=world.study, name="Somebody Elsewhere")
    names = [coder_of(world.join(world.coder.name)), new_coder(world.study, world.coder.name)]
    codings = list(Coding.objects.filter(coder=somebody).values_list("pk", flat=True))
    for place, coder in enumerate(names):
        Coding.objects.filter(pk__in=codings[place::3]).update(coder=coder)
        entry = first.entries.order_by("position")[0]
        Memo.objects.create(study=world.study, about="entry", framework=first, entry=entry, text="!", by=coder)
        Memo.objects.create(study=world.study, about="study", text="On all of it", by=coder)


@pytest.mark.parametrize("seed", range(4))
def test_a_study_comes_back_the_same_in_another(seed: int) -> None:
    world, other = make_study(), make_study()
    coded_study(world, frameworks=3, segments=12, seed=seed)
    as_studies_are(world)
    file = exported(world)
    check_schema(zipfile.ZipFile(file).read("project.qde"), "Project.xsd")

    done = bring(other, file)

    assert content(other) == content(world)
    assert done.refused == done.unheld == []
    assert (done.counts["frameworks"], done.counts["codings"]) == (
        3,
        Coding.objects.filter(code__study=world.study).count(),
    )


def test_codings_are_packed_as_they_would_be_packed_anew(world: StudyWorld) -> None:
    other = make_study()
    bring(other, exported(world))
    packed = Packed.objects.filter(framework__study=other.study)
    at_import = {one.framework_id: (bytes(one.rows), bytes(one.codes)) for one in packed}

    pack(at_import)

    assert at_import == {one.framework_id: (bytes(one.rows), bytes(one.codes)) for one in packed.all()}
    assert len(at_import) == 4


def test_what_is_foreseen_is_what_is_done_and_nothing_is_made_before(world: StudyWorld) -> None:
    other, file = make_study(), exported(world)

    expected = foresee(researcher=other.lead, read=read_project(file))

    assert not other.study.frameworks.exists()
    assert not other.study.coders.exists()
    assert bring(other, file) == expected
    assert "Vulnerabilities" not in " ".join(path for path in expected.new_codes if " › " not in path)
    assert expected.new_attributes == ["Comes by: bus"]
    assert expected.new_coders == ["Kwame Test-Boateng", "Somebody Elsewhere"]


def test_the_same_file_again_adds_nothing(world: StudyWorld) -> None:
    before, file = content(world), exported(world)

    done = bring(world, file)

    assert content(world) == before
    assert not done.counts["codings"]


def test_codings_made_elsewhere_are_added_to_the_frameworks_held(world: StudyWorld) -> None:
    out = io.BytesIO()
    write_checked_project(world.coder, out)
    gone = Coding.objects.filter(framework__study=world.study)[:3]
    taken = [(one.entry_id, one.code_id, one.start, one.end) for one in gone]
    Coding.objects.filter(pk__in=[one.pk for one in gone]).delete()
    pack(world.study.frameworks.values_list("pk", flat=True))

    done = carry_out(researcher=world.coder, read=read_project(out))

    assert done.counts["codings"] == 3
    there = set(Coding.objects.values_list("entry_id", "code_id", "start", "end"))
    assert there >= set(taken)


def test_a_framework_in_other_words_or_withdrawn_is_left_alone(world: StudyWorld) -> None:
    file = exported(world)
    first, second = world.study.frameworks.all()[:2]
    entry = first.entries.get(position=0)
    Entry.objects.filter(pk=entry.pk).update(text=entry.text + " More.")
    Framework.objects.filter(pk=second.pk).update(status=Framework.Status.WITHDRAWN)
    second.entries.all().delete()

    done = bring(world, file)

    assert [line.split(":")[0] for line in done.refused] == [first.code, second.code]
    assert not second.entries.exists()


class Broken(Exception):
    pass


def break_off(_: int) -> None:
    raise Broken


def test_an_import_that_breaks_off_leaves_nothing(world: StudyWorld) -> None:
    other, file = make_study(), exported(world)
    foresee(researcher=other.lead, read=read_project(file))
    before = content(other)

    with pytest.raises(Broken):
        carry_out(researcher=other.lead, read=read_project(file), tell=break_off)

    assert content(other) == before
    assert not Step.objects.filter(study=other.study).exists()
    assert not ImportBatch.objects.exists()
    assert list(other.study.coders.values_list("name", flat=True)) == ["Imogen Test-Vale"]
    assert ImportRun.objects.get(study=other.study).state == ImportRun.State.REMOVED


def test_a_code_of_an_import_that_breaks_off_gives_its_number_to_nobody_unless_it_is_used(world: StudyWorld) -> None:
    other, file = make_study(), exported(world)
    foresee(researcher=other.lead, read=read_project(file))
    begun = set(other.study.codes.values_list("pk", flat=True))

    def use_one(_: int) -> None:
        entry = Entry.objects.filter(framework__study=other.study)[0]
        detail = other.study.codes.exclude(pk__in=begun).filter(children=None).order_by("number")[0]
        write_memo(researcher=other.lead, about=detail, text="What we mean by it")
        assert entry.framework.codings.exists()
        raise Broken

    with pytest.raises(Broken):
        carry_out(researcher=other.lead, read=read_project(file), tell=use_one)

    came = list(other.study.codes.exclude(pk__in=begun).order_by("number"))
    assert [one.is_removed for one in came] == [False, *[True] * (len(came) - 1)]
    assert {one.name for one in came[1:]} == {"A code of an import that was taken back"}
    assert add_code(researcher=other.lead, name="New").number == came[-1].number + 1


def test_what_was_left_out_while_it_was_being_imported_stays_out(world: StudyWorld) -> None:
    other, file = make_study(), exported(world)

    def leave_out(_: int) -> None:
        first = other.study.frameworks.order_by("code").first()
        decide_inclusion(researcher=other.lead, framework=first, included=False, reason="Too long ago")

    carry_out(researcher=other.lead, read=read_project(file), tell=leave_out)

    now = other.study.frameworks.order_by("code").values_list("included", "ruled_out")
    assert list(now) == [(False, []), (True, []), (True, []), (True, [])]


def test_stopping_takes_back_what_was_added_to_frameworks_held(world: StudyWorld) -> None:
    file = exported(world)
    Coding.objects.filter(framework__study=world.study).delete()
    pack(world.study.frameworks.values_list("pk", flat=True))
    before = content(world)

    def stop(_: int) -> None:
        ImportRun.objects.filter(study=world.study).update(state=ImportRun.State.STOPPING)

    with pytest.raises(Refusal, match="stopped"):
        carry_out(researcher=world.lead, read=read_project(file), tell=stop)

    assert content(world) == before
    assert {bytes(one.rows) for one in Packed.objects.filter(framework__study=world.study)} == {b""}


def qdpx(cases: dict[str, dict[str, str]], coded: bool = True) -> io.BytesIO:
    """Another program's project: a text for each case, a code of its own, a coder whom it does not name."""
    code, documents = Code(new_id(), "Their code"), []
    for name in cases:
        segments = (Segment(new_id(), 4, 9, (Coding_(new_id(), code.id),)),) if coded else ()
        documents.append(Document(new_id(), f"Interview {name}", "The words of it", segments))
    held = [CodedCase(new_id(), name, (d.id,), told) for (name, told), d in zip(cases.items(), documents, strict=True)]
    out = io.BytesIO()
    write_project(CodedProject("Theirs", (), (code,), tuple(held), (), lambda: documents), out)
    return out


def test_cohort_and_site_come_from_the_cases_and_a_name_is_no_code(world: StudyWorld) -> None:
    other = make_study()
    cases = {
        "K-17": {"Cohort": "Group", "site": "Site B"},
        "Odwin Thwaite": {"cohort": "both", "Site": "Northern hub", "Ongoing": "perhaps"},
        "An interview with a very long name": {},
    }

    done = bring(other, qdpx(cases))

    found = {one.code: one for one in other.study.frameworks.select_related("site")}
    assert set(found) == {"K-17", "P001", "P002"}
    assert [found[code].values.get("cohort") for code in ("K-17", "P001", "P002")] == ["group", "both", None]
    assert [found[code].site.letter for code in ("K-17", "P001", "P002")] == ["B", "C", "D"]
    assert done.site_names == {"Northern hub": "C", "No site named": "D"}
    assert done.unheld == ["Ongoing: “perhaps” is none of its values."]
    assert done.new_coders == ["Not named in the project"]
    coding = Coding.objects.get(framework=found["K-17"])
    assert coding.entry.text[coding.start : coding.end] == "words"


def test_what_was_said_in_the_de_brief_does_not_come_back_as_a_framework(world: StudyWorld) -> None:
    said = add_reflection(researcher=world.coder, site=world.site, question="What helped?", text="The contexts")
    write_memo(researcher=world.coder, about=said, text="To be quoted")
    other = make_study()

    bring(other, exported(world))

    assert other.study.frameworks.count() == 4
    assert not other.study.memos.filter(text="To be quoted").exists()
    assert {loss.what: loss.count for loss in losses(world.lead)}["What was said in the de-brief"] == 1


def test_nobody_sees_in_a_file_what_they_may_not_see_on_the_page(world: StudyWorld) -> None:
    kwame, elsewhere = Coder.objects.get(place=world.coder.place), Coder.objects.get(name="Somebody Elsewhere")
    sample = DoubleCoding.objects.create(
        study=world.study, name="S", first=kwame, second=elsewhere, by=world.lead.place
    )
    for framework in world.study.frameworks.all():
        DoubleFramework.objects.create(sample=sample, framework=framework)
    out = io.BytesIO()

    write_checked_project(world.coder, out)

    seen = {one.by for document in read_project(out).project.documents() for one in document.segments}
    assert seen == {str(kwame.pk)}


def test_the_codebook_goes_out_valid(world: StudyWorld) -> None:
    out = io.BytesIO()
    write_checked_codebook(world.lead, out)

    check_schema(out.getvalue(), "Codebook.xsd")
    assert len(read_codebook(out.getvalue())) == world.study.codes.count()


def test_what_stays_behind_is_counted(world: StudyWorld) -> None:
    coders = world.study.coders.order_by("number")
    DoubleCoding.objects.create(study=world.study, name="S", first=coders[0], second=coders[1], by=world.lead.place)

    counts = {loss.what: loss.count for loss in losses(world.lead)}

    assert (
        counts["Samples that are not compared yet: without coding that you may not see, which tables here count"] == 1
    )
    assert counts["Snapshots"] == 0
