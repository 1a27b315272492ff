"""Beginning, what would leave, the second look, and stopping."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.casework.cases.pages import posted
from concentric.casework.meetings.queries import get_meeting
from concentric.casework.signoff.queries import get_minutes
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.submission.review import actions
from concentric.submission.review.attribute_words import labels_of, rare_in_words
from concentric.submission.review.attributes import SubmissionSet, checked_choices
from concentric.submission.review.facts import facts_of
from concentric.submission.review.facts_words import About, facts_in_words
from concentric.submission.review.forms import AttributesForm, BeginForm, SendBackForm, StopForm
from concentric.submission.review.layout import sections
from concentric.submission.review.models import Outgoing
from concentric.submission.review.outgoing import is_stale, remaining_in
from concentric.submission.review.permissions import (
    check_can_begin,
    check_can_confirm,
    check_can_review,
    check_leads,
)
from concentric.submission.review.queries import (
    found_in,
    get_outgoing,
    outgoing_of,
    progress_of,
    with_progress,
)
from concentric.submission.review.states import BEFORE_SENT
from concentric.submission.review.views.page import opened
from concentric.submission.studies.queries import links
from concentric.web.forms import status_of
from concentric.web.jinja import plural


@require_http_methods(["GET", "POST"])
def begin(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Choose a study for signed minutes; posting looks through them."""
    viewer = request.viewer
    minutes = get_minutes(viewer, get_meeting(viewer, meeting_id))
    check_can_begin(viewer, minutes)
    studies = links(viewer)
    form = BeginForm(posted(request), studies=studies)
    if form.is_valid():
        try:
            outgoing = actions.begin(viewer=viewer, minutes=minutes, study=form.cleaned_data["study"])
        except Refusal as refusal:
            form.add_error("study", refusal.reason)
        else:
            return redirect("review:review", outgoing.pk)
    context = {
        "meeting": minutes.meeting,
        "form": form,
        "studies": studies,
        "earlier": with_progress(outgoing_of(viewer, minutes)),
    }
    return render(request, "review/begin.html", context, status=status_of(form))


@require_GET
def preview(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """The whole text as it would leave."""
    outgoing = opened(request, outgoing_id, "preview")
    context = {
        "outgoing": outgoing,
        "sections": sections(outgoing),
        "facts": _facts(outgoing),
        "remaining": remaining_in(outgoing),
        "progress": progress_of(one.finding for one in found_in(outgoing)),
        "may_review": ask(check_can_review, request.viewer, outgoing),
    }
    return render(request, "review/preview.html", context)


def _facts(outgoing: Outgoing) -> list[About] | None:
    """What leaves beside the texts; None where it has left and the case is another by now."""
    if outgoing.state not in BEFORE_SENT and is_stale(outgoing):
        return None
    return facts_in_words(facts_of(outgoing))


@require_http_methods(["GET", "POST"])
def attributes(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """What is kept of age, gender, cohort, level and term, and which combinations are rare."""
    outgoing = opened(request, outgoing_id, "attributes")
    if request.method == "POST":
        check_can_review(request.viewer, outgoing)
    own_set = SubmissionSet(outgoing)
    labels = labels_of(own_set)
    chosen = checked_choices(outgoing.attributes)
    form = AttributesForm(posted(request), labels=labels, initial=chosen)
    if form.is_valid():
        left = actions.choose_attributes(viewer=request.viewer, outgoing=outgoing, choices=form.cleaned_data)
        asked = f" {plural(left, 'finding')} to decide: ages in the text follow the age." if left else ""
        messages.success(request, f"This is how the attributes will leave.{asked}")
        return redirect("review:attributes", outgoing_id)
    context = {
        "outgoing": outgoing,
        "form": form,
        "rare": rare_in_words(own_set),
        "size": own_set.size,
        "may_review": ask(check_can_review, request.viewer, outgoing),
    }
    return render(request, "review/attributes.html", context, status=status_of(form))


@require_POST
def settle(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """Pass it to a second person."""
    outgoing = get_outgoing(request.viewer, outgoing_id)
    check_can_review(request.viewer, outgoing)
    try:
        actions.settle(viewer=request.viewer, outgoing=outgoing)
    except Refusal as refusal:
        messages.error(request, refusal.reason)
        return redirect("review:preview", outgoing_id)
    messages.success(request, "It waits for a second person now.")
    return redirect("review:second_look", outgoing_id)


@require_GET
def second_look(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """What would leave, beside what was replaced and kept; here a second person confirms."""
    return _second_look(request, opened(request, outgoing_id, "second look"), SendBackForm())


def _second_look(request: MemberRequest, outgoing: Outgoing, form: SendBackForm) -> HttpResponse:
    context = {
        "outgoing": outgoing,
        "sections": sections(outgoing),
        "facts": _facts(outgoing),
        "form": form,
        "may_confirm": ask(check_can_confirm, request.viewer, outgoing),
        "may_lead": ask(check_leads, request.viewer, outgoing.case),
    }
    return render(request, "review/second_look.html", context, status=status_of(form))


@require_POST
def confirm(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """The second person lets it go on."""
    outgoing = get_outgoing(request.viewer, outgoing_id)
    actions.confirm(viewer=request.viewer, outgoing=outgoing)
    messages.success(request, "Confirmed. The two consents come next.")
    return redirect("dispatch:show", outgoing_id)


@require_POST
def send_back(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """The second person asks for another look."""
    outgoing = opened(request, outgoing_id, "second look")
    check_can_confirm(request.viewer, outgoing)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _second_look(request, outgoing, form)
    actions.send_back(viewer=request.viewer, outgoing=outgoing, note_text=form.cleaned_data["note"])
    messages.success(request, "It is back with the lead professional.")
    return redirect("review:second_look", outgoing_id)


@require_POST
def reopen(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """Take it back to review."""
    outgoing = get_outgoing(request.viewer, outgoing_id)
    actions.reopen(viewer=request.viewer, outgoing=outgoing)
    messages.success(request, "It is under review again. Your decisions are as they were.")
    return redirect("review:review", outgoing_id)


@require_http_methods(["GET", "POST"])
def stop(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """Do not send it after all."""
    outgoing = opened(request, outgoing_id, "stop")
    check_leads(request.viewer, outgoing.case)
    form = StopForm(posted(request))
    if form.is_valid():
        actions.stop(viewer=request.viewer, outgoing=outgoing, reason=form.cleaned_data["reason"])
        messages.success(request, "Stopped. Nothing was sent.")
        return redirect("dispatch:show", outgoing_id)
    context = {"outgoing": outgoing, "form": form}
    return render(request, "review/stop.html", context, status=status_of(form))
