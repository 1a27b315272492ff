"""Coding a framework: the page, and everything that is done on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_GET, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding import actions, queries
from concentric.research.coding.codebook import add_and_give
from concentric.research.coding.forms import ApplyForm, NewCodeForm, PlaceForm, ReplayForm, below_choices
from concentric.research.coding.models import Step
from concentric.research.coding.naming import Names, label_of, path_of
from concentric.research.coding.page import Stuck, address, coding_page, done
from concentric.research.coding.permissions import (
    check_can_change_codebook,
    check_can_change_coding,
    check_can_code,
    check_can_code_framework,
)
from concentric.research.coding.picking import for_the_picker
from concentric.research.coding.stepping import gone_since, touched_entry
from concentric.research.frameworks.researcher import Researcher, researcher_in


@without_partnership
@require_GET
def framework(request: PersonRequest, study_id: uuid.UUID, framework_id: uuid.UUID) -> HttpResponse:
    """A framework's entries with their codes; one of them in hand."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_held(researcher, framework_id)
    note_read(researcher, "framework.read", shown)
    return coding_page(request, researcher, shown)


@without_partnership
@require_GET
def codes(request: PersonRequest, study_id: uuid.UUID) -> HttpResponseBase:
    """The codebook for the picker. Kept by the browser for as long as it is the same."""
    researcher = researcher_in(request.user, study_id)
    body, mark = for_the_picker(researcher.study)
    response = HttpResponse(body, content_type="application/json", headers={"ETag": f'"{mark}"'})
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=f'"{mark}"', response=response) or response


@without_partnership
@require_POST
def apply(request: PersonRequest, study_id: uuid.UUID, study_entry_id: uuid.UUID) -> HttpResponse:
    """Give a code to an entry or to some of its words."""
    researcher = researcher_in(request.user, study_id)
    entry = queries.get_entry(researcher, study_entry_id)
    check_can_code_framework(researcher, entry.framework)
    form = ApplyForm(request.POST, entry=entry, auto_id="apply_%s")
    if not form.is_valid():
        return coding_page(request, researcher, entry.framework, entry, apply_form=form)
    asked = form.cleaned_data
    code = queries.get_code(researcher, asked["code"])
    start, end = form.span()
    try:
        actions.apply_code(
            researcher=researcher, entry=entry, code=code, start=start, end=end, coding_id=asked["coding_id"]
        )
    except Refusal as refusal:
        form.add_error("called", refusal.reason)
        return coding_page(request, researcher, entry.framework, entry, apply_form=form)
    messages.success(request, f"Entry {entry.position + 1} is coded with {path_of(code)}.")
    return redirect(address(entry))


@without_partnership
@require_POST
def apply_new(request: PersonRequest, study_id: uuid.UUID, study_entry_id: uuid.UUID) -> HttpResponse:
    """Put a new detail into the codebook, and give it."""
    researcher = researcher_in(request.user, study_id)
    entry = queries.get_entry(researcher, study_entry_id)
    check_can_code_framework(researcher, entry.framework)
    check_can_change_codebook(researcher)
    below = below_choices(Names(researcher.study))
    form = NewCodeForm(request.POST, below=below, auto_id="new_%s")
    if not form.is_valid():
        return coding_page(request, researcher, entry.framework, entry, new_code_form=form)
    parent = queries.get_code(researcher, form.under_id())
    name, (start, end) = form.cleaned_data["name"], form.span()
    try:
        code = add_and_give(researcher=researcher, name=name, parent=parent, entry=entry, start=start, end=end)
    except Refusal as refusal:
        form.add_error("name", refusal.reason)
        return coding_page(request, researcher, entry.framework, entry, new_code_form=form)
    said = f"“{code.name}” is new below {path_of(parent)}, and entry {entry.position + 1} is coded with it."
    messages.success(request, said)
    return redirect(address(entry))


@without_partnership
@require_POST
def remove(request: PersonRequest, study_id: uuid.UUID, coding_id: uuid.UUID) -> HttpResponse:
    """Take a code away again."""
    researcher = researcher_in(request.user, study_id)
    coding = queries.get_coding(researcher, coding_id)
    check_can_change_coding(researcher, coding)
    said = f"{label_of(coding.code)} is taken away from entry {coding.entry.position + 1}."
    return done(request, coding.entry, said, lambda: actions.remove_coding(researcher=researcher, coding=coding))


@without_partnership
@require_POST
def place(request: PersonRequest, study_id: uuid.UUID, study_entry_id: uuid.UUID) -> HttpResponse:
    """Move an entry to where it belongs in the grid."""
    researcher = researcher_in(request.user, study_id)
    entry = queries.get_entry(researcher, study_entry_id)
    check_can_code_framework(researcher, entry.framework)
    form = PlaceForm(request.POST, auto_id="place_%s")
    if not form.is_valid():
        return coding_page(request, researcher, entry.framework, entry, place_form=form)
    return done(
        request,
        entry,
        f"Entry {entry.position + 1} is moved. Where the site put it is kept.",
        lambda: actions.re_place(researcher=researcher, entry=entry, **form.place()),
    )


@without_partnership
@require_POST
def undo(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Take back the last step."""
    return _replay(request, study_id, "undo", "Taken back", actions.undo)


@without_partnership
@require_POST
def redo(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Do again what was taken back."""
    return _replay(request, study_id, "redo", "Done again", actions.redo)


def _replay(
    request: PersonRequest, study_id: uuid.UUID, name: str, said: str, replay: Callable[[Researcher], tuple[Step, int]]
) -> HttpResponse:
    """Where the step was, it is shown; where it was in no framework, the entry that was in hand is again.

    What cannot be taken back is left as it is when the page asks so (`past`); then the one beneath it is the next.
    """
    researcher = researcher_in(request.user, study_id)
    check_can_code(researcher)
    form = ReplayForm(request.POST)
    asked = form.cleaned_data if form.is_valid() else {}
    entry = queries.entries_of(researcher).filter(pk=asked["entry"]).first() if asked.get("entry") else None
    try:
        if asked.get("past"):
            actions.leave_as_it_is(researcher, asked["past"])
        step, gone = replay(researcher)
    except Refusal as refusal:
        if entry:
            return coding_page(request, researcher, entry.framework, entry, stuck=Stuck(name, refusal.reason))
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"{said}. {step.words}.{gone_since(gone)}")
        entry = touched_entry(step) or entry
    return redirect(address(entry) if entry else reverse("coding:frameworks", args=[study_id]))
