"""The de-brief: reflections by site and question, entries like any other, counted as no framework."""

from __future__ import annotations

import pytest

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.inclusion import InclusionRule
from concentric.research.coding.actions import apply_code
from concentric.research.coding.models import Code, Coding
from concentric.research.coding.packing import coded_rows
from concentric.research.frameworks import queries
from concentric.research.frameworks.actions import StudyTerms, change_study
from concentric.research.frameworks.debrief import Why, add_reflection, remove_reflection
from concentric.research.frameworks.inclusion import decide_inclusion
from concentric.research.frameworks.models import Entry, Framework
from tests.factories.studies import StudyWorld, make_study
from tests.support.pages import words

pytestmark = pytest.mark.django_db

QUESTION = "What helped?"


@pytest.fixture
def world() -> StudyWorld:
    return make_study()


def say(world: StudyWorld, text: str = "The five contexts did", question: str = QUESTION) -> Entry:
    return add_reflection(researcher=world.coder, site=world.site, question=question, text=text)


def test_reflections_are_entries_of_one_framework_for_each_site(world: StudyWorld) -> None:
    one, two = say(world), say(world, "It took an hour", "What was hard?")
    add_reflection(researcher=world.coder, site=world.other_site, question=QUESTION, text="Nothing did")
    assert one.framework == two.framework
    assert [(entry.kind, entry.name, entry.position) for entry in (one, two)] == [
        ("text", QUESTION, 0),
        ("text", "What was hard?", 1),
    ]
    assert sorted(Framework.objects.values_list("code", "origin", "included")) == [
        ("DEBRIEF-A", "reflection", False),
        ("DEBRIEF-B", "reflection", False),
    ]


def test_they_are_counted_as_no_framework(world: StudyWorld) -> None:
    framework = say(world).framework
    assert queries.counts(world.lead).held == 0
    assert [row.held for row in queries.sites(world.lead)] == [0, 0]
    assert [(mine.held, mine.included) for mine in queries.studies_of(world.reader.user)] == [(0, 0)]
    assert coded_rows(world.study).frameworks == ()
    for path in ("", "download.csv", "classify/"):
        assert "DEBRIEF" not in world.client(world.coder).get(f"/studies/{world.study.pk}/{path}").content.decode()
    with pytest.raises(Refusal, match="no framework"):
        decide_inclusion(researcher=world.lead, framework=framework, included=True, reason="Mine")
    study = world.study
    terms = StudyTerms(study.name, study.question, study.contact, study.consent_text, InclusionRule(youngest=12))
    change_study(researcher=world.lead, terms=terms)  # the rule has nothing to judge them by
    framework.refresh_from_db()
    assert not framework.included


def test_they_are_coded_like_any_entry_and_go_with_their_codes(world: StudyWorld) -> None:
    kept, gone = say(world, "It took an hour"), say(world)
    code = Code.objects.filter(study=world.study).first() or Code.objects.create(
        study=world.study, number=1, name="Time"
    )
    for entry in (kept, gone):
        apply_code(researcher=world.coder, entry=entry, code=code)
    address = f"/studies/{world.study.pk}/de-brief/{gone.pk}/"
    browser = world.client(world.coder)
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"why": "twice"}).status_code == 302
    assert list(Coding.objects.values_list("entry", flat=True)) == [kept.pk]
    assert len(coded_rows(world.study, all_held=True).rows) == 1
    assert AuditEvent.objects.get(verb="reflection.removed").details == {"why": "twice"}
    assert say(world, "Again").position not in {kept.position}
    with pytest.raises(Refusal):
        remove_reflection(researcher=world.reader, reflection=kept, why=Why.TWICE)


def test_what_looks_identifying_is_looked_at_first(world: StudyWorld) -> None:
    browser, address = world.client(world.coder), f"/studies/{world.study.pk}/de-brief/"
    said = {"site": "A", "question": QUESTION, "text": "Ask Zebedee Thwaite on 07700 900123"}
    refused = browser.post(address, said)
    assert refused.status_code == 422
    assert "Zebedee Thwaite, 07700 900123" in words(refused)
    assert not Entry.objects.exists()
    assert browser.post(address, said | {"text": "The contexts did"}).status_code == 302
    assert browser.post(address, said | {"looked_at": "on"}).status_code == 302
    assert Entry.objects.count() == 2
    shown = words(world.client(world.reader).get(address))
    assert f"{QUESTION} Site AThe contexts did" in shown
    assert world.client(world.reader).post(address, said).status_code == 403
    assert "Zebedee" not in repr(list(AuditEvent.objects.values_list()))
