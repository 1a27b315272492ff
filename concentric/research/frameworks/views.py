"""A study's pages: what it asks, and the frameworks it received. Its team and sites are in `team_views`."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.instrument.inclusion import in_words, months_in_words
from concentric.research.frameworks import actions, attributes, inclusion, listing, queries, reading, silences
from concentric.research.frameworks.attributes import judged_by_researchers
from concentric.research.frameworks.classify_forms import FilterForm
from concentric.research.frameworks.classifying import standings
from concentric.research.frameworks.forms import InclusionForm, SealedFilesForm, StatusForm, StudyForm
from concentric.research.frameworks.keys import keeps_own_key
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.pages import of_framework, posted, study_page
from concentric.research.frameworks.permissions import (
    check_can_classify,
    check_can_decide_inclusion,
    check_can_import,
    check_can_receive,
    check_can_run_study,
    check_can_take_out,
)
from concentric.research.frameworks.receive import receive_each
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.research.frameworks.retention import destroyed_on
from concentric.web.forms import status_of

FRAMEWORKS_A_PAGE = 100


@without_partnership
@require_GET
def studies(request: PersonRequest) -> HttpResponse:
    """The studies that the person has a place in."""
    return render(request, "frameworks/studies.html", {"studies": queries.studies_of(request.user)})


@without_partnership
@require_GET
def study(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The frameworks received, in or out, with the reason."""
    researcher = researcher_in(request.user, study_id)
    note_read(researcher, "study.read", researcher.study)
    kinds = judged_by_researchers(researcher.study)
    filters = FilterForm(request.GET or None, listing.numbers(researcher, kinds), kinds)
    wanted = filters.wanted()
    page = Paginator(listing.wanted_frameworks(researcher, wanted), FRAMEWORKS_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "filters_form": filters,
        "is_filtered": wanted != listing.Wanted(),
        "counts": queries.counts(researcher),
        "may_receive": ask(check_can_receive, researcher),
        "may_classify": ask(check_can_classify, researcher),
        "may_import": ask(check_can_import, researcher),
        "next_to_confirm": listing.next_to_confirm(researcher, kinds),
        "cohort": attributes.BUILT_IN[0],
        "age_band": reading.age_band,
    }
    return study_page(request, researcher, "frameworks/study.html", "frameworks", **context)


@without_partnership
@require_GET
def about(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """What the study asks, of whom, until when."""
    researcher = researcher_in(request.user, study_id)
    return _about(request, researcher, StatusForm(initial={"status": researcher.study.status}))


@without_partnership
@require_http_methods(["GET", "POST"])
def change(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    check_can_run_study(researcher)
    form = StudyForm(posted(request), initial=StudyForm.initial_of(researcher.study))
    if form.is_valid():
        try:
            actions.change_study(researcher=researcher, terms=form.terms())
        except Refusal as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, "The study is changed. Sites see it on the next card that you give them.")
            return redirect("frameworks:about", study_id)
    context = {"study": researcher.study, "form": form}
    return render(request, "frameworks/change.html", context, status=status_of(form))


@without_partnership
@require_POST
def set_status(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    check_can_run_study(researcher)
    form = StatusForm(request.POST)
    if form.is_valid():
        actions.set_status(researcher=researcher, status=Study.Status(form.cleaned_data["status"]))
        messages.success(request, f"The study is now: {researcher.study.get_status_display().lower()}.")
        return redirect("frameworks:about", study_id)
    return _about(request, researcher, form)


def _about(request: PersonRequest, researcher: Researcher, form: StatusForm) -> HttpResponse:
    context: dict[str, Any] = {
        "rule": in_words(inclusion.rule_of(researcher.study)),
        "window": months_in_words(inclusion.rule_of(researcher.study)) or "Any month",
        "sites": queries.sites(researcher),
        "team": queries.team(researcher),
        "may_run": ask(check_can_run_study, researcher),
        "form": form,
        "key_is_here": keeps_own_key(researcher.study),
        "destroyed_on": destroyed_on(researcher.study),
    }
    return study_page(request, researcher, "frameworks/about.html", "about", status=status_of(form), **context)


@without_partnership
@require_http_methods(["GET", "POST"])
def receive(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Sealed files, several at once; what became of each."""
    researcher = researcher_in(request.user, study_id)
    check_can_receive(researcher)
    form = SealedFilesForm(posted(request), request.FILES if request.method == "POST" else None)
    outcomes = []
    if form.is_valid():
        outcomes = receive_each(form.sealed_files(), study=researcher.study, opener=form.opener(), by=researcher)
    refused = [outcome for outcome in outcomes if outcome.receipt is None]
    context = {
        "study": researcher.study,
        "form": form,
        "received": [outcome for outcome in outcomes if outcome.receipt],
        "refused": refused,
        "key_is_here": keeps_own_key(researcher.study),
    }
    return render(request, "frameworks/receive.html", context, status=422 if refused else status_of(form))


@without_partnership
@require_http_methods(["GET", "POST"])
def framework(request: PersonRequest, study_id: uuid.UUID, framework_id: uuid.UUID) -> HttpResponse:
    """One framework as received. Posting decides whether it is in the study."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_framework(researcher, framework_id)
    form = InclusionForm(posted(request))
    if request.method == "POST":
        check_can_decide_inclusion(researcher, shown)
        if form.is_valid():
            inclusion.decide_inclusion(researcher=researcher, framework=shown, **form.cleaned_data)
            messages.success(request, f"{shown.code} is {'in the study' if shown.included else 'left out'}.")
            return redirect("frameworks:framework", study_id, framework_id)
    note_read(researcher, "framework.read", shown)
    document = reading.document_of(shown)
    context = {
        "study": researcher.study,
        "framework": shown,
        "document": document,
        "grid_rows": reading.grid_of(document) if document else (),
        "standing": standings([shown], judged_by_researchers(researcher.study))[shown.pk],
        "texts": queries.texts_beside(shown),
        "silent": [] if document else silences.in_words(shown.silences),
        "to_look_at": [each for found in of_framework for each in found(researcher, shown)],
        "may_classify": ask(check_can_classify, researcher, shown),
        "may_take_out": ask(check_can_take_out, researcher, shown),
        "decisions": shown.inclusion_decisions.select_related("by__user"),
        "may_decide": ask(check_can_decide_inclusion, researcher, shown),
        "form": form,
        "age_band": reading.age_band,
        "term_in_words": reading.term_in_words,
    }
    return render(request, "frameworks/framework.html", context, status=status_of(form))
