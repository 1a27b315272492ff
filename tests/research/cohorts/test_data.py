"""A study's data for counting: what is read is what stands in the rows, and stays so when it is frozen."""

from __future__ import annotations

import itertools
import random
import uuid
import zlib
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort, Silence
from concentric.method.records.framework import SubmittedAction, SubmittedSilence
from concentric.method.records.study_data import COLUMN_KEYS, CONTEXT_KEYS
from concentric.research.coding.actions import re_place, remove_coding
from concentric.research.coding.models import Coding
from concentric.research.coding.packing import pack
from concentric.research.cohorts.asking import ANY_GROUP, ANY_SOLE, Counting, Having, Question, answer
from concentric.research.cohorts.data import StudyData, freeze, from_snapshot, live
from concentric.research.cohorts.models import Laid, Snapshot
from concentric.research.frameworks.leaving import clear
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.receive import receive
from tests.factories.coding import CodedStudy, coding_document, make_coded_study

pytestmark = pytest.mark.django_db

IDENTIFIED = Silence.NOTHING_IDENTIFIED
QUESTIONS = [Question(groups=(ANY_GROUP, ANY_SOLE), counting=counting) for counting in Counting]


@pytest.fixture
def study() -> CodedStudy:
    return make_coded_study(5)


def tables(data: StudyData) -> str:
    having = Question(groups=(ANY_GROUP,), having=(Having("risks/peers"),))
    return repr([answer(data, question).rows for question in (*QUESTIONS, having, Question(attributes=("site",)))])


def queries(study: CodedStudy) -> int:
    with CaptureQueriesContext(connection) as found:
        live(study.world.study)
    return len(found)


def with_silences(study: CodedStudy, *silences: SubmittedSilence) -> Framework:
    """One more framework, with only a school risk in it."""
    document = coding_document(Cohort.SOLE)
    submission = study.world.submission(replace(document, entries=document.entries[:1], silences=silences))
    receive(study.world.sealed(submission), study=study.world.study)
    return Framework.objects.get(code=submission.code)


def absent_in(study: CodedStudy, framework: Framework) -> set[str]:
    """The paths of the codes that are explicitly absent in it, without what lies under them."""
    data = live(study.world.study)
    place = [uuid.UUID(one) for one in data.ids].index(framework.pk)
    return {data.tree.path(data.tree.by_number[code]) for at, code in data.absent.tolist() if at == place}


def test_what_is_counted_is_what_stands_in_the_rows(study: CodedStudy) -> None:
    generator, coders = random.Random(4), itertools.cycle([study.world.coder, study.world.lead])
    for _ in range(40):
        where = generator.randrange(5), generator.randrange(5)
        if not Coding.objects.filter(framework=study.frameworks[where[0]], entry__position=where[1]).exists():
            name = generator.choice(list(study.codes))
            study.code_entry(name, *where, by=next(coders), start=generator.randrange(3), end=generator.randrange(4, 9))
    remove_coding(researcher=study.world.coder, coding=Coding.objects.filter(coder__place=study.world.coder.id)[0])
    Framework.objects.filter(pk=study.frameworks[4].pk).update(included=False)
    Coding.objects.filter(framework=study.frameworks[3]).update(counts=False)
    pack([study.frameworks[3].pk])
    data = live(study.world.study)

    codings = Coding.objects.filter(framework__included=True, counts=True).select_related("framework", "entry", "code")
    in_database = sorted(
        (one.framework.pk.hex, one.entry.position, one.code.number, one.start, one.end) for one in codings
    )
    counted = zip(data.framework.tolist(), data.rows.tolist(), strict=True)
    ids = [uuid.UUID(one).hex for one in data.ids]
    assert sorted((ids[at], row[0], row[1], row[3], row[4]) for at, row in counted) == in_database
    assert {(ids[at], code) for at, code in data.held.tolist()} == {(pk, code) for pk, _, code, *_ in in_database}
    assert live(study.world.study, whole=False).held.tolist() == data.held.tolist()
    assert [one["cohort"] for one in data.values] == [
        one.values["cohort"] for one in Framework.objects.filter(included=True).order_by("code")
    ]


def test_frameworks_alone_are_read_without_their_codings(study: CodedStudy) -> None:
    lean, whole = live(study.world.study, whole=False), live(study.world.study)
    assert repr(answer(lean, QUESTIONS[0])) == repr(answer(whole, QUESTIONS[0]))
    with pytest.raises(ValueError, match="frameworks alone"):
        answer(lean, QUESTIONS[1])


def test_a_cell_that_was_looked_into_makes_its_codes_absent(study: CodedStudy) -> None:
    quiet = with_silences(study, SubmittedSilence(ContextKey.PEERS, ColumnKey.RISK, IDENTIFIED))
    assert absent_in(study, quiet) == {"Risks › Peer"}
    table = answer(live(study.world.study), Question(codes=("risks/peers", f"#{study.codes['attitudes'].number}")))
    for row in table.rows:
        assert (row.cells[-1].n, row.cells[-1].absent, row.cells[-1].not_recorded) == (4, 1, 1)


