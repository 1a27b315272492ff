"""A study's audit trail: who of the team did or read what, and what came from its sites."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit import queries as audit
from concentric.foundation.audit import trail
from concentric.research.frameworks.permissions import check_can_read_trail
from concentric.research.frameworks.researcher import researcher_in
from concentric.web.trail_form import TrailForm

EVENTS_A_PAGE = 100


@without_partnership
@require_GET
def study_trail(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Everything done in the study, newest first."""
    researcher = researcher_in(request.user, study_id)
    check_can_read_trail(researcher)
    people = researcher.study.team.select_related("user")
    form = TrailForm(request.GET or None, viewer=researcher, people=people)
    search = form.search() if form.is_valid() else audit.Search()
    page = Paginator(audit.events(researcher, search), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    trail.note_read(researcher, "audit.read", researcher.study)
    return render(request, "frameworks/trail.html", {"study": researcher.study, "form": form, "page": page})


@without_partnership
@require_POST
def verify_study_trail(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    check_can_read_trail(researcher)
    breaks = list(trail.verify(researcher.audit_chain))
    trail.note_read(researcher, "audit.verified", researcher.study, breaks=len(breaks))
    return render(request, "frameworks/trail_checked.html", {"study": researcher.study, "breaks": breaks})
