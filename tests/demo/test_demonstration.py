"""The fictional partnership: whole on both databases, loaded once, and kept out of production."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from concentric.casework.cases.models import Case
from concentric.casework.live.screen import read_screen
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.queries import get_meeting, undecided_contexts
from concentric.casework.plans.models import Action
from concentric.casework.plans.reminders import send_reminders
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.models import Correction, Minutes
from concentric.casework.signoff.queries import is_intact
from concentric.demo.cast import Cast
from concentric.demo.load import load
from concentric.demo.study import STUDY
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import verify
from concentric.method.instrument.vocabulary import ActionStatus, Sharing
from concentric.research.briefings.models import Briefing
from concentric.research.cohorts.models import Snapshot
from concentric.research.frameworks.models import Framework
from concentric.submission.review.models import Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cast(shared_rows: None) -> Cast:
    return load()


def test_the_stories_leave_every_state_that_a_newcomer_should_meet(cast: Cast) -> None:
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
    held = Framework.objects.filter(study__name=STUDY)
    assert set(held.values_list("origin", "included")) == {
        (Framework.Origin.BUNDLE, True),
        (Framework.Origin.WORD, True),
    }
    assert send_reminders() == 0, "the server's first words would be letters"


@pytest.mark.usefixtures("cast")
def test_the_trail_holds_and_is_in_the_order_of_time() -> None:
    assert list(verify()) == []
    moments = list(AuditEvent.objects.order_by("chain", "position").values_list("chain", "at"))
    assert len(moments) > 400
    assert moments == sorted(moments)


@pytest.mark.usefixtures("cast")
def test_what_the_studies_keep_was_made_when_its_story_was_told() -> None:
    made = [*Snapshot.objects.values_list("at", flat=True), *Briefing.objects.values_list("at", flat=True)]
    assert len(made) == 3
    assert max(made) < timezone.now() - dt.timedelta(days=1)
