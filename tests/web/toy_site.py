"""The shell with a few toy pages behind it, so that its tests need no page of a stage."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from concentric.foundation.accounts.middleware import public
from concentric.foundation.permissions.checks import Refusal

handler400 = "concentric.web.errors.bad_request"
handler403 = "concentric.web.errors.refused"
handler404 = "concentric.web.errors.not_found"
handler500 = "concentric.web.errors.failed"


def note(request: HttpRequest) -> HttpResponse:
    """A page for members that takes a form."""
    if request.method == "POST":
        return HttpResponse(f"saved: {request.POST.get('concern', '')}")
    messages.success(request, "A <b>banner</b>")
    return render(request, "layouts/base.html")


def refuses(request: HttpRequest) -> HttpResponse:
    raise Refusal("Only the chair can sign the minutes.")


def denies(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@public
def breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a name that must not be shown")


urlpatterns = [
    path("", include("concentric.web.urls")),
    path("account/", include("concentric.web.sign_in_urls")),
    path("note", note, name="note"),
    path("refuses", refuses),
    path("denies", denies),
    path("breaks", breaks),
]
