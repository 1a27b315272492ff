"""People around the young person, incidents of HSB, and the cohort that follows from them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concentric.casework.cases import actions
from concentric.casework.cases.actions.people import INCIDENT_FIELDS, PERSON_FIELDS
from concentric.casework.cases.approximate import written
from concentric.casework.cases.forms import CohortForm, IncidentForm, PersonForm
from concentric.casework.cases.models import Case, CasePerson, Incident
from concentric.casework.cases.pages import case_page, form_page, posted
from concentric.casework.cases.permissions import check_can_manage, check_can_record
from concentric.casework.cases.queries import cohort_of, get_case, people_of
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.permissions.checks import ask

PEOPLE, INCIDENTS = "cases:people", "cases:incidents"


@require_safe
def people(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    context = {"groups": people_of(case), "may_record": ask(check_can_record, request.viewer, case)}
    return case_page(request, case, "cases/people.html", PEOPLE, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_record(viewer, case)
    form = PersonForm(posted(request))
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.add_person(viewer=viewer, case=case, **form.cleaned_data),
        done="The person is added.",
        back=_page(PEOPLE, case),
        title="Add a person",
        case=(case, PEOPLE),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: MemberRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_record(viewer, case)
    person = get_object_or_404(CasePerson.objects.select_related("case"), pk=person_id, case=case)
    form = PersonForm(posted(request), initial={name: getattr(person, name) for name in PERSON_FIELDS})
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.change_person(viewer=viewer, person=person, **form.cleaned_data),
        done="The person’s details are saved.",
        back=_page(PEOPLE, case),
        title="Change a person’s details",
        remove_url=reverse("cases:remove_person", args=[case.pk, person.pk]),
        remove_label="Take this person off the case",
        case=(case, PEOPLE),
    )


@require_POST
def remove_person(request: MemberRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    person = get_object_or_404(CasePerson.objects.select_related("case"), pk=person_id, case=case)
    actions.remove_person(viewer=request.viewer, person=person)
    messages.success(request, "The person is off the case.")
    return redirect(_page(PEOPLE, case))


@require_safe
def incidents(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    context = {
        "incidents": case.incidents.select_related("recorded_by__user", "recorded_by__agency"),
        "decisions": case.cohort_decisions.select_related("by__user", "by__agency"),
        "may_record": ask(check_can_record, viewer, case),
        "may_manage": ask(check_can_manage, viewer, case),
    }
    return case_page(request, case, "cases/incidents.html", INCIDENTS, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_incident(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_record(viewer, case)
    form = IncidentForm(posted(request))
    return form_page(
        request,
        "cases/incident_form.html",
        form,
        lambda: actions.record_incident(viewer=viewer, case=case, **form.facts),
        done="The incident is recorded.",
        back=_page(INCIDENTS, case),
        title="Record an incident",
        case=(case, INCIDENTS),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_incident(request: MemberRequest, case_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_record(viewer, case)
    incident = get_object_or_404(Incident.objects.select_related("case"), pk=incident_id, case=case)
    now = {name: getattr(incident, name) for name in INCIDENT_FIELDS}
    form = IncidentForm(posted(request), initial={**now, "when": written(incident)})
    return form_page(
        request,
        "cases/incident_form.html",
        form,
        lambda: actions.change_incident(viewer=viewer, incident=incident, **form.facts),
        done="The incident is saved.",
        back=_page(INCIDENTS, case),
        title="Change an incident",
        remove_url=reverse("cases:remove_incident", args=[case.pk, incident.pk]),
        remove_label="Remove this incident",
        case=(case, INCIDENTS),
    )


@require_POST
def remove_incident(request: MemberRequest, case_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    incident = get_object_or_404(Incident.objects.select_related("case"), pk=incident_id, case=case)
    actions.remove_incident(viewer=request.viewer, incident=incident)
    messages.success(request, "The incident is removed. The cohort follows the incidents that are left.")
    return redirect(_page(INCIDENTS, case))


@require_http_methods(["GET", "HEAD", "POST"])
def cohort(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_manage(viewer, case)
    form = CohortForm(posted(request))
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.decide_cohort(viewer=viewer, case=case, cohort=form.chosen, reason=form.cleaned_data["reason"]),
        done="The decision on the cohort is saved.",
        back=_page(INCIDENTS, case),
        title="Set the cohort",
        intro=f"From the incidents: {cohort_of(case).derived_reason}",
        case=(case, INCIDENTS),
    )


def _page(name: str, case: Case) -> str:
    return reverse(name, args=[case.pk])
