"""Splitting a code: its codings are distributed by hand and by words, looked at, then re-coded."""

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
from concentric.research.coding.codebook_reading import place_name, quotes
from concentric.research.coding.permissions import check_can_change_codebook, check_made_by_study
from concentric.research.coding.queries import get_code
from concentric.research.coding.split_forms import MOST, STAYS, SplitForm
from concentric.research.frameworks.pages import study_page
from concentric.research.frameworks.researcher import researcher_in
from concentric.web.forms import status_of

_TURNS = ("more", "find_now", "page")  # buttons that only show something else of the form: nothing is checked yet


@without_partnership
@require_http_methods(["GET", "POST"])
def split(request: PersonRequest, study_id: uuid.UUID, code_id: uuid.UUID) -> HttpResponse:
    """Posted with `look`, it only shows where each coding would go."""
    researcher = researcher_in(request.user, study_id)
    code = get_code(researcher, code_id)
    check_can_change_codebook(researcher)
    may_beside = ask(check_made_by_study, code)
    typed = request.POST
    is_asked = request.method == "POST" and not any(name in typed for name in _TURNS)
    form = SplitForm(
        typed if is_asked else None,
        codings=list(quotes(researcher, code)),
        typed=typed,
        may_stand_beside=may_beside.allowed,
    )
    is_look = "look" in typed
    if is_look:
        form.fields["reason"].required = False
    if form.is_valid() and not is_look:
        asked = form.cleaned_data
        try:
            made = recoding.split(
                researcher=researcher,
                code=code,
                into=list(form.into()),
                below=asked.get("below", "below") == "below",
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
        "goes": Counter(map(form.goes_to, form.codings)) if is_look and form.is_valid() else None,
        "places": [("", "By the words"), (STAYS, "Stays"), *((str(n), form.name(n)) for n in form.numbers)],
        "is_posted": request.method == "POST",
        "may_have_more": len(form.numbers) < MOST,
        "may_beside": may_beside,
        "place_name": place_name,
    }
    return study_page(request, researcher, "coding/codebook_split.html", "codebook", status=status_of(form), **context)
