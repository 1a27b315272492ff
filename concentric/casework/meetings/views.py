"""Pages around a meeting: the list, convening, preparing, and what agencies add beforehand. (`live` is the meeting.)"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concentric.casework.cases.queries import get_case
from concentric.casework.meetings import actions
from concentric.casework.meetings.drafts import Invalid
from concentric.casework.meetings.forms import CancelForm, ConveneForm, DetailsForm, InviteForm, put_errors
from concentric.casework.meetings.letters import calendar_file
from concentric.casework.meetings.models import Attendance
from concentric.casework.meetings.permissions import (
    check_can_add_entry,
    check_can_arrange,
    check_can_convene,
    check_can_invite,
    check_can_open,
    check_can_reschedule,
    check_can_take_off_list,
)
from concentric.casework.meetings.queries import added_by_agency, get_meeting, is_mine, past, upcoming
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read, recorded
from concentric.foundation.permissions.checks import ask
from concentric.web import forms
from concentric.web.downloads import attachment
from concentric.web.forms import status_of

PER_PAGE = 25
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def meeting_list(request: MemberRequest) -> HttpResponse:
    """Meetings to come, or past; the viewer's own unless they ask for all they may see."""
    mine, over = request.GET.get("whose") != "all", request.GET.get("when") == "past"
    meetings = past(request.viewer) if over else upcoming(request.viewer)
    meetings = meetings.filter(is_mine(request.viewer)) if mine else meetings
    page = Paginator(meetings, PER_PAGE).get_page(request.GET.get("page"))
    with recorded(request.viewer, "meetings.listed", count=len(page.object_list)):
        pass
    return render(request, "meetings/list.html", {"page": page, "mine": mine, "over": over})


@require_http_methods(FORM_METHODS)
def convene(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    case = get_case(viewer, case_id)
    check_can_convene(viewer, case)
    form = ConveneForm(request.POST if request.method == "POST" else None, viewer=viewer, case=case)

    def save() -> HttpResponse:
        given = form.cleaned_data
        meeting = actions.convene_meeting(
            viewer=viewer, case=case, type_key=given["type_key"], previous=given["previous"], **form.details()
        )
        messages.success(request, "The meeting is planned. Check who is on the list, then send the invitations.")
        return redirect("meetings:prepare", meeting.pk)

    words = {"title": "Convene a meeting", "verb": "Plan the meeting", "case": case}
    return _form_page(request, form, save, words)


@require_safe
def prepare(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Everything before the meeting: details, people, agenda, and who has added what."""
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    note_read(viewer, "meeting.read", meeting, page="prepare")
    people = list(meeting.attendance.select_related("agency", "membership__agency"))
    context = {
        "meeting": meeting,
        "people": people,
        "agenda": list(meeting.agenda.all()),
        "added": added_by_agency(meeting),
        "removable": {each.pk for each in people if ask(check_can_take_off_list, viewer, meeting, each).allowed},
        "may_add": ask(check_can_add_entry, viewer, meeting),
        "may_arrange": ask(check_can_arrange, viewer, meeting),
        "may_invite": ask(check_can_invite, viewer, meeting),
        "may_open": ask(check_can_open, viewer, meeting),
        "may_reschedule": ask(check_can_reschedule, viewer, meeting),
    }
    return render(request, "meetings/prepare.html", context)


@require_http_methods(FORM_METHODS)
def change(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_reschedule(viewer, meeting)
    note_read(viewer, "meeting.read", meeting, page="change")
    starts = timezone.localtime(meeting.starts_at)
    initial = {"day": starts.date(), "time": starts.time(), "minutes_long": meeting.minutes_long}
    initial |= {"place": meeting.place, "chair": meeting.chair_id, "minute_taker": meeting.minute_taker_id}
    form = DetailsForm(request.POST if request.method == "POST" else None, viewer=viewer, initial=initial)

    def save() -> HttpResponse:
        actions.change_meeting(viewer=viewer, meeting=meeting, **form.details())
        messages.success(request, "The details are changed. Send the invitations again so that calendars follow.")
        return redirect("meetings:prepare", meeting.pk)

    return _form_page(request, form, save, {"title": "Change the meeting", "verb": "Save", "meeting": meeting})


@require_http_methods(FORM_METHODS)
def cancel(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_reschedule(viewer, meeting)
    form = CancelForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        actions.cancel_meeting(viewer=viewer, meeting=meeting, reason=form.cleaned_data["reason"])
        messages.success(request, "The meeting is cancelled. Now tell those who were invited, from this page.")
        return redirect("meetings:prepare", meeting.pk)

    words = {"title": "Cancel the meeting", "verb": "Cancel the meeting", "meeting": meeting, "is_warning": True}
    return _form_page(request, form, save, words)


@require_http_methods(FORM_METHODS)
def invite(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_arrange(viewer, meeting)
    form = InviteForm(request.POST if request.method == "POST" else None, viewer=viewer, meeting=meeting)

    def save() -> HttpResponse:
        actions.invite(viewer=viewer, meeting=meeting, **form.cleaned_data)
        messages.success(request, "They are on the list.")
        return redirect("meetings:prepare", meeting.pk)

    words = {"title": "Add somebody to the list", "verb": "Add", "meeting": meeting}
    return _form_page(request, form, save, words)


@require_POST
def take_off(request: MemberRequest, meeting_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Take somebody off the list of people."""
    viewer, meeting = request.viewer, get_meeting(request.viewer, meeting_id)
    attendance = get_object_or_404(Attendance, pk=attendance_id, meeting=meeting)
    actions.take_off_list(viewer=viewer, attendance=attendance)
    messages.success(request, "They are off the list. Whoever is involved in the case still sees the meeting.")
    if attendance.membership_id == viewer.id:
        return redirect("overview:home")
    return redirect("meetings:prepare", meeting.pk)


@require_POST
def send(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """E-mail the invitations."""
    meeting = get_meeting(request.viewer, meeting_id)
    count = actions.send_invitations(viewer=request.viewer, meeting=meeting)
    messages.success(request, f"{count} {'letter is' if count == 1 else 'letters are'} on the way. They name nobody.")
    return redirect("meetings:prepare", meeting.pk)


@require_safe
def calendar(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The meeting for the viewer's own calendar."""
    meeting = get_meeting(request.viewer, meeting_id)
    note_read(request.viewer, "meeting.exported", meeting, file_format="ics")
    return attachment("meeting.ics", "text/calendar", calendar_file(meeting, [request.viewer.membership]))


@require_safe
def agenda(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The agenda, to print."""
    meeting = get_meeting(request.viewer, meeting_id)
    note_read(request.viewer, "meeting.read", meeting, page="agenda")
    return render(request, "meetings/agenda.html", {"meeting": meeting, "agenda": list(meeting.agenda.all())})


def _form_page(
    request: MemberRequest, form: forms.Form, save: Callable[[], HttpResponse], words: dict[str, object]
) -> HttpResponse:
    """Show a form; posted and in order, save it. What the verb finds wrong stands beside the fields, typing kept."""
    if form.is_valid():
        try:
            return save()
        except Invalid as fault:
            put_errors(form, fault)
    return render(request, "meetings/form.html", {**words, "form": form}, status=status_of(form))
