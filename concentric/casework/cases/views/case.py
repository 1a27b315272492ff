"""The case's details: the young person, lead professional, agencies, status, legal hold."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from concentric.casework.cases import actions
from concentric.casework.cases.actions.case import DETAILS, TRANSITIONS
from concentric.casework.cases.forms import AgenciesForm, DetailsForm, LeadForm, ReasonForm
from concentric.casework.cases.models import Case
from concentric.casework.cases.pages import case_page, form_page, posted
from concentric.casework.cases.permissions import check_can_change_status, check_can_hold, check_can_manage
from concentric.casework.cases.queries import get_case
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.permissions.checks import ask

TAB = "cases:details"
STATUS_WORDS = {
    Case.Status.STEPPED_DOWN: (
        "Step the case down",
        "Agencies go on by themselves, without these meetings. The case can still be changed.",
        "The case is stepped down.",
    ),
    Case.Status.CLOSED: (
        "Close the case",
        "It can be read and not changed. The time for which it is kept starts today. It can be opened again.",
        "The case is closed.",
    ),
    Case.Status.OPEN: (
        "Open the case again",
        "It can be changed again, and the time for which it is kept stops running.",
        "The case is open again.",
    ),
}

HOLD_WORDS = {
    True: (
        "Put on legal hold",
        "Nothing of this case is destroyed while it is on hold, however long ago it was closed.",
        "This case is on legal hold.",
    ),
    False: (
        "Lift the legal hold",
        "The case is then destroyed when its time comes. If that was long ago, it is due at once.",
        "The legal hold is lifted.",
    ),
}


@require_safe
def details(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    context = {
        "may_manage": ask(check_can_manage, viewer, case),
        "may_change_status": ask(check_can_change_status, viewer, case),
        "may_hold": ask(check_can_hold, viewer, case),
        "agencies": [row.agency for row in case.case_agencies.select_related("agency").order_by("agency__name")],
        "steps": [(status, STATUS_WORDS[status][0]) for status in TRANSITIONS[Case.Status(case.status)]],
        "status_changes": case.status_changes.select_related("by__user", "by__agency"),
        "hold_changes": case.hold_changes.select_related("by__user", "by__agency"),
        "referrals": case.referrals.select_related("agency").order_by("submitted_at"),
    }
    return case_page(request, case, "cases/details.html", TAB, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_manage(viewer, case)
    form = DetailsForm(posted(request), initial={name: getattr(case, name) for name in DETAILS})
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.change_details(viewer=viewer, case=case, **form.cleaned_data),
        done="The details are saved.",
        back=_details(case),
        title="Change the young person’s details",
        case=(case, TAB),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agencies(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_manage(viewer, case)
    form = AgenciesForm(posted(request), viewer=viewer, case=case)
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.set_agencies(viewer=viewer, case=case, agencies=form.cleaned_data["agencies"]),
        done="The agencies are saved.",
        back=_details(case),
        title="Agencies involved",
        case=(case, TAB),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_manage(viewer, case)
    form = LeadForm(posted(request), viewer=viewer, initial={"lead": case.lead_professional_id})
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.set_lead(viewer=viewer, case=case, lead=form.cleaned_data["lead"]),
        done="The lead professional is set. They can see the case now.",
        back=_details(case),
        title="Lead professional",
        case=(case, TAB),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: MemberRequest, case_id: uuid.UUID, to: str) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_change_status(viewer, case)
    if to not in Case.Status.values:
        raise Http404
    wanted = Case.Status(to)
    title, meaning, done = STATUS_WORDS[wanted]
    form = ReasonForm(posted(request))
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.change_status(viewer=viewer, case=case, status=wanted, reason=form.cleaned_data["reason"]),
        done=done,
        back=_details(case),
        title=title,
        intro=meaning,
        verb=title,
        case=(case, TAB),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Put the case on legal hold, or lift the hold."""
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_hold(viewer, case)
    held = not case.legal_hold
    title, meaning, done = HOLD_WORDS[held]
    form = ReasonForm(posted(request))
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.set_legal_hold(viewer=viewer, case=case, held=held, reason=form.cleaned_data["reason"]),
        done=done,
        back=_details(case),
        title=title,
        intro=meaning,
        verb=title,
        case=(case, TAB),
    )


def _details(case: Case) -> str:
    return reverse(TAB, args=[case.pk])
