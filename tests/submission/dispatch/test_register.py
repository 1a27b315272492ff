"""The key register: for the lead professional alone, found by code, and plain about what it has lost."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from click.testing import CliRunner
from django.urls import reverse

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.dispatch.actions import send, withdraw
from concentric.submission.dispatch.commands import submission
from concentric.submission.dispatch.models import RegisterRow
from concentric.submission.dispatch.register import code_of, health_of, look_up, registered
from tests.factories.sending import Sending, make_consented
from tests.factories.world import signed_in
from tests.support.pages import words

pytestmark = pytest.mark.django_db
OTHER_KEY = "another key altogether, thirty-two characters"


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Sending:
    made = make_consented()
    send(viewer=made.lead, outgoing=made.outgoing)
    return made


@pytest.fixture
def sending(made: Sending) -> Sending:
    return deepcopy(made)


def test_the_row_holds_code_and_case_and_shows_neither(sending):
    row, held = RegisterRow.objects.get(), registered(sending.outgoing)
    assert held.case == str(sending.world.case.pk)
    stored = b"".join(bytes(row.sealed) for row in RegisterRow.objects.all()) + repr(vars(row)).encode()
    for secret in (held.code, held.case, held.minutes, held.current, held.outgoing):
        assert secret.encode() not in stored


def test_a_code_is_shown_to_the_lead_professional_alone_and_that_is_recorded(sending):
    code, address = registered(sending.outgoing).code, reverse("dispatch:code", args=[sending.outgoing.pk])
    assert code in words(signed_in(sending.lead).get(address))
    assert AuditEvent.objects.filter(verb="register.read", case_id=sending.world.case.pk).count() == 1
    for viewer in (sending.world.coordinator, sending.worker):
        assert signed_in(viewer).get(address).status_code == 403
        with pytest.raises(Refusal, match="Only the lead professional"):
            code_of(viewer, sending.outgoing)


def test_a_code_is_looked_up_among_ones_own_cases(sending):
    code = registered(sending.outgoing).code
    spaced = f"{code[:5].lower()} {code[5:]}"
    page = signed_in(sending.lead).post(reverse("dispatch:look_up"), {"code": spaced})
    assert sending.world.case.reference in words(page)
    assert look_up(viewer=sending.world.coordinator, code=code) == []
    assert look_up(viewer=sending.world.elsewhere_coordinator, code=code) == []
    assert signed_in(sending.world.coordinator).get(reverse("dispatch:look_up")).status_code == 403
    assert "not a study code" in words(signed_in(sending.lead).post(reverse("dispatch:look_up"), {"code": "ABC"}))


def test_no_event_tells_a_code(sending):
    code = registered(sending.outgoing).code
    look_up(viewer=sending.lead, code=code)
    code_of(sending.lead, sending.outgoing)
    withdraw(viewer=sending.lead, outgoing=sending.outgoing, reason="The young person asked")
    told = json.dumps([str(vars(event)) for event in AuditEvent.objects.all()])
    assert code not in told
    assert not any(bundle in told for bundle in registered(sending.outgoing).bundles)


def test_a_lost_key_is_said_plainly_and_nothing_is_made_anew(sending, settings):
    settings.VAULT_KEY = OTHER_KEY
    client = signed_in(sending.lead)

    page = words(client.get(reverse("dispatch:code", args=[sending.outgoing.pk])))
    assert "The code cannot be read" in page
    assert "1 row in your partnership’s register, 1 cannot be opened because the key is gone" in page
    assert "1 row" in words(client.get(reverse("dispatch:look_up")))
    withdrawn = client.post(reverse("dispatch:withdraw", args=[sending.outgoing.pk]), {"reason": "Asked"})
    assert (withdrawn.status_code, "vault key" in words(withdrawn)) == (422, True)
    assert RegisterRow.objects.count() == 1
    said = CliRunner().invoke(submission, ["check-register", "--format", "json"])
    rows = {row["partnership"]: row for row in json.loads(said.stdout)}
    assert said.exit_code == 1
    assert rows[sending.world.partnership.name] == {
        "partnership": sending.world.partnership.name,
        "rows": 1,
        "lost": 1,
        "damaged": 0,
    }


def test_a_changed_row_is_told_apart_from_a_lost_key(sending):
    row = RegisterRow.objects.get()
    row.sealed = bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1])
    row.save()
    health = health_of(sending.world.partnership)
    assert (health.rows, health.lost, health.damaged) == (1, 0, 1)
    with pytest.raises(Refusal, match="was changed in the database"):
        registered(sending.outgoing)


def test_a_whole_register_is_found_whole(sending):
    said = CliRunner().invoke(submission, ["check-register"])
    assert said.exit_code == 0
    assert health_of(sending.world.elsewhere).rows == 0
