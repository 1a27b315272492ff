"""A case with identifiers in every field goes to a study: none is in the bundle, the research tables or the logs."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from concentric.casework.cases.actions import add_person, decide_cohort, record_incident
from concentric.casework.contexts.actions import name_context
from concentric.casework.field_classes import FIELD_CLASSES
from concentric.casework.meetings.actions import record_decision, record_dissent, set_review_date, write_summary
from concentric.casework.plans.models import Action
from concentric.casework.referrals.actions import open_case_from_referral, refer
from concentric.casework.signoff.actions import amend, close_meeting, sign_minutes
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.method.exchange.bundle.age_file import open_sealed
from concentric.method.exchange.bundle.container import SUBMISSION, unpack
from concentric.method.instrument.inclusion import InclusionRule
from concentric.method.instrument.vocabulary import Cohort
from concentric.method.records.submission import MOST_BYTES
from concentric.research.frameworks.keys import identity_of
from concentric.research.frameworks.sites import invite
from concentric.submission.consent.actions import give
from concentric.submission.dispatch.actions import withdraw
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.dispatch.register import registered
from concentric.submission.studies.actions import join_by_code
from tests.factories.busy_world import INCIDENT, hold, say
from tests.factories.reviewing import make_minutes
from tests.factories.sending import Sending, confirmed
from tests.factories.studies import make_study
from tests.factories.world import involve, make_meeting, make_world, signed_in

pytestmark = pytest.mark.django_db

# Words of the records below that say who, where or which; none of them is an English word.
SECRETS = [
    *"""
    Zebedee Quillfeather Zebby Marjolaine Brackwater Odwin Thwaite Skellowby Ferncliffe Dunstanby Hobgate Ulverscroft
    Pomfretby Wrenthorpe zebquill Bramblethorpe Test-Daly Test-Akhtar Test-Wrona Test-Ferreira Harrow Larkfield
    Grindlestone
    """.split(),
    *("07700 900123", "07700900123", "LS9 9XZ", "943 476 5919", "9434765919"),
]
NAMES = "Zebedee Quillfeather (Zebby), his mother Marjolaine Brackwater and Odwin Thwaite"
WHERE = "Ferncliffe Academy, 14 Dunstanby Street, LS9 9XZ, on 3 May 2026"
HOW = "07700 900123, @zebquill99, NHS 943 476 5919"
TEXT = f"{NAMES} were seen at {WHERE}; {HOW}; so said Siobhan Test-Daly of Harrow Vale."


def told(number: int) -> str:
    return f"Point {number}. {TEXT}"


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Sending:
    world = make_world()
    lead, minute_taker, chair = world.lead, world.viewers[Role.MINUTE_TAKER], world.viewers[Role.CHAIR]
    case = _referred(world)
    for viewer in (chair, minute_taker):
        involve(case, viewer, by=world.coordinator)
    _people(lead, case)
    record_incident(viewer=lead, case=case, **INCIDENT | {"happened_on": dt.date(2026, 5, 3), "precision": "day"})
    decide_cohort(viewer=world.coordinator, case=case, cohort=Cohort.GROUP, reason=told(1))
    meeting = make_meeting(
        case,
        chair=chair,
        minute_taker=minute_taker,
        place="Hobgate House, Ulverscroft Lane",
        starts_at=timezone.now() - dt.timedelta(days=30),
    )
    world.case = case
    hold(world, meeting)
    for number, column in enumerate(("risk", "vulnerability", "hsb", "strengths"), start=2):
        for context, name in (
            ("school", "Ferncliffe Academy"),
            ("family", "14 Dunstanby Street"),
            ("peers", "Grindlestone crew"),
        ):
            say(world, meeting, context, column, told(number), name, "police", "")
    Action.objects.filter(entry__meeting=meeting).update(owner_name="Odwin Thwaite", measure=told(8))
    write_summary(
        viewer=minute_taker,
        meeting=meeting,
        base_version=_refreshed(meeting).summary_version,
        text=told(9),
    )
    record_decision(viewer=minute_taker, meeting=meeting, text=told(10), reasons=told(11))
    record_dissent(viewer=minute_taker, meeting=meeting, text=told(12), who="Marjolaine Brackwater")
    set_review_date(viewer=minute_taker, meeting=meeting, review_on=timezone.localdate() + dt.timedelta(days=40))
    close_meeting(viewer=chair, meeting=meeting)
    minutes = sign_minutes(viewer=chair, meeting=meeting)
    amend(viewer=lead, minutes=minutes, text=told(13), reason=told(14))
    study = make_study(rule=InclusionRule())
    link = join_by_code(viewer=world.coordinator, code=invite(researcher=study.lead, site=study.other_site))
    outgoing = confirmed(world, minutes, link)
    for viewer in (lead, chair):
        give(viewer=viewer, outgoing=outgoing)
    return Sending(world, minutes, study, link, None, outgoing)  # type: ignore[arg-type]


@pytest.fixture
def sending(made: Sending) -> Sending:
    return deepcopy(made)


def _refreshed(meeting: Any) -> Any:
    meeting.refresh_from_db()
    return meeting


def _referred(world: Any) -> Any:
    referral = refer(
        viewer=world.practitioner,
        referrer_name="Hesper Wrenthorpe",
        referrer_contact="07700 900123, h.wrenthorpe@pomfretby.example",
        given_name="Zebedee",
        family_name="Quillfeather",
        known_as="Zebby",
        date_of_birth=dt.date(2011, 3, 14),
        gender="Boy",
        concern=told(20),
        basis_notes=told(21),
        immediate_safety=told(22),
        lawful_basis="public_task",
        urgency="soon",
    )
    case = open_case_from_referral(viewer=world.coordinator, referral=referral, reasons=told(23))
    case.lead_professional = world.lead.membership
    case.save()
    return case


def _people(lead: Any, case: Any) -> None:
    for kind, name, relation in (
        ("family", "Marjolaine Brackwater", "Mother"),
        ("peer", "Odwin Thwaite", "Friend"),
        ("harmed", "Petronel Skellowby", "In his year"),
        ("professional", "Mr A. Bramblethorpe", "Tutor"),
    ):
        add_person(viewer=lead, case=case, kind=kind, name=name, relation=relation)
    school = name_context(viewer=lead, case=case, kind="school", name="Ferncliffe Academy")
    school.detail = "Head: Mrs Wrenthorpe"
    school.save()


def document_in(sending: Sending, dispatch: Dispatch) -> str:
    """The bundle as the study reads it."""
    opened = open_sealed(bytes(dispatch.sealed_file), identity_of(sending.study.study), most=2 * MOST_BYTES)
    return unpack(opened)[SUBMISSION].decode()


def research_tables() -> str:
    rows: list[object] = []
    for model in apps.get_app_config("research").get_models():
        rows += [str(vars(row)) for row in model._base_manager.all()]
    return json.dumps(rows, ensure_ascii=False)


def research_trail(sending: Sending) -> str:
    return json.dumps([str(vars(event)) for event in AuditEvent.objects.filter(chain=str(sending.study.study.pk))])


def identifying_values() -> Iterator[tuple[str, str]]:
    """Every value of every casework field that is classed as identifying, as it would stand if it were copied."""
    for name, classes in FIELD_CLASSES.items():
        model = apps.get_model("casework", name)
        for field in (field for field, kept in classes.items() if kept == "identifying"):
            for value in model._base_manager.values_list(field, flat=True):
                if isinstance(value, str) and any(secret in value for secret in SECRETS):
                    yield f"{name}.{field}", value
                if isinstance(value, dt.date):
                    yield f"{name}.{field}", value.isoformat()[:10]


def test_no_identifier_of_the_case_leaves(sending, caplog):
    caplog.set_level(logging.DEBUG)
    client = signed_in(sending.lead)
    assert client.post(reverse("dispatch:send", args=[sending.outgoing.pk])).status_code == 302
    dispatch = Dispatch.objects.get()
    document = document_in(sending, dispatch)
    assert "Peer A" in document

    places = {"bundle": document, "tables": research_tables(), "trail": research_trail(sending), "log": caplog.text}
    found = [(where, secret) for where, text in places.items() for secret in SECRETS if secret in text]
    assert found == []
    values = list(identifying_values())
    assert len({where for where, _ in values}) > 25
    assert [where for where, value in values if value in document] == []
    for own in (sending.world.case.reference, str(sending.world.case.pk), str(sending.minutes.pk)):
        assert own not in document + research_tables()


def test_nothing_of_a_shared_database_joins_a_dispatch_to_what_was_received(sending, caplog):
    caplog.set_level(logging.DEBUG)
    client = signed_in(sending.lead)
    client.post(reverse("dispatch:send", args=[sending.outgoing.pk]))
    held = registered(sending.outgoing)
    withdraw(viewer=sending.lead, outgoing=sending.outgoing, reason="Asked")
    ours = [
        model for label in ("casework", "submission", "accounts") for model in apps.get_app_config(label).get_models()
    ]
    rows = [str(vars(row)) for model in ours for row in model._base_manager.all()]
    events = [str(vars(event)) for event in AuditEvent.objects.all()]
    for secret in (held.code, *registered(sending.outgoing).bundles):
        assert not [row for row in rows + events if secret in row]
        assert secret not in caplog.text
    moments = {
        (model.__name__, field.name)
        for model in apps.get_app_config("research").get_models()
        for field in model._meta.fields
        if field.get_internal_type() == "DateTimeField" and model.__name__ in {"ReceivedBundle", "Framework"}
    }
    assert moments == set()


def test_an_entry_may_be_all_identifier_and_nothing_breaks(sending):
    minutes = make_minutes(sending.world, days=-10)
    amend(viewer=sending.lead, minutes=minutes, text="Zebedee Quillfeather", reason="943 476 5919")
    outgoing = confirmed(sending.world, minutes, sending.link)
    for viewer in (sending.lead, sending.worker):
        give(viewer=viewer, outgoing=outgoing)
    signed_in(sending.lead).post(reverse("dispatch:send", args=[outgoing.pk]))
    document = document_in(sending, outgoing.dispatches.get())
    assert '"text":"Young person"' in document
    assert "943 476" not in document
