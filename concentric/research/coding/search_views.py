"""Looking for words in all texts of a study. They are posted, so that none of them stands in an address."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import researcher_in
from concentric.research.frameworks.searching import hits, make_findable, matching
from concentric.web import forms
from concentric.web.forms import status_of

HITS_A_PAGE = 50


class SearchForm(forms.Form):
    """Words that an entry must hold, all of them."""

    words = forms.CharField(label="Words", max_length=160, help_text="“school” finds “schools” too.")


@without_partnership
@require_http_methods(["GET", "POST"])
def search_texts(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The entries that hold the words, with the words around the first of them, a page at a time."""
    researcher = researcher_in(request.user, study_id)
    form = SearchForm(posted(request))
    context: dict[str, Any] = {"form": form, "page": None, "hits": [], "missing": make_findable(researcher.study)}
    if form.is_valid():
        words = form.cleaned_data["words"]
        page = Paginator(matching(researcher.study, words), HITS_A_PAGE).get_page(request.POST.get("page"))
        context |= {"page": page, "hits": list(hits(page, words))}
        note_read(researcher, "study.searched", researcher.study, hits=page.paginator.count, page=page.number)
    return study_page(request, researcher, "coding/search.html", "coding", status=status_of(form), **context)
