"""Taking in a codebook: a file is looked at, then its new codes come below those of the study."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.permissions import check_can_change_codebook
from concentric.research.exchange.codebook_in import MOST_BYTES, look_at, take_in
from concentric.research.frameworks.models import LINE
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import researcher_in
from concentric.web import forms
from concentric.web.forms import status_of

TOO_LARGE = "The file is larger than 1 MB, which no codebook is. Choose the codebook’s own file (.qdc)."


class CodebookFileForm(forms.Form):
    """The file, or, once it was looked at, the same again. `read` is its bytes."""

    file = forms.FileField(
        label="REFI-QDA codebook",
        help_text="A .qdc file, up to 1 MB.",
        error_messages={"required": "Upload the codebook’s file"},
    )
    again = forms.CharField(required=False, max_length=2 * MOST_BYTES, widget=forms.HiddenInput)
    reason = forms.CharField(label="Reason", required=False, max_length=LINE)
    read: bytes = b""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["file"].required = not _decoded(self.data.get("again", ""))

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        file = asked.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", TOO_LARGE)
        elif file:
            self.read = bytes(file.read())
        else:
            self.read = _decoded(asked.get("again", ""))
        return asked

    @property
    def carried(self) -> str:
        """What `again` holds when the page comes back."""
        return base64.b64encode(self.read).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


@without_partnership
@require_http_methods(["GET", "POST"])
def take_in_codebook(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """Posted with `take`, it takes in what was looked at."""
    researcher = researcher_in(request.user, study_id)
    check_can_change_codebook(researcher)
    form = CodebookFileForm(posted(request), request.FILES if request.method == "POST" else None)
    coming = None
    if form.is_valid():
        try:
            if "take" in request.POST:
                number = take_in(researcher=researcher, data=form.read, reason=form.cleaned_data["reason"])
                messages.success(request, f"{number:,} {'code is' if number == 1 else 'codes are'} taken in.")
                return redirect("coding:codebook", study_id)
            coming = look_at(researcher=researcher, data=form.read)
        except Refusal as refusal:
            form.add_error("file", refusal.reason)
    context: dict[str, Any] = {"form": form, "coming": coming}
    status = status_of(form)
    return study_page(request, researcher, "exchange/codebook_in.html", "codebook", status=status, **context)
