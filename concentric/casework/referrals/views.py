"""Making a referral, following it, deciding on it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from concentric.casework.cases.pages import form_page, posted
from concentric.casework.cases.queries import visible_cases
from concentric.casework.referrals import actions, queries
from concentric.casework.referrals.duplicates import Matches, identity_of, possible_duplicates
from concentric.casework.referrals.forms import AnswerForm, DecisionForm, ReferralForm
from concentric.casework.referrals.models import Referral
from concentric.casework.referrals.permissions import check_can_answer, check_can_decide, check_can_see_waiting
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import ask
from concentric.web.forms import status_of

A_PAGE = 50
LISTS = {
    "waiting": queries.waiting_referrals,
    "decided": queries.decided_referrals,
    "mine": queries.my_referrals,
}
DECIDED = {
    DecisionForm.OPEN: "The case is open.",
    DecisionForm.LINK: "The referral is accepted into the case.",
    DecisionForm.SIGNPOST: "The decision is saved. The person who referred can read your reasons.",
    DecisionForm.ASK: "The question is sent. The referral waits for the answer.",
}


@require_safe
def referral_list(request: MemberRequest) -> HttpResponse:
    """What waits for a decision and what was decided, for a coordinator; their own, for everyone."""
    viewer = request.viewer
    may_see_all = ask(check_can_see_waiting, viewer)
    show = request.GET.get("show", "")
    if show not in LISTS:
        show = "waiting" if may_see_all else "mine"
    if show != "mine":
        check_can_see_waiting(viewer)
    page = Paginator(LISTS[show](viewer), A_PAGE).get_page(request.GET.get("page"))
    with recorded(viewer, "referrals.listed", count=len(page.object_list)):
        pass
    context = {"page": page, "show": show, "may_see_all": may_see_all, "today": timezone.localdate()}
    return render(request, "referrals/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """The form. Before it is sent, records that the viewer may see and that look alike are shown once."""
    viewer = request.viewer
    form = ReferralForm(posted(request), initial={"referrer_name": viewer.name, "referrer_contact": viewer.user.email})
    alike = []
    if form.is_valid():
        found = possible_duplicates(viewer, form.person)
        alike = [] if form.cleaned_data["compared"] else found.shown
        if not alike:
            return _send(request, form)
        with recorded(viewer, "referral.compared", found=len(alike)) as note:
            note.cases = found.cases
        form.ask_to_compare()
    return render(request, "referrals/new.html", {"form": form, "alike": alike}, status=status_of(form))


def _send(request: MemberRequest, form: ReferralForm) -> HttpResponse:
    referral = actions.refer(viewer=request.viewer, **form.facts)
    messages.success(request, f"Your referral is with the coordinator. Its reference is {referral.reference}.")
    return redirect("referrals:referral", referral.pk)


@require_safe
def referral_page(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    referral = queries.get_referral(request.viewer, referral_id)
    return _page(request, referral, AnswerForm())


@require_http_methods(["POST"])
def answer(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    referral = queries.get_referral(viewer, referral_id)
    check_can_answer(viewer, referral)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, referral, form)
    actions.answer(viewer=viewer, referral=referral, text=form.cleaned_data["text"])
    messages.success(request, "Your answer is with the coordinator.")
    return redirect("referrals:referral", referral.pk)


def _page(request: MemberRequest, referral: Referral, form: AnswerForm) -> HttpResponse:
    viewer = request.viewer
    matches = _matches(viewer, referral)
    context = {
        "referral": referral,
        "form": form,
        "steps": referral.steps.select_related("by__user", "by__agency"),
        "matches": matches,
        "may_decide": ask(check_can_decide, viewer, referral),
        "may_answer": ask(check_can_answer, viewer, referral),
        "case_visible": referral.case_id and visible_cases(viewer).filter(pk=referral.case_id).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "referrals/referral.html", context, status=status_of(form))


def _matches(viewer: Viewer, referral: Referral) -> Matches:
    """Reading a referral shows who it may be about: the cases among them were looked at as well."""
    matches = possible_duplicates(viewer, identity_of(referral), besides=referral)
    with recorded(viewer, "referral.read", referral) as note:
        note.cases = matches.cases
    return matches


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The threshold decision, with the records that look alike beside it."""
    viewer = request.viewer
    referral = queries.get_referral(viewer, referral_id)
    check_can_decide(viewer, referral)
    matches = _matches(viewer, referral)
    form = DecisionForm(posted(request), viewer=viewer, likely=matches.shown)
    return form_page(
        request,
        "referrals/decide.html",
        form,
        lambda: _decide(viewer, referral, form),
        done=DECIDED.get(request.POST.get("decision", ""), ""),
        back=reverse("referrals:referral", args=[referral.pk]),
        referral=referral,
        matches=matches,
    )


def _decide(viewer: Viewer, referral: Referral, form: DecisionForm) -> None:
    data = form.cleaned_data
    decision, reasons, involve = data["decision"], data["reasons"], data["involve_referrer"]
    if decision == form.OPEN:
        actions.open_case_from_referral(viewer=viewer, referral=referral, reasons=reasons, involve_referrer=involve)
    elif decision == form.LINK:
        actions.link_to_case(
            viewer=viewer, referral=referral, case=data["case"], reasons=reasons, involve_referrer=involve
        )
    elif decision == form.SIGNPOST:
        actions.signpost(viewer=viewer, referral=referral, reasons=reasons)
    else:
        actions.ask_for_more(viewer=viewer, referral=referral, question=reasons)
