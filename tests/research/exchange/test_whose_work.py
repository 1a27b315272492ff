"""Whose work a project may bring in, and what it must not tell of what somebody else codes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from concentric.method.exchange.refi.reading import ReadProject, read_project
from concentric.method.exchange.refi.writing import write_project
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.records.coded import CodedProject, Document
from concentric.research.coding.actions import re_place
from concentric.research.coding.coders import new_coder
from concentric.research.coding.memos import note_coding
from concentric.research.coding.models import Coder, Coding, Memo
from concentric.research.coding.queries import get_coding
from concentric.research.exchange.checking import losses, write_checked_project
from concentric.research.exchange.framework_rows import BLIND, OF_THE_TEAM, SECOND_MEMO
from concentric.research.exchange.importing import carry_out, foresee
from concentric.research.exchange.project import INCLUDED
from concentric.research.frameworks.researcher import Researcher
from tests.factories.coding import CodedStudy, make_coded_study
from tests.factories.studies import make_study
from tests.research.coding.test_double import by_lead, drawn

pytestmark = pytest.mark.django_db
GIVEN = (("duty", 0, 0), ("exclusion", 0, 3), ("attitudes", 0, 2))
Changed = Callable[[CodedProject], CodedProject]


@pytest.fixture
def coded() -> CodedStudy:
    return make_coded_study(1, coded=False)


def exported(researcher: Researcher, changed: Changed = lambda project: project) -> ReadProject:
    """As another program might give it back."""
    given, out = io.BytesIO(), io.BytesIO()
    write_checked_project(researcher, given)
    write_project(changed(read_project(given).project), out)
    return read_project(out)


def under(names: dict[str, str]) -> Changed:
    def changed(project: CodedProject) -> CodedProject:
        coders = (replace(one, name=names.get(one.name, one.name)) for one in project.coders)
        return replace(project, coders=tuple(coders))

    return changed


def with_documents(change: Callable[[Document], Document]) -> Changed:
    return lambda project: replace(project, documents=lambda: map(change, project.documents()))


def with_attributes(**told: str) -> Changed:
    def changed(project: CodedProject) -> CodedProject:
        return replace(
            project, cases=tuple(replace(one, attributes={**one.attributes, **told}) for one in project.cases)
        )

    return changed


def given_by(researcher: Researcher) -> set[str]:
    return set(Coding.objects.filter(coder__place=researcher.id).values_list("code__name", flat=True))


def test_an_import_neither_reads_nor_writes_what_the_other_codes_blind(coded: CodedStudy) -> None:
    world = coded.world
    drawn(coded)
    for one in GIVEN:
        coded.code_entry(*one)
    two = {world.coder.name: world.lead.name, world.lead.name: world.coder.name}
    file = exported(world.coder, under(two))
    expected = [foresee(researcher=one, read=file) for one in (world.coder, world.join("Third Coder"))]

    by_lead(coded, *GIVEN[:2])

    assert [foresee(researcher=one, read=file) for one in (world.coder, world.join("Fourth Coder"))] == expected
    done = carry_out(researcher=world.coder, read=file)
    assert (done.counts["codings"], done.there) == (0, 0)
    assert done.unheld == [f"{BLIND}: 3."]
    assert given_by(world.lead) == {"Unsupervised places", "Exclusion"}
    assert carry_out(researcher=world.coder, read=exported(world.coder)).there == 3


def test_no_count_of_what_stays_behind_tells_how_much_the_other_codes_blind(coded: CodedStudy) -> None:
    drawn(coded)
    coded.code_entry(*GIVEN[0])
    before = losses(coded.world.coder)

    by_lead(coded, *GIVEN)

    assert losses(coded.world.coder) == before


def test_nobody_brings_in_what_a_colleague_did(coded: CodedStudy) -> None:
    world = coded.world
    coding = coded.code_entry(*GIVEN[0])
    Memo.objects.create(study=world.study, about="study", text="On all of it", by=coding.coder)
    file = exported(world.coder)
    coding.delete()
    world.study.memos.all().delete()

    done = carry_out(researcher=world.lead, read=file)

    assert not given_by(world.coder)
    assert not world.study.memos.exists()
    assert done.unheld == [f"{OF_THE_TEAM}: 2."]
    assert carry_out(researcher=world.coder, read=file).counts["codings"] == 1
    assert given_by(world.coder) == {"Unsupervised places"}
    assert world.study.memos.get().by.place == world.coder.place


def test_coders_of_one_name_have_numbers_of_their_own(coded: CodedStudy) -> None:
    coded.code_entry(*GIVEN[0])
    file, other = exported(coded.world.coder), make_study()
    for name in ("Anna Test", "anna test"):
        new_coder(other.study, name)

    carry_out(researcher=other.lead, read=file)

    numbers = list(Coder.objects.filter(study=other.study).values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]


def noted(words: str) -> Changed:
    """Every coding of the file with another memo."""
    return with_documents(
        lambda document: replace(document, segments=tuple(one._replace(memo=words) for one in document.segments))
    )


def test_another_memo_on_a_coding_that_is_there_comes_in_once(coded: CodedStudy) -> None:
    world = coded.world
    coding = get_coding(world.coder, coded.code_entry(*GIVEN[0]).pk)
    note_coding(researcher=world.coder, coding=coding, text="First")
    file = exported(world.coder, noted("Second"))

    done = [carry_out(researcher=world.coder, read=file) for _ in range(2)]

    assert Coding.objects.get().memo == "First"
    assert [(one.text, one.by.place, one.entry_id) for one in world.study.memos.all()] == [
        ("Second", world.coder.place, coding.entry_id)
    ]
    assert [one.counts["memos"] for one in done] == [1, 0]
    assert [one.unheld for one in done] == [[f"{SECOND_MEMO}: 1."], []]


def test_the_same_coding_twice_in_a_file_keeps_both_memos(coded: CodedStudy) -> None:
    world, other = coded.world, make_study()
    coding = get_coding(world.coder, coded.code_entry(*GIVEN[0]).pk)
    note_coding(researcher=world.coder, coding=coding, text="First")
    twice = with_documents(
        lambda one: replace(one, segments=(*one.segments, *(each._replace(memo="Second") for each in one.segments)))
    )

    carry_out(researcher=other.lead, read=exported(world.coder, twice))

    memos = {Coding.objects.get(framework__study=other.study).memo, other.study.memos.get().text}
    assert memos == {"First", "Second"}


def test_an_entry_that_stands_elsewhere_is_said_to_stay(coded: CodedStudy) -> None:
    file = exported(coded.world.coder)
    re_place(researcher=coded.world.coder, entry=coded.entry(), context=ContextKey.PEERS, column=ColumnKey.RISK)

    done = carry_out(researcher=coded.world.coder, read=file)

    assert done.unheld == ["Entries that stand in another place here, where they stay: 1."]
    assert coded.entry().context == ContextKey.PEERS


@pytest.mark.parametrize(("said", "included"), [("No", False), ("false", False), ("Yes", True)])
def test_whether_a_framework_is_in_the_study_comes_as_other_programs_write_it(
    coded: CodedStudy, said: str, *, included: bool
) -> None:
    other = make_study()

    carry_out(researcher=other.lead, read=exported(coded.world.coder, with_attributes(**{INCLUDED: said})))

    framework = other.study.frameworks.get()
    assert (framework.included, framework.ruled_out) == (included, [])
    assert framework.inclusion_decisions.count() == (not included)
    again = carry_out(researcher=other.lead, read=exported(other.lead, with_attributes(**{INCLUDED: "No"})))
    assert bool(again.unheld) is included


@pytest.mark.parametrize(
    ("name", "letter", "named"), [("NW", "C", {"NW": "C"}), ("Site D", "D", {}), ("d", "D", {}), ("b", "B", {})]
)
def test_a_site_is_a_letter_and_no_initials(coded: CodedStudy, name: str, letter: str, named: dict[str, str]) -> None:
    other = make_study()

    done = carry_out(researcher=other.lead, read=exported(coded.world.coder, with_attributes(Site=name)))

    assert done.site_names == named
    assert other.study.frameworks.get().site.letter == letter
