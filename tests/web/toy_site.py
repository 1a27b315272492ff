"""The site with a few toy pages beside it, so that the shell's tests need no page of a stage."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from concentric.config import urls
from concentric.config.urls import handler400, handler403, handler404, handler500
from concentric.foundation.accounts.middleware import public
from concentric.foundation.accounts.models import User
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


def stumbles(request: HttpRequest) -> HttpResponse:
    """A fault whose words quote what was typed, and one of the database's before it."""
    typed = request.POST["concern"]
    try:
        with transaction.atomic():
            for _ in range(2):
                User.objects.create_user(f"{typed}@example.org", name=typed)
    except IntegrityError:
        return HttpResponse(int(typed))
    raise AssertionError("the database took the same address twice")


@require_POST
def takes(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    path("studies/takes/forms/", takes),
    path("stumbles", stumbles),
    path("note", note, name="note"),
    path("refuses", refuses),
    path("denies", denies),
    path("breaks", breaks),
    *urls.urlpatterns,
]