def test_a_place_with_two_columns_is_absent_only_where_both_were_looked_into(study: CodedStudy) -> None:
    resilience = SubmittedSilence(ContextKey.FAMILY, ColumnKey.RESILIENCE, IDENTIFIED)
    strengths = SubmittedSilence(ContextKey.FAMILY, ColumnKey.STRENGTHS, IDENTIFIED)

    assert absent_in(study, with_silences(study, resilience)) == set()
    assert absent_in(study, with_silences(study, resilience, strengths)) == {"Strengths › Familial"}


def test_a_silent_context_is_absent_in_all_its_columns_but_those_said_otherwise(study: CodedStudy) -> None:
    whole = SubmittedSilence(ContextKey.PEERS, None, IDENTIFIED)
    not_known = SubmittedSilence(ContextKey.PEERS, ColumnKey.RISK, Silence.NOT_KNOWN)

    everywhere = {"Vulnerabilities › Peer", "Strengths › Peer", "Response › Peer"}
    assert absent_in(study, with_silences(study, whole, not_known)) == everywhere
    assert absent_in(study, with_silences(study, whole)) == everywhere | {"Risks › Peer"}


@pytest.mark.parametrize("state", [Silence.NOT_KNOWN, Silence.NOT_DISCUSSED])
def test_other_silences_say_nothing(study: CodedStudy, state: Silence) -> None:
    assert absent_in(study, with_silences(study, SubmittedSilence(ContextKey.PEERS, ColumnKey.RISK, state))) == set()


def test_entries_stand_where_they_were_put_last(study: CodedStudy) -> None:
    entry = study.entry(1, 3)
    live(study.world.study)
    re_place(researcher=study.world.coder, entry=entry, context=ContextKey.SCHOOL, column=ColumnKey.RISK)
    data = live(study.world.study)

    place = [uuid.UUID(one) for one in data.ids].index(entry.framework_id)
    stands = {tuple(row[1:]) for row in data.entries.tolist() if row[0] == place}
    assert (3, CONTEXT_KEYS.index(ContextKey.SCHOOL), COLUMN_KEYS.index(ColumnKey.RISK)) in stands
    assert (5, -1, -1) in stands
    others = [row[2:] for row in data.entries.tolist() if row[0] != place and row[1] == 3]
    individual = [CONTEXT_KEYS.index(ContextKey.INDIVIDUAL), COLUMN_KEYS.index(ColumnKey.VULNERABILITY)]
    assert others == [individual] * 4


def test_actions_answer_needs_by_their_positions(study: CodedStudy) -> None:
    document = coding_document()
    action = replace(document.entries[1], action=SubmittedAction(answers=(document.entries[0].id,)))
    submission = study.world.submission(replace(document, entries=(document.entries[0], action)))
    receive(study.world.sealed(submission), study=study.world.study)
    data = live(study.world.study)

    place = [uuid.UUID(one) for one in data.ids].index(Framework.objects.get(code=submission.code).pk)
    assert data.answers.tolist() == [[place, 1, 0]]


def test_what_is_frozen_counts_as_it_did_then_and_leads_to_nobody(study: CodedStudy) -> None:
    with_silences(study, SubmittedSilence(ContextKey.PEERS, ColumnKey.RISK, IDENTIFIED))
    before = tables(live(study.world.study))
    snapshot = freeze(study.world.lead, "As published")
    study.code_entry("exclusion", 0, 3)
    clear(Framework.objects.filter(pk=study.frameworks[1].pk))
    Framework.objects.filter(pk=study.frameworks[1].pk).update(status=Framework.Status.WITHDRAWN)

    assert tables(live(study.world.study)) != before
    assert tables(from_snapshot(Snapshot.objects.get(pk=snapshot.pk))) == before
    written = zlib.decompress(bytes(snapshot.data)).decode()
    for framework in Framework.objects.all():
        assert str(framework.pk) not in written
        assert framework.pk.hex not in written
        assert framework.code not in written
        for entry in framework.entries.all():
            assert entry.text not in written


def test_frameworks_stand_in_a_snapshot_in_random_order(study: CodedStudy) -> None:
    orders = {bytes(freeze(study.world.lead, f"{at}").data) for at in range(12)}
    assert len(orders) > 1


def test_a_snapshot_that_was_changed_is_not_taken_for_what_was_frozen(study: CodedStudy) -> None:
    snapshot = freeze(study.world.lead, "As published")
    snapshot.data = zlib.compress(zlib.decompress(bytes(snapshot.data)).replace(b'"sole"', b'"both"'))
    with pytest.raises(ValueError, match="not what was frozen"):
        from_snapshot(snapshot)


def test_readers_freeze_nothing(study: CodedStudy) -> None:
    with pytest.raises(Refusal):
        freeze(study.world.reader, "Mine")
    assert not Snapshot.objects.exists()


def test_reading_takes_as_many_queries_for_many_frameworks_as_for_few(study: CodedStudy) -> None:
    live(study.world.study)
    few = queries(study)
    more = make_coded_study(9)
    Framework.objects.filter(study=more.world.study).update(study=study.world.study, site=study.world.site)
    live(study.world.study)
    assert len(live(study.world.study).values) == 14
    assert queries(study) == few


def test_a_study_without_frameworks_has_a_table_without_anybody() -> None:
    study = make_coded_study(0)
    table = answer(live(study.world.study), QUESTIONS[0])
    assert table.frameworks == 0
    assert {cell.n for row in table.rows for cell in row.cells} == {0}
    assert not Laid.objects.exists()
