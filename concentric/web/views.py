"""The shell's own addresses: the session's pulse, the end of the sign-in frame, and the style page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concentric.foundation.accounts.middleware import public
from concentric.web.session import person_token


@public
@require_safe
def session_alive(request: HttpRequest) -> JsonResponse:
    """{"person": token or "", "csrf": token}: who is signed in now, and the token that their forms need."""
    person = person_token(request.user) if request.user.is_authenticated else ""
    return JsonResponse({"person": person, "csrf": get_token(request)})


@public
@require_safe
def session_back(request: HttpRequest) -> HttpResponse:
    """Where the sign-in frame ends: it tells the page around it, or a person who came by another tab, to go back."""
    return render(request, "session/back.html")
