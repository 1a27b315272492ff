"""Files in and out of a study."""

from __future__ import annotations

import tempfile
import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.research.exchange import actions, queries
from concentric.research.exchange.archive import archive as make_archive
from concentric.research.exchange.checking import losses
from concentric.research.exchange.files import FILES, get_file, take_out
from concentric.research.exchange.forms import ArchiveForm, ProjectForm
from concentric.research.exchange.models import ImportRun
from concentric.research.exchange.permissions import check_can_archive, check_can_import
from concentric.research.frameworks.pages import posted
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.downloads import attachment
from concentric.web.forms import status_of


@without_partnership
@require_http_methods(["GET", "POST"])
def files(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """What can be taken out, and what came in. Posting brings a project, which then waits to be looked at."""
    researcher = researcher_in(request.user, study_id)
    check_can_take_files(researcher)
    form = ProjectForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        check_can_import(researcher)
        try:
            run = actions.bring(researcher=researcher, data=form.cleaned_data["file"])
        except Refusal as refusal:
            form.add_error("file", refusal.reason)
        else:
            return redirect("exchange:run", study_id, run.pk)
    return _files(request, researcher, form, ArchiveForm())


def _files(
    request: PersonRequest, researcher: Researcher, form: ProjectForm, archive_form: ArchiveForm
) -> HttpResponse:
    note_read(researcher, "study.read", researcher.study, page="files")
    context: dict[str, Any] = {
        "study": researcher.study,
        "files": FILES,
        "losses": losses(researcher),
        "form": form,
        "archive_form": archive_form,
        "may_import": ask(check_can_import, researcher),
        "may_archive": ask(check_can_archive, researcher),
        "runs": queries.runs(researcher),
    }
    status = max(status_of(form), status_of(archive_form))
    return render(request, "exchange/files.html", context, status=status)


@without_partnership
@require_GET
def take(request: PersonRequest, study_id: uuid.UUID, taken: str, file_format: str) -> HttpResponseBase:
    """One file, made whole and checked before it is given."""
    researcher = researcher_in(request.user, study_id)
    file = get_file(taken, file_format)
    out = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    take_out(researcher=researcher, file=file, out=out)
    return FileResponse(out, as_attachment=True, filename=f"study-{file.name}", content_type=file.media_type)


@without_partnership
@require_POST
def archive(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The whole study, sealed."""
    researcher = researcher_in(request.user, study_id)
    check_can_archive(researcher)
    form = ArchiveForm(request.POST)
    if form.is_valid():
        sealed = make_archive(researcher=researcher, passphrase=form.cleaned_data["passphrase"])
        return attachment("study.zip.age", "application/octet-stream", sealed)
    return _files(request, researcher, ProjectForm(), form)


@without_partnership
@require_GET
def run(request: PersonRequest, study_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """One import: what it will make, how far it is, or what it made."""
    researcher = researcher_in(request.user, study_id)
    check_can_take_files(researcher)
    shown = queries.get_run(researcher, run_id)
    note_read(researcher, "project.import_read", shown)
    context = {"study": researcher.study, "run": shown, "may_import": ask(check_can_import, researcher)}
    return render(request, "exchange/run.html", context)


@without_partnership
@require_POST
def start(request: PersonRequest, study_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    check_can_import(researcher)
    found = queries.get_run(researcher, run_id)
    try:
        actions.start(researcher=researcher, run=found)
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    return redirect("exchange:run", study_id, run_id)


@without_partnership
@require_POST
def stop(request: PersonRequest, study_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    check_can_take_files(researcher)
    found = queries.get_run(researcher, run_id)
    actions.stop(researcher=researcher, run=found)
    if found.state == ImportRun.State.WAITING:
        messages.success(request, "The file is forgotten. Nothing of it was taken in.")
        return redirect("exchange:files", study_id)
    return redirect("exchange:run", study_id, run_id)
