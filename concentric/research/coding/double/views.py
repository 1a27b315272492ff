"""Pages of double coding: samples, drawing one, coding it blind, and how far the two agreed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from math import isnan
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.exchange.spreadsheet import Value
from concentric.research.coding.double import actions, plot, queries
from concentric.research.coding.double.comparing import FEW, Comparison, Level, Line, Unit, compare, frameworks_in
from concentric.research.coding.double.disagreements import differences
from concentric.research.coding.double.forms import CompareForm, FinishForm, SampleForm
from concentric.research.coding.double.permissions import (
    check_can_compare,
    check_can_discard,
    check_can_draw,
    check_can_finish,
    check_can_open,
)
from concentric.research.coding.models import DoubleCoding
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.downloads import check_spreadsheet, spreadsheet
from concentric.web.forms import status_of

TAB = "coding"
FRAMEWORKS_A_PAGE = 25
MEASURES = ("percent", "kappa", "alpha", "ac1")
COLUMNS = (
    "Code", "Both", "First only", "Second only", "Neither", "Entries with it",
    *(f"{name}{end}" for name in ("Per cent", "Kappa", "Alpha", "AC1") for end in ("", ", from", ", to")),
)  # fmt: skip


@without_partnership
@require_GET
def samples(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The samples that two coders code, and where each stands."""
    researcher = researcher_in(request.user, study_id)
    found = queries.samples(researcher)
    may_draw = ask(check_can_draw, researcher)
    return study_page(request, researcher, "coding/double/samples.html", TAB, samples=found, may_draw=may_draw)


@without_partnership
@require_http_methods(["GET", "POST"])
def draw(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    check_can_draw(researcher)
    candidates = queries.candidates(researcher)
    form = SampleForm(candidates, posted(request), initial={"how": "random", "size": "20%"})
    if form.is_valid():
        try:
            made = actions.draw_sample(researcher=researcher, wanted=form.wanted())
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, "The sample is drawn." if made.opened_at else "The sample is drawn: code it blind."
            )
            return redirect("double:sample", study_id, made.pk)
    there = queries.pool(researcher.study).count()
    context = {"form": form, "there": there, "can_draw": len(candidates) > 1}
    return study_page(request, researcher, "coding/double/draw.html", TAB, status=status_of(form), **context)


@without_partnership
@require_GET
def sample(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    """Before it is opened, what the reader of the page has coded themselves; afterwards, how far the two agreed."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_sample(researcher, sample_id)
    note_read(researcher, "double_coding.read", shown)
    return (_compared if shown.opened_at else _blind)(request, researcher, shown)


def _blind(
    request: PersonRequest, researcher: Researcher, shown: DoubleCoding, form: FinishForm | None = None
) -> HttpResponse:
    """`form`: that they have finished, as it was posted and refused."""
    found = queries.frameworks_of(researcher, shown)
    left, entries = queries.entries_left(researcher, shown)
    is_first, is_second = (researcher.id == one.place_id for one in (shown.first, shown.second))
    context: dict[str, Any] = {
        "sample": shown,
        "page": Paginator(found, FRAMEWORKS_A_PAGE).get_page(request.GET.get("page")),
        "coded": entries - left,
        "entries": entries,
        "before": queries.coded_before(shown),
        "is_mine": is_first or is_second,
        "has_finished": bool(shown.first_done_at if is_first else shown.second_done_at),
        "is_last": bool(shown.first_done_at or shown.second_done_at),
        "form": form or FinishForm(left),
        "may_finish": ask(check_can_finish, researcher, shown),
        "may_open": ask(check_can_open, researcher, shown),
        "may_discard": ask(check_can_discard, researcher, shown),
    }
    status = status_of(form) if form else 200
    return study_page(request, researcher, "coding/double/blind.html", TAB, status=status, **context)


def _compared(request: PersonRequest, researcher: Researcher, shown: DoubleCoding) -> HttpResponse:
    form = CompareForm(request.GET)
    comparison = _comparison(shown, form)
    found = differences(shown)
    context: dict[str, Any] = {
        "sample": shown,
        "form": form,
        "comparison": comparison,
        "plot": plot.plotted(comparison),
        "differing": len(found.all),
        "settled": len(found.settled),
        "reopened": len(found.reopened),
        "since": queries.steps_since(shown),
        "before": queries.coded_before(shown),
        "is_detail": form.asked() == (Unit.ENTRY, Level.DETAIL),
        "as_given": form.asked()[1] == Level.DETAIL,
        "between": plot.between,
        "few": FEW,
        "may_take": ask(check_can_take_files, researcher),
    }
    return study_page(request, researcher, "coding/double/compared.html", TAB, **context)


def _comparison(shown: DoubleCoding, form: CompareForm) -> Comparison:
    return compare(shown.study, shown.first, shown.second, frameworks_in(shown), *form.asked())


@without_partnership
@require_GET
def download(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID, file_format: str) -> HttpResponse:
    """The table of the comparison as a file."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_sample(researcher, sample_id)
    check_spreadsheet(file_format)
    check_can_take_files(researcher)
    check_can_compare(shown)
    note_read(researcher, "double_coding.downloaded", shown, format=file_format)
    comparison = _comparison(shown, CompareForm(request.GET))
    rows = (list(_row(line)) for line in (comparison.pooled, *comparison.lines))
    return spreadsheet("agreement", file_format, COLUMNS, rows)


def _row(line: Line) -> Iterator[Value]:
    yield from (line.path, line.both, line.first_only, line.second_only, line.neither, line.entries)
    for name in MEASURES:
        interval = getattr(line.agreement, f"{name}_interval")
        for value in (getattr(line.agreement, name), interval.low, interval.high):
            yield None if isnan(value) else value


@without_partnership
@require_POST
def finish(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_sample(researcher, sample_id)
    check_can_finish(researcher, shown)
    form = FinishForm(queries.entries_left(researcher, shown)[0], request.POST)
    if not form.is_valid():
        return _blind(request, researcher, shown, form)
    actions.finish(researcher=researcher, sample=shown)
    said = "Both have finished: the two are compared." if shown.opened_at else "You have finished this sample."
    messages.success(request, said)
    return redirect("double:sample", study_id, sample_id)


@without_partnership
@require_POST
def go_on(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    """One of the two said too early that they had finished."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_sample(researcher, sample_id)
    actions.go_on(researcher=researcher, sample=shown)
    messages.success(request, "Taken back: you have not finished this sample yet.")
    return redirect("double:sample", study_id, sample_id)


@without_partnership
@require_POST
def open_now(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    """The lead does not wait for both to say that they have finished."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_sample(researcher, sample_id)
    actions.open_sample(researcher=researcher, sample=shown)
    messages.success(request, "The two coders are compared.")
    return redirect("double:sample", study_id, sample_id)


@without_partnership
@require_POST
def discard(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_sample(researcher, sample_id)
    actions.discard(researcher=researcher, sample=shown)
    messages.success(request, "The sample is given up. All that was coded in its frameworks counts.")
    return redirect("double:samples", study_id)
