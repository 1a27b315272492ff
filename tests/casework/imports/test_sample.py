"""The sample framework goes through the product: read, checked, one piece placed, put into the record."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.meetings.models import Entry, Meeting
from concentric.foundation.accounts.models import Role
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
    placed = TrayPiece.objects.filter(imported=imported).exclude(context_key="")
    assert meeting.status == Meeting.Status.CLOSED
    assert Entry.objects.filter(meeting=meeting).count() == placed.count()
    assert Entry.objects.filter(meeting=meeting, text=waiting.text, context_key="peers", column_key="risk").exists()
    page = words(client.get(f"/meetings/{meeting.pk}/minutes/"))
    assert all(" ".join(piece.text.split()) in page for piece in placed)
    assert "in the record" in words(client.get(address))


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
    assert client.post(f"/imports/{imported.pk}/discard/").status_code == 302
    assert not TrayPiece.objects.exists()
    assert client.get(f"/imports/{imported.pk}/").status_code == 200
