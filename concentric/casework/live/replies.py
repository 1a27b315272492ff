"""How a post is answered: a script gets fragments, a browser alone comes back to the same place, its typing kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_POST

from concentric.casework.meetings.drafts import Invalid
from concentric.foundation.permissions.checks import Refusal
from concentric.web.kept import signed_out_answer
from concentric.web.session import person_token

LABELS = {
    "line": "What you typed",
    "text": "What you typed",
    "reasons": "Reasons",
    "reason": "Reason",
    "name": "Name",
    "who": "Who",
    "review_on": "Review date",
    "due_on": "Due date",
    "owner_name": "Owner",
    "measure": "How we will know",
}
SCRIPT_HEADER = "X-Concentric-Fetch"
PERSON_HEADER = "X-Concentric-Person"


def by_script(request: HttpRequest) -> bool:
    """Whether the page's own script asked."""
    return request.headers.get(SCRIPT_HEADER) == "1"


def saved(request: HttpRequest, place: str, html: str = "", **more: Any) -> HttpResponse:
    """Done: the fragments that changed, or back to `place`."""
    if by_script(request):
        return JsonResponse({"html": html, **more})
    return redirect(place)


def writes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that posts. What it cannot keep comes back with the reason beside the field, and with the typing."""

    @require_POST
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _somebody_else(request):
            return signed_out_answer()
        try:
            return view(request, *args, **kwargs)
        except Invalid as fault:
            return _not_kept(request, kwargs["meeting_id"], fault.errors, 400)
        except Refusal as refusal:
            return _not_kept(request, kwargs["meeting_id"], {"": refusal.reason}, 403)

    return answered


def _somebody_else(request: HttpRequest) -> bool:
    """Whether another person has signed in since the page was made: nothing it holds is written in their name."""
    claimed = request.headers.get(PERSON_HEADER)
    return claimed is not None and not constant_time_compare(claimed, person_token(request.viewer.user))  # type: ignore[attr-defined]


def _not_kept(request: HttpRequest, meeting_id: uuid.UUID, errors: dict[str, str], status: int) -> HttpResponse:
    message = " ".join(dict.fromkeys(errors.values()))
    if by_script(request):
        return JsonResponse({"message": message, "errors": errors}, status=status)
    typed = [(name, LABELS[name], value) for name, value in request.POST.items() if name in LABELS]
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in LABELS and name != "csrfmiddlewaretoken"
    ]
    names = {name for name, _, _ in typed}
    context = {
        "typed": typed,
        "carried": carried,
        "errors": {**errors, **({} if names & set(errors) or not names else {next(iter(names)): message})},
        "message": message,
        "refused": status == 403,
        "back": reverse("live:meeting", kwargs={"meeting_id": meeting_id}),
    }
    return render(request, "live/mend.html", context, status=status)


def said(request: HttpRequest, message: str) -> None:
    """A line for the page that comes next, when no script is there to say it."""
    if not by_script(request):
        messages.success(request, message)
