"""The sample framework goes through the product: read, checked, one piece placed, put into the record."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.permissions import check_can_add_entry, check_can_arrange, check_can_record
from concentric.foundation.accounts.models import Role
from concentric.foundation.permissions.checks import ask
from concentric.method.exchange.framework_docx.words import words_in, words_of
from tests.factories.world import World, make_world
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[3] / "samples" / "completed-framework.docx"


def uploaded(world: World) -> ImportedFramework:
    file = SimpleUploadedFile("framework.docx", SAMPLE.read_bytes())
    answer = world.client(Role.LEAD_PROFESSIONAL).post(f"/imports/case/{world.case.pk}/", {"file": file})
    assert answer.status_code == 302, words(answer)
    return ImportedFramework.objects.get()


def test_every_word_of_the_file_is_kept() -> None:
    imported = uploaded(make_world())
    head = imported.head
    kept = [piece.text for piece in imported.pieces.all()]
    kept += [part["text"] for part in (*head["fields"], *head["labels"])]
    kept += [silence["words"] for silence in head["silences"]]
    missing = words_of(SAMPLE.read_bytes()) - words_in(kept)
    assert missing == Counter()


def test_a_reference_of_another_case_is_asked_about() -> None:
    world = make_world()
    imported = uploaded(world)
    client, address = world.client(Role.LEAD_PROFESSIONAL), f"/imports/{imported.pk}/"
    assert imported.head["reference"] not in ("", world.case.reference)
    assert "Is this the right case?" in words(client.get(address))
    imported.head["reference"] = f" {world.case.reference.lower()} "
    imported.save()
    assert "Is this the right case?" not in words(client.get(address))


def test_a_piece_of_the_tray_is_placed_and_the_whole_becomes_draft_minutes() -> None:
    world = make_world()
    imported = uploaded(world)
    client = world.client(Role.LEAD_PROFESSIONAL)
    address = f"/imports/{imported.pk}/"
    waiting = TrayPiece.objects.filter(imported=imported, context_key="").first()
    assert waiting is not None
    posted = main_form(client.get(address)) | {
        f"place-{waiting.pk}": "peers:risk",
        "put": "yes",
        "type_name": "MAP meeting",
        "held_on": "3 March 2026",
        "chair": str(world.viewers[Role.CHAIR].id),
        "minute_taker": str(world.viewers[Role.MINUTE_TAKER].id),
    }
    answer = client.post(address, posted)
    assert answer.status_code == 302, words(answer)
    meeting = Meeting.objects.get(imported=True)
    assert "3 March 2026" in words(client.get(f"/meetings/{meeting.pk}/minutes/"))
    assert not re.search(r"3 March 2026,? (at )?(mid|\d)", words(client.get(f"/meetings/{meeting.pk}/minutes/")))
    placed = TrayPiece.objects.filter(imported=imported).exclude(context_key="")
    assert meeting.status == Meeting.Status.CLOSED
    assert Entry.objects.filter(meeting=meeting).count() == placed.count()
    assert Entry.objects.filter(meeting=meeting, text=waiting.text, context_key="peers", column_key="risk").exists()
    page = words(client.get(f"/meetings/{meeting.pk}/minutes/"))
    assert all(" ".join(piece.text.split()) in page for piece in placed)
    assert "in the record" in words(client.get(address))


def put(world: World, imported: ImportedFramework, chair: str, minute_taker: str) -> dict[str, str]:
    """What the page of an import posts to put it into the record, from the minute-taker's own page."""
    page = main_form(world.client(Role.MINUTE_TAKER).get(f"/imports/{imported.pk}/"))
    said = {"put": "yes", "type_name": "Strategy meeting", "held_on": "3 March 2026"}
    people = {"chair": str(world.viewers[chair].id), "minute_taker": str(world.viewers[minute_taker].id)}
    return page | said | people


def test_whoever_may_import_puts_it_into_the_record_whoever_chaired_and_took_the_minutes() -> None:
    world = make_world()
    imported = uploaded(world)
    importer = world.viewers[Role.MINUTE_TAKER]
    client = world.client(importer)
    answer = client.post(f"/imports/{imported.pk}/", put(world, imported, Role.CHAIR, Role.PRACTITIONER))
    assert answer.status_code == 302, words(answer)
    assert client.get(answer["Location"]).status_code == 200
    meeting = Meeting.objects.get(imported=True)
    assert meeting.entries.exists()
    assert meeting.imported_by_id == importer.id
    assert not meeting.attendance.filter(membership=importer.membership).exists()
    for check in (check_can_record, check_can_add_entry, check_can_arrange):
        assert not ask(check, importer, meeting), "draft minutes are for those who produce them"


def test_what_the_record_refuses_is_said_on_the_page_with_its_choices_kept() -> None:
    world = make_world()
    imported = uploaded(world)
    client = world.client(Role.MINUTE_TAKER)
    posted = put(world, imported, Role.CHAIR, Role.PRACTITIONER)
    piece = imported.pieces.exclude(context_key="").filter(context_key="school").first()
    assert piece is not None
    imported.pieces.filter(pk=piece.pk).update(instance_name="Larkfield \x01 Academy")
    answer = client.post(f"/imports/{imported.pk}/", posted)
    assert answer.status_code == 422
    assert "control characters" in words(answer)
    kept = main_form(answer)
    assert {name: kept[name] for name in ("type_name", "held_on", "chair", "minute_taker")} == {
        name: posted[name] for name in ("type_name", "held_on", "chair", "minute_taker")
    }
    assert not Meeting.objects.filter(imported=True).exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 cut short", b"x" * 1_000])
def test_a_bad_file_is_refused_and_changes_nothing(content: bytes) -> None:
    world = make_world()
    file = SimpleUploadedFile("framework.docx", content)
    answer = world.client(Role.LEAD_PROFESSIONAL).post(f"/imports/case/{world.case.pk}/", {"file": file})
    assert answer.status_code == 422
    assert not ImportedFramework.objects.exists()
    assert not TrayPiece.objects.exists()


def test_a_discarded_import_leaves_nothing() -> None:
    world = make_world()
    imported = uploaded(world)
    client = world.client(Role.LEAD_PROFESSIONAL)
    asked = client.get(f"/imports/{imported.pk}/discard/")
    assert f"{TrayPiece.objects.count()} pieces and the places" in asked.content.decode()
    assert client.post(f"/imports/{imported.pk}/discard/").status_code == 302
    assert client.get(f"/imports/{imported.pk}/discard/").status_code == 403
    assert not TrayPiece.objects.exists()
    assert client.get(f"/imports/{imported.pk}/").status_code == 200
