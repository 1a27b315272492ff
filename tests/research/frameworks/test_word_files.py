"""Word files come in: every word in an entry, nothing before a person has checked it, bad files refused."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone
from docx import Document

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.exchange.framework_docx.words import words_in, words_of
from concentric.method.instrument.grid import COLUMNS
from concentric.method.records.canonical import to_plain
from concentric.research.frameworks import word_files
from concentric.research.frameworks.actions import set_status
from concentric.research.frameworks.debrief import Why, take_out
from concentric.research.frameworks.models import Entry, Framework, InclusionDecision, Study, WordFile
from concentric.research.frameworks.reading import document_of
from concentric.research.frameworks.word_reading import read_of
from tests.factories.studies import StudyWorld, make_study
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[3] / "samples" / "completed-framework.docx"
SECRET = "Zebedee Thwaite"
TAKE_IN = {"code": "", "included": "yes", "reason": "Given to us", "read_through": "on", "identifies_nobody": "on"}


@pytest.fixture
def world() -> StudyWorld:
    return make_study()


def framework_docx(*, signed: str = SECRET) -> bytes:
    """A small form as a site might fill it in, with words in every odd place."""
    made = Document()
    made.add_paragraph(f"Reference Number: HV-2026-017    Practitioner Signature: {signed}")
    made.add_paragraph("Group or Sole Offence: Group")
    made.add_paragraph("Any other business: the hall is cold.")
    grid = made.add_table(rows=4, cols=9)
    for at, column in enumerate(COLUMNS, 1):
        grid.cell(0, at).text = column.label
    for row, name in enumerate(("Family / Home(s)", "Peer group(s)", "School(s) – Harrow Lane Academy"), 1):
        grid.cell(row, 0).text = name
    grid.cell(1, 2).text = "There was domestic abuse at home until two years ago"
    grid.cell(2, 3).text = "Peers hold harmful attitudes towards girls\nAn older young person sets the tone"
    grid.cell(2, 5).text = "None identified"
    grid.cell(3, 7).text = "Staff stand in the corridor at both breaks"
    made.add_paragraph("Summary of the contextual discussion: Most of the risk lies with peers.")
    made.sections[0].footer.paragraphs[0].text = "Version three of the form"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(world: StudyWorld, data: bytes | None = None, name: str = "framework.docx") -> WordFile:
    given = [(name, data or framework_docx())]
    (outcome,) = word_files.read_each(researcher=world.coder, site=world.site, files=given)
    assert outcome.file, outcome.reason
    return outcome.file


def taken(world: StudyWorld, file: WordFile, **asked: object) -> Framework:
    given = {"code": "A-17", "included": True, "reason": "Given to us", **asked}
    return word_files.take_in(researcher=world.coder, file=file, **given)  # type: ignore[arg-type]


def page(world: StudyWorld, path: str = "") -> str:
    return f"/studies/{world.study.pk}/{path}"


@pytest.mark.parametrize("made", [framework_docx, SAMPLE.read_bytes])
def test_every_word_of_the_file_is_in_an_entry(world: StudyWorld, made: object) -> None:
    data: bytes = made()  # type: ignore[operator]
    framework = taken(world, read(world, data))
    kept = words_in(Entry.objects.filter(framework=framework).values_list("text", flat=True))
    assert words_of(data) - kept == {}
    document = document_of(framework)
    assert document is not None
    in_grid = framework.entries.filter(kind="entry")
    assert [entry.text for entry in in_grid] == [entry.text for entry in document.entries]
    assert all(entry.context and entry.column and entry.first_context == entry.context for entry in in_grid)
    assert not framework.entries.exclude(kind="text").filter(context="", kind="entry").exists()


def test_it_is_a_framework_like_any_other_then(world: StudyWorld) -> None:
    framework = taken(world, read(world), included=False, reason="Outside the window")
    assert (framework.origin, framework.site, framework.code) == ("word", world.site, "A-17")
    assert framework.values == {"cohort": "group", "site": "A"}
    places = list(framework.entries.filter(kind="entry").values_list("context", "column"))
    assert places == [("family", "vulnerability"), ("peers", "risk"), ("peers", "risk"), ("school", "actions")]
    assert framework.entries.get(context="school").named == "School 1"
    silence = document_of(framework).silences  # type: ignore[union-attr]
    assert [(one.context, one.column) for one in silence] == [("peers", "strengths")]
    assert to_plain(silence) == framework.silences
    assert framework.entries.get(kind="summary").text == "Most of the risk lies with peers."
    decision = InclusionDecision.objects.get()
    assert (decision.included, decision.reason, framework.included) == (False, "Outside the window", False)
    assert not WordFile.objects.exists()
    shown = words(world.client(world.reader).get(page(world, f"frameworks/{framework.pk}/")))
    assert "Any other business: the hall is cold." in shown
    assert "Peers hold harmful attitudes towards girls" in shown


def test_until_it_is_checked_its_words_are_sealed_and_in_no_list(world: StudyWorld) -> None:
    file = read(world, name=f"{SECRET}.docx")
    file.refresh_from_db()
    assert b"Thwaite" not in bytes(file.sealed)
    assert SECRET not in repr(list(WordFile.objects.values_list())) + repr(list(AuditEvent.objects.values_list()))
    assert not Framework.objects.exists()
    with override_settings(VAULT_KEY="another key altogether"):
        with pytest.raises(Refusal, match="no longer has"):
            word_files.contents(file)
        browser = world.client(world.coder)
        assert "cannot be opened" in words(browser.get(page(world, "word/")))
        assert "cannot be opened" in words(browser.get(page(world, f"word/{file.pk}/")))


def test_what_looks_identifying_is_listed_first_and_can_be_taken_out(world: StudyWorld) -> None:
    file = read(world)
    browser, address = world.client(world.coder), page(world, f"word/{file.pk}/")
    shown = words(browser.get(address))
    for found in (f"{SECRET} Whose framework it is", "HV-2026-017 A reference", "Harrow Lane Academy"):
        assert found in shown
    pieces = word_files.contents(file).pieces
    signature = next(at for at, piece in enumerate(pieces) if piece.text == SECRET)
    cold = next(at for at, piece in enumerate(pieces) if "hall is cold" in piece.text)
    assert browser.post(f"{address}{signature}/", {"text": "", "place": ""}).status_code == 302
    moved = {"text": "The hall is cold.", "place": "neighbourhood:risk"}
    assert browser.post(f"{address}{cold}/", moved).status_code == 302
    assert SECRET not in words(browser.get(address))
    assert browser.post(address, TAKE_IN | {"code": "a-9"}).status_code == 302
    framework = Framework.objects.get()
    assert framework.entries.get(context="neighbourhood", column="risk").text == "The hall is cold."
    assert not framework.entries.filter(text__contains="Thwaite").exists()
    assert AuditEvent.objects.get(verb="framework.imported").details["left_out"] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"read_through": ""}, "Read the file through first"),
        ({"identifies_nobody": ""}, "Change what could say who somebody is"),
        ({"reason": ""}, "Say why"),
        ({"included": "perhaps"}, "Choose"),
        ({"code": "Zebedee"}, "with a digit among them"),
        ({"code": "7/../7"}, "with a digit among them"),
        ({"code": "x" * 30}, "Shorten"),
    ],
)
def test_nothing_is_taken_in_unsaid(world: StudyWorld, change: dict[str, str], said: str) -> None:
    file = read(world)
    answer = world.client(world.coder).post(page(world, f"word/{file.pk}/"), TAKE_IN | change)
    assert (answer.status_code, Framework.objects.count(), WordFile.objects.count()) == (422, 0, 1)
    assert said in words(answer)


def test_a_code_is_given_once_and_a_file_taken_in_once(world: StudyWorld) -> None:
    file, other = read(world), read(world)
    assert len(taken(world, file, code="").code) == 10
    taken(world, other, code="A-1")
    with pytest.raises(Refusal, match="this code already"):
        taken(world, read(world), code="a-1")
    with pytest.raises(NotVisible):
        taken(world, file, code="A-2")
    assert Framework.objects.count() == 2


def upload(world: StudyWorld, *files: tuple[str, bytes], site: str = "A") -> HttpResponse:
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return world.client(world.coder).post(page(world, "word/"), {"site": site, "word": given})


def test_several_at_once_and_a_bad_one_stops_no_other(world: StudyWorld) -> None:
    answer = upload(world, ("1.docx", framework_docx()), ("2.docx", b"%PDF-1.7"), ("3.docx", SAMPLE.read_bytes()))
    shown = words(answer)
    assert (answer.status_code, WordFile.objects.count()) == (422, 2)
    assert "1 file could not be read" in shown
    assert "This is a PDF, not a Word document" in shown
    assert upload(world, ("1.docx", framework_docx()), site="Z").status_code == 422
    assert upload(world).status_code == 422
    assert WordFile.objects.count() == 2


def test_nobody_but_the_team_and_no_reader(world: StudyWorld) -> None:
    file = read(world)
    with pytest.raises(Refusal):
        word_files.read_each(researcher=world.reader, site=world.site, files=[("1", framework_docx())])
    for verb in (word_files.discard, lambda **kw: word_files.take_in(**kw, code="", included=True, reason="Mine")):
        with pytest.raises(Refusal):
            verb(researcher=world.reader, file=file)
    stranger = make_study()
    assert stranger.client(stranger.lead).get(page(stranger, f"word/{file.pk}/")).status_code == 404
    set_status(researcher=world.lead, status=Study.Status.CLOSED)
    with pytest.raises(Refusal, match="closed to new frameworks"):
        taken(world, file)
    assert WordFile.objects.count() == 1


def test_what_nobody_checks_is_forgotten(world: StudyWorld) -> None:
    old, new = read(world), read(world)
    WordFile.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=15))
    assert (word_files.forget_unchecked(), word_files.forget_unchecked()) == (1, 0)
    assert list(WordFile.objects.all()) == [new]
    assert world.client(world.coder).post(page(world, f"word/{new.pk}/discard/")).status_code == 302
    assert not WordFile.objects.exists()


def test_what_was_imported_is_taken_out_by_a_lead_alone(world: StudyWorld) -> None:
    framework = taken(world, read(world))
    with pytest.raises(Refusal, match="Only a lead"):
        take_out(researcher=world.coder, framework=framework, why=Why.TWICE)
    browser, address = world.client(world.lead), page(world, f"frameworks/{framework.pk}/take-out/")
    assert browser.post(address, main_form(browser.get(address))).status_code == 422
    assert browser.post(address, {"why": "taken_back"}).status_code == 302
    framework.refresh_from_db()
    assert (framework.status, framework.document, framework.silences) == ("withdrawn", None, [])
    assert framework.values == {}
    assert not Entry.objects.exists()
    assert "Whoever it is from took it back" in words(browser.get(page(world, f"frameworks/{framework.pk}/")))


def test_long_texts_are_divided_and_nothing_lost() -> None:
    data = Document()
    data.add_paragraph("word " * 9_000)
    file = io.BytesIO()
    data.save(file)
    found = read_of("1", read_framework(file.getvalue()))
    assert sum(piece.text.count("word") for piece in found.pieces) == 9_000
    assert all(len(piece.text) <= 20_000 for piece in found.pieces)
