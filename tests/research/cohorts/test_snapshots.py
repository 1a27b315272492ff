"""Letting go of a snapshot: by a lead, with a reason that stays, and never from under a briefing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from concentric.foundation.audit.models import AuditEvent
from concentric.research.briefings.actions import begin
from concentric.research.cohorts.data import freeze
from concentric.research.cohorts.models import Snapshot
from tests.factories.coding import CodedStudy, make_coded_study
from tests.support.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> CodedStudy:
    return make_coded_study(2)


def delete_page(study: CodedStudy, snapshot: Snapshot) -> str:
    return reverse("cohorts:delete_snapshot", args=[study.world.study.pk, snapshot.pk])


def test_a_lead_deletes_a_snapshot_and_the_trail_says_why(study: CodedStudy) -> None:
    snapshot = freeze(study.world.coder, "By mistake")
    lead, address = study.world.client(study.world.lead), delete_page(study, snapshot)
    assert address in lead.get(reverse("cohorts:compare", args=[study.world.study.pk])).content.decode()
    assert lead.post(address).status_code == 422, "not without a reason"
    assert Snapshot.objects.count() == 1
    lead.post(address, {"why": "mistake"})
    assert not Snapshot.objects.exists()
    event = AuditEvent.objects.get(verb="snapshot.deleted")
    assert event.details == {"why": "mistake", "sha256": snapshot.sha256}


def test_nobody_else_deletes_one(study: CodedStudy) -> None:
    snapshot = freeze(study.world.coder, "Kept")
    for person in (study.world.coder, study.world.reader):
        assert study.world.client(person).post(delete_page(study, snapshot), {"why": "unused"}).status_code == 403
    assert Snapshot.objects.count() == 1


def test_what_a_briefing_was_counted_from_stays(study: CodedStudy) -> None:
    briefing = begin(researcher=study.world.lead, title="Autumn")
    lead = study.world.client(study.world.lead)
    answer = lead.post(delete_page(study, briefing.snapshot), {"why": "unused"})
    assert answer.status_code == 403
    assert "A briefing was counted from this snapshot" in words(answer)
    assert Snapshot.objects.count() == 1
    listed = lead.get(reverse("cohorts:compare", args=[study.world.study.pk]))
    assert "1 briefing" in words(listed)
    assert delete_page(study, briefing.snapshot) not in listed.content.decode()
