"""The studies that a partnership sends to: joining by card or code, what each asks, leaving."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.exchange.study_card import written
from concentric.method.instrument.inclusion import in_words
from concentric.submission.studies import actions, queries
from concentric.submission.studies.forms import CardForm, CodeForm
from concentric.submission.studies.keys import check_can_sign, public_key, renew_signing_key
from concentric.submission.studies.models import StudyLink
from concentric.submission.studies.permissions import (
    check_can_leave,
    check_can_manage_studies,
    check_can_see_studies,
)
from concentric.web.downloads import attachment
from concentric.web.forms import status_of


@require_GET
def study_list(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_see_studies(viewer)
    links = [(link, in_words(queries.rule_of(link))) for link in queries.links(viewer)]
    context = {
        "links": links,
        "left": queries.links_left(viewer),
        "may_manage": ask(check_can_manage_studies, viewer),
        "key": ask(check_can_sign, viewer.partnership) if links else None,
    }
    return render(request, "studies/list.html", context)


@require_GET
def show(request: MemberRequest, link_id: uuid.UUID) -> HttpResponse:
    """A study as its card describes it, in plain words."""
    viewer = request.viewer
    link = queries.get_link(viewer, link_id)
    check_can_see_studies(viewer)
    context = {
        "link": link,
        "rule": in_words(queries.rule_of(link)),
        "fingerprint": public_key(viewer.partnership).fingerprint,
        "is_known": queries.is_known_here(link),
        "may_manage": ask(check_can_manage_studies, viewer),
        "may_leave": ask(check_can_leave, viewer, link),
    }
    return render(request, "studies/show.html", context)


@require_http_methods(["GET", "POST"])
def join(request: MemberRequest) -> HttpResponse:
    """With the study's card, or with a joining code where the study is on this installation."""
    check_can_manage_studies(request.viewer)
    by_code = "code" in request.POST
    post = request.method == "POST"
    card = CardForm(request.POST, request.FILES) if post and not by_code else CardForm()
    code = CodeForm(request.POST) if post and by_code else CodeForm()
    link = _joined(request, card, code)
    if link is not None:
        messages.success(request, f"Your partnership sends to “{link.name}” now. Nothing is sent by itself.")
        return redirect("studies:show", link.pk)
    status = max(status_of(card), status_of(code))
    return render(request, "studies/join.html", {"card": card, "code": code}, status=status)


def _joined(request: MemberRequest, card: CardForm, code: CodeForm) -> StudyLink | None:
    try:
        if card.is_valid():
            return actions.join(viewer=request.viewer, card=card.cleaned_data["file"])
        if code.is_valid():
            return actions.join_by_code(viewer=request.viewer, code=code.cleaned_data["code"])
    except Refusal as refusal:
        form, field = (card, "file") if card.is_bound else (code, "code")
        form.add_error(field, refusal.reason)
    return None


@require_GET
def site_card(request: MemberRequest, link_id: uuid.UUID) -> HttpResponse:
    link = queries.get_link(request.viewer, link_id)
    data = written(actions.site_card(viewer=request.viewer, link=link))
    return attachment("site-card.json", "application/json", data)


@require_POST
def leave(request: MemberRequest, link_id: uuid.UUID) -> HttpResponse:
    link = queries.get_link(request.viewer, link_id)
    actions.leave(viewer=request.viewer, link=link)
    messages.success(request, "Your partnership has left the study. What was sent stays there until you withdraw it.")
    return redirect("studies:list")


@require_POST
def renew_key(request: MemberRequest) -> HttpResponse:
    renew_signing_key(viewer=request.viewer)
    messages.success(request, "There is a new signing key. Give every study a new site card.")
    return redirect("studies:list")
