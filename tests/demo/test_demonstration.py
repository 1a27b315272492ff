"""The fictional partnership: whole on both databases, loaded once, and kept out of production."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from concentric.casework.cases.models import Case
from concentric.casework.live.screen import read_screen
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.queries import get_meeting, undecided_contexts
from concentric.casework.plans.models import Action
from concentric.casework.plans.reminders import send_reminders
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.models import Correction, Minutes
from concentric.casework.signoff.queries import is_intact
from concentric.demo import PASSWORD
from concentric.demo.cast import PEOPLE
from concentric.demo.commands import demo
from concentric.demo.load import load
from concentric.demo.study import RESEARCHER_EMAIL
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import verify
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.vocabulary import ActionStatus, Sharing
from concentric.research.frameworks.models import Framework
from concentric.submission.review.models import Outgoing

pytestmark = pytest.mark.django_db


def test_the_stories_leave_every_state_that_a_newcomer_should_meet() -> None:
    cast = load()

    assert set(Case.objects.values_list("status", flat=True)) == set(Case.Status.values)
    assert set(Referral.objects.values_list("status", flat=True)) == set(Referral.Status.values)
    assert set(Meeting.objects.values_list("status", flat=True)) == set(Meeting.Status.values)
    assert set(Action.objects.values_list("status", flat=True)) == {status.value for status in ActionStatus}
    assert set(Entry.objects.values_list("sharing", flat=True)) == {sharing.value for sharing in Sharing}
    assert {role for viewer in cast.viewers.values() for role in viewer.roles} == set(Role)
    assert Referral.objects.filter(may_be_known=True).count() == 1
    assert Correction.objects.filter(state=Correction.State.ASKED).count() == 1
    signed = list(Minutes.objects.exclude(signed_at=None))
    assert len(signed) > 1
    assert all(map(is_intact, signed))

    running = get_meeting(cast.tomasz, Meeting.objects.get(status=Meeting.Status.OPEN).pk)
    assert undecided_contexts(running) == ("neighbourhood",)
    screen = read_screen(cast.tomasz, running)
    assert [gap.context.value for gap in screen.gaps] == ["peers"]
    assert not Entry.objects.filter(text__regex=r"(^|\s)[@#!~^/]\S"), "a token that the grammar did not know"
    assert {one.state for one in Outgoing.objects.all()} == {Outgoing.State.SENT, Outgoing.State.REVIEW}
    assert Framework.objects.get().included, "the demonstration's researcher has something to read"
    assert send_reminders() == 0, "the server's first words would be letters"


def test_the_trail_holds_and_is_in_the_order_of_time() -> None:
    load()
    assert list(verify()) == []
    moments = list(AuditEvent.objects.order_by("chain", "position").values_list("chain", "at"))
    assert len(moments) > 400
    assert moments == sorted(moments)


def test_it_is_loaded_once_and_everybody_can_sign_in() -> None:
    first, second = CliRunner().invoke(demo, ["load"]), CliRunner().invoke(demo, ["load"])
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert first.output.endswith(second.output)
    assert Meeting.objects.filter(status=Meeting.Status.OPEN).count() == 1
    for email in (*(person.email for person in PEOPLE), RESEARCHER_EMAIL):
        assert email in second.output
        answer = Client().post("/account/login/", {"login": email, "password": PASSWORD})
        assert answer.status_code == 302, email
    with pytest.raises(Refusal, match="here already"):
        load()


def test_production_refuses_it(settings: Any) -> None:
    settings.MODE = "production"
    answer = CliRunner().invoke(demo, ["load"])
    assert answer.exit_code == 1
    assert "kept out of it" in answer.output
    with pytest.raises(Refusal):
        load()
    assert not Case.objects.exists()
