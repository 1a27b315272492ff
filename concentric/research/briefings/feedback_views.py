"""Feedback sheets: one for each site."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import ask
from concentric.research.briefings.feedback import feedback_for, hand_out
from concentric.research.briefings.files import FILES, file_of
from concentric.research.frameworks.pages import study_page
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.queries import get_site, sites
from concentric.research.frameworks.researcher import researcher_in


@without_partnership
@require_GET
def feedback(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The sites, each with its sheet."""
    researcher = researcher_in(request.user, study_id)
    return study_page(request, researcher, "briefings/feedback.html", "briefings", sites=sites(researcher))


@without_partnership
@require_GET
def sheet(request: PersonRequest, study_id: uuid.UUID, site_id: uuid.UUID) -> HttpResponse:
    """One site's sheet."""
    researcher = researcher_in(request.user, study_id)
    site = get_site(researcher, site_id)
    note_read(researcher, "feedback.read", site)
    report = feedback_for(site, timezone.localtime())
    may_take = ask(check_can_take_files, researcher)
    context = {"study": researcher.study, "site": site, "report": report, "may_take": may_take}
    return render(request, "briefings/sheet.html", context)


@without_partnership
@require_GET
def file(request: PersonRequest, study_id: uuid.UUID, site_id: uuid.UUID, document_format: str) -> HttpResponse:
    """One site's sheet as Word or PDF."""
    researcher = researcher_in(request.user, study_id)
    site = get_site(researcher, site_id)
    if document_format not in FILES:
        raise Http404
    report = hand_out(researcher=researcher, site=site, file_format=document_format)
    return file_of(report, f"feedback-site-{site.letter}", document_format)
