"""Looking for words in all texts of a study. They are posted, so that none of them stands in an address."""

from __future__ import annotations

import uuid
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import recorded
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import researcher_in
from concentric.research.frameworks.searching import index_missing, search
from concentric.web import forms
from concentric.web.forms import status_of

SHOWN = 60


class SearchForm(forms.Form):
    """Words that an entry must hold, all of them."""

    words = forms.CharField(label="Words", max_length=160, help_text="“school” finds “schools” too.")


@without_partnership
@require_http_methods(["GET", "POST"])
def search_texts(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The entries that hold the words, with the words around the first of them."""
    researcher = researcher_in(request.user, study_id)
    form = SearchForm(posted(request))
    hits: list[Any] | None = None
    if form.is_valid():
        index_missing(researcher.study)  # by itself: nobody's saving waits for it
        with recorded(researcher, "study.searched", researcher.study) as note:
            hits = list(islice(search(researcher.study, form.cleaned_data["words"]), SHOWN + 1))
            note.details["hits"] = min(len(hits), SHOWN)
    context: dict[str, Any] = {
        "form": form,
        "hits": hits[:SHOWN] if hits is not None else None,
        "more": bool(hits and len(hits) > SHOWN),
        "shown_at_most": SHOWN,
    }
    return study_page(request, researcher, "coding/search.html", "coding", status=status_of(form), **context)
