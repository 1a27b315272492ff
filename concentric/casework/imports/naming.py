"""Whom the words of a file name, among the agencies and members of a partnership."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from concentric.casework.base import SHORT
from concentric.casework.plans.actions import ActionDraft
from concentric.foundation.accounts.models import Agency, AgencyKind, Membership
from concentric.foundation.accounts.queries import active_members
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.exchange.framework_docx.plan_words import SaidPlan

# What people call an agency of a kind. It names one where the partnership has one of that kind.
_CALLED: dict[AgencyKind, str] = {
    AgencyKind.SOCIAL_CARE: "social care|childrens social care|social services|childrens services|csc",
    AgencyKind.POLICE: "police",
    AgencyKind.YOUTH_JUSTICE: "youth justice|youth justice service|yjs|yot|yos|youth offending team",
    AgencyKind.HEALTH: "health",
    AgencyKind.CAMHS: "camhs",
    AgencyKind.EDUCATION: "school|education|college",
    AgencyKind.HOUSING: "housing",
    AgencyKind.COMMUNITY_SAFETY: "community safety",
    AgencyKind.VOLUNTARY: "voluntary sector",
}
KIND_OF = {name: kind for kind, names in _CALLED.items() for name in names.split("|")}
_PIECES = re.compile(r"\s*[,()]\s*|\s[–—-]\s")
Row = TypeVar("Row", Agency, Membership)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns an action: an agency, a member, or a name as it was written."""

    agency: Agency | None = None
    member: Membership | None = None
    name: str = ""


class Named:
    """The agencies and members that words may name. What names two names nobody."""

    def __init__(self, viewer: Viewer) -> None:
        self._agencies = list(Agency.objects.filter(partnership_id=viewer.partnership_id))
        self._members = list(active_members(viewer).select_related("user", "agency"))

    def by_id(self, agency_id: str, name: str) -> Agency | None:
        """The agency of that id, of whatever name; of a file that has no ids, the one of that name."""
        found = next((agency for agency in self._agencies if str(agency.pk) == agency_id), None)
        return found or (None if agency_id else self.by_name(name))

    def by_name(self, name: str) -> Agency | None:
        """The agency called exactly so; or the only one called so in any case."""
        exact = [agency for agency in self._agencies if agency.name == name]
        return _only(exact) or _only(agency for agency in self._agencies if _plain(agency.name) == _plain(name))

    def agency(self, words: str) -> Agency | None:
        """The agency of that name or handle; or the only one in use of the kind that people call so. "" is nobody."""
        in_use = [agency for agency in self._agencies if agency.is_active]
        of_kind = [agency for agency in in_use if agency.kind == KIND_OF.get(_plain(words))]
        handled = (agency for agency in in_use if agency.handle == words.strip().casefold())
        return self.by_name(words) or _only(handled) or _only(of_kind)

    def plan(self, said: SaidPlan) -> ActionDraft:
        """Owner and date of an action whose words say them. Words that may be an owner must name somebody known."""
        owner = self._owner(said)
        return ActionDraft(owner_agency=owner.agency, owner=owner.member, owner_name=owner.name, due_on=said.due)

    def _owner(self, said: SaidPlan) -> Owner:
        if said.owner:
            return self._known(said.owner) or Owner(name=said.owner[:SHORT])
        return next(filter(None, map(self._known, said.may_own)), Owner())

    def _known(self, words: str) -> Owner | None:
        """Somebody known in "Siobhan Daly, Social care"; a person of a known agency may have any name."""
        pieces = [piece for piece in _PIECES.split(words) if piece]
        member = _only(each for each in self._members if _plain(each.user.name) in map(_plain, pieces))
        if member:
            return Owner(member.agency, member)
        agencies = {piece: agency for piece in pieces for agency in [self.agency(piece)] if agency}
        if len(agencies) != 1:
            return None
        ((named, agency),) = agencies.items()
        return Owner(agency, name=", ".join(piece for piece in pieces if piece != named)[:SHORT])


def _plain(words: str) -> str:
    kept = words.casefold().replace("'", "").replace("’", "").strip(" .").removeprefix("the ")
    return " ".join(kept.split())


def _only(rows: Iterable[Row]) -> Row | None:
    """The row, where there is one and no other."""
    found = list(rows)
    return found[0] if len(found) == 1 else None
