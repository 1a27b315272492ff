"""Splitting a code: its quotes are distributed by hand and by words, looked at, then re-coded."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.research.coding import recoding
from concentric.research.coding.codebook_forms import MOST_NEW, SplitForm
from concentric.research.coding.codebook_reading import place_name, quotes
from concentric.research.coding.permissions import check_can_change_codebook, check_made_by_study
from concentric.research.coding.queries import get_code
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import researcher_in
from concentric.web.forms import status_of


@without_partnership
@require_http_methods(["GET", "POST"])
def split(request: PersonRequest, study_id: uuid.UUID, code_id: uuid.UUID) -> HttpResponse:
    """Posted with `look`, it only shows where each quote would go."""
    researcher = researcher_in(request.user, study_id)
    code = get_code(researcher, code_id)
    check_can_change_codebook(researcher)
    may_beside = ask(check_made_by_study, code)
    form = SplitForm(
        posted(request),
        codings=list(quotes(researcher, code)),
        may_stand_beside=may_beside.allowed,
        initial={"below": "below"},
    )
    is_look = "look" in request.POST
    if is_look:
        form.fields["reason"].required = False
    if form.is_valid() and not is_look:
        asked = form.cleaned_data
        below = asked.get("below", "below") == "below"
        try:
            made = recoding.split(
                researcher=researcher,
                code=code,
                into=form.into(),
                below=below,
                reason=asked["reason"],
                retire=asked.get("retire", False),
            )
        except Refusal as refusal:
            form.add_error("name_1", refusal.reason)
        else:
            messages.success(request, f"The code is split: {', '.join(f'“{one.name}”' for one in made)}.")
            return redirect("coding:codebook", study_id)
    note_read(researcher, "code.read", code)
    context: dict[str, Any] = {
        "code": code,
        "form": form,
        "numbers": range(1, MOST_NEW + 1),
        "goes": Counter(map(form.goes_to, form.codings)) if is_look and form.is_valid() else None,
        "may_beside": may_beside,
        "place_name": place_name,
    }
    return study_page(request, researcher, "coding/codebook_split.html", "codebook", status=status_of(form), **context)
