"""The quality check of a signed framework."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from concentric.casework.cases.pages import posted
from concentric.casework.meetings.models import Meeting
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import ask
from concentric.method.records.quality import Line, Place
from concentric.submission.quality import actions, queries
from concentric.submission.quality.forms import AnswerForm, ChecklistForm
from concentric.submission.quality.models import SendBack
from concentric.submission.quality.notices import tell_lead, tell_producers
from concentric.submission.quality.permissions import (
    check_can_accept,
    check_can_answer,
    check_can_check,
    check_can_read_checklist,
)
from concentric.web.forms import status_of


@require_http_methods(["GET", "POST"])
def checklist(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Every line with its answer; a form over those that are open."""
    viewer = request.viewer
    minutes = queries.signed_minutes(viewer, meeting_id)
    check_can_read_checklist(viewer, minutes)
    if request.method == "POST":
        check_can_check(viewer, minutes)
    else:
        note_read(viewer, "quality.read", minutes)
    checked = queries.checked(viewer, minutes)
    form = ChecklistForm(posted(request), checked=checked)
    if form.is_valid():
        messages.success(request, _settle(request, minutes, form))
        return redirect("quality:checklist", meeting_id)
    sent = list(queries.send_backs(minutes))
    context = {
        "meeting": minutes.meeting,
        "checked": checked,
        "form": form,
        "ticked": request.POST.getlist("lines"),
        "place_of": lambda line: place_of(minutes.meeting, line),
        "may_check": ask(check_can_check, viewer, minutes),
        "send_backs": [(each, ask(check_can_accept, viewer, each)) for each in sent],
    }
    return render(request, "quality/checklist.html", context, status=status_of(form))


def _settle(request: MemberRequest, minutes: Minutes, form: ChecklistForm) -> str:
    """Do what the form asks. Returns the words that say so."""
    viewer, lines, remark = request.viewer, form.cleaned_data["lines"], form.cleaned_data["remark"]
    if form.sends_back:
        sent = actions.send_back(viewer=viewer, minutes=minutes, lines=lines, note_text=remark)
        tell_producers(sent)
        return "It is with the minute-taker and the chair. We told them by e-mail; the e-mail names nobody."
    actions.leave(viewer=viewer, minutes=minutes, lines=lines, remark=remark)
    return "One line stays as it is." if len(lines) == 1 else f"{len(lines)} lines stay as they are."


@require_POST
def reopen(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Take back what was said of a line."""
    minutes = queries.signed_minutes(request.viewer, meeting_id)
    check_can_check(request.viewer, minutes)
    actions.reopen(viewer=request.viewer, minutes=minutes, line=request.POST.get("line", ""))
    messages.success(request, "The line is open again.")
    return redirect("quality:checklist", meeting_id)


@require_http_methods(["GET", "POST"])
def answer(request: MemberRequest, send_back_id: uuid.UUID) -> HttpResponse:
    """What was sent back, and the form that answers it."""
    viewer = request.viewer
    sent = queries.get_send_back(viewer, send_back_id)
    check_can_answer(viewer, sent)
    if request.method == "GET":
        note_read(viewer, "send_back.read", sent)
    form = AnswerForm(posted(request))
    if form.is_valid():
        _answer(request, sent, form)
        messages.success(request, "Your answer is with the lead professional.")
        return redirect("signoff:minutes", sent.minutes.meeting_id)
    context = {
        "meeting": sent.minutes.meeting,
        "send_back": sent,
        "lines": queries.lines_of(viewer, sent),
        "place_of": lambda line: place_of(sent.minutes.meeting, line),
        "form": form,
    }
    return render(request, "quality/answer.html", context, status=status_of(form))


def _answer(request: MemberRequest, sent: SendBack, form: AnswerForm) -> None:
    said, reason = form.cleaned_data, form.cleaned_data["reason"]
    if said["decision"] == AnswerForm.AMEND:
        actions.answer_by_amendment(viewer=request.viewer, send_back=sent, text=said["text"], reason=reason)
    else:
        actions.answer_in_words(viewer=request.viewer, send_back=sent, answer=reason)
    tell_lead(sent)


@require_POST
def accept(request: MemberRequest, send_back_id: uuid.UUID) -> HttpResponse:
    """The lead professional closes what was answered."""
    sent = queries.get_send_back(request.viewer, send_back_id)
    check_can_accept(request.viewer, sent)
    actions.accept(viewer=request.viewer, send_back=sent)
    messages.success(request, "The answer is accepted, and its lines are settled.")
    return redirect("quality:checklist", sent.minutes.meeting_id)


def place_of(meeting: Meeting, line: Line) -> str:
    """The address that a line leads to."""
    if line.place is Place.INCIDENTS:
        return reverse("cases:incidents", args=[meeting.case_id])
    if line.place is Place.DETAILS:
        return reverse("cases:details", args=[meeting.case_id])
    minutes = reverse("signoff:minutes", args=[meeting.pk])
    return f"{minutes}#{line.place.value}" + (f"-{line.subject}" if line.subject else "")
