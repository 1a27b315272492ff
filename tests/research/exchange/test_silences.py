"""What was looked into and not found travels in a project, so that a copy counts it as absent too."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import numpy as np
import pytest

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort, Silence
from concentric.method.records.framework import SubmittedEntry, SubmittedSilence
from concentric.research.cohorts.data import live
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.receive import receive
from tests.factories.coding import CodedStudy, coding_document, make_coded_study
from tests.factories.studies import make_study
from tests.research.exchange.test_double_coded import tables
from tests.research.exchange.test_projects import bring, check_schema, exported, qdpx
from tests.support.pages import words

pytestmark = pytest.mark.django_db
NOTHING, NOT_KNOWN, NOT_DISCUSSED = Silence.NOTHING_IDENTIFIED, Silence.NOT_KNOWN, Silence.NOT_DISCUSSED


def received(coded: CodedStudy, entries: tuple[SubmittedEntry, ...], *silences: SubmittedSilence) -> str:
    whole = coding_document(Cohort.SOLE)
    document = replace(whole, entries=entries, silences=silences, contextual_summary="", decisions=(), dissents=())
    submission = coded.world.submission(document)
    receive(coded.world.sealed(submission), study=coded.world.study)
    return submission.code


@pytest.fixture
def coded() -> CodedStudy:
    """Of two frameworks more, all was said that can be said of an empty cell; one of them holds nothing else."""
    made = make_coded_study(3)
    school_risk = coding_document(Cohort.SOLE).entries[:1]
    received(
        made,
        school_risk,
        SubmittedSilence(ContextKey.PEERS, None, NOTHING),
        SubmittedSilence(ContextKey.PEERS, ColumnKey.STRENGTHS, NOT_KNOWN),
        SubmittedSilence(ContextKey.FAMILY, ColumnKey.VULNERABILITY, NOTHING),
        SubmittedSilence(ContextKey.NEIGHBOURHOOD, None, NOT_DISCUSSED),
    )
    received(made, (), *(SubmittedSilence(context, None, NOTHING) for context in ContextKey))
    return made


def test_every_code_counts_the_same_in_a_new_study(coded: CodedStudy) -> None:
    file, other = exported(coded.world), make_study()
    check_schema(zipfile.ZipFile(file).read("project.qde"), "Project.xsd")

    done = bring(other, file)

    assert done.unheld == done.refused == []
    assert len(np.unique(live(coded.world.study).absent[:, 0])) == 2
    assert tables(other.study) == tables(coded.world.study)
    assert bring(coded.world, file).unheld == []


def test_what_was_said_stands_on_the_page_of_a_framework_that_came_in(coded: CodedStudy, client) -> None:
    other = make_study()
    bring(other, exported(coded.world))
    framework = next(one for one in other.study.frameworks.all() if len(one.silences) == 4)
    client.force_login(other.lead.user)

    page = words(client.get(f"/studies/{other.study.pk}/frameworks/{framework.pk}/"))

    assert "Discussed, nothing identified: Vulnerability factors · Family and home; Peer group" in page
    assert "Not known, someone will find out: Strengths · Peer group" in page
    assert "Not discussed: Neighbourhood spaces" in page


def test_what_is_said_otherwise_here_stays_and_is_told(coded: CodedStudy) -> None:
    file = exported(coded.world)
    quiet = Framework.objects.get(study=coded.world.study, entries=None)
    Framework.objects.filter(pk=quiet.pk).update(silences=[])

    done = bring(coded.world, file)

    assert done.unheld == ["Frameworks of whose empty cells something else is said here, which stays: 1."]
    quiet.refresh_from_db()
    assert quiet.silences == []


def test_another_programs_file_says_nothing_of_empty_cells() -> None:
    other = make_study()
    bring(other, qdpx({"K-17": {}, "K-18": {}}))
    assert [one.silences for one in other.study.frameworks.all()] == [[], []]
    assert len(live(other.study).absent) == 0
