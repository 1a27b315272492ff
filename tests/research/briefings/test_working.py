"""Working out what a briefing hides goes on beside the requests; of two releases at once the second is held against
the first.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.report.content import to_plain
from concentric.research.briefings import actions, working
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.standing import report_of, standing_of
from concentric.research.coding.double.actions import Wanted, draw_sample
from concentric.research.coding.double.queries import candidates
from concentric.research.frameworks import beside
from tests.factories.coding import CodedStudy, make_coded_study
from tests.support.pages import form_to, words

PARTS = ["method", "school"]
Threads = list[dict[str, Any]]


def drafted(study: CodedStudy, title: str, parts: list[str]) -> Briefing:
    lead = study.world.lead
    begun = actions.begin(researcher=lead, title=title)
    policy = standing_of(begun).policy
    actions.set_up(researcher=lead, briefing=begun, title=title, parts=parts, policy=policy, version=1)
    begun.refresh_from_db()
    return begun


@pytest.fixture
def study() -> CodedStudy:
    """Eight frameworks, three of them with a code."""
    study = make_coded_study(8, coded=False)
    for place in (0, 1, 2):
        study.code_entry("duty", place, 0)
    return study


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> Threads:
    """What goes beside the requests waits until a test does it."""
    begun: Threads = []
    monkeypatch.setattr(working, "AT_ONCE", 0)
    monkeypatch.setattr(beside, "Thread", lambda **given: begun.append(given) or SimpleNamespace(start=int))
    return begun


@pytest.fixture
def briefing(study: CodedStudy) -> Briefing:
    return drafted(study, "Corridors", PARTS)


@pytest.fixture
def lead(study: CodedStudy) -> Client:
    return study.world.client(study.world.lead)


def page(study: CodedStudy, briefing: Briefing, name: str = "hidden") -> str:
    return reverse(f"briefings:{name}", args=[study.world.study.pk, briefing.pk])


@pytest.mark.django_db
def test_it_goes_on_beside_the_requests_is_stopped_and_taken_up_again(
    study: CodedStudy, briefing: Briefing, lead: Client, threads: Threads
) -> None:
    steps = standing_of(briefing).protection.steps
    assert f"0 of {steps} steps" in words(lead.post(page(study, briefing), follow=True))
    assert "being worked out already" in words(lead.post(page(study, briefing), follow=True))
    (first,) = threads
    lead.post(page(study, briefing, "stop"))
    beside.beside(*first["args"])
    stopped = words(lead.get(page(study, briefing)))
    assert "It was stopped" in stopped
    assert "All is worked out" not in stopped

    lead.post(page(study, briefing))
    beside.beside(*threads[1]["args"])

    assert "All is worked out" in words(lead.get(page(study, briefing)))
    assert AuditEvent.objects.filter(verb="briefing.worked_out", subject_id=str(briefing.pk)).count() == 1


@pytest.mark.django_db
def test_what_was_worked_out_for_another_set_of_parts_is_not_used(
    study: CodedStudy, briefing: Briefing, lead: Client, threads: Threads
) -> None:
    lead.post(page(study, briefing))
    policy = standing_of(briefing).policy
    actions.set_up(
        researcher=study.world.lead, briefing=briefing, title="Peers", parts=["peers"], policy=policy, version=2
    )
    beside.beside(*threads[0]["args"])
    briefing.refresh_from_db()

    assert (briefing.protection, briefing.worked_at) == ({}, None)


@pytest.mark.django_db
def test_work_that_broke_off_says_so(study: CodedStudy, briefing: Briefing, lead: Client, threads: Threads) -> None:
    lead.post(page(study, briefing))
    _, say, broke_off = threads[0]["args"]
    beside.beside(lambda: 1 / 0, say, broke_off)

    assert "It broke off" in words(lead.get(page(study, briefing)))


@pytest.mark.django_db
def test_a_release_rests_on_the_attack_that_was_made_and_names_the_count_it_found(
    study: CodedStudy, briefing: Briefing, lead: Client
) -> None:
    working.work_out(researcher=study.world.lead, briefing=briefing)
    briefing.refresh_from_db()
    form = form_to(lead.get(page(study, briefing, "briefing")), "release/") | {"is_read": "on"}
    small = next(key for key in briefing.protection["small"] if "cohort" not in key)
    Briefing.objects.update(protection=briefing.protection | {"given_away": [small]})

    refused = words(lead.post(page(study, briefing, "release"), form, follow=True))

    assert "Not released. Counts of few young people can be worked out" in refused
    assert standing_of(briefing).in_words(small) in refused
    assert "They stand in “School factors”. Leave these out." in refused
    assert "Choose what is in the briefing" in refused
    assert not Briefing.objects.filter(state=Briefing.State.RELEASED).exists()


@pytest.mark.django_db
def test_a_draft_is_for_those_who_write_it_and_not_while_they_code_blind(
    study: CodedStudy, briefing: Briefing, lead: Client
) -> None:
    world = study.world
    reader, coder = world.client(world.reader), world.client(world.coder)
    shown, taken = (
        page(study, briefing, "briefing"),
        reverse("briefings:file", args=[world.study.pk, briefing.pk, "docx"]),
    )
    assert [who.get(shown).status_code for who in (reader, coder)] == [404, 200]
    people = {one.name: one for one in candidates(world.lead)}
    first, second = people[world.coder.name], people[world.lead.name]
    draw_sample(researcher=world.lead, wanted=Wanted("Blind", first, second, (study.frameworks[1].code,)))
    assert coder.get(shown).status_code == coder.get(taken).status_code == 403
    released = lead.post(page(study, briefing, "release"), {"is_read": "on", "version": briefing.version}, follow=True)
    assert released.status_code == 403
    assert "give one away" not in words(released)

    Briefing.objects.update(state=Briefing.State.RELEASED, published={"report": to_plain(report_of(briefing))})
    assert [who.get(address).status_code for who in (reader, coder) for address in (shown, taken)] == [200] * 4


def until(happened: Callable[[], bool]) -> None:
    for _ in range(400):
        if happened():
            return
        time.sleep(0.02)
    raise AssertionError("it never happened")


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_of_two_releases_at_once_the_second_sees_the_first(committed: None) -> None:
    study = make_coded_study(15, coded=False)
    lead = study.world.lead
    one, other = (drafted(study, title, ["school"]) for title in ("One", "Other"))
    for each in (one, other):
        working.work_out(researcher=lead, briefing=each)
        each.refresh_from_db()

    def release_the_other() -> str:
        try:
            actions.release(researcher=lead, briefing=other, version=2)
        except Refusal as refusal:
            return refusal.reason
        finally:
            connection.close()
        return "released"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.release(researcher=lead, briefing=one, version=2)
            second = pool.submit(release_the_other)
            if connection.vendor == "postgresql":
                until(lambda: second.done() or somebody_waits())
        assert "in the meantime" in second.result() or "must be again" in second.result()
    assert study.world.study.briefings.filter(state=Briefing.State.RELEASED).get() == one


@pytest.mark.django_db
def test_what_was_typed_while_somebody_released_is_shown_again(
    study: CodedStudy, briefing: Briefing, lead: Client
) -> None:
    Briefing.objects.filter(pk=briefing.pk).update(state=Briefing.State.RELEASED)
    address = reverse("briefings:write", args=[study.world.study.pk, briefing.pk, "method"])
    typed = lead.post(address, {"words": "An hour's work", "version": briefing.version})

    assert typed.status_code == 422
    assert "An hour's work" in words(typed)
    assert "is released" in words(typed)
    assert lead.get(address).status_code == 403
