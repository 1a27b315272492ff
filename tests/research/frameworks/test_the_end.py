"""A study's frameworks go when their time comes; its leads are told before, and that there were any stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from concentric.foundation.audit.models import AuditEvent
from concentric.method.instrument.keeping import months_after
from concentric.research.frameworks.actions import set_status
from concentric.research.frameworks.models import Framework, Study
from concentric.research.frameworks.receive import receive
from concentric.research.frameworks.retention import destroyed_on, remind_leads
from concentric.submission.retention.forgetting import destroy_study_frameworks
from concentric.submission.retention.models import Destruction
from tests.factories.studies import StudyWorld, make_study
from tests.support.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> StudyWorld:
    made = make_study()
    receive(made.sealed(made.submission()), study=made.study)
    return made


def publish(study: Study, days_before_the_end: int) -> None:
    """So that its frameworks have that many days left."""
    end = timezone.localdate() + dt.timedelta(days=days_before_the_end)
    published = months_after(end, -study.destroy_months)
    Study.objects.filter(pk=study.pk).update(status=Study.Status.PUBLISHED, published_on=published)
    study.refresh_from_db()
    # Where the month is shorter the end comes a little earlier, never later.
    assert (destroyed_on(study) or end) <= end


def test_its_frameworks_go_on_the_day_and_their_rows_stay(study: StudyWorld) -> None:
    publish(study.study, 5)
    assert destroy_study_frameworks() == 0
    publish(study.study, 0)

    assert destroy_study_frameworks() == 1

    framework = Framework.objects.get(study=study.study)
    assert framework.status == Framework.Status.DESTROYED
    assert (framework.document, framework.silences) == (None, [])
    assert (framework.cohort, framework.age_low, framework.ruled_out) == ("", None, [])
    assert not framework.inclusion_decisions.exists()
    certificate = Destruction.objects.get(record_id=study.study.pk)
    assert certificate.counts["research.Framework"] == 1
    event = AuditEvent.objects.get(chain=str(study.study.pk), verb="study.frameworks_destroyed")
    assert event.actor_label == "the clock"
    assert destroy_study_frameworks() == 0


def test_the_day_is_on_the_page_and_publishing_twice_does_not_move_it(study: StudyWorld) -> None:
    publish(study.study, 20)
    day = destroyed_on(study.study)
    assert day is not None

    set_status(researcher=study.lead, status=Study.Status.PUBLISHED)

    study.study.refresh_from_db()
    assert destroyed_on(study.study) == day
    assert f"on {day.day} {day:%B %Y}" in words(study.client(study.lead).get(f"/studies/{study.study.pk}/about/"))


def test_an_unpublished_study_keeps_them(study: StudyWorld) -> None:
    assert destroyed_on(study.study) is None
    assert destroy_study_frameworks() == 0


@pytest.mark.parametrize(
    ("left", "told_days_ago", "letters"),
    [
        (90, None, 0),
        (60, None, 1),
        (59, 1, 0),
        (45, None, 1),
        (30, 30, 1),
        (29, 1, 0),
        (8, 22, 0),
        (7, 23, 1),
        (6, 1, 0),
    ],
)
def test_the_leads_are_told_two_months_one_month_and_one_week_before(
    study: StudyWorld, left: int, told_days_ago: int | None, letters: int
) -> None:
    """`told_days_ago`: when they were told last; a clock that stood still for a while tells them once."""
    today = timezone.localdate()
    told = today - dt.timedelta(days=told_days_ago) if told_days_ago is not None else None
    end = today + dt.timedelta(days=left)
    # To the day, whatever the months' lengths: published on the end's own day, and kept no months at all.
    Study.objects.filter(pk=study.study.pk).update(
        status=Study.Status.PUBLISHED, published_on=end, destroy_months=0, reminded_on=told
    )

    assert remind_leads() == letters

    assert remind_leads() == 0
    assert {address for letter in mail.outbox for address in letter.to} <= {study.lead.user.email}
    assert study.study.name not in "".join(letter.subject + letter.body for letter in mail.outbox)
