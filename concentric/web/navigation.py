"""The main navigation: one list, and what of it this person sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from concentric.foundation.accounts.viewer import Viewer


def everyone(viewer: Viewer) -> bool:
    """Every member."""
    return True


@dataclass(frozen=True, slots=True)
class Destination:
    """An entry: its words, its URL's name, and who sees it (a check through `ask`, or any yes/no of the viewer)."""

    label: str
    url_name: str
    shown_to: Callable[[Viewer], object] = everyone


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as this page shows it. `is_exact`: this very page; `is_current`: it or a page below it."""

    label: str
    url: str
    is_current: bool
    is_exact: bool


# The shell's places, in the order of the bar. A stage that needs one more adds it here.
NAVIGATION: list[Destination] = [
    Destination("Home", "overview:home"),
    Destination("Cases", "overview:cases"),
    Destination("Meetings", "meetings:list"),
    Destination("Actions", "plans:tracker"),
    Destination("Contexts", "contexts:list"),
    Destination("Search", "overview:search"),
]


def links_for(viewer: Viewer, path: str) -> list[Link]:
    """What the viewer may go to, the current one marked."""
    return [link for place in NAVIGATION if place.shown_to(viewer) and (link := _link(place, path))]


def _link(place: Destination, path: str) -> Link | None:
    try:
        url = reverse(place.url_name)
    except NoReverseMatch:
        return None  # an installation without that side of the product has no such page
    return Link(place.label, url, path == url or (url != "/" and path.startswith(url)), path == url)
