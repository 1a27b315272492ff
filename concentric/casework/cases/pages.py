"""What the pages of a case share: the header above each, and the round of a page with one form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import cohort_of, open_emergency
from concentric.casework.cases.tabs import case_tabs
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import Refusal
from concentric.web.forms import status_of


def posted(request: MemberRequest) -> QueryDict | None:
    """What a form is bound to: the posted data, empty or not; None when the page is only being opened."""
    return request.POST if request.method == "POST" else None


def case_page(request: MemberRequest, case: Case, template: str, tab: str, **context: Any) -> HttpResponse:
    """A page of a case under its header. Reading it is recorded."""
    return render(request, template, {**_header(request, case, tab), **context})


def form_page(
    request: MemberRequest,
    template: str,
    form: BaseForm,
    save: Callable[[], object],
    *,
    done: str,
    back: str,
    case: tuple[Case, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form; posted and in order, save it, say `done` and go `back`. A refusal stands above it, typing kept.

    `case`, with the name of its tab, puts the page under the case's header.
    """
    if form.is_valid():
        try:
            save()
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, done)
            return redirect(back)
    header = _header(request, *case) if case else {}
    return render(request, template, {**header, "form": form, "back": back, **context}, status=status_of(form))


def _header(request: MemberRequest, case: Case, tab: str) -> dict[str, Any]:
    """What `cases/_header.html` needs. The reading is recorded."""
    note_read(request.viewer, "case.read", case, page=tab)
    return {
        "case": case,
        "cohort": cohort_of(case),
        "age": case.age_on(timezone.localdate()),
        "case_tabs": case_tabs(case, tab),
        "emergency": None if request.viewer.sees_every_case else open_emergency(request.viewer, case),
    }
