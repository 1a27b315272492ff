"""After sending: withdrawing, and the key register."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from concentric.casework.cases.pages import posted
from concentric.foundation import vault
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.consent.forms import WithdrawForm
from concentric.submission.consent.permissions import check_can_withdraw
from concentric.submission.consent.queries import get_consent
from concentric.submission.dispatch import actions, register
from concentric.submission.dispatch.forms import CodeForm
from concentric.submission.dispatch.notices import tell_lead_of_withdrawal
from concentric.submission.dispatch.permissions import check_can_look_up, check_can_withdraw_framework
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_leads
from concentric.submission.review.queries import get_outgoing
from concentric.web.forms import status_of


@require_http_methods(["GET", "POST"])
def withdraw(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """Take what was sent out of the study."""
    viewer = request.viewer
    outgoing = get_outgoing(viewer, outgoing_id)
    check_can_withdraw_framework(viewer, outgoing)
    note_read(viewer, "outgoing.read", outgoing, page="withdraw")
    form = WithdrawForm(posted(request))
    if form.is_valid():
        try:
            dispatch = actions.withdraw(viewer=viewer, outgoing=outgoing, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _withdrawn(is_told=dispatch.handed_over_on is not None))
            return redirect("dispatch:show", outgoing_id)
    return render(request, "dispatch/withdraw.html", {"outgoing": outgoing, "form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def withdraw_consent(request: MemberRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Take a consent back. What was sent goes out of the study with it."""
    viewer = request.viewer
    consent = get_consent(viewer, consent_id)
    check_can_withdraw(viewer, consent)
    note_read(viewer, "outgoing.read", consent.outgoing, page="withdraw consent")
    form = WithdrawForm(posted(request))
    if form.is_valid():
        untold = actions.withdraw_consent(viewer=viewer, consent=consent, reason=form.cleaned_data["reason"])
        tell_lead_of_withdrawal(viewer, consent.outgoing)
        if untold:
            messages.warning(request, f"The consent is withdrawn, but the study could not be told. {untold}")
        else:
            messages.success(request, _consent_withdrawn(consent.outgoing))
        return redirect("dispatch:show", consent.outgoing_id)
    context = {"consent": consent, "outgoing": consent.outgoing, "form": form}
    return render(request, "dispatch/withdraw_consent.html", context, status=status_of(form))


def _consent_withdrawn(outgoing: Outgoing) -> str:
    if outgoing.state == Outgoing.State.STOPPED:
        return "The consent is withdrawn. Nothing is sent."
    notice = outgoing.dispatches.order_by("on", "id").last()
    return f"The consent is withdrawn. {_withdrawn(is_told=bool(notice and notice.handed_over_on))}"


def _withdrawn(*, is_told: bool) -> str:
    if is_told:
        return "The study has taken the framework out."
    return "The notice for the study is sealed: the lead professional downloads it and gives it to the study."


@require_GET
def code(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """The study's code for one framework; or, plainly, why it cannot be read."""
    viewer = request.viewer
    outgoing = get_outgoing(viewer, outgoing_id)
    check_leads(viewer, outgoing.case)
    context = {"outgoing": outgoing, "code": "", "why_not": "", "health": None}
    try:
        context["code"] = register.code_of(viewer, outgoing)
    except Refusal as refusal:
        context |= {"why_not": refusal.reason, "health": register.health_of(viewer.partnership)}
    return render(request, "dispatch/code.html", context)


@require_http_methods(["GET", "POST"])
def look_up(request: MemberRequest) -> HttpResponse:
    """Which of the viewer's own cases a code is. The code is posted, so that no address holds it."""
    viewer = request.viewer
    check_can_look_up(viewer)
    form, found, why_not = CodeForm(posted(request)), None, ""
    if request.method == "GET":
        note_read(viewer, "register.opened", viewer.partnership)
    elif form.is_valid():
        try:
            found = register.look_up(viewer=viewer, code=form.cleaned_data["code"])
        except vault.VaultError as fault:
            why_not = str(fault)
    health = register.health_of(viewer.partnership)
    context = {"form": form, "found": found, "why_not": why_not, "health": health}
    return render(request, "dispatch/look_up.html", context, status=status_of(form))
