"""A study's team and its sites."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.exchange.study_card import written
from concentric.research.frameworks import actions, queries, sites
from concentric.research.frameworks.forms import SiteCardForm, TeamForm
from concentric.research.frameworks.models import Site, StudyMember
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.permissions import check_can_remove_from_team, check_can_run_study
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.downloads import attachment
from concentric.web.forms import status_of


@without_partnership
@require_http_methods(["GET", "POST"])
def team(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Who is in the team. Posting gives somebody a place, or another role."""
    researcher = researcher_in(request.user, study_id)
    form = TeamForm(posted(request))
    if request.method == "POST":
        check_can_run_study(researcher)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            place = actions.add_to_team(
                researcher=researcher,
                email=asked["email"],
                role=StudyMember.Role(asked["role"]),
                changes_role=asked["changes_role"],
            )
        except Refusal as refusal:
            form.add_error("email", refusal.reason)
        else:
            messages.success(request, f"{place.user.name} is in the team as {place.get_role_display().lower()}.")
            return redirect("frameworks:team", study_id)
    places = [(place, ask(check_can_remove_from_team, researcher, place)) for place in queries.team(researcher)]
    context = {"places": places, "form": form, "may_run": ask(check_can_run_study, researcher)}
    return study_page(request, researcher, "frameworks/team.html", "team", status=status_of(form), **context)


@without_partnership
@require_POST
def remove(request: PersonRequest, study_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    place = queries.get_place(researcher, place_id)
    actions.remove_from_team(researcher=researcher, place=place)
    messages.success(request, f"{place.user.name} is no longer in the team.")
    return redirect("frameworks:team", study_id)


@without_partnership
@require_http_methods(["GET", "POST"])
def site_list(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The sites by letter. Posting a site's card keeps the key that it signs with."""
    researcher = researcher_in(request.user, study_id)
    form = SiteCardForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST":
        check_can_run_study(researcher)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            site = sites.register(researcher=researcher, card=asked["file"], replaces=asked["replaces"])
        except Refusal as refusal:
            form.add_error("file", refusal.reason)
        else:
            messages.success(request, f"{site} is registered. What it signs can be received.")
            return redirect("frameworks:sites", study_id)
    return _site_page(request, researcher, form)


@without_partnership
@require_POST
def add_site(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    site = sites.add_site(researcher=researcher_in(request.user, study_id))
    messages.success(request, f"{site} is added. Give it its card, or a joining code where it is on this installation.")
    return redirect("frameworks:sites", study_id)


@without_partnership
@require_GET
def card(request: PersonRequest, study_id: uuid.UUID, site_id: uuid.UUID) -> HttpResponse:
    """The study card for one site, to be handed over."""
    researcher = researcher_in(request.user, study_id)
    site = queries.get_site(researcher, site_id)
    data = written(sites.give_card(researcher=researcher, site=site))
    return attachment(f"study-card-site-{site.letter}.json", "application/json", data)


@without_partnership
@require_POST
def invite(request: PersonRequest, study_id: uuid.UUID, site_id: uuid.UUID) -> HttpResponse:
    """A one-time joining code, shown on this page and nowhere again."""
    researcher = researcher_in(request.user, study_id)
    site = queries.get_site(researcher, site_id)
    code = sites.invite(researcher=researcher, site=site)
    return _site_page(request, researcher, SiteCardForm(), invited=site, code=code)


def _site_page(
    request: PersonRequest, researcher: Researcher, form: SiteCardForm, invited: Site | None = None, code: str = ""
) -> HttpResponse:
    context = {
        "sites": queries.sites(researcher),
        "form": form,
        "may_run": ask(check_can_run_study, researcher),
        "invited": invited,
        "code": code,
        "invited_days": sites.INVITED_DAYS,
    }
    return study_page(request, researcher, "frameworks/sites.html", "sites", status=status_of(form), **context)
