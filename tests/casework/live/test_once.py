"""What the screen sends carries an id: sent again when its answer was lost, it is recorded once and answered alike."""

from __future__ import annotations

import uuid
from copy import deepcopy

import pytest
from django.test import Client

from concentric.casework.meetings.models import Attendance, Decision, Dissent
from concentric.foundation.audit.models import AuditEvent
from tests.factories.live_meeting import Live, make_live

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Concentric-Fetch": "1"}


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Live:
    return make_live()


@pytest.fixture
def live(made: Live) -> Live:
    return deepcopy(made)


def send(client: Client, live: Live, place: str, **data: str):
    return client.post(live.path + place, data, headers=SCRIPT)


@pytest.mark.parametrize(
    ("place", "rows", "data"),
    [
        ("decisions/", Decision.ever, {"text": "We meet monthly", "reasons": "Much is open"}),
        ("dissent/", Dissent.ever, {"text": "Too late", "who": "A guest"}),
        ("attendance/", Attendance.objects, {"name": "A guest", "state": "observer"}),
    ],
)
def test_a_form_sent_twice_is_recorded_once_and_answered_alike(live: Live, place: str, rows, data) -> None:
    client, before, row_id = live.world.client(live.writer), rows.count(), str(uuid.uuid4())
    first = send(client, live, place, row_id=row_id, **data)
    events = AuditEvent.objects.exclude(verb__contains="read").count()
    second = send(client, live, place, row_id=row_id, **data)
    assert (first.status_code, second.status_code) == (200, 200)
    assert rows.count() == before + 1
    assert str(rows.get(pk=row_id).pk) == row_id
    assert AuditEvent.objects.exclude(verb__contains="read").count() == events
    assert send(client, live, place, row_id=str(uuid.uuid4()), **data).status_code == 200
    assert rows.count() == before + 2
    assert send(live.world.client(live.chair), live, place, row_id="no id", **data).status_code == 403


def test_the_id_of_somebody_elses_decision_is_refused(live: Live) -> None:
    row_id, data = str(uuid.uuid4()), {"text": "We meet monthly", "reasons": "Much is open"}
    send(live.world.client(live.writer), live, "decisions/", row_id=row_id, **data)
    assert send(live.world.client(live.chair), live, "decisions/", row_id=row_id, **data).status_code == 403
    assert Decision.ever.count() == 1


def test_a_rewording_that_arrives_late_and_twice_does_not_undo_the_one_after_it(live: Live) -> None:
    client = live.world.client(live.writer)
    send(client, live, "decisions/", text="First", reasons="So")
    place, row_id = f"decisions/{Decision.objects.get().pk}/change/", str(uuid.uuid4())
    assert send(client, live, place, text="Second", reasons="So", row_id=row_id).status_code == 200
    assert send(client, live, place, text="Third", reasons="So").status_code == 200
    assert send(client, live, place, text="Second", reasons="So", row_id=row_id).status_code == 200
    assert Decision.objects.get().text == "Third"
    assert set(Decision.ever.exclude(reworded_as=None).values_list("text", flat=True)) == {"First", "Second"}


def test_every_form_that_makes_a_row_carries_an_id_without_a_script(live: Live) -> None:
    client = live.world.client(live.writer)
    send(client, live, "decisions/", text="First", reasons="So")
    page = client.get(live.path).content.decode()
    for place in ("decisions/", f"decisions/{Decision.objects.get().pk}/change/", "dissent/", "attendance/"):
        form = page.split(f'action="{live.path}{place}"')[1].split("</form>")[0]
        assert 'name="row_id" value="' in form, place
