"""Reading the words and consenting to them, and keeping signed forms."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from concentric.casework.cases.pages import posted
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import NotVisible
from concentric.submission.consent import actions, queries
from concentric.submission.consent.forms import ENDINGS, ConsentForm, SignedFormForm
from concentric.submission.consent.models import Consent
from concentric.submission.consent.permissions import (
    check_can_consent,
    check_can_read_form,
    check_can_record_form,
    part_of,
)
from concentric.submission.review.queries import get_outgoing
from concentric.web.downloads import attachment
from concentric.web.forms import status_of


@require_http_methods(["GET", "POST"])
def give(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """The study's words, and the form that agrees to them."""
    viewer = request.viewer
    outgoing = get_outgoing(viewer, outgoing_id)
    check_can_consent(viewer, outgoing)
    note_read(viewer, "outgoing.read", outgoing, page="consent")
    form = ConsentForm(posted(request), request=request)
    if form.is_valid():
        actions.give(viewer=viewer, outgoing=outgoing)
        messages.success(request, "You have consented. You can withdraw at any time.")
        return redirect("dispatch:show", outgoing_id)
    context = {"outgoing": outgoing, "form": form, "part": part_of(viewer, outgoing)}
    return render(request, "consent/give.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def keep_form(request: MemberRequest, outgoing_id: uuid.UUID, part: str) -> HttpResponse:
    """Upload what the lead professional or the case worker signed on paper."""
    viewer = request.viewer
    outgoing = get_outgoing(viewer, outgoing_id)
    if part not in Consent.Part.values:
        raise NotVisible
    whose = Consent.Part(part)
    check_can_record_form(viewer, outgoing, whose)
    note_read(viewer, "outgoing.read", outgoing, page="consent form")
    workers = queries.case_workers(outgoing) if whose is Consent.Part.WORKER else None
    form = SignedFormForm(posted(request), request.FILES if request.method == "POST" else None, workers=workers)
    if form.is_valid():
        actions.record_form(viewer=viewer, outgoing=outgoing, part=whose, form=form.signed())
        messages.success(request, "The signed form is kept, sealed.")
        return redirect("dispatch:show", outgoing_id)
    context = {"outgoing": outgoing, "form": form, "part": whose}
    return render(request, "consent/keep_form.html", context, status=status_of(form))


@require_GET
def signed_form(request: MemberRequest, consent_id: uuid.UUID) -> HttpResponse:
    """The signed form, as it was uploaded."""
    consent = queries.get_consent(request.viewer, consent_id)
    check_can_read_form(request.viewer, consent)
    data = queries.signed_form(consent)
    note_read(request.viewer, "consent.form_read", consent)
    return attachment(f"signed-consent.{ENDINGS[consent.form_type]}", consent.form_type, data)
