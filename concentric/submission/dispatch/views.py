"""Where frameworks stand on their way to studies, sending them, and what was sent."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.casework.cases.pages import posted
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.submission.consent.permissions import check_can_read_form, check_can_withdraw
from concentric.submission.consent.queries import consents_of
from concentric.submission.dispatch import actions, queries
from concentric.submission.dispatch.forms import SendManyForm
from concentric.submission.dispatch.permissions import (
    check_can_follow,
    check_can_hand_over,
    check_can_send,
    check_can_withdraw_framework,
)
from concentric.submission.dispatch.register import code_of
from concentric.submission.dispatch.road import road_of
from concentric.submission.review.permissions import check_can_begin, check_can_look, check_leads
from concentric.submission.review.queries import get_outgoing
from concentric.submission.review.states import BEFORE_SENT, State
from concentric.web.downloads import attachment
from concentric.web.forms import status_of

A_PAGE = 50


@require_GET
def listing(request: MemberRequest) -> HttpResponse:
    """Everything on its way of the cases that the viewer may see, and what went before."""
    viewer = request.viewer
    check_can_follow(viewer)
    note_read(viewer, "outgoing.listed", viewer.partnership)
    gone = Paginator(queries.gone(viewer), A_PAGE)
    context = {
        "under_way": queries.under_way(viewer)[:200],
        "gone": gone.get_page(request.GET.get("page")),
        "sendable": queries.sendable(viewer).count(),
        "leads": viewer.membership.cases_led.exists(),
    }
    return render(request, "dispatch/list.html", context)


@require_GET
def show(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """The five steps, the consents, and what was sent. Nothing of the record stands here."""
    viewer = request.viewer
    outgoing = get_outgoing(viewer, outgoing_id)
    note_read(viewer, "outgoing.read", outgoing, page="road")
    consents = [
        (one, ask(check_can_withdraw, viewer, one), bool(one.form_type) and ask(check_can_read_form, viewer, one))
        for one in consents_of(outgoing)
    ]
    context = {
        "outgoing": outgoing,
        "may_look": ask(check_can_look, viewer, outgoing),
        "road": road_of(viewer, outgoing),
        "is_before": outgoing.state in BEFORE_SENT,
        "consents": consents,
        "dispatches": [(one, ask(check_can_hand_over, viewer, one)) for one in queries.dispatches_of(outgoing)],
        "leads": ask(check_leads, viewer, outgoing.case),
        "may_withdraw": ask(check_can_withdraw_framework, viewer, outgoing),
        "may_correct": outgoing.state == State.SENT and ask(check_can_begin, viewer, outgoing.minutes),
        "to_tell": outgoing.state == State.SENT and any(one.withdrawn_at for one, _, _ in consents),
        "correction": outgoing.corrections.order_by("begun_at").last(),
    }
    return render(request, "dispatch/show.html", context)


@require_POST
def send(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    outgoing = get_outgoing(viewer, outgoing_id)
    check_can_send(viewer, outgoing)
    try:
        dispatch = actions.send(viewer=viewer, outgoing=outgoing)
    except Refusal as refusal:
        messages.error(request, f"Nothing was sent. {refusal.reason}")
    else:
        if dispatch.handed_over_on:
            messages.success(request, "Sent. The study has received it.")
        else:
            messages.success(request, "Sealed. Download the file below and give it to the study.")
    return redirect("dispatch:show", outgoing_id)


@require_http_methods(["GET", "POST"])
def send_many(request: MemberRequest) -> HttpResponse:
    """All that could be sent, each by itself; what became of each stands on the page that answers."""
    viewer = request.viewer
    check_can_follow(viewer)
    form = SendManyForm(posted(request), offered=queries.sendable(viewer))
    note_read(viewer, "outgoing.listed", viewer.partnership)
    outcomes = []
    if form.is_valid():
        done = list(actions.send_many(viewer=viewer, outgoing=form.picked()))
        outcomes = [(one, "" if one.reason else code_of(viewer, one.outgoing)) for one in done]
    return render(request, "dispatch/send_many.html", {"form": form, "outcomes": outcomes}, status=status_of(form))


@require_GET
def sealed_file(request: MemberRequest, dispatch_id: uuid.UUID) -> HttpResponse:
    """The sealed file. Its name says nothing; whichever it is, only the study can open it."""
    dispatch = queries.get_dispatch(request.viewer, dispatch_id)
    check_can_hand_over(request.viewer, dispatch)
    note_read(request.viewer, "dispatch.downloaded", dispatch)
    return attachment("for-the-study.cbundle", "application/octet-stream", bytes(dispatch.sealed_file))


@require_POST
def handed_over(request: MemberRequest, dispatch_id: uuid.UUID) -> HttpResponse:
    dispatch = queries.get_dispatch(request.viewer, dispatch_id)
    check_can_hand_over(request.viewer, dispatch)
    actions.hand_over(viewer=request.viewer, dispatch=dispatch)
    messages.success(request, "Marked as handed over.")
    return redirect("dispatch:show", dispatch.outgoing_id)
