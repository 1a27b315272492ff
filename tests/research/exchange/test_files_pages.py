"""The page of files in and out, and what is taken from it and brought to it."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace

import pytest
from arro3.io import read_parquet
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import ask
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.research.coding.actions import re_place
from concentric.research.coding.models import Coding
from concentric.research.exchange import actions
from concentric.research.exchange.actions import clear_left
from concentric.research.exchange.checking import write_checked_project
from concentric.research.exchange.models import ImportRun
from concentric.research.exchange.permissions import check_can_import
from concentric.research.frameworks import beside
from concentric.research.frameworks.models import Entry, Framework
from tests.factories.exchanging import coded_study, content, path
from tests.factories.studies import StudyWorld, make_study
from tests.support.pages import words

pytestmark = pytest.mark.django_db
State = ImportRun.State


@pytest.fixture
def world() -> StudyWorld:
    made = make_study()
    coded_study(made)
    return made


@pytest.fixture
def other() -> StudyWorld:
    return make_study()


def project_of(world: StudyWorld) -> bytes:
    out = io.BytesIO()
    write_checked_project(world.lead, out)
    return out.getvalue()


def upload(world: StudyWorld, data: bytes) -> tuple[Client, ImportRun | None, str]:
    client = world.client(world.coder)
    file = SimpleUploadedFile("theirs.qdpx", data)
    page = client.post(reverse("exchange:files", args=[world.study.pk]), {"file": file}, follow=True)
    return client, ImportRun.objects.filter(study=world.study).first(), words(page)


def taken(client: Client, world: StudyWorld, name: str) -> bytes:
    response = client.get(reverse("exchange:files", args=[world.study.pk]) + name)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_project_is_looked_at_then_taken_in(world: StudyWorld, other: StudyWorld) -> None:
    client, run, page = upload(other, project_of(world))
    assert "Nothing of it is in the study yet" in page
    assert "Frameworks 4" in page
    assert "Everything that is in the file is taken in" in page
    assert run is not None
    assert run.state == State.WAITING
    assert not other.study.frameworks.exists()
    assert b"trusted adult" not in bytes(run.file or b"")

    page = words(client.post(reverse("exchange:start", args=[other.study.pk, run.pk]), follow=True))

    assert "The project is in the study" in page
    assert content(other) == content(world)
    run.refresh_from_db()
    assert (run.state, run.file, run.done) == (State.DONE, None, 4)
    assert not run.batches.exists()
    assert AuditEvent.objects.filter(verb="project.imported", actor_id=other.coder.id).exists()


def test_a_file_that_is_none_is_refused_beside_the_field(other: StudyWorld) -> None:
    _, run, page = upload(other, b"PK no project")

    assert run is None
    assert "This is not a REFI-QDA project (.qdpx). Export the project again." in page


def test_a_file_for_another_page_is_sent_there(other: StudyWorld) -> None:
    file = SimpleUploadedFile("Completed-framework.DOCX", b"PK")
    client = other.client(other.coder)
    page = words(client.post(reverse("exchange:files", args=[other.study.pk]), {"file": file}))
    assert "A framework in Word comes in under Frameworks, Import Word files." in page
    assert not ImportRun.objects.exists()


def test_a_forgotten_file_leaves_nothing(world: StudyWorld, other: StudyWorld) -> None:
    client, run, _ = upload(other, project_of(world))
    assert run is not None
    client.post(reverse("exchange:stop", args=[other.study.pk, run.pk]))

    page = words(client.post(reverse("exchange:start", args=[other.study.pk, run.pk]), follow=True))

    run.refresh_from_db()
    assert (run.state, run.file) == (State.REMOVED, None)
    assert "does not wait to be imported any more" in page
    assert not other.study.frameworks.exists()


def test_a_file_whose_key_is_lost_is_refused_and_keeps_no_other_waiting(
    world: StudyWorld, other: StudyWorld, settings: LazySettings
) -> None:
    client, run, _ = upload(other, project_of(world))
    assert run is not None
    settings.VAULT_KEY = settings.VAULT_KEY[::-1]

    page = words(client.post(reverse("exchange:start", args=[other.study.pk, run.pk]), follow=True))

    assert "Forget it, and bring it in again" in page
    run.refresh_from_db()
    assert run.state == State.WAITING
    assert ask(check_can_import, other.coder).allowed


def test_what_stands_otherwise_in_the_study_is_not_called_the_same(world: StudyWorld) -> None:
    data = project_of(world)
    _, _, page = upload(world, data)
    assert "holds all of this already, the same" in page
    entry = Entry.objects.select_related("framework__study").exclude(context="peers").first()
    re_place(researcher=world.coder, entry=entry, context=ContextKey.PEERS, column=ColumnKey.RISK)

    _, _, page = upload(world, data)

    assert "Entries that stand in another place here, where they stay: 1" in page
    assert "the same" not in page


def test_a_large_project_runs_beside_the_requests(
    world: StudyWorld, other: StudyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    monkeypatch.setattr(beside, "Thread", lambda **given: threads.append(given) or SimpleNamespace(start=int))
    client, run, _ = upload(other, project_of(world))
    assert run is not None

    page = words(client.post(reverse("exchange:start", args=[other.study.pk, run.pk]), follow=True))
    assert "0 of 4 frameworks" in page
    assert not other.study.frameworks.exists()
    (thread,) = threads
    beside.beside(*thread["args"])

    assert content(other) == content(world)


def test_one_stopped_beside_the_requests_says_so(
    world: StudyWorld, other: StudyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    monkeypatch.setattr(beside, "Thread", lambda **given: threads.append(given) or SimpleNamespace(start=int))
    client, run, _ = upload(other, project_of(world))
    assert run is not None
    client.post(reverse("exchange:start", args=[other.study.pk, run.pk]))
    client.post(reverse("exchange:stop", args=[other.study.pk, run.pk]))

    beside.beside(*threads[0]["args"])

    page = words(client.get(reverse("exchange:run", args=[other.study.pk, run.pk])))
    assert "The import was stopped. Nothing of it is kept." in page
    assert not other.study.frameworks.exists()


def test_while_one_runs_its_frameworks_do_not_count_and_no_other_begins(world: StudyWorld, other: StudyWorld) -> None:
    client, run, _ = upload(other, project_of(world))
    ImportRun.objects.create(study=other.study, by=other.lead.place, state=State.RUNNING, total=9, done=3)

    page = words(client.get(reverse("exchange:files", args=[other.study.pk])))
    assert run is not None
    refused = client.post(reverse("exchange:start", args=[other.study.pk, run.pk]))

    assert "Another file is being imported" in page
    assert refused.status_code == 403


def test_the_clock_takes_back_what_was_left(world: StudyWorld, other: StudyWorld) -> None:
    _, waiting, _ = upload(other, project_of(world))
    long_ago = timezone.now() - timezone.timedelta(days=2)
    left = ImportRun.objects.create(study=other.study, by=other.lead.place, state=State.RUNNING, moved_at=long_ago)
    made = Framework.objects.create(
        study=other.study, site=other.site, code="HALF-1", included=False, received_on=timezone.localdate()
    )
    left.batches.create(made={"framework": [made.pk.hex]})
    ImportRun.objects.filter(pk=waiting.pk).update(at=long_ago)  # type: ignore[union-attr]

    assert clear_left() == 2

    left.refresh_from_db()
    assert left.state == State.REMOVED
    assert not Framework.objects.filter(study=other.study).exists()
    assert list(ImportRun.objects.filter(study=other.study)) == [left]
    assert clear_left() == 0


def test_what_is_taken_out_is_whole_and_the_trail_says_who_took_it(world: StudyWorld) -> None:
    client = world.client(world.coder)
    codings = Coding.objects.filter(framework__study=world.study)
    quotes = list(load_workbook(io.BytesIO(taken(client, world, "quotes.xlsx"))).active.iter_rows(values_only=True))
    matrix = taken(client, world, "matrix.csv").decode("utf-8-sig").splitlines()
    parquet = read_parquet(io.BytesIO(taken(client, world, "matrix.parquet"))).read_all()

    assert zipfile.ZipFile(io.BytesIO(taken(client, world, "project.qdpx"))).testzip() is None
    assert len(quotes) == codings.count() + 1
    assert {row[8] for row in quotes[1:]} >= {"Noted"} or all(row[8] for row in quotes[1:])
    assert len(matrix) == 5
    assert parquet.num_rows == 4
    recorded = {(one.framework.code, line) for one in codings.select_related("framework") for line in lines(one)}
    codes = parquet["Framework"].to_pylist()
    told = {
        (code, name)
        for name in parquet.column_names
        for code, state in zip(codes, parquet[name].to_pylist(), strict=True)
        if state == 1
    }
    assert told == recorded
    files = AuditEvent.objects.filter(verb="study.taken_out", actor_id=world.coder.id).values_list("details", flat=True)
    assert {one["file"] for one in files} == {"quotes.xlsx", "matrix.csv", "matrix.parquet", "project.qdpx"}


def lines(coding: Coding) -> list[str]:
    """The paths of a coding's code and of every code above it."""
    code, found = coding.code, [path(coding.code)]
    while code.parent is not None:
        code = code.parent
        found.append(path(code))
    return found


def test_the_archive_asks_for_one_passphrase_twice(world: StudyWorld) -> None:
    client = world.client(world.lead)
    address = reverse("exchange:archive", args=[world.study.pk])

    page = client.post(address, {"passphrase": "quiet river stones", "again": "quiet river stone"})

    assert page.status_code == 422
    assert "The two are not the same" in words(page)


def test_a_reader_takes_nothing(world: StudyWorld) -> None:
    client = world.client(world.reader)
    assert client.get(reverse("exchange:files", args=[world.study.pk])).status_code == 403
    assert client.get(reverse("exchange:take", args=[world.study.pk, "quotes", "csv"])).status_code == 403
