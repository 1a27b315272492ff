"""The partnership's settings: read by everyone, changed by few, carried as one file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from concentric.casework.process import actions
from concentric.casework.process.forms import (
    AgendaRows,
    MeetingTypeRows,
    ProcessForm,
    initial_of,
    process_from,
    rows_of,
)
from concentric.casework.process.permissions import check_can_change_process
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import ask
from concentric.method.instrument.process_file import MOST_BYTES, Reading, from_json, to_json
from concentric.web import forms
from concentric.web.downloads import attachment
from concentric.web.forms import status_of


class FileForm(forms.Form):
    """A settings file from another partnership."""

    file = forms.FileField(label="Settings file", help_text="A .json file that another partnership exported.")


@require_GET
def show(request: MemberRequest) -> HttpResponse:
    process = process_of(request.viewer.partnership)
    context = {"process": process, "may_change": ask(check_can_change_process, request.viewer)}
    return render(request, "process/show.html", context)


@require_http_methods(["GET", "POST"])
def change(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_change_process(viewer)
    process = process_of(viewer.partnership)
    types, agenda = rows_of(process)
    data = request.POST if request.method == "POST" else None
    form = ProcessForm(data, initial=initial_of(process))
    type_rows = MeetingTypeRows(data, initial=types, prefix="types")
    agenda_rows = AgendaRows(data, initial=agenda, prefix="agenda")
    if data is not None and all([form.is_valid(), type_rows.is_valid(), agenda_rows.is_valid()]):
        changed = process_from(form, type_rows, agenda_rows)
        if changed is not None:
            actions.change_process(viewer=viewer, process=changed)
            messages.success(request, "The settings are saved. Meetings convened from now on use them.")
            return redirect("process:show")
    context = {"form": form, "types": type_rows, "agenda": agenda_rows}
    return render(request, "process/change.html", context, status=200 if data is None else 422)


@require_GET
def export(request: MemberRequest) -> HttpResponse:
    """The settings as one file, so that another partnership can start from them."""
    check_can_change_process(request.viewer)
    with recorded(request.viewer, "settings.exported"):
        text = to_json(process_of(request.viewer.partnership))
    return attachment("concentric-settings.json", "application/json", text.encode())


@require_http_methods(["GET", "POST"])
def start_from_file(request: MemberRequest) -> HttpResponse:
    """Take over the settings of a file; a file that is not sound changes nothing, and every problem is listed."""
    viewer = request.viewer
    check_can_change_process(viewer)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    reading = Reading(None, ())
    if request.method == "POST" and form.is_valid():
        reading = from_json(form.cleaned_data["file"].read(MOST_BYTES + 1))
        if reading.process is not None:
            actions.change_process(viewer=viewer, process=reading.process)
            messages.success(request, "The settings of the file are yours now.")
            return redirect("process:show")
    status = 422 if reading.problems else status_of(form)
    return render(request, "process/start_from_file.html", {"form": form, "problems": reading.problems}, status=status)
