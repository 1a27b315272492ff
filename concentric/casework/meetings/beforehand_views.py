"""What an agency adds before the meeting: the grid as a plain list, with one form. It works without JavaScript."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from concentric.casework.meetings.actions import add_entry, strike_entry
from concentric.casework.meetings.drafts import Invalid
from concentric.casework.meetings.forms import BeforehandForm, put_errors
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.permissions import check_can_add_entry
from concentric.casework.meetings.queries import get_entry, get_meeting, visible_entries
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import note_read
from concentric.foundation.identity import new_id
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.web.forms import status_of

WITHDRAWN = "Withdrawn before the meeting by its author"


@require_http_methods(["GET", "HEAD", "POST"])
def beforehand(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The entries so far, and the form for one more."""
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_add_entry(viewer, meeting)
    if meeting.status != Meeting.Status.PLANNED:
        return redirect("live:meeting", meeting.pk)
    form = _form(request, viewer, meeting)
    if form.is_valid():
        try:
            add_entry(viewer=viewer, meeting=meeting, entry_id=form.cleaned_data["entry_id"], draft=form.draft(viewer))
        except Invalid as fault:
            put_errors(form, fault)
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Added. Add the next one, or leave it there.")
            return redirect(_again(meeting, form))
    note_read(viewer, "meeting.read", meeting, page="beforehand")
    context = {"meeting": meeting, "form": form, "cells": _cells(viewer, meeting)}
    return render(request, "meetings/beforehand.html", context, status=status_of(form))


@require_POST
def withdraw(request: MemberRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Take back what was added: it is struck, and stays readable as struck."""
    entry = get_entry(request.viewer, entry_id)
    if entry.meeting_id != meeting_id:
        raise NotVisible
    strike_entry(viewer=request.viewer, entry_id=entry.pk, reason=WITHDRAWN)
    messages.success(request, "Withdrawn.")
    return redirect("meetings:beforehand", meeting_id)


def _form(request: MemberRequest, viewer: Viewer, meeting: Meeting) -> BeforehandForm:
    if request.method == "POST":
        return BeforehandForm(request.POST, viewer=viewer, meeting=meeting)
    place = {name: request.GET.get(name, "") for name in ("context", "column")}
    return BeforehandForm(viewer=viewer, meeting=meeting, initial={"entry_id": new_id(), **place})


def _again(meeting: Meeting, form: BeforehandForm) -> str:
    """The page again, on the same cell: several things are often known about one context."""
    place = f"?context={form.cleaned_data['context']}&column={form.cleaned_data['column']}"
    return reverse("meetings:beforehand", args=[meeting.pk]) + place


def _cells(viewer: Viewer, meeting: Meeting) -> list[tuple[str, list[tuple[str, list[Entry]]]]]:
    """What stands so far, by context and column, in the grid's order; only those that hold something."""
    entries = visible_entries(viewer).filter(meeting=meeting, struck_at=None).select_related("source", "instance")
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.context_key, entry.column_key), []).append(entry)
    rows = [
        (context.label, [(COLUMN[key].label, found[name, key]) for key in COLUMN if (name, key) in found])
        for name, context in CONTEXT.items()
    ]
    return [row for row in rows if row[1]]
