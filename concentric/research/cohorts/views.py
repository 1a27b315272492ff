"""Comparing: what there is to ask, a table of one's own, saving, snapshots."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import ask
from concentric.research.coding.blind import coded_blind_by
from concentric.research.cohorts import actions, queries
from concentric.research.cohorts.data import counted_frameworks, freeze, live
from concentric.research.cohorts.forms import FreezeForm, NameForm, QuestionForm, WhyGoneForm
from concentric.research.cohorts.permissions import check_can_delete_snapshot, check_can_keep
from concentric.research.cohorts.presets import PRESETS
from concentric.research.cohorts.table_views import Asked, asked_preset, asked_table
from concentric.research.frameworks.models import StudyMember
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.forms import status_of


@without_partnership
@require_GET
def compare(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The tables ready to be read, those that were saved, and the snapshots."""
    researcher = researcher_in(request.user, study_id)
    note_read(researcher, "tables.listed", researcher.study)
    return _compare(request, researcher, FreezeForm())


@without_partnership
@require_POST
def freeze_data(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Keep the data as they are now, under a name."""
    researcher = researcher_in(request.user, study_id)
    check_can_keep(researcher)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return _compare(request, researcher, form)
    snapshot = freeze(researcher, form.cleaned_data["snapshot_name"])
    messages.success(request, f"The data are frozen as they are now: {snapshot.frameworks} frameworks.")
    return redirect("cohorts:compare", study_id)


@without_partnership
@require_http_methods(["GET", "POST"])
def delete_snapshot(request: PersonRequest, study_id: uuid.UUID, snapshot_id: uuid.UUID) -> HttpResponse:
    """Ask first, and why; posting deletes it."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_snapshot(researcher, snapshot_id)
    check_can_delete_snapshot(researcher, shown)
    form = WhyGoneForm(posted(request))
    if form.is_valid():
        actions.delete_snapshot(researcher=researcher, snapshot=shown, why=actions.WhyGone(form.cleaned_data["why"]))
        messages.success(request, "The snapshot is deleted. The study’s data are as they were.")
        return redirect("cohorts:compare", study_id)
    note_read(researcher, "snapshot.read", shown)
    context = {"study": researcher.study, "snapshot": shown, "form": form}
    return render(request, "cohorts/snapshot_delete.html", context, status=status_of(form))


def _compare(request: PersonRequest, researcher: Researcher, form: FreezeForm) -> HttpResponse:
    context: dict[str, Any] = {
        "presets": PRESETS,
        "tables": queries.tables(researcher),
        "snapshots": queries.snapshots(researcher),
        "frameworks": counted_frameworks(researcher.study).count(),
        "may_keep": ask(check_can_keep, researcher),
        "may_delete": researcher.has(StudyMember.Role.LEAD),
        "form": form,
    }
    return study_page(request, researcher, "cohorts/compare.html", "compare", status=status_of(form), **context)


@without_partnership
@require_http_methods(["GET", "POST"])
def build(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """A table of one's own: which rows, by what, counting what, in which frameworks."""
    researcher = researcher_in(request.user, study_id)
    form = QuestionForm(live(researcher.study, whole=False, without=coded_blind_by(researcher)), posted(request))
    if form.is_valid():
        table = actions.ask_for(researcher=researcher, question=form.question())
        return redirect("cohorts:table", study_id, table.pk)
    return render(request, "cohorts/build.html", {"study": researcher.study, "form": form}, status=status_of(form))


@without_partnership
@require_POST
def preset_save(request: PersonRequest, study_id: uuid.UUID, preset_key: str) -> HttpResponse:
    """Keep a preset as a table of one's own."""
    researcher = researcher_in(request.user, study_id)
    return _save(request, researcher, asked_preset(preset_key))


@without_partnership
@require_POST
def table_save(request: PersonRequest, study_id: uuid.UUID, table_id: uuid.UUID) -> HttpResponse:
    """Name a table that has none; or rename it, share it, take it back from the team."""
    researcher = researcher_in(request.user, study_id)
    return _save(request, researcher, asked_table(researcher, table_id))


def _save(request: PersonRequest, researcher: Researcher, asked: Asked) -> HttpResponse:
    check_can_keep(researcher)
    form = NameForm(request.POST)
    if not form.is_valid():
        context = {"study": researcher.study, "form": form, "address": asked.url(researcher)}
        return render(request, "cohorts/save.html", context, status=status_of(form))
    wanted = {"name": form.cleaned_data["name"], "is_shared": form.cleaned_data["is_shared"]}
    if asked.saved and asked.saved.name:
        actions.change_table(researcher=researcher, table=asked.saved, **wanted)
        table = asked.saved
    else:
        table = actions.save_table(researcher=researcher, question=asked.question, table=asked.saved, **wanted)
    messages.success(request, "The table is saved. It is counted anew whenever it is opened.")
    return redirect("cohorts:table", researcher.study.pk, table.pk)


@without_partnership
@require_POST
def table_delete(request: PersonRequest, study_id: uuid.UUID, table_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    actions.delete_table(researcher=researcher, table=queries.get_table(researcher, table_id))
    messages.success(request, "The table is deleted. The data are as they were.")
    return redirect("cohorts:compare", study_id)
