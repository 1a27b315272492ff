"""A case through its real pages: people, incidents and cohort, details, status, who may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from concentric.casework.cases import actions
from concentric.casework.cases.looks import looks_at
from concentric.casework.cases.models import Case, CasePerson, Incident
from concentric.casework.cases.queries import cohort_of, visible_cases
from concentric.casework.search.models import SearchText
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import note_read
from tests.factories.counting import queries_for
from tests.factories.world import World, make_case, make_world

pytestmark = pytest.mark.django_db

PERSON = {"name": "Test-Efua Fictional", "kind": "family", "relation": "Mother", "in_household": "on"}
INCIDENT = {
    "when": "April 2026",
    "company": "with_others",
    "role": "followed",
    "level": "problematic",
    "relation": "peer",
    "age_gap": "similar",
    "setting": "school",
    "outcome": "nfa",
    "characteristics": ["peer_audience", "image_sharing"],
}
PAGES = ("people", "incidents", "details", "access")
CHANGES = ("edit", "agencies", "lead", "add_person", "record_incident", "cohort", "involve")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def lead(world: World) -> Client:
    return world.client(world.lead)


def at(name: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def last_event(world: World) -> AuditEvent:
    return AuditEvent.objects.filter(chain=str(world.partnership.pk)).order_by("-position")[0]


def test_people_are_added_corrected_and_taken_off_without_being_lost(world: World, lead: Client) -> None:
    case = world.case
    lead.post(at("add_person", case), PERSON)
    person = case.people.get()
    assert person.in_household
    lead.post(at("change_person", case, person.pk), {**PERSON, "relation": "Aunt", "in_household": ""})
    assert last_event(world).details == {"fields": ["in_household", "relation"]}
    page = lead.get(at("people", case)).content.decode()
    assert "Aunt" in page
    assert "Lives here" not in page

    lead.post(at("remove_person", case, person.pk))

    assert "Test-Efua" not in lead.get(at("people", case)).content.decode()
    assert CasePerson.ever.get(case=case).removed_by == world.lead.membership
    assert lead.get(at("change_person", case, person.pk)).status_code == 404


def test_the_cohort_follows_the_incidents_until_a_person_sets_it_and_hands_it_back(world: World, lead: Client) -> None:
    case = world.case
    lead.post(at("record_incident", case), INCIDENT)
    lead.post(at("record_incident", case), {**INCIDENT, "when": "", "company": "alone"})
    assert cohort_of(case).cohort == "both"

    lead.post(at("cohort", case), {"cohort": "group", "reason": "The report of one alone was withdrawn."})
    view = cohort_of(case)
    assert (view.cohort, view.derived, view.is_overridden) == ("group", "both", True)
    page = lead.get(at("incidents", case)).content.decode()
    assert "The report of one alone was withdrawn." in page
    assert "From the incidents it would be both" in page

    lead.post(at("cohort", case), {"cohort": "derived", "reason": "The report stands after all."})
    assert (cohort_of(case).cohort, cohort_of(case).is_overridden) == ("both", False)
    assert lead.get(at("incidents", case)).content.decode().count("cx-timeline__item") == 2

    alone = Incident.objects.get(case=case, company="alone")
    lead.post(at("remove_incident", case, alone.pk))
    assert cohort_of(case).cohort == "group"
    assert Incident.ever.filter(case=case).count() == 2


def test_an_incident_keeps_its_date_as_exactly_as_it_was_known(world: World, lead: Client) -> None:
    for typed, shown in (
        ("3 April 2026", "3 April 2026"),
        ("4/2026", "April 2026"),
        ("2025", "2025"),
        ("", "Date not known"),
    ):
        lead.post(at("record_incident", world.case), {**INCIDENT, "when": typed})
        assert Incident.objects.filter(case=world.case).latest("recorded_at").when == shown


@pytest.mark.parametrize("typed", ["31/2/2026", "soon", "2099", "0/2026", "13/2026", "99999999999"])
def test_a_date_that_is_none_is_refused_beside_its_field(world: World, lead: Client, typed: str) -> None:
    answer = lead.post(at("record_incident", world.case), {**INCIDENT, "when": typed})
    assert (answer.status_code, 'id="id_when-error"' in answer.content.decode()) == (422, True)
    assert not world.case.incidents.exists()


def test_a_change_of_an_incident_leaves_both_states_in_the_audit(world: World, lead: Client) -> None:
    lead.post(at("record_incident", world.case), INCIDENT)
    incident = world.case.incidents.get()
    lead.post(at("change_incident", world.case, incident.pk), {**INCIDENT, "level": "abusive", "characteristics": []})
    details = last_event(world).details
    assert details["fields"] == ["characteristics", "level"]
    assert (details["before"]["level"], details["after"]["level"]) == ("problematic", "abusive")


def test_details_are_corrected_and_findable(world: World) -> None:
    details = {"given_name": "Test-Kofi", "family_name": "Inventado", "known_as": "Kay", "date_of_birth": "15/3/2011"}
    world.client(world.coordinator).post(at("edit", world.case), details)
    world.case.refresh_from_db()
    assert (world.case.family_name, str(world.case.date_of_birth)) == ("Inventado", "2011-03-15")
    assert SearchText.objects.get(kind="case", subject_id=world.case.pk).body
    event = last_event(world)
    assert event.details == {"fields": ["date_of_birth", "family_name", "known_as"]}
    assert "Inventado" not in str(event.details)


def test_a_new_lead_sees_the_case_and_the_old_one_still_does(world: World) -> None:
    case = make_case(world.partnership, given_name="Test-Ana", family_name="Untold")
    world.client(world.coordinator).post(at("lead", case), {"lead": str(world.lead.id)})
    assert visible_cases(world.lead).filter(pk=case.pk).exists()
    assert case.case_agencies.get().agency == world.lead.agency


def test_a_case_steps_down_closes_and_opens_again_each_with_its_reasons(world: World, lead: Client) -> None:
    case = world.case
    for status in ("stepped_down", "closed"):
        assert lead.post(at("status", case, status), {"reason": ""}).status_code == 422
        lead.post(at("status", case, status), {"reason": f"Because {status}."})
    case.refresh_from_db()
    assert case.closed_on is not None
    assert lead.post(at("add_person", case), PERSON).status_code == 403
    lead.post(at("status", case, "open"), {"reason": "New worries at school."})
    case.refresh_from_db()
    assert (case.status, case.closed_on) == ("open", None)
    page = lead.get(at("details", case)).content.decode()
    for reason in ("Because stepped_down.", "Because closed.", "New worries at school."):
        assert reason in page
    assert lead.post(at("status", case, "open"), {"reason": "Twice."}).status_code == 422
    assert lead.get(at("status", case, "elsewhere")).status_code == 404


def test_only_a_coordinator_holds_a_record(world: World, lead: Client) -> None:
    coordinator = world.client(world.coordinator)
    assert lead.post(at("hold", world.case), {"reason": "A claim"}).status_code == 403
    assert coordinator.post(at("hold", world.case), {"reason": ""}).status_code == 422
    coordinator.post(at("hold", world.case), {"reason": "A claim was announced"})
    assert Case.objects.get(pk=world.case.pk).legal_hold
    assert "A claim was announced" in coordinator.get(at("details", world.case)).content.decode()

    coordinator.post(at("hold", world.case), {"reason": "It was withdrawn"})

    assert not Case.objects.get(pk=world.case.pk).legal_hold
    said = list(world.case.hold_changes.order_by("at").values_list("held", "reason"))
    assert said == [(True, "A claim was announced"), (False, "It was withdrawn")]


def test_involvement_opens_the_case_and_its_end_shuts_it_at_once(world: World, lead: Client) -> None:
    other = world.practitioner_other
    lead.post(at("involve", world.case), {"member": str(other.id), "part": "Housing officer"})
    assert visible_cases(other).get() == world.case
    involvement = world.case.involvements.get(membership=other.membership)
    lead.post(at("end_involvement", world.case, involvement.pk))
    assert not visible_cases(other).exists()
    leads = world.case.involvements.get(membership=world.lead.membership)
    assert lead.post(at("end_involvement", world.case, leads.pk)).status_code == 403


def test_nobody_of_another_partnership_can_be_involved(world: World, lead: Client) -> None:
    answer = lead.post(at("involve", world.case), {"member": str(world.elsewhere_coordinator.id), "part": "Visitor"})
    assert answer.status_code == 422
    assert not visible_cases(world.elsewhere_coordinator).filter(pk=world.case.pk).exists()


@pytest.mark.one_database
@pytest.mark.parametrize("name", [*PAGES, *CHANGES, "looked"])
def test_each_role_meets_the_page_or_its_refusal(world: World, name: str) -> None:
    involved = {Role.LEAD_PROFESSIONAL, Role.PRACTITIONER, Role.CHAIR, Role.MINUTE_TAKER}
    manages = {Role.LEAD_PROFESSIONAL, Role.COORDINATOR}
    reads = {*involved, Role.COORDINATOR}
    does = reads if name in (*PAGES, "add_person", "record_incident") else manages
    for role, viewer in world.viewers.items():
        expected = 200 if role in does else 403 if role in reads else 404
        assert world.client(viewer).get(at(name, world.case)).status_code == expected, role
    for stranger in (world.practitioner_other, world.elsewhere_coordinator):
        assert world.client(stranger).get(at(name, world.case)).status_code == 404


def test_another_cases_person_is_not_reached_through_this_one(world: World, lead: Client) -> None:
    person = actions.add_person(
        viewer=world.coordinator, case=make_case(world.partnership), kind="peer", name="Test-Io", relation="Friend"
    )
    assert lead.get(at("change_person", world.case, person.pk)).status_code == 404
    assert lead.post(at("remove_person", world.case, person.pk)).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("name", [*PAGES, "looked"])
def test_no_page_of_a_case_costs_more_with_more_rows(world: World, name: str) -> None:
    client, case = world.client(world.coordinator), world.case

    def more() -> int:
        actions.add_person(viewer=world.lead, case=case, kind="peer", name="Test-Io", relation="Friend")
        facts: dict[str, Any] = {**INCIDENT, "happened_on": None, "precision": "unknown"}
        actions.record_incident(viewer=world.lead, case=case, **{k: v for k, v in facts.items() if k != "when"})
        actions.decide_cohort(viewer=world.lead, case=case, cohort=None, reason="Looked at again.")
        for status in (Case.Status.STEPPED_DOWN, Case.Status.OPEN):
            actions.change_status(viewer=world.lead, case=case, status=status, reason="A reason.")
        return queries_for(client, at(name, case))

    first = more()
    assert [more() for _ in range(3)] == [first] * 3


def test_reading_a_page_is_recorded_with_the_case(world: World) -> None:
    world.client(world.practitioner).get(at("people", world.case))
    event = last_event(world)
    assert (event.verb, event.case_id, event.actor_id) == ("case.read", world.case.pk, world.practitioner.id)


def test_the_lead_sees_who_looked_each_person_and_kind_on_one_line(world: World, lead: Client) -> None:
    reader = world.client(world.practitioner)
    for name in ("people", "people", "incidents"):
        reader.get(at(name, world.case))
    actions.break_glass(
        viewer=world.practitioner_other, reference=world.case.reference, reason="Missing tonight, address needed."
    )
    actions.change_details(viewer=world.coordinator, case=world.case, known_as="Kay")

    looks = {(look.who, look.what): look.times for look in looks_at(world.lead, world.case, changes_too=False)[:50]}
    assert looks == {
        (str(world.practitioner.membership), "Opened the case"): 3,
        (str(world.practitioner_other.membership), "Used emergency access"): 1,
    }
    assert len(looks_at(world.lead, world.case, changes_too=True)) == 3
    page = lead.get(at("looked", world.case)).content.decode()
    assert page.index("Dragana Test-Ilić") < page.index("Luis Test-Ferreira")
    assert "Case details changed" not in page
    assert "Case details changed" in lead.get(at("looked", world.case), {"show": "all"}).content.decode()


def test_who_looked_is_turned_a_page_at_a_time(world: World, lead: Client) -> None:
    for number in range(55):
        note_read(world.practitioner, f"kind{number}.read", world.case)
    assert "1 to 50 of 5" in lead.get(at("looked", world.case)).content.decode()
    second = lead.get(at("looked", world.case), {"page": "2"}).content.decode()
    assert second.count('data-label="Who"') < 10
    for wrong in ("0", "-1", "x", "9" * 40):
        assert lead.get(at("looked", world.case), {"page": wrong}).status_code == 200


def test_page_titles_name_nobody(world: World, lead: Client) -> None:
    for name in (*PAGES, *CHANGES, "looked"):
        title = lead.get(at(name, world.case)).content.decode().partition("<title>")[2].partition("</title>")[0]
        assert not any(word in title for word in ("Kofi", "Fictional", world.case.reference)), title
