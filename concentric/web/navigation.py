"""Where one can go from any page: the main navigation, and the partnership's own pages in the person's menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from concentric.foundation.accounts.models import Role, User
from concentric.foundation.accounts.permissions import check_can_see_members
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import ask


def everyone(viewer: Viewer) -> bool:
    """Every member."""
    return True


def held_by(*roles: Role) -> Callable[[Viewer], bool]:
    """People who hold one of `roles`."""
    return lambda viewer: viewer.has(*roles)


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


CASEWORK = (Role.COORDINATOR, Role.CHAIR, Role.MINUTE_TAKER, Role.LEAD_PROFESSIONAL, Role.PRACTITIONER)
SENDS = (Role.COORDINATOR, Role.LEAD_PROFESSIONAL, Role.GOVERNANCE, Role.ADMINISTRATOR)

# The places, in the order of the bar. The shell imports no stage, so who sees a link is said again here; a test follows
# every link as every role.
NAVIGATION: list[Destination] = [
    Destination("Home", "overview:home"),
    Destination("Cases", "overview:cases"),
    Destination("Meetings", "meetings:list"),
    Destination("Actions", "plans:tracker"),
    Destination("Contexts", "contexts:list", held_by(*CASEWORK)),
    Destination("Search", "overview:search"),
]

PARTNERSHIP: list[Destination] = [
    Destination("Referrals", "referrals:list"),
    Destination("Emergency access", "cases:emergency", held_by(Role.PRACTITIONER, Role.LEAD_PROFESSIONAL, Role.CHAIR)),
    Destination("Uses of emergency access", "cases:emergencies", held_by(Role.COORDINATOR)),
    Destination("Counts of cases", "overview:counts", held_by(Role.COORDINATOR, Role.GOVERNANCE)),
    Destination("The partnership over time", "quality:over_time", held_by(Role.COORDINATOR, Role.GOVERNANCE)),
    Destination("Members and agencies", "administration:members", lambda viewer: ask(check_can_see_members, viewer)),
    Destination("How this partnership works", "process:show"),
    Destination("On their way to studies", "dispatch:list", held_by(*CASEWORK)),
    Destination("Studies we send to", "studies:list", held_by(*SENDS)),
    Destination("Keeping and destroying", "retention:list", held_by(Role.COORDINATOR, Role.GOVERNANCE)),
    Destination("Audit trail", "administration:trail", held_by(Role.GOVERNANCE, Role.ADMINISTRATOR)),
]

STUDIES = Destination("Studies", "frameworks:studies")


def links_for(viewer: Viewer, path: str, places: list[Destination] = NAVIGATION) -> list[Link]:
    """What of `places` the viewer may go to, the current one marked."""
    return [_link(place, path) for place in places if place.shown_to(viewer)]


def study_links(person: User, path: str, *, alone: bool) -> list[Link]:
    """The way to a person's studies, where they have a place in one, or `alone` where they are a member of nothing."""
    return [_link(STUDIES, path)] if alone or person.study_places.filter(is_active=True).exists() else []


def _link(place: Destination, path: str) -> Link:
    url = reverse(place.url_name)
    return Link(place.label, url, path == url or (url != "/" and path.startswith(url)), path == url)
