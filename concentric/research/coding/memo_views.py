"""Memos: on codings, entries, frameworks and codes, and on the study."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import NotVisible, Refusal, ask
from concentric.research.coding import memos, queries
from concentric.research.coding.forms import MemoForm, NewMemoForm, NoteForm, StudyMemoForm
from concentric.research.coding.page import address, coding_page, done
from concentric.research.coding.permissions import (
    check_can_change_coding,
    check_can_change_memo,
    check_can_code,
    check_can_code_framework,
)
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.forms import status_of

MEMOS_A_PAGE = 50
MEMO_GONE = "This memo was removed while you wrote. Keep your words as a new memo, or leave them."
ENTRY_GONE = "The site changed this entry while you wrote. Keep your words as a memo of the study, or leave them."


@without_partnership
@require_POST
def note(request: PersonRequest, study_id: uuid.UUID, coding_id: uuid.UUID) -> HttpResponse:
    """What is noted of a coding; nothing removes it."""
    researcher = researcher_in(request.user, study_id)
    try:
        coding = queries.get_coding(researcher, coding_id)
    except NotVisible:
        return _words_kept(request, researcher, MEMO_GONE)
    check_can_change_coding(researcher, coding)
    form = NoteForm(request.POST, coding=coding)
    if form.is_valid():
        asked = form.cleaned_data
        said = f"The memo on {coding.code.name} is {'kept' if asked['text'] else 'removed'}."
        try:
            return done(
                request,
                coding.entry,
                said,
                lambda: memos.note_coding(researcher=researcher, coding=coding, **asked),
            )
        except memos.OtherWords as others:
            form.meet(others.now)
    return coding_page(request, researcher, coding.framework, coding.entry, note_form=form)


@without_partnership
@require_POST
def entry_memo(request: PersonRequest, study_id: uuid.UUID, study_entry_id: uuid.UUID) -> HttpResponse:
    """A new memo on an entry."""
    researcher = researcher_in(request.user, study_id)
    try:
        entry = queries.get_entry(researcher, study_entry_id)
    except NotVisible:
        return _words_kept(request, researcher, ENTRY_GONE)
    check_can_code_framework(researcher, entry.framework)
    form = NewMemoForm(request.POST, auto_id="memo_%s")
    if not form.is_valid():
        return coding_page(request, researcher, entry.framework, entry, memo_form=form)
    try:
        memos.write_memo(researcher=researcher, about=entry, text=form.cleaned_data["text"])
    except Refusal as refusal:
        form.add_error("text", refusal.reason)
        return coding_page(request, researcher, entry.framework, entry, memo_form=form)
    messages.success(request, f"The memo on entry {entry.position + 1} is kept.")
    return redirect(address(entry))


@without_partnership
@require_POST
def framework_memo(request: PersonRequest, study_id: uuid.UUID, framework_id: uuid.UUID) -> HttpResponse:
    """A new memo on the framework as a whole."""
    researcher = researcher_in(request.user, study_id)
    about = queries.get_held(researcher, framework_id)
    check_can_code_framework(researcher, about)
    form = NewMemoForm(request.POST, auto_id="about_%s")
    if not form.is_valid():
        return coding_page(request, researcher, about, framework_memo_form=form)
    memos.write_memo(researcher=researcher, about=about, text=form.cleaned_data["text"])
    messages.success(request, f"The memo on {about.code} is kept.")
    return redirect("coding:framework", study_id, framework_id)


@without_partnership
@require_http_methods(["GET", "POST"])
def memo_list(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Every memo of the study; posting writes one on the study or on a code."""
    researcher = researcher_in(request.user, study_id)
    form = StudyMemoForm(posted(request), study=researcher.study)
    if request.method == "POST":
        check_can_code(researcher)
        if form.is_valid():
            code = queries.get_code(researcher, form.code_id) if form.code_id else None
            memos.write_memo(researcher=researcher, about=code or researcher.study, text=form.cleaned_data["text"])
            messages.success(request, "The memo is kept.")
            return redirect("coding:memos", study_id)
    return _list_page(request, researcher, form)


def _list_page(request: PersonRequest, researcher: Researcher, form: StudyMemoForm) -> HttpResponse:
    note_read(researcher, "memos.read", researcher.study)
    page = Paginator(queries.visible_memos(researcher).order_by("-at", "-id"), MEMOS_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "form": form,
        "may_code": ask(check_can_code, researcher),
    }
    return study_page(request, researcher, "coding/memos.html", "coding", status=status_of(form), **context)


def _words_kept(request: PersonRequest, researcher: Researcher, why: str) -> HttpResponse:
    """What was typed into a memo that is gone meanwhile, or on an entry that is, to be kept as a new one. Raises
    NotVisible where nothing was.
    """
    typed = request.POST.get("text", "")
    if not typed:
        raise NotVisible
    check_can_code(researcher)
    form = StudyMemoForm({"text": typed}, study=researcher.study)
    form.add_error("text", why)
    return _list_page(request, researcher, form)


@without_partnership
@require_http_methods(["GET", "POST"])
def memo(request: PersonRequest, study_id: uuid.UUID, memo_id: uuid.UUID) -> HttpResponse:
    """One memo, to be changed; without words it is removed."""
    researcher = researcher_in(request.user, study_id)
    try:
        shown = queries.get_memo(researcher, memo_id)
    except NotVisible:
        return _words_kept(request, researcher, MEMO_GONE)
    check_can_change_memo(researcher, shown)
    form = MemoForm(posted(request), initial={"text": shown.text, "mark": memos.mark_of(shown.text)})
    if form.is_valid():
        try:
            memos.change_memo(researcher=researcher, memo=shown, **form.cleaned_data)
        except memos.OtherWords as others:
            form.meet(others.now)
        except Refusal:  # removed in the same moment
            return _words_kept(request, researcher, MEMO_GONE)
        else:
            done_so = "changed" if form.cleaned_data["text"] else "removed"
            messages.success(request, f"The memo is {done_so}.")
            return redirect("coding:memos", study_id)
    note_read(researcher, "memos.read", researcher.study)
    return study_page(request, researcher, "coding/memo.html", "coding", status=status_of(form), memo=shown, form=form)
