"""Emergency access: by exact reference, with a reason, for four hours, told to the coordinator and reviewed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from concentric.casework.cases.models import BreakGlass
from concentric.casework.cases.queries import emergencies_to_review, visible_cases
from concentric.foundation.audit.models import AuditEvent
from tests.factories.world import World, make_case, make_world

pytestmark = pytest.mark.django_db
REASON = "Missing tonight; I hold the only address we have."


@pytest.fixture
def world() -> World:
    return make_world()


def ask(world: World, reference: str, reason: str = REASON, role: Any = None) -> Any:
    client = world.client(role or world.practitioner_other)
    return client.post(reverse("cases:emergency"), {"reference": reference, "reason": reason})


def test_the_case_opens_for_four_hours_and_then_shuts(world: World) -> None:
    answer = ask(world, f" {world.case.reference.lower()} ")
    assert answer.url == reverse("cases:people", args=[world.case.pk])
    client = world.client(world.practitioner_other)
    page = client.get(answer.url).content.decode()
    assert "Emergency access until" in page
    use = BreakGlass.objects.get(case=world.case)
    assert use.expires_at - use.opened_at == dt.timedelta(hours=4)
    BreakGlass.objects.update(expires_at=timezone.now())
    assert client.get(answer.url).status_code == 404


def test_it_lets_one_read_and_not_write(world: World) -> None:
    ask(world, world.case.reference)
    client = world.client(world.practitioner_other)
    for name in ("add_person", "record_incident", "edit", "involve", "looked"):
        assert client.get(reverse(f"cases:{name}", args=[world.case.pk])).status_code == 403, name
    assert client.post(reverse("cases:hold", args=[world.case.pk]), {"reason": "A claim"}).status_code == 403


def test_the_coordinator_is_told_without_an_identifying_word_and_reviews(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask(world, world.case.reference)
    (told,) = mail.outbox
    assert told.to == [world.coordinator.user.email]
    for word in (world.case.reference, "Kofi", "Fictional", "Dragana", "Homes", REASON[:10]):
        assert word not in told.subject + told.body

    coordinator = world.client(world.coordinator)
    use = emergencies_to_review(world.coordinator).get()
    assert REASON in coordinator.get(reverse("cases:emergencies")).content.decode()
    review = reverse("cases:review_emergency", args=[use.pk])
    assert coordinator.post(review, {"note": ""}).status_code == 422
    coordinator.post(review, {"note": "It was needed."})
    assert not emergencies_to_review(world.coordinator).exists()
    assert "It was needed." in coordinator.get(reverse("cases:emergencies")).content.decode()
    assert coordinator.post(review, {"note": "Again"}).status_code == 403


def test_an_unknown_reference_and_a_neighbours_answer_the_same(world: World) -> None:
    theirs = make_case(world.elsewhere, reference="EA-2026-0042")
    answers = {reference: ask(world, reference) for reference in ("EA-2026-0042", "EA-2026-0043", "nonsense")}
    assert {answer.status_code for answer in answers.values()} == {422}
    assert len({without_chance(answer).replace(reference, "?") for reference, answer in answers.items()}) == 1
    assert not theirs.break_glass.exists()
    assert AuditEvent.objects.filter(verb="emergency.not_found", actor_id=world.practitioner_other.id).count() == 3


def without_chance(answer: Any) -> str:
    """The page without its form tokens, which differ each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


@pytest.mark.parametrize("reason", ["", "x" * 19, " " * 40])
def test_a_reason_is_asked_in_earnest(world: World, reason: str) -> None:
    answer = ask(world, world.case.reference, reason)
    assert (answer.status_code, 'id="id_reason-error"' in answer.content.decode()) == (422, True)
    assert not BreakGlass.objects.filter(case=world.case).exists()


def test_who_may_use_it_and_who_may_review(world: World) -> None:
    for role, viewer in world.viewers.items():
        may_use = role in {"practitioner", "lead_professional", "chair"}
        client = world.client(viewer)
        assert client.get(reverse("cases:emergency")).status_code == (200 if may_use else 403), role
        assert client.get(reverse("cases:emergencies")).status_code == (200 if role == "coordinator" else 403), role


def test_whoever_sees_the_case_already_is_led_to_it(world: World) -> None:
    assert ask(world, world.case.reference, role=world.practitioner).status_code == 302
    assert not BreakGlass.objects.filter(case=world.case).exists()


def test_a_neighbouring_coordinator_cannot_review_it(world: World) -> None:
    ask(world, world.case.reference)
    use = BreakGlass.objects.get(case=world.case)
    neighbour = world.client(world.elsewhere_coordinator)
    assert neighbour.get(reverse("cases:review_emergency", args=[use.pk])).status_code == 404
    assert REASON not in neighbour.get(reverse("cases:emergencies")).content.decode()
    assert visible_cases(world.practitioner_other).filter(pk=world.case.pk).exists()
