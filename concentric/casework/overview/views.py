"""Pages that look across the stages; nothing is changed here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from concentric.casework.cases.letters import unreached
from concentric.casework.cases.models import Case
from concentric.casework.cases.pages import case_page as under_case_header
from concentric.casework.cases.permissions import check_can_see_looks, check_can_use_emergency_access
from concentric.casework.cases.queries import CASEWORK_ROLES, cohorts_of, get_case
from concentric.casework.contexts.permissions import check_can_change_context
from concentric.casework.contexts.queries import get_context
from concentric.casework.imports.permissions import check_can_import
from concentric.casework.meetings.permissions import check_can_convene
from concentric.casework.meetings.queries import get_meeting
from concentric.casework.overview import listing, queries
from concentric.casework.overview.forms import CaseFilterForm
from concentric.casework.overview.permissions import check_can_count
from concentric.casework.overview.review import since_last_time
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.trail import note_read, recorded
from concentric.foundation.permissions.checks import ask
from concentric.method.exchange.spreadsheet import Value
from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.method.instrument.vocabulary import ActionStatus
from concentric.web import onward
from concentric.web.downloads import check_spreadsheet, spreadsheet

CASES_A_PAGE = 50
ENTRIES_A_PAGE = 100
ACTIONS_A_PAGE = 50
HEADINGS = ("Reference", "Status", "Opened", "Closed", "Age", "Cohort", "Incidents", "Lead professional")


@require_GET
def home(request: MemberRequest) -> HttpResponse:
    """What waits for this person."""
    viewer = request.viewer
    shown = queries.home(viewer)
    with recorded(viewer, "home.listed") as note:
        note.cases = shown.case_ids
    context = {
        "home": shown,
        "waiting": onward.waiting(viewer),
        "unreached": unreached(viewer),
        "is_coordinator": viewer.has(Role.COORDINATOR),
        "is_administrator": viewer.has(Role.ADMINISTRATOR),
        "is_governance": viewer.has(Role.GOVERNANCE),
        "does_casework": viewer.has(*CASEWORK_ROLES),
        "may_use_emergency": ask(check_can_use_emergency_access, viewer).allowed,
    }
    return render(request, "overview/home.html", context)


@require_GET
def cases(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    form = CaseFilterForm(request.GET or None)
    page = Paginator(listing.wanted_cases(viewer, form.wanted()), CASES_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    with recorded(viewer, "cases.listed", count=len(shown)) as note:
        note.cases = {case.pk for case in shown}
        cohorts = cohorts_of(case.pk for case in shown)
    today = timezone.localdate()
    rows = [(case, cohorts[case.pk], case.age_on(today)) for case in shown]
    context = {"form": form, "page": page, "rows": rows, "may_count": ask(check_can_count, viewer)}
    return render(request, "overview/cases.html", context)


@require_GET
def download_cases(request: MemberRequest, file_format: str) -> HttpResponse:
    """What the list shows, as a spreadsheet. It names nobody: references, not names."""
    check_spreadsheet(file_format)
    viewer = request.viewer
    wanted = CaseFilterForm(request.GET or None).wanted()
    with recorded(viewer, "cases.exported", file_format=file_format) as note:
        found = list(listing.wanted_cases(viewer, wanted))
        note.details["count"], note.cases = len(found), {case.pk for case in found}
        return spreadsheet("cases", file_format, HEADINGS, _rows(found))


@require_GET
def case(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """A case at a glance."""
    viewer = request.viewer
    found = get_case(viewer, case_id)
    return under_case_header(
        request,
        found,
        "overview/case.html",
        "overview:case",
        page=queries.case_page(viewer, found),
        ways_on=onward.leading_on(onward.of_case, viewer, found.pk),
        may_convene=ask(check_can_convene, viewer, found),
        may_import=ask(check_can_import, viewer, found),
        may_see_looks=ask(check_can_see_looks, viewer, found),
        today=timezone.localdate(),
        statuses={status.value: status.label for status in ActionStatus},
    )


@require_GET
def context(request: MemberRequest, context_id: uuid.UUID) -> HttpResponse:
    """What was recorded about a home, a peer group, a school or a place, by whom, and the actions on it."""
    viewer = request.viewer
    found = get_context(viewer, context_id)
    keys = queries.keys_of(found)
    page = Paginator(queries.about_context(viewer, keys), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    paginator = Paginator(queries.actions_on_context(viewer, keys), ACTIONS_A_PAGE)
    actions = paginator.get_page(request.GET.get("actions"))
    with recorded(viewer, "context.read", found) as note:
        note.cases = {entry.meeting.case_id for entry in page} | {action.case_id for action in actions}
    shown = {
        "about": found,
        "may_change": ask(check_can_change_context, viewer, found).allowed,
        "kind": CONTEXT[found.kind],
        "page": page,
        "columns_of": COLUMN,
        "actions": actions,
        "statuses": {status.value: status.label for status in ActionStatus},
        "today": timezone.localdate(),
    }
    return render(request, "overview/context.html", shown)


@require_GET
def since_last(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """What changed in each context since the meeting before, and how its actions went."""
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    note_read(viewer, "meeting.compared", meeting)
    context = {
        "meeting": meeting,
        "review": since_last_time(viewer, meeting),
        "statuses": {status.value: status.label for status in ActionStatus},
    }
    return render(request, "overview/since_last.html", context)


@require_http_methods(["GET", "POST"])
def search(request: MemberRequest) -> HttpResponse:
    """Asked by POST: what people look for names people, and addresses stay in histories and logs."""
    viewer = request.viewer
    query = request.POST.get("q", "")[:200].replace("\0", "").strip()
    hits = queries.search(viewer, query) if query else []
    if query:
        with recorded(viewer, "search.made", found=len(hits)) as note:
            note.cases = {hit.case_id for hit in hits}
    return render(request, "overview/search.html", {"query": query, "hits": hits, "most": queries.FOUND_AT_MOST})


@require_GET
def counts(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_count(viewer)
    form = CaseFilterForm(request.GET or None)
    counted = listing.counts(viewer, form.wanted())
    with recorded(viewer, "counts.read"):
        pass
    return render(request, "overview/counts.html", {"form": form, "counts": counted})


def _rows(found: list[Case]) -> Iterator[tuple[Value, ...]]:
    today = timezone.localdate()
    for start in range(0, len(found), 500):
        batch = found[start : start + 500]
        cohorts = cohorts_of(case.pk for case in batch)
        incidents = queries.incident_counts(batch)
        for item in batch:
            cohort = cohorts[item.pk].cohort
            yield (
                item.reference,
                item.get_status_display(),
                item.opened_on,
                item.closed_on,
                item.age_on(today),
                cohort.label if cohort else "Not known",
                incidents.get(item.pk, 0),
                item.lead_professional.name if item.lead_professional else "",
            )
