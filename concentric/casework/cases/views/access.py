"""Who may see a case, who looked at it, and emergency access."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concentric.casework.cases import actions
from concentric.casework.cases.forms import EmergencyForm, InvolveForm, ReviewForm
from concentric.casework.cases.looks import looks_at
from concentric.casework.cases.models import Case, Involvement
from concentric.casework.cases.pages import case_page, form_page, posted
from concentric.casework.cases.permissions import (
    check_can_manage,
    check_can_review_emergencies,
    check_can_see_looks,
    check_can_use_emergency_access,
)
from concentric.casework.cases.queries import current_involvements, emergency_uses, get_case, visible_cases
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read, recorded
from concentric.foundation.permissions.checks import NotVisible, Refusal, ask
from concentric.web.forms import status_of

TAB = "cases:access"
A_PAGE = 50
UNKNOWN_REFERENCE = "Your partnership has no case of this reference. Check it, letter by letter."


@require_safe
def access(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    people = ("membership__user", "membership__agency", "added_by__user")
    current = current_involvements().filter(case=case)
    context = {
        "involved": current.select_related(*people),
        "ended": case.involvements.exclude(pk__in=current).select_related(*people),
        "emergencies": case.break_glass.select_related("membership__user", "membership__agency"),
        "may_manage": ask(check_can_manage, viewer, case),
        "may_see_looks": ask(check_can_see_looks, viewer, case),
    }
    return case_page(request, case, "cases/access.html", TAB, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def involve(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_manage(viewer, case)
    form = InvolveForm(posted(request), viewer=viewer, case=case)
    return form_page(
        request,
        "cases/form.html",
        form,
        lambda: actions.involve(
            viewer=viewer, case=case, membership=form.cleaned_data["member"], part=form.cleaned_data["part"]
        ),
        done="They can see the case now.",
        back=reverse(TAB, args=[case.pk]),
        title="Involve somebody",
        intro="They see the whole case, and can record people and incidents, until you end it.",
        case=(case, TAB),
    )


@require_POST
def end_involvement(request: MemberRequest, case_id: uuid.UUID, involvement_id: uuid.UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    involvement = get_object_or_404(Involvement.objects.select_related("case"), pk=involvement_id, case=case)
    actions.end_involvement(viewer=request.viewer, involvement=involvement)
    messages.success(request, "Their involvement is ended. They cannot see the case any more.")
    return redirect(TAB, case.pk)


@require_safe
def looked(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer, case = request.viewer, get_case(request.viewer, case_id)
    check_can_see_looks(viewer, case)
    changes_too = request.GET.get("show") == "all"
    page = Paginator(looks_at(viewer, case, changes_too=changes_too), A_PAGE).get_page(request.GET.get("page"))
    return case_page(request, case, "cases/looked.html", TAB, page=page, changes_too=changes_too)


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: MemberRequest) -> HttpResponse:
    """Open a case in an emergency, by its exact reference. Nothing here lists or suggests a case."""
    viewer = request.viewer
    check_can_use_emergency_access(viewer)
    form = EmergencyForm(posted(request))
    if form.is_valid():
        reference = form.cleaned_data["reference"]
        if open_already := visible_cases(viewer).filter(reference__iexact=reference).first():
            messages.info(request, "You can see this case already: emergency access was not needed.")
            return redirect("cases:people", open_already.pk)
        try:
            use = actions.break_glass(viewer=viewer, reference=reference, reason=form.cleaned_data["reason"])
        except Case.DoesNotExist:
            form.add_error("reference", UNKNOWN_REFERENCE)
        else:
            messages.warning(request, "The case is open to you for four hours. The coordinator is told.")
            return redirect("cases:people", use.case_id)
    return render(request, "cases/emergency.html", {"form": form}, status=status_of(form))


@require_safe
def emergencies(request: MemberRequest) -> HttpResponse:
    check_can_review_emergencies(request.viewer)
    page = Paginator(emergency_uses(request.viewer), A_PAGE).get_page(request.GET.get("page"))
    with recorded(request.viewer, "emergencies.listed", count=len(page.object_list)):
        pass
    return render(request, "cases/emergencies.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def review_emergency(request: MemberRequest, use_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    check_can_review_emergencies(viewer)
    use = emergency_uses(viewer).filter(pk=use_id).first()
    if use is None:
        raise NotVisible
    if use.reviewed_at:
        raise Refusal("This use of emergency access has been reviewed already.")
    note_read(viewer, "emergency.read", use)
    form = ReviewForm(posted(request))
    return form_page(
        request,
        "cases/review_emergency.html",
        form,
        lambda: actions.review_emergency(viewer=viewer, use=use, note=form.cleaned_data["note"]),
        done="The review is saved.",
        back=reverse("cases:emergencies"),
        use=use,
    )
