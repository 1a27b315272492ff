"""Pages on which researchers bring in what they have: Word files to be checked, a spreadsheet of attributes."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.exchange.spreadsheet_reading import Table
from concentric.research.frameworks import attribute_sheet, word_files
from concentric.research.frameworks.classify_forms import ConfirmSheetForm, SheetForm
from concentric.research.frameworks.import_forms import PieceForm, TakeInForm, WordFilesForm
from concentric.research.frameworks.models import WordFile
from concentric.research.frameworks.pages import posted
from concentric.research.frameworks.permissions import check_can_classify, check_can_import
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.research.frameworks.word_files import Preview
from concentric.research.frameworks.word_reading import Read
from concentric.web.forms import status_of


@without_partnership
@require_http_methods(["GET", "POST"])
def word(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Word files: which wait to be checked. Posting reads more."""
    researcher = researcher_in(request.user, study_id)
    check_can_import(researcher)
    form = WordFilesForm(posted(request), request.FILES if request.method == "POST" else None, study=researcher.study)
    outcomes = []
    if form.is_valid():
        site = researcher.study.sites.get(letter=form.cleaned_data["site"])
        outcomes = word_files.read_each(researcher=researcher, site=site, files=form.contents())
    note_read(researcher, "study.read", researcher.study, page="word_files")
    refused = [outcome for outcome in outcomes if outcome.file is None]
    context = {
        "study": researcher.study,
        "form": form,
        "read": len(outcomes) - len(refused),
        "refused": refused,
        "waiting": [(file, _opened(file)) for file in word_files.waiting(researcher)],
        "kept_days": word_files.KEPT_DAYS,
    }
    return render(request, "frameworks/word.html", context, status=422 if refused else status_of(form))


@without_partnership
@require_http_methods(["GET", "POST"])
def check(request: PersonRequest, study_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """One file: where each piece goes and what looks identifying. Posting takes it into the study."""
    researcher = researcher_in(request.user, study_id)
    check_can_import(researcher)
    file = word_files.get_word_file(researcher, file_id)
    opened = _opened(file)
    form = TakeInForm(posted(request), found=len(opened.preview.found) if opened.preview else 0)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("code", "included", "reason")}
        try:
            made = word_files.take_in(researcher=researcher, file=file, **asked)
        except Refusal as refusal:
            form.add_error("code" if "code" in refusal.reason else None, refusal.reason)
        else:
            messages.success(request, f"The framework is taken in under the code {made.code}. Keep a note of it.")
            return redirect("frameworks:framework", study_id, made.pk)
    note_read(researcher, "word_file.opened", file)
    context = {"study": researcher.study, "file": file, "form": form, "opened": opened}
    return render(request, "frameworks/word_check.html", context, status=status_of(form))


@without_partnership
@require_http_methods(["GET", "POST"])
def piece(request: PersonRequest, study_id: uuid.UUID, file_id: uuid.UUID, number: int) -> HttpResponse:
    """One piece of a file: its words and its place."""
    researcher = researcher_in(request.user, study_id)
    check_can_import(researcher)
    file = word_files.get_word_file(researcher, file_id)
    pieces = word_files.contents(file).pieces
    if number >= len(pieces):
        raise NotVisible
    shown = pieces[number]
    form = PieceForm(posted(request), initial={"text": shown.text, "place": shown.place})
    if form.is_valid():
        word_files.change_piece(researcher=researcher, file=file, number=number, **form.cleaned_data)
        messages.success(request, "The piece is changed." if form.cleaned_data["text"] else "The piece is left out.")
        return redirect("frameworks:check_word", study_id, file_id)
    note_read(researcher, "word_file.opened", file, page="piece")
    context = {"study": researcher.study, "file": file, "piece": shown, "form": form}
    return render(request, "frameworks/word_piece.html", context, status=status_of(form))


@without_partnership
@require_POST
def discard(request: PersonRequest, study_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    word_files.discard(researcher=researcher, file=word_files.get_word_file(researcher, file_id))
    messages.success(request, "The file is discarded. Nothing of it is in the study.")
    return redirect("frameworks:word", study_id)


@without_partnership
@require_http_methods(["GET", "POST"])
def sheet(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """A spreadsheet of attributes: what it would do, and, once somebody says so, that done."""
    researcher = researcher_in(request.user, study_id)
    check_can_classify(researcher)
    if request.method == "POST" and "table" in request.POST:
        return _carry_out(request, researcher)
    form = SheetForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        return _sheet_shown(request, researcher, form.cleaned_data["file"], form.cleaned_data["add_columns"])
    note_read(researcher, "study.read", researcher.study, page="sheet")
    context = {"study": researcher.study, "form": form}
    return render(request, "frameworks/sheet.html", context, status=status_of(form))


def _carry_out(request: PersonRequest, researcher: Researcher) -> HttpResponse:
    form = ConfirmSheetForm(request.POST)
    form.is_valid()
    asked = form.cleaned_data
    if "table" not in asked:
        again = SheetForm({}, {})
        again.add_error("file", "The table did not come back whole. Upload the spreadsheet again.")
        context = {"study": researcher.study, "form": again}
        return render(request, "frameworks/sheet.html", context, status=status_of(form))
    if form.is_valid():
        try:
            done = attribute_sheet.carry_out(researcher=researcher, **asked)
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, f"{len(done.changes)} values changed and {done.confirmed} confirmed, as the spreadsheet says."
            )
            return redirect("frameworks:study", researcher.study.pk)
    return _sheet_shown(request, researcher, asked["table"], asked["add_columns"], form)


def _sheet_shown(
    request: PersonRequest,
    researcher: Researcher,
    table: Table,
    add_columns: bool,  # noqa: FBT001 - as the form has it
    form: ConfirmSheetForm | None = None,
) -> HttpResponse:
    """What a table would do. Nothing is kept: the table waits in the page."""
    note_read(researcher, "study.read", researcher.study, page="attributes")
    form = form or ConfirmSheetForm(initial={"table": json.dumps(table), "add_columns": add_columns})
    plan = attribute_sheet.plan_of(researcher, table, add_columns=add_columns)
    context = {"study": researcher.study, "form": form, "plan": plan}
    return render(request, "frameworks/sheet_check.html", context, status=status_of(form))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A waiting file as it can be read now; otherwise why it cannot."""

    read: Read | None = None
    preview: Preview | None = None
    unreadable: str = ""


def _opened(file: WordFile) -> _Opened:
    try:
        read = word_files.contents(file)
    except Refusal as refusal:
        return _Opened(unreadable=refusal.reason)
    return _Opened(read, word_files.preview(read))
