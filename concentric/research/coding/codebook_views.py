"""The codebook's pages: the tree, a code with what was coded, and the history. Splitting and files stand beside."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import NotVisible, Refusal, ask
from concentric.method.exchange.codebook_docx import write_codebook_docx
from concentric.research.coding import codebook, codebook_reading
from concentric.research.coding.actions import ensure_codebook
from concentric.research.coding.blind import visible_rows
from concentric.research.coding.code_changes import CHANGES, asked_code, form_of, forms_of
from concentric.research.coding.codebook_files import as_table, lines_of
from concentric.research.coding.codebook_forms import TOP, AddForm, colour_name
from concentric.research.coding.forms import AsReadForm
from concentric.research.coding.memos import OtherWords
from concentric.research.coding.models import Code
from concentric.research.coding.permissions import check_can_change_codebook, check_made_by_study
from concentric.research.coding.queries import get_code, visible_memos
from concentric.research.coding.stepping import gone_since
from concentric.research.coding.tree import tree_of
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.downloads import attachment, check_spreadsheet, spreadsheet
from concentric.web.forms import Form, status_of

QUOTES_A_PAGE = 25
CHANGES_A_PAGE = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ALL_OPEN_UP_TO = 80


@without_partnership
@require_GET
def tree(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The codebook, with how much each code is used; `q` finds codes by their words."""
    researcher = researcher_in(request.user, study_id)
    ensure_codebook(researcher)
    note_read(researcher, "codebook.read", researcher.study)
    whole = tree_of(researcher.study)
    words = request.GET.get("q", "").replace("\0", "")[:160].strip()
    found = codebook_reading.codes_with(researcher.study, words) if words else None
    usage = codebook_reading.usage_of(whole, visible_rows(researcher))
    context: dict[str, Any] = {
        "branches": codebook_reading.branches(whole, usage, found),
        "size": len(whole.codes),
        "words": words,
        "found": found,
        "all_open": found is not None or len(whole.codes) <= ALL_OPEN_UP_TO or request.GET.get("open") == "all",
        "may_change": ask(check_can_change_codebook, researcher),
        "colour_name": colour_name,
    }
    return study_page(request, researcher, "coding/codebook.html", "codebook", **context)


@without_partnership
@require_GET
def whole(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Every code with its description and examples, to read and to print."""
    researcher = researcher_in(request.user, study_id)
    ensure_codebook(researcher)
    note_read(researcher, "codebook.read", researcher.study)
    may_take = ask(check_can_change_codebook, researcher)
    parts = [list(some) for _, some in groupby(lines_of(researcher), key=lambda line: line.path[0])]
    return study_page(request, researcher, "coding/codebook_whole.html", "codebook", parts=parts, may_take=may_take)


@without_partnership
@require_GET
def download(request: PersonRequest, study_id: uuid.UUID, file_format: str) -> HttpResponse:
    """The same as a spreadsheet or as a Word file."""
    researcher = researcher_in(request.user, study_id)
    if file_format != "docx":
        check_spreadsheet(file_format)
    ensure_codebook(researcher)
    note_read(researcher, "codebook.downloaded", researcher.study, format=file_format)
    lines = lines_of(researcher)
    if file_format == "docx":
        data = write_codebook_docx(lines, study=researcher.study.name, made=timezone.localtime())
        return attachment("codebook.docx", DOCX, data)
    return spreadsheet("codebook", file_format, *as_table(lines))


@without_partnership
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """A new code, below the one that `under` names."""
    researcher = researcher_in(request.user, study_id)
    check_can_change_codebook(researcher)
    ensure_codebook(researcher)
    form = AddForm(posted(request), tree=tree_of(researcher.study), initial={"under": request.GET.get("under", TOP)})
    if form.is_valid():
        asked = dict(form.cleaned_data)
        under = asked.pop("under")
        try:
            code = codebook.add_code(researcher=researcher, parent=asked_code(researcher, under), **asked)
        except Refusal as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, f"“{code.name}” is in the codebook.")
            return redirect("coding:code", study_id, code.pk)
    return study_page(request, researcher, "coding/codebook_add.html", "codebook", status=status_of(form), form=form)


@without_partnership
@require_GET
def code(request: PersonRequest, study_id: uuid.UUID, code_id: uuid.UUID) -> HttpResponse:
    """What a code means, what was coded with it, and how it came to be so."""
    researcher = researcher_in(request.user, study_id)
    shown = get_code(researcher, code_id)
    note_read(researcher, "code.read", shown)
    return _code_page(request, researcher, shown)


@without_partnership
@require_POST
def change(request: PersonRequest, study_id: uuid.UUID, code_id: uuid.UUID, change: str) -> HttpResponse:
    """One of the changes of `code_changes.CHANGES`."""
    researcher = researcher_in(request.user, study_id)
    shown = get_code(researcher, code_id)
    if change not in CHANGES:
        raise NotVisible
    check_can_change_codebook(researcher)
    form = form_of(change, shown, tree_of(researcher.study), request.POST)
    if form.is_valid():
        does = CHANGES[change]
        try:
            stays = does.do(researcher, shown, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(does.main_field, refusal.reason)
        except OtherWords as others:
            cast("AsReadForm", form).meet(others.now)
        else:
            messages.success(request, does.done)
            return redirect("coding:code", study_id, stays.pk) if stays else redirect("coding:codebook", study_id)
    return _code_page(request, researcher, shown, {change: form})


def _code_page(
    request: PersonRequest, researcher: Researcher, shown: Code, refused: dict[str, Form] | None = None
) -> HttpResponse:
    whole = tree_of(researcher.study)
    refused = refused or {}
    forms = {**forms_of(shown, whole), **refused}
    page = Paginator(codebook_reading.quotes(researcher, shown), QUOTES_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "code": shown,
        "line": whole.line(whole.by_id[shown.pk]),
        "below": whole.children(whole.by_id[shown.pk]),
        "usage": codebook_reading.usage_of(whole, visible_rows(researcher))[shown.number],
        "page": page,
        "place_name": codebook_reading.place_name,
        "memos": visible_memos(researcher).filter(code=shown),
        "history": codebook_reading.history_of(researcher, shown),
        "changes": CHANGES,
        "forms": forms,
        "refused": refused,
        "may_change": ask(check_can_change_codebook, researcher),
        "is_movable": ask(check_made_by_study, shown),
        "is_unused": ask(codebook.check_unused, researcher, shown),
        "colour_name": colour_name,
    }
    status = max([200, *map(status_of, refused.values())])
    return study_page(request, researcher, "coding/codebook_code.html", "codebook", status=status, **context)


@without_partnership
@require_GET
def history(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Who changed what in the codebook, when and why."""
    researcher = researcher_in(request.user, study_id)
    note_read(researcher, "codebook.read", researcher.study)
    page = Paginator(codebook_reading.history(researcher), CHANGES_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "may_change": ask(check_can_change_codebook, researcher)}
    return study_page(request, researcher, "coding/codebook_history.html", "codebook", **context)


@without_partnership
@require_POST
def take_back(request: PersonRequest, study_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    step = codebook_reading.get_step(researcher, step_id)
    check_can_change_codebook(researcher)
    try:
        gone = codebook.take_back_change(researcher=researcher, step=step)
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"It is taken back. What was coded is coded as it was before.{gone_since(gone)}")
    return redirect("coding:codebook_history", study_id)
