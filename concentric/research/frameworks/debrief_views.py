"""The de-brief: what lead professionals said. And an imported framework that is taken out again."""

from __future__ import annotations

import uuid
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.research.frameworks import debrief, queries
from concentric.research.frameworks.debrief import Why
from concentric.research.frameworks.import_forms import ReflectionForm, WhyForm
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.permissions import check_can_import, check_can_receive, check_can_take_out
from concentric.research.frameworks.researcher import researcher_in
from concentric.web.forms import status_of


@without_partnership
@require_http_methods(["GET", "POST"])
def reflections(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """What was said, by question and site. Posting records more."""
    researcher = researcher_in(request.user, study_id)
    form = ReflectionForm(posted(request), study=researcher.study)
    if request.method == "POST":
        check_can_import(researcher)
    if form.is_valid():
        asked = form.cleaned_data
        site = researcher.study.sites.get(letter=asked["site"])
        try:
            debrief.add_reflection(researcher=researcher, site=site, question=asked["question"], text=asked["text"])
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "The reflection is recorded. It can be coded like any entry.")
            return redirect("frameworks:debrief", study_id)
    note_read(researcher, "study.read", researcher.study, page="debrief")
    said = debrief.reflections(researcher)
    context = {
        "questions": [(question, list(of)) for question, of in groupby(said, key=lambda one: one.name)],
        "form": form,
        "may_import": ask(check_can_import, researcher),
        "may_remove": ask(check_can_receive, researcher),
    }
    return study_page(request, researcher, "frameworks/debrief.html", "frameworks", status=status_of(form), **context)


@without_partnership
@require_http_methods(["GET", "POST"])
def remove(request: PersonRequest, study_id: uuid.UUID, reflection_id: uuid.UUID) -> HttpResponse:
    """Ask first, and why; posting removes it."""
    researcher = researcher_in(request.user, study_id)
    shown = debrief.get_reflection(researcher, reflection_id)
    check_can_receive(researcher)
    form = WhyForm(posted(request))
    if form.is_valid():
        debrief.remove_reflection(researcher=researcher, reflection=shown, why=Why(form.cleaned_data["why"]))
        messages.success(request, "The reflection is removed.")
        return redirect("frameworks:debrief", study_id)
    note_read(researcher, "reflection.read", shown)
    context = {"study": researcher.study, "reflection": shown, "form": form}
    return render(request, "frameworks/debrief_remove.html", context, status=status_of(form))


@without_partnership
@require_http_methods(["GET", "POST"])
def take_out(request: PersonRequest, study_id: uuid.UUID, framework_id: uuid.UUID) -> HttpResponse:
    """Ask first, and why; posting takes an imported framework out of the study."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_framework(researcher, framework_id)
    check_can_take_out(researcher, shown)
    form = WhyForm(posted(request))
    if form.is_valid():
        debrief.take_out(researcher=researcher, framework=shown, why=Why(form.cleaned_data["why"]))
        messages.success(request, f"{shown.code} is taken out. Nothing of it is held any more.")
        return redirect("frameworks:framework", study_id, framework_id)
    note_read(researcher, "framework.read", shown, page="take_out")
    context = {"study": researcher.study, "framework": shown, "form": form}
    return render(request, "frameworks/take_out.html", context, status=status_of(form))
