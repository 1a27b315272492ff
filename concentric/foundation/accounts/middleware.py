"""Puts `request.viewer` on every request, and refuses by default: a page is for signed-in members unless it says
otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from concentric.foundation.accounts.models import User
from concentric.foundation.accounts.viewer import Viewer, viewer_for

ViewT = TypeVar("ViewT", bound=Callable[..., object])
MEMBERSHIP_SESSION_KEY = "membership"


class MemberRequest(HttpRequest):
    """What a view that is not public is given."""

    viewer: Viewer


class PersonRequest(HttpRequest):
    """What a view `without_partnership` is given: somebody signed in, who may be no member."""

    user: User


def public(view: ViewT) -> ViewT:
    """Mark a view as open to people who are not signed in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def without_partnership(view: ViewT) -> ViewT:
    """Mark a view as open to people who are signed in and members of nothing. It checks for itself who may see it."""
    view.needs_no_partnership = True  # type: ignore[attr-defined]
    return view


def is_for_strangers(view: Callable[..., object]) -> bool:
    """Whether anybody may ask for it: it is marked `public`, or is one of the sign-in pages."""
    return getattr(view, "is_public", False) or view.__module__.startswith(("allauth.", "django.contrib.staticfiles"))


class ViewerMiddleware:
    """Every view needs a viewer, unless it is marked otherwise (above) or belongs to the sign-in pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.viewer = viewer_for(request.user, request.session.get(MEMBERSHIP_SESSION_KEY))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        if is_for_strangers(view):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.viewer is None and not getattr(view, "needs_no_partnership", False):  # type: ignore[attr-defined]
            if request.path == "/":
                return redirect(settings.HOME_WITHOUT_PARTNERSHIP)
            raise PermissionDenied("Your account is not a member of a partnership. Ask your administrator to add you.")
        return None
