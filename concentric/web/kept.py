"""A posted form that met an ended session, or a stale form token: what was typed goes back, never into storage."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

NOT_KEPT = {"csrfmiddlewaretoken"}
SIGNED_OUT = "You were signed out because you were away for a while. Sign in again to carry on; your typing is kept."


@dataclass(frozen=True, slots=True)
class KeptField:
    """A posted value. `was_typed` says whether it is words to show, or a choice to carry along unseen."""

    name: str
    value: str

    @property
    def was_typed(self) -> bool:
        return len(self.value) > 20 or " " in self.value


def wants_no_page(request: HttpRequest) -> bool:
    """Whether a script asked, which would not show a page."""
    return request.headers.get("X-Concentric-Fetch") == "1" or request.headers.get("HX-Request") == "true"


def signed_out_answer() -> JsonResponse:
    """401, which `session.js` meets with the dialog. No body of the request is lost: the page still holds it."""
    answer = JsonResponse({"signed_out": True, "message": SIGNED_OUT}, status=401)
    answer.headers["HX-Trigger"] = "concentric:signed-out"
    return answer


def is_same_origin(request: HttpRequest) -> bool:
    """Whether our own page posted this; a form from elsewhere must not be offered for sending again."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def kept_fields(request: HttpRequest) -> list[KeptField]:
    """What was posted, but for form tokens and anything that may be a password."""
    return [
        KeptField(name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_KEPT and "password" not in name.lower()
    ]


def kept_page(request: HttpRequest) -> HttpResponse:
    """The page that gives the typing back, to send again. Status 401, or 403 when signed in meanwhile."""
    signed_in = request.user.is_authenticated
    context = {
        "fields": kept_fields(request) if is_same_origin(request) else [],
        "had_files": bool(request.FILES),
        "signed_in": signed_in,
        "sign_in_url": f"{reverse('account_login')}?next={reverse('session_back')}",
    }
    return render(request, "session/kept.html", context, status=403 if signed_in else 401, using="jinja2")
