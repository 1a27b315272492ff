"""The frameworks of a study, as those who code them see them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import ask
from concentric.research.coding import actions, listing, queries, rechecking
from concentric.research.coding.forms import ListForm, LookedAtForm
from concentric.research.coding.permissions import check_can_code, check_can_code_framework
from concentric.research.frameworks.pages import study_page
from concentric.research.frameworks.researcher import researcher_in
from concentric.web.forms import status_of

FRAMEWORKS_A_PAGE = 25


@without_partnership
@require_GET
def frameworks(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """How far each framework is, by whom, and which is next."""
    researcher = researcher_in(request.user, study_id)
    actions.ensure_codebook(researcher)
    note_read(researcher, "coding.read", researcher.study)
    form = ListForm(request.GET if request.GET else None, study=researcher.study)
    asked = form.cleaned_data if form.is_valid() else {}
    progress = listing.progress_of(researcher)
    page = Paginator(progress.chosen(asked).tolist(), FRAMEWORKS_A_PAGE).get_page(request.GET.get("page"))
    following = progress.next_one
    context = {
        "form": form,
        "page": page,
        "rows": progress.rows(list(page.object_list)),
        "next_one": queries.get_held(researcher, following) if following else None,
        "may_code": ask(check_can_code, researcher),
        "waiting": rechecking.waiting(researcher),
    }
    return study_page(request, researcher, "coding/frameworks.html", "coding", status=status_of(form), **context)


@without_partnership
@require_POST
def looked_at(request: PersonRequest, study_id: uuid.UUID, framework_id: uuid.UUID) -> HttpResponse:
    """What a correction touched has been looked at: all that the page showed of it."""
    researcher = researcher_in(request.user, study_id)
    framework = queries.get_held(researcher, framework_id)
    check_can_code_framework(researcher, framework)
    form = LookedAtForm(request.POST)
    if form.is_valid():
        rechecking.looked_at(researcher=researcher, framework=framework, **form.cleaned_data)
        messages.success(request, "Looked at.")
    return redirect("coding:framework", study_id, framework_id)
