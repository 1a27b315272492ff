"""Pages where two coders' differences are looked at side by side, and decided."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import ask
from concentric.research.coding.double import actions, queries
from concentric.research.coding.double import disagreements as found_in
from concentric.research.coding.double.disagreements import By, Difference, Differences, Spot, shown
from concentric.research.coding.double.forms import DecisionsForm, TakeForm, named_in
from concentric.research.coding.double.narrowing import TO_DECIDE, NarrowForm
from concentric.research.coding.double.permissions import check_can_compare, check_can_settle
from concentric.research.coding.double.views import TAB
from concentric.research.coding.models import DoubleCoding
from concentric.research.coding.tree import tree_of
from concentric.research.frameworks.pages import study_page
from concentric.research.frameworks.researcher import Researcher, researcher_in

ENTRIES_A_PAGE = 10


@without_partnership
@require_GET
def differences(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    """Entry by entry: its text, what each of the two coded, and what was decided."""
    researcher, sample = _opened(request, study_id, sample_id)
    note_read(researcher, "double_coding.read", sample)
    return _listed(request, researcher, sample, found_in.differences(sample), TakeForm(sample))


@without_partnership
@require_POST
def settle(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    """Each difference that was decided on the page."""
    researcher, sample = _opened(request, study_id, sample_id)
    check_can_settle(researcher, sample)
    found = found_in.differences(sample)
    entries = shown(sample, _named(sample, found, named_in(request.POST)), found.reopened)
    form = DecisionsForm(entries, request.POST)
    if form.is_valid():
        try:
            decided = actions.settle(researcher=researcher, sample=sample, decisions=form.decisions())
        except actions.DecidedSince as since:
            form.meet(since.keys)
        else:
            return _back(request, sample, decided)
    narrow = NarrowForm(request.GET, found=found, tree=tree_of(sample.study))
    context = {"entries": entries, "page": None, "form": form, "take": TakeForm(sample)}
    return _rendered(request, researcher, sample, found, narrow, status=422, **context)


@without_partnership
@require_POST
def take(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> HttpResponse:
    """One coder's word on everything undecided, or on all of one code that is."""
    researcher, sample = _opened(request, study_id, sample_id)
    check_can_settle(researcher, sample)
    found = found_in.differences(sample)
    form = TakeForm(sample, request.POST)
    if form.is_valid():
        undecided = NarrowForm(request.GET, found=found, tree=tree_of(sample.study)).left(TO_DECIDE)
        asked = form.cleaned_data
        decisions = found_in.decisions(sample, undecided, whose=By(asked["whose"]), reason=asked["reason"])
        try:
            return _back(request, sample, actions.settle(researcher=researcher, sample=sample, decisions=decisions))
        except actions.DecidedSince as since:
            form.add_error(None, since.reason)
    return _listed(request, researcher, sample, found, form, status=422)


def _opened(request: PersonRequest, study_id: uuid.UUID, sample_id: uuid.UUID) -> tuple[Researcher, DoubleCoding]:
    researcher = researcher_in(request.user, study_id)
    sample = queries.get_sample(researcher, sample_id)
    check_can_compare(sample)
    return researcher, sample


def _page(request: PersonRequest, wanted: Sequence[Difference]) -> Page[tuple[Spot, list[Difference]]]:
    by_entry: dict[Spot, list[Difference]] = {}
    for one in wanted:
        by_entry.setdefault(one.spot, []).append(one)
    return Paginator(list(by_entry.items()), ENTRIES_A_PAGE).get_page(request.GET.get("page"))


def _named(sample: DoubleCoding, found: Differences, pairs: list[tuple[uuid.UUID, int]]) -> list[Difference]:
    """The differences that a posted page speaks of, where they still are."""
    spots = found_in.spots_of(sample, {entry for entry, _ in pairs})
    still = {one.key: one for one in found.all}
    keys = [(spots.get(entry), number) for entry, number in pairs]
    return [still[spot, number] for spot, number in keys if spot and (spot, number) in still]


def _back(request: PersonRequest, sample: DoubleCoding, decided: int) -> HttpResponse:
    left = len(found_in.differences(sample).undecided)
    messages.success(request, f"{decided:,} decided. {left:,} undecided." if decided else "Nothing was decided.")
    answer = redirect("double:differences", sample.study_id, sample.pk)
    answer["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
    return answer


def _listed(
    request: PersonRequest,
    researcher: Researcher,
    sample: DoubleCoding,
    found: Differences,
    take: TakeForm,
    status: int = 200,
) -> HttpResponse:
    """As the address narrows them, a page at a time."""
    narrow = NarrowForm(request.GET, found=found, tree=tree_of(sample.study))
    page = _page(request, narrow.chosen)
    entries = shown(sample, [one for _, there in page for one in there], found.reopened)
    context = {"entries": entries, "page": page, "form": DecisionsForm(entries), "take": take}
    return _rendered(request, researcher, sample, found, narrow, status=status, **context)


def _rendered(
    request: PersonRequest,
    researcher: Researcher,
    sample: DoubleCoding,
    found: Differences,
    narrow: NarrowForm,
    *,
    status: int,
    **context: Any,
) -> HttpResponse:
    shared = {
        "sample": sample,
        "settled": len(found.settled),
        "differing": len(found.all),
        "may_settle": ask(check_can_settle, researcher, sample),
        "path": narrow.paths,
        "narrow": narrow,
        "find_context": found_in.place_in_words,
    }
    template = "coding/double/differences.html"
    return study_page(request, researcher, template, TAB, status=status, **shared, **context)
