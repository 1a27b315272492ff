"""Importing a completed Word framework: upload, check where each piece goes, put it into the record."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concentric.casework.cases.pages import posted
from concentric.casework.cases.queries import get_case
from concentric.casework.imports import actions, queries
from concentric.casework.imports.forms import HeldForm, UploadForm
from concentric.casework.imports.models import ImportedFramework
from concentric.casework.imports.permissions import check_can_import, check_can_place
from concentric.casework.meetings.drafts import Invalid
from concentric.casework.meetings.models import Meeting
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.web.forms import status_of

MOST_BYTES = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def upload(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    case = get_case(viewer, case_id)
    check_can_import(viewer, case)
    note_read(viewer, "case.read", case, page="imports")
    form = UploadForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise UnreadableFile("The file is larger than 20 MB. Save a copy without pictures and try again.")
            read = actions.read_upload(viewer=viewer, case=case, filename=file.name, data=file.read())
        except UnreadableFile as refusal:
            form.add_error("file", refusal.reason)
        else:
            return redirect("imports:preview", read.pk)
    context = {"case": case, "form": form, "imports": queries.imports_of(viewer, case)}
    return render(request, "imports/upload.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def preview(request: MemberRequest, import_id: uuid.UUID) -> HttpResponse:
    """Where each piece goes. Posting moves pieces; `put` also puts them into the record."""
    viewer = request.viewer
    imported = queries.get_import(viewer, import_id)
    check_can_import(viewer, imported.case)
    held_on = imported.head.get("meeting_date")
    form = HeldForm(
        request.POST if "put" in request.POST else None,
        viewer=viewer,
        initial={"held_on": dt.date.fromisoformat(held_on) if held_on else None},
    )
    if request.method == "POST":
        _place(request, imported)
        if "put" not in request.POST:
            messages.success(request, "The places are saved.")
            return redirect("imports:preview", import_id)
        meeting = _put(request, imported, form)
        if meeting:
            done = "The framework is in the record as draft minutes. Check them before they are signed."
            messages.success(request, done)
            return redirect("signoff:minutes", meeting.pk)
    note_read(viewer, "import.read", imported)
    context = {
        "imported": imported,
        "case": imported.case,
        "preview": queries.preview(imported),
        "places": queries.places(),
        "said": queries.read_actions(viewer, imported),
        "may_place": ask(check_can_place, viewer, imported),
        "form": form,
    }
    return render(request, "imports/preview.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def discard(request: MemberRequest, import_id: uuid.UUID) -> HttpResponse:
    """Ask first; posting gives the import up."""
    viewer = request.viewer
    imported = queries.get_import(viewer, import_id)
    check_can_place(viewer, imported)
    if request.method == "POST":
        actions.discard(viewer=viewer, imported=imported)
        messages.success(request, "The import is discarded. Nothing of it is in the record.")
        return redirect("imports:upload", imported.case_id)
    note_read(viewer, "import.read", imported, page="discard")
    return render(request, "imports/discard.html", {"imported": imported, "pieces": imported.pieces.count()})


def _put(request: MemberRequest, imported: ImportedFramework, form: HeldForm) -> Meeting | None:
    """The meeting made of the import; or None, and the form says why not."""
    if not form.is_valid():
        return None
    try:
        return actions.put_into_record(viewer=request.viewer, imported=imported, held=form.held())
    except Refusal as refusal:
        form.add_error(None, refusal.reason)
    except Invalid as fault:
        for field, reason in fault.errors.items():
            form.add_error(field if field in form.fields else None, reason)
    return None


def _place(request: MemberRequest, imported: ImportedFramework) -> None:
    asked: dict[uuid.UUID, str] = {}
    for name, value in request.POST.items():
        if name.startswith("place-"):
            try:
                asked[uuid.UUID(name.removeprefix("place-"))] = str(value)
            except ValueError:
                raise Invalid({"place": "This piece is not known."}) from None
    actions.place_pieces(viewer=request.viewer, imported=imported, places=asked)
