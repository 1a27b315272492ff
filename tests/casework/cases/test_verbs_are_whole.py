"""A verb's write and its audit event stand or fall together; any text is kept as typed or refused beside its field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentric.casework import models as casework
from concentric.casework.cases import actions
from concentric.casework.cases.models import Case, CasePerson
from concentric.casework.contexts.actions import find_or_create, merge_contexts
from concentric.casework.contexts.models import Context
from concentric.casework.referrals.actions import (
    ask_for_more,
    link_to_case,
    open_case_from_referral,
    refer,
    signpost,
)
from concentric.casework.referrals.models import Referral
from concentric.foundation.audit import trail
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.identity import new_id
from concentric.web.text import normalised
from tests.casework.cases.test_case_pages import PERSON
from tests.casework.referrals.test_duplicates import make_referral
from tests.casework.referrals.test_road import filled
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db

INCIDENT = {
    "happened_on": None,
    "precision": "unknown",
    "company": "alone",
    "role": "not_known",
    "level": "problematic",
    "relation": "peer",
    "age_gap": "similar",
    "setting": "school",
    "outcome": "nfa",
}


@pytest.fixture
def world() -> World:
    return make_world()


def schools(world: World) -> dict[str, Context]:
    names = {"context": "Larkfeild Academy", "into": "Larkfield Academy"}
    return {key: find_or_create(viewer=world.lead, kind="school", name=name) for key, name in names.items()}


def sent(world: World) -> Referral:
    return make_referral(world.practitioner_other)


def last_person(world: World) -> CasePerson:
    return actions.add_person(viewer=world.lead, case=world.case, kind="peer", name="Test-Io", relation="Friend")


# What is needed beforehand is made when the verb is prepared, outside what must be undone.
VERBS: dict[str, Callable[[World], Callable[[], Any]]] = {
    "refer": lambda w: partial(make_referral, w.practitioner_other),
    "accept": lambda w: partial(
        open_case_from_referral, viewer=w.coordinator, referral=sent(w), reasons="More than one context."
    ),
    "link": lambda w: partial(link_to_case, viewer=w.coordinator, referral=sent(w), case=w.case, reasons="Known."),
    "signpost": lambda w: partial(signpost, viewer=w.coordinator, referral=sent(w), reasons="School nurse."),
    "ask": lambda w: partial(ask_for_more, viewer=w.coordinator, referral=sent(w), question="Which places?"),
    "open": lambda w: partial(actions.open_case, viewer=w.coordinator, given_name="Test-Io", family_name="Untold"),
    "details": lambda w: partial(actions.change_details, viewer=w.lead, case=w.case, known_as="Kay"),
    "agencies": lambda w: partial(actions.set_agencies, viewer=w.lead, case=w.case, agencies=w.agencies.values()),
    "close": lambda w: partial(
        actions.change_status, viewer=w.lead, case=w.case, status=Case.Status.CLOSED, reason="Done."
    ),
    "hold": lambda w: partial(actions.set_legal_hold, viewer=w.coordinator, case=w.case, held=True, reason="A claim."),
    "person": lambda w: partial(last_person, w),
    "remove": lambda w: partial(actions.remove_person, viewer=w.lead, person=last_person(w)),
    "incident": lambda w: partial(actions.record_incident, viewer=w.lead, case=w.case, **INCIDENT),
    "cohort": lambda w: partial(actions.decide_cohort, viewer=w.lead, case=w.case, cohort=None, reason="Again."),
    "involve": lambda w: partial(
        actions.involve, viewer=w.lead, case=w.case, membership=w.practitioner_other.membership, part="Housing officer"
    ),
    "lead": lambda w: partial(actions.set_lead, viewer=w.lead, case=w.case, lead=w.practitioner.membership),
    "emergency": lambda w: partial(
        actions.break_glass, viewer=w.practitioner_other, reference=w.case.reference, reason="Missing tonight."
    ),
    "name": lambda w: partial(find_or_create, viewer=w.lead, kind="school", name="Larkfield Academy"),
    "merge": lambda w: partial(merge_contexts, viewer=w.coordinator, **schools(w)),
}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every casework table."""
    return {name: list(getattr(casework, name)._base_manager.order_by("pk").values()) for name in casework.__all__}


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_written_when_the_last_event_of_a_verb_cannot_be(
    world: World, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = events_of(VERBS[verb](world))
    act = VERBS[verb](make_world())
    before, seen, write = everything(), [], trail.append

    def breaks(*args: Any) -> AuditEvent:
        seen.append(args)
        if len(seen) == events:
            raise OSError("the disk is full")
        return write(*args)

    monkeypatch.setattr(trail, "append", breaks)
    with pytest.raises(OSError, match="disk is full"):
        act()
    assert everything() == before


def events_of(act: Callable[[], Any]) -> int:
    before = AuditEvent.objects.count()
    act()
    return AuditEvent.objects.count() - before


ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "‮txt.exe",
            "שלום עולם",
            "مرحبا",
            "👩🏽‍🎓" * 10,
            "a\x00b",
            "\x1b[31m",
            "x" * 100_000,
            "{{ 7 * 7 }}",
            "' OR 1=1 --",
            "\ud800",
            " ",
        ]
    ),
)
ONCE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


@ONCE
@given(text=ANY_TEXT, field=st.sampled_from(["given_name", "family_name", "concern", "basis_notes", "referrer_name"]))
def test_a_referral_keeps_any_text_or_refuses_it_beside_its_field(world: World, text: str, field: str) -> None:
    number = new_id()
    answer = world.client(world.practitioner_other).post(
        reverse("referrals:new"), filled(**{"id": str(number), "compared": "on", field: sendable(text)})
    )
    if answer.status_code == 302:
        assert getattr(Referral.objects.get(pk=number), field) == normalised(sendable(text)).strip()
        assert world.client(world.practitioner_other).get(answer.url).status_code == 200
    else:
        assert answer.status_code == 422
        assert f'id="id_{field}-error"' in answer.content.decode()


@ONCE
@given(text=ANY_TEXT, field=st.sampled_from(["name", "known_as", "relation", "date_of_birth", "kind"]))
def test_a_person_keeps_any_text_or_refuses_it_beside_its_field(world: World, text: str, field: str) -> None:
    answer = world.client(world.lead).post(
        reverse("cases:add_person", args=[world.case.pk]), {**PERSON, field: sendable(text)}
    )
    if answer.status_code == 302:
        person = CasePerson.objects.latest("pk")
        assert field == "date_of_birth" or getattr(person, field) == normalised(sendable(text)).strip()
    else:
        assert answer.status_code == 422
        assert f'id="id_{field}-error"' in answer.content.decode()


def sendable(text: str) -> str:
    """As a browser can send it: a lone surrogate has no bytes in UTF-8."""
    return text.encode("utf-8", "replace").decode()


def test_what_is_typed_is_shown_as_text_and_never_as_a_page(world: World) -> None:
    script = "<script>alert(1)</script>"
    referral = refer(
        viewer=world.practitioner_other,
        given_name=script,
        family_name="Madeup",
        concern=script,
        urgency="soon",
        lawful_basis="public_task",
        referrer_name="Test",
    )
    page = world.client(world.coordinator).get(reverse("referrals:referral", args=[referral.pk])).content.decode()
    assert script not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
