"""The action tracker: for a person, an agency and the partnership."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from concentric.casework.cases.pages import posted
from concentric.casework.plans import actions, queries
from concentric.casework.plans.forms import StatusForm, TrackerForm
from concentric.casework.plans.models import Action
from concentric.casework.plans.permissions import check_can_set_status
from concentric.casework.plans.reached import reached_by
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read, recorded
from concentric.foundation.permissions.checks import ask
from concentric.method.exchange.spreadsheet import Value
from concentric.method.instrument.grid import CONTEXT
from concentric.method.instrument.vocabulary import ActionStatus
from concentric.web.downloads import check_spreadsheet, spreadsheet
from concentric.web.forms import status_of

ACTIONS_A_PAGE = 50
HEADINGS = ("Due", "Action", "Context", "Named", "Owner", "Agency", "Case", "Status", "Reason", "Finished")


@require_GET
def tracker(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    form = TrackerForm(
        request.GET or None, viewer=viewer, initial={"whose": "all" if viewer.sees_every_case else "mine"}
    )
    wanted = form.wanted()
    tally, paginator = queries.tally(viewer, wanted.whose), Paginator(queries.tracker(viewer, wanted), ACTIONS_A_PAGE)
    if wanted == queries.Wanted(whose=wanted.whose):
        paginator.count = tally.open  # what nearly everybody asks for is counted already
    page = paginator.get_page(request.GET.get("page"))
    with recorded(viewer, "actions.read", count=len(page.object_list)) as note:
        note.cases = {action.case_id for action in page}
    context = {
        "form": form,
        "page": page,
        "tally": tally,
        "today": timezone.localdate(),
        "contexts": CONTEXT,
        "statuses": {status.value: status.label for status in ActionStatus},
    }
    return render(request, "plans/tracker.html", context)


@require_GET
def download(request: MemberRequest, file_format: str) -> HttpResponse:
    """What the tracker shows, as a spreadsheet."""
    check_spreadsheet(file_format)
    viewer = request.viewer
    wanted = TrackerForm(request.GET or None, viewer=viewer).wanted()
    found = queries.tracker(viewer, wanted)
    with recorded(viewer, "actions.exported", file_format=file_format) as note:
        note.cases = set(found.order_by().values_list("case_id", flat=True).distinct())
        rows = _rows(found.iterator(chunk_size=1_000))
        return spreadsheet("actions", file_format, HEADINGS, rows)


@require_http_methods(["GET", "POST"])
def action(request: MemberRequest, action_id: uuid.UUID) -> HttpResponse:
    """One action: what it answers, how it went, and saying how it goes."""
    viewer = request.viewer
    found = queries.get_action(viewer, action_id)
    may_set = ask(check_can_set_status, viewer, found)
    initial = {"status": found.status, "reason": found.status_reason}
    form = StatusForm(posted(request), initial=initial)
    if request.method == "POST":
        check_can_set_status(viewer, found)
        if form.is_valid():
            actions.set_status(viewer=viewer, action=found, **form.cleaned_data)
            messages.success(request, "The action is updated.")
            return redirect("plans:tracker")
    note_read(viewer, "action.read", found)
    context = {
        "action": found,
        "entry": found.entry,
        "context": CONTEXT[found.entry.context_key],
        "needs": queries.needs_answered(viewer, found),
        "steps": queries.history(found),
        "form": form,
        "may_set": may_set,
        "reminded": [person.user.name for person in reached_by(found)],
        "is_overdue": queries.is_overdue(found, timezone.localdate()),
        "status": ActionStatus(found.status),
    }
    return render(request, "plans/action.html", context, status=status_of(form))


def _rows(found: Iterator[Action]) -> Iterator[tuple[Value, ...]]:
    for item in found:
        yield (
            item.due_on,
            item.entry.text,
            CONTEXT[item.entry.context_key].label,
            item.entry.instance.name if item.entry.instance else "",
            item.owner.user.name if item.owner else item.owner_name,
            item.owner_agency.name if item.owner_agency else "",
            item.case.reference,
            ActionStatus(item.status).label,
            item.status_reason,
            item.finished_on,
        )
