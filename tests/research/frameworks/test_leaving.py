"""What stays and what goes when a framework is corrected, withdrawn or destroyed: entries, codings, every row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.records.framework import Framework as Document
from concentric.method.records.framework import SubmittedEntry
from concentric.method.records.submission import Submission, new_bundle_id
from concentric.method.records.submission_words import Kind
from concentric.research.coding.actions import re_place, undo
from concentric.research.coding.coders import coder_of
from concentric.research.coding.memos import note_coding, write_memo
from concentric.research.coding.models import Adjudication, DoubleCoding, DoubleFramework, Memo, Packed, Step, StepPart
from concentric.research.coding.packing import ENTRY, coded_rows
from concentric.research.coding.recoding import merge
from concentric.research.frameworks.inclusion import decide_inclusion
from concentric.research.frameworks.leaving import drawn_from
from concentric.research.frameworks.models import Classification, Entry, Framework, Study
from concentric.research.frameworks.receive import receive
from concentric.research.frameworks.retention import destroy_frameworks
from tests.factories.coding import CodedStudy, coding_document, make_coded_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded() -> CodedStudy:
    return make_coded_study(2)


def send(coded: CodedStudy, framework: Framework, document: Document | None) -> Framework:
    """A correction of a framework, or without a document its withdrawal."""
    kind = Kind.CORRECTION if document else Kind.WITHDRAWAL
    study, site = str(framework.study_id), str(framework.site_id)
    sent = Submission(study, site, framework.code, new_bundle_id(), kind, document, supersedes=str(framework.bundle_id))
    receive(coded.world.sealed(sent), study=coded.world.study)
    return Framework.objects.get(pk=framework.pk)


def document_of(coded: CodedStudy, **changes: Any) -> Document:
    """What was sent, with other entries."""
    return replace(coding_document(), **changes)


def entry(place: int, context: ContextKey, column: ColumnKey, text: str) -> SubmittedEntry:
    return SubmittedEntry(f"{place:016x}", context, column, text)


def everything_coded(coded: CodedStudy) -> None:
    """Something of every kind that can hang on the second framework, and on the study because of it."""
    world, framework = coded.world, coded.frameworks[1]
    first = coded.entry(1, 0)
    for about in (world.study, framework, first, coded.codes["duty"]):
        write_memo(researcher=world.coder, about=about, text="Wrenfield")
    note_coding(researcher=world.coder, coding=first.codings.get(), text="Wrenfield")
    re_place(researcher=world.coder, entry=first, context=ContextKey.PEERS, column=ColumnKey.RISK)
    decide_inclusion(researcher=world.lead, framework=framework, included=True, reason="Wrenfield")
    Classification.objects.create(
        framework=framework, attribute="cohort", value="sole", reason="Wrenfield", version=1, by=world.lead.place
    )
    sample = DoubleCoding.objects.create(
        study=world.study, name="A", first=coder_of(world.coder), second=coder_of(world.lead), by=world.lead.place
    )
    DoubleFramework.objects.create(sample=sample, framework=framework)
    Adjudication.objects.create(
        sample=sample, entry=first, code=coded.codes["duty"], holds=True, reason="Wrenfield", by=world.lead.place
    )
    merge(researcher=world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="One idea")


HANGING = {
    f"{name}.framework"
    for name in "Classification Coding DoubleFramework Entry InclusionDecision Memo Packed Step StepPart".split()
} | {"Adjudication.entry", "Coding.entry", "Memo.entry"}


def rows_of(framework: Framework) -> dict[str, int]:
    """The rows of every model that hang on a framework or on one of its entries."""
    found = {}
    for above, key in ((Framework, framework.pk), (Entry, None)):
        for model, field in drawn_from(above):
            wanted = {field: key} if key else {f"{field}__framework": framework.pk}
            found[f"{model.__name__}.{field}"] = model._default_manager.filter(**wanted).count()
    return found


def said_anywhere(word: str) -> list[str]:
    """The models of research that hold a word in any of their rows."""
    of_research = apps.get_app_config("research").get_models()
    return [model.__name__ for model in of_research if word in repr(list(model._base_manager.values_list()))]


def test_a_correction_keeps_the_entries_that_are_the_same_with_all_that_was_coded(coded: CodedStudy) -> None:
    """One wording changes, one entry goes, one comes, the order turns round: what is the same is the same row."""
    framework = coded.frameworks[1]
    before = {one.text: one for one in framework.entries.all()}
    re_place(researcher=coded.world.coder, entry=coded.entry(1, 3), context=ContextKey.SCHOOL, column=ColumnKey.RISK)
    codings = {one.entry.text: (one.pk, one.start, one.end) for one in framework.codings.select_related("entry")}
    sent = (
        entry(40, ContextKey.INDIVIDUAL, ColumnKey.STRENGTHS, "Likes to cook for others"),
        entry(41, ContextKey.INDIVIDUAL, ColumnKey.VULNERABILITY, "Often excluded from lessons"),
        entry(42, ContextKey.PEERS, ColumnKey.RISK, "Friends hold harmful attitudes 🙂 towards girls"),
        entry(43, ContextKey.SCHOOL, ColumnKey.RISK, "Nobody on duty in the corridors at break"),
    )
    now = send(coded, framework, document_of(coded, entries=sent))
    assert now.version == 2
    after = {one.text: one for one in now.entries.all()}
    same = set(before) & set(after)
    assert {one.text for one in sent[1:]} <= same
    assert all(before[text].pk == after[text].pk for text in same)
    assert "Enjoys cooking" not in after
    assert [one.position for one in now.entries.all()] == list(range(now.entries.count()))
    assert after["Often excluded from lessons"].was_moved
    assert after["Often excluded from lessons"].key == f"{41:016x}"
    kept = {one.entry.text: (one.pk, one.start, one.end) for one in now.codings.select_related("entry")}
    assert kept == codings
    rows = coded_rows(coded.world.study)
    place = rows.frameworks.index(framework.pk)
    assert sorted(rows.rows[rows.framework == place][:, ENTRY].tolist()) == [2, 3]


def test_the_same_words_twice_stay_two_entries(coded: CodedStudy) -> None:
    framework = coded.frameworks[0]
    twice = tuple(entry(60 + at, ContextKey.SCHOOL, ColumnKey.RISK, "Said by two") for at in range(2))
    first = send(coded, framework, document_of(coded, entries=twice))
    two = set(first.entries.filter(text="Said by two").values_list("pk", flat=True))
    again = send(coded, first, document_of(coded, entries=(*twice, entry(70, ContextKey.PEERS, ColumnKey.RISK, "New"))))
    assert set(again.entries.filter(text="Said by two").values_list("pk", flat=True)) == two
    assert len(two) == 2


def test_a_coder_s_undo_passes_over_what_a_correction_took_away(coded: CodedStudy) -> None:
    framework = coded.frameworks[0]
    send(coded, framework, document_of(coded, entries=()))
    before = Step.objects.filter(state=Step.State.DONE).count()
    for _ in range(before):
        if Step.objects.filter(by__place=coded.world.coder.place, state=Step.State.DONE).exists():
            undo(coded.world.coder)
    assert not framework.codings.exists()


def test_withdrawal_leaves_no_row_that_points_at_the_framework(coded: CodedStudy) -> None:
    everything_coded(coded)
    framework = coded.frameworks[1]
    assert {name for name, count in rows_of(framework).items() if count} >= HANGING
    send(coded, framework, None)
    assert not any(rows_of(framework).values())
    row = Framework.objects.get(pk=framework.pk)
    assert (row.status, row.document, row.values, row.ruled_out) == (Framework.Status.WITHDRAWN, None, {}, [])
    assert set(said_anywhere("Wrenfield")) == {"Memo", "Step"}  # the memos on the study and on a code, as written
    steps = Step.objects.filter(study=row.study).values_list("verb", "changes")
    assert [verb for verb, changes in steps if "Wrenfield" in str(changes)] == ["memo.written"] * 2
    assert set(Memo.objects.values_list("about", flat=True)) == {Memo.About.STUDY, Memo.About.CODE}
    assert coded.frameworks[0].codings.exists()


def test_destruction_clears_what_the_study_kept_as_a_whole(coded: CodedStudy) -> None:
    everything_coded(coded)
    other = make_coded_study(1)
    destroy_frameworks(coded.world.study)
    for framework in coded.frameworks:
        assert not any(rows_of(framework).values())
    for model, field in drawn_from(Study):
        if getattr(model, "goes_with_frameworks", False):
            assert not model._default_manager.filter(**{field: coded.world.study}).exists(), model
    assert said_anywhere("Wrenfield") == []
    assert coded.world.study.codes.exists()
    assert other.frameworks[0].codings.exists()
    assert Packed.objects.filter(framework__study=coded.world.study).count() == 0
    assert StepPart.objects.filter(framework__study=coded.world.study).count() == 0


def test_a_step_of_the_whole_study_keeps_each_framework_s_part_by_itself(coded: CodedStudy) -> None:
    """So that nothing of a framework is left in a step when the framework goes."""
    merge(researcher=coded.world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="One idea")
    step = Step.objects.get(verb="code.merged")
    codings = {str(key) for key in coded.codes["school"].codings.values_list("pk", flat=True)}
    assert not codings & {change["id"] for change in step.changes}
    assert {part.framework_id for part in step.parts.all()} == {one.pk for one in coded.frameworks}


def test_every_model_of_research_that_holds_words_is_reached() -> None:
    """A model that could speak of frameworks hangs on one, goes with the study's frameworks, or is named here."""
    stays = {
        "Study", "StudyMember", "Site", "ReceivedBundle", "Framework", "Attribute", "Code", "Coder", "DoubleCoding",
        "SavedTable", "Briefing",
    }  # fmt: skip
    loose = [
        model.__name__
        for model in apps.get_app_config("research").get_models()
        if model.__name__ not in stays and not _goes(model)
    ]
    assert loose == []


def _goes(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether a row is deleted with the frameworks: by a chain of keys that cascade, or with the study's own."""
    if getattr(model, "goes_with_frameworks", False):
        return True
    for field in model._meta.fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            above = field.related_model
            if above is Framework or (above not in {model, *seen} and _goes(above, seen | {model})):
                return True
    return False
