"""What the shell needs on every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from concentric.foundation.accounts.viewer import Viewer
from concentric.web.navigation import PARTNERSHIP, links_for
from concentric.web.session import person_token


def shell(request: HttpRequest) -> dict[str, object]:
    """viewer (or None), navigation, partnership_links, person_token (the same person again?), is_demo."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "navigation": SimpleLazyObject(lambda: links_for(viewer, request.path)) if viewer else [],
        "partnership_links": SimpleLazyObject(lambda: links_for(viewer, request.path, PARTNERSHIP)) if viewer else [],
        "person_token": person_token(viewer.user) if viewer else "",
        "is_demo": settings.MODE == "demo",
    }
