"""Members who must have a second step to sign in: told for as long as they have time, then shown how to set it up, and
nothing else.

This stands behind `ViewerMiddleware` and refuses by default, as that does: whatever it does not know is refused. Open
are the pages that a stranger may see and the sign-in pages, where a second step is set up. Whoever has one is asked for
it at every sign-in; that is allauth's work.

What it cannot do: a stranger who has the password of somebody in their days of grace can set up a step of their own.
Nought days close that gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from concentric.casework.process.queries import second_step_due
from concentric.foundation.accounts.middleware import is_for_strangers
from concentric.foundation.accounts.viewer import Viewer
from concentric.web.dates import short_date
from concentric.web.kept import wants_no_page

TOLD = "told_of_second_step"
NEEDED = "You need a second step to sign in before you can go on. Open another page to set it up."


class SecondStepMiddleware:
    """Lets nobody past their time without a second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
        if viewer is None or viewer.has_second_step or is_for_strangers(view):
            return None
        due = second_step_due(viewer)
        if due is None:
            return None
        if timezone.now() >= due:
            return set_up_page(request)
        _tell(request, due)
        return None


def set_up_page(request: HttpRequest) -> HttpResponse:
    """403 with what to do; a script is given the same as JSON, and its page keeps what was typed."""
    if wants_no_page(request):
        return JsonResponse({"message": NEEDED}, status=403)
    return render(request, "process/second_step.html", {"was_posted": request.method == "POST"}, status=403)


def _tell(request: HttpRequest, due: dt.datetime) -> None:
    """Once for each sign-in, on a page."""
    if request.method == "GET" and not wants_no_page(request) and TOLD not in request.session:
        request.session[TOLD] = True
        day = short_date(timezone.localdate(due))
        messages.warning(
            request, f"From {day} you need a second step to sign in. Set it up under “Your sign-in and security”."
        )
