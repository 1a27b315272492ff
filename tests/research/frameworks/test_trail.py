"""A study's audit trail as its lead reads it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from concentric.research.frameworks.receive import receive
from tests.factories.studies import make_study
from tests.support.pages import words

pytestmark = pytest.mark.django_db


def test_a_lead_reads_who_did_what_in_the_study_and_nothing_of_another():
    ours, theirs = make_study(), make_study()
    receive(ours.sealed(ours.submission()), study=ours.study, by=ours.coder)
    receive(theirs.sealed(theirs.submission()), study=theirs.study, by=theirs.coder)
    lead = ours.client(ours.lead)
    page = reverse("frameworks:trail", args=[ours.study.pk])

    shown = words(lead.get(page))
    assert shown.count("bundle.received") == 2, "once in the row, once in the filter"
    assert ours.coder.audit_label in shown
    assert theirs.study.name not in shown

    only = words(lead.get(page, {"actor": ours.lead.id, "verb": "audit.read"}))
    assert "kind: framework" not in only
    assert ours.client(ours.coder).get(page).status_code == 403


def test_a_lead_has_the_trail_checked():
    world = make_study()
    checked = world.client(world.lead).post(reverse("frameworks:verify_trail", args=[world.study.pk]))

    assert "No event of this study was changed" in words(checked)
