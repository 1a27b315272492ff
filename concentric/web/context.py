"""What the shell needs on every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from concentric.foundation.accounts.models import User
from concentric.foundation.accounts.viewer import Viewer
from concentric.web.navigation import PARTNERSHIP, Link, links_for, study_links
from concentric.web.session import person_token


def shell(request: HttpRequest) -> dict[str, object]:
    """person (signed in, or None), viewer (the member they are here, or None), navigation, partnership_links,
    person_token (the same person again?), is_demo; and Django's `csrf_input`, made once for all forms of a page.
    """
    user = getattr(request, "user", None)
    person: User | None = user if user is not None and user.is_authenticated else None
    viewer: Viewer | None = getattr(request, "viewer", None)
    return {
        "person": person,
        "viewer": viewer,
        "navigation": SimpleLazyObject(lambda: _navigation(person, viewer, request.path)),
        "partnership_links": SimpleLazyObject(lambda: links_for(viewer, request.path, PARTNERSHIP)) if viewer else [],
        "person_token": person_token(person) if person else "",
        "is_demo": settings.MODE == "demo",
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }


def _navigation(person: User | None, viewer: Viewer | None, path: str) -> list[Link]:
    casework = links_for(viewer, path) if viewer else []
    return [*casework, *(study_links(person, path, alone=viewer is None) if person else [])]
