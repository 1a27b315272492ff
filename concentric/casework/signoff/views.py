"""From the end of the meeting to signed minutes."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.casework.cases.pages import posted
from concentric.casework.live.prologue import quorum_of
from concentric.casework.live.screen import read_screen
from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.permissions import check_can_close, produces
from concentric.casework.meetings.queries import get_meeting
from concentric.casework.meetings.visibility import sees_whole_record
from concentric.casework.signoff import actions, queries
from concentric.casework.signoff.forms import AmendmentForm, CorrectionAnswerForm, CorrectionForm, SignForm
from concentric.casework.signoff.layout import contexts_of
from concentric.casework.signoff.models import Correction
from concentric.casework.signoff.notices import tell_invited, tell_owners
from concentric.casework.signoff.permissions import (
    check_can_amend,
    check_can_ask_correction,
    check_can_circulate,
    check_can_decide_correction,
    check_can_sign,
)
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import ask
from concentric.web import onward
from concentric.web.forms import status_of
from concentric.web.jinja import plural


@require_GET
def minutes(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The draft or signed minutes, as this viewer may read them."""
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    found = queries.get_minutes(viewer, meeting)
    note_read(viewer, "minutes.read", found)
    record = queries.readable_record(viewer, meeting)
    context = {
        "meeting": meeting,
        "minutes": found,
        "record": record,
        "grid": contexts_of(record),
        "is_whole": sees_whole_record(viewer, meeting),
        "is_intact": found.record is None or queries.is_intact(found),
        "deadlines": queries.deadlines(found),
        "corrections": queries.corrections_of(viewer, meeting),
        "may_answer": produces(viewer, meeting),
        "may_correct": ask(check_can_ask_correction, viewer, meeting),
        "may_circulate": ask(check_can_circulate, viewer, meeting),
        "may_sign": ask(check_can_sign, viewer, meeting),
        "may_amend": ask(check_can_amend, viewer, found),
        "ways_on": onward.leading_on(onward.of_minutes, viewer, meeting.pk),
    }
    return render(request, "signoff/minutes.html", context)


@require_POST
def close(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = get_meeting(request.viewer, meeting_id)
    check_can_close(request.viewer, meeting)
    actions.close_meeting(viewer=request.viewer, meeting=meeting)
    told = tell_owners(meeting)
    messages.success(request, f"The meeting is closed. These are its draft minutes. Owners of actions told: {told}.")
    return redirect("signoff:minutes", meeting_id)


@require_POST
def circulate(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = get_meeting(request.viewer, meeting_id)
    check_can_circulate(request.viewer, meeting)
    actions.circulate(viewer=request.viewer, meeting=meeting)
    told = tell_invited(meeting, "Draft minutes are ready for you to read")
    messages.success(request, f"We told {told} people by e-mail that the draft is ready. The e-mail names nobody.")
    return redirect("signoff:minutes", meeting_id)


@require_http_methods(["GET", "POST"])
def correct(request: MemberRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID | None = None) -> HttpResponse:
    """Ask for a correction, of one entry or of the minutes as a whole."""
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_ask_correction(viewer, meeting)
    entry = queries.get_correctable_entry(viewer, meeting, entry_id) if entry_id else None
    note_read(viewer, "minutes.read", meeting, page="correct")
    form = CorrectionForm(posted(request))
    if form.is_valid():
        actions.ask_correction(viewer=viewer, meeting=meeting, entry=entry, **form.cleaned_data)
        messages.success(request, "Your correction is with the chair and the minute-taker.")
        return redirect("signoff:minutes", meeting_id)
    context = {"meeting": meeting, "entry": entry, "form": form}
    return render(request, "signoff/correct.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def answer_correction(request: MemberRequest, correction_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    correction = queries.get_correction(viewer, correction_id)
    check_can_decide_correction(viewer, correction)
    note_read(viewer, "minutes.read", correction, page="answer")
    form = CorrectionAnswerForm(posted(request))
    if form.is_valid():
        accepted = form.cleaned_data["decision"] == "accept"
        reason = form.cleaned_data["reason"]
        actions.decide_correction(viewer=viewer, correction=correction, accepted=accepted, reason=reason)
        if accepted:
            messages.success(request, "The correction is accepted. Make the change in the record now.")
            return redirect(_where_it_stands(correction))
        messages.success(request, "The correction is declined, with your reason.")
        return redirect("signoff:minutes", correction.meeting_id)
    context = {"correction": correction, "meeting": correction.meeting, "form": form}
    return render(request, "signoff/answer_correction.html", context, status=status_of(form))


def _where_it_stands(correction: Correction) -> str:
    """The record, opened at the entry that the correction is about."""
    meeting, entry = reverse("live:meeting", args=[correction.meeting_id]), correction.entry
    return f"{meeting}?part=context:{entry.context_key}#entry-{entry.pk}" if entry else meeting


@require_http_methods(["GET", "POST"])
def sign(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_sign(viewer, meeting)
    unchanged = queries.accepted_unchanged(meeting)
    form = SignForm(posted(request), request=request, unchanged=bool(unchanged))
    if form.is_valid():
        actions.sign_minutes(viewer=viewer, meeting=meeting)
        messages.success(request, "The minutes are signed. From now on changes are amendments beside them.")
        return redirect("signoff:minutes", meeting_id)
    context = {"meeting": meeting, "form": form, "unchanged": unchanged, "still_open": _still_open(viewer, meeting)}
    return render(request, "signoff/sign.html", context, status=status_of(form))


def _still_open(viewer: Viewer, meeting: Meeting) -> list[str]:
    """What a chair signs over: no quorum, needs that no action answers, actions without owner or date, no review."""
    screen = read_screen(viewer, meeting)
    quorum = quorum_of(screen)
    lines = [quorum.words] if quorum.met is False else []
    if screen.unanswered:
        lines.append(f"No action answers {plural(len(screen.unanswered), 'need')}.")
    if screen.unsettled:
        lines.append(f"{plural(len(screen.unsettled), 'action has', 'actions have')} no owner or no date.")
    return lines if meeting.review_on else [*lines, "There is no review date."]


@require_http_methods(["GET", "POST"])
def amend(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    found = queries.get_minutes(viewer, meeting)
    check_can_amend(viewer, found)
    form = AmendmentForm(posted(request))
    if form.is_valid():
        actions.amend(viewer=viewer, minutes=found, **form.cleaned_data)
        messages.success(request, "The amendment stands beside the signed minutes.")
        return redirect("signoff:minutes", meeting_id)
    return render(request, "signoff/amend.html", {"meeting": meeting, "form": form}, status=status_of(form))
