"""The site with a few toy pages beside it, so that the shell's tests need no page of a stage."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from concentric.config import urls
from concentric.config.urls import handler400, handler403, handler404, handler500
from concentric.foundation.accounts.middleware import public
from concentric.foundation.permissions.checks import Refusal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


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
    path("note", note, name="note"),
    path("refuses", refuses),
    path("denies", denies),
    path("breaks", breaks),
    *urls.urlpatterns,
]
