"""A study's pages: what it asks, its team and sites, the frameworks it received."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.research.frameworks import queries


@without_partnership
@require_GET
def studies(request: PersonRequest) -> HttpResponse:
    """The studies that the person has a place in."""
    return render(request, "frameworks/studies.html", {"studies": queries.studies_of(request.user)})
