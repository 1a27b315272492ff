"""A partnership's settings: shown, changed, exported, and started from another's file."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.method.instrument.process_default import DEFAULT_PROCESS
from tests.factories.world import make_world
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db


def test_until_something_is_changed_the_default_holds() -> None:
    world = make_world()
    page = world.client(Role.PRACTITIONER).get("/settings/")
    assert page.status_code == 200
    assert process_of(world.partnership) == DEFAULT_PROCESS


def test_saving_the_page_unchanged_changes_nothing() -> None:
    world = make_world()
    client = world.client(Role.COORDINATOR)
    answer = client.post("/settings/change/", main_form(client.get("/settings/change/")))
    assert answer.status_code == 302, words(answer)
    assert process_of(world.partnership) == DEFAULT_PROCESS


def test_a_change_holds_for_this_partnership_alone_and_is_audited_without_its_words() -> None:
    world = make_world()
    client = world.client(Role.ADMINISTRATOR)
    data = main_form(client.get("/settings/change/")) | {"confidentiality": "Our very own words.", "draft_minutes": 3}
    assert client.post("/settings/change/", data).status_code == 302
    process = process_of(world.partnership)
    assert (process.confidentiality, process.clocks.draft_minutes) == ("Our very own words.", 3)
    assert process_of(world.elsewhere) == DEFAULT_PROCESS
    event = AuditEvent.objects.get(verb="settings.changed")
    assert event.details == {"parts": ["confidentiality", "clocks"]}


def test_what_does_not_hold_together_is_refused_beside_the_field_and_the_typing_stays() -> None:
    world = make_world()
    client = world.client(Role.COORDINATOR)
    data = main_form(client.get("/settings/change/")) | {"audit_years": 1, "terms_of_reference": "Typed with care"}
    answer = client.post("/settings/change/", data)
    assert answer.status_code == 422
    assert "at least as long as a case" in words(answer)
    assert "Typed with care" in answer.content.decode()
    assert process_of(world.partnership) == DEFAULT_PROCESS


def test_one_partnership_starts_from_anothers_file() -> None:
    world = make_world()
    client = world.client(Role.COORDINATOR)
    data = main_form(client.get("/settings/change/")) | {"review_weeks": 7}
    client.post("/settings/change/", data)
    file = client.get("/settings/export/").content
    theirs = world.client(world.elsewhere_coordinator)
    upload = SimpleUploadedFile("settings.json", file)
    assert theirs.post("/settings/start-from-file/", {"file": upload}).status_code == 302
    assert process_of(world.elsewhere) == process_of(world.partnership)


@pytest.mark.parametrize(
    "content", [b"not json", b"{}", b"[" * 100_000, b"\xff\xfe", json.dumps({"format": "x"}).encode()]
)
def test_a_file_that_is_no_settings_file_changes_nothing_and_says_why(content: bytes) -> None:
    world = make_world()
    answer = world.client(Role.COORDINATOR).post(
        "/settings/start-from-file/", {"file": SimpleUploadedFile("settings.json", content)}
    )
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.content.decode()
    assert process_of(world.partnership) == DEFAULT_PROCESS


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.CHAIR, Role.GOVERNANCE, Role.MINUTE_TAKER])
def test_only_administrators_and_coordinators_change_settings(role: Role) -> None:
    world = make_world()
    client = world.client(role)
    for address in ("/settings/change/", "/settings/export/", "/settings/start-from-file/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Only an administrator or a coordinator" in answer.content.decode()
