"""What the head of the screen says: quorum, and whose safety to ask about."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.casework.cases.models import CasePerson
from concentric.casework.live.screen import Screen
from concentric.casework.meetings.models import Attendance
from concentric.foundation.accounts.models import AgencyKind


@dataclass(frozen=True, slots=True)
class Quorum:
    """`met` is None where the meeting was convened without a quorum."""

    met: bool | None
    words: str


def quorum_of(screen: Screen) -> Quorum:
    """Whether enough agencies, and the kinds that must be, are here; by the quorum the meeting was convened with."""
    asked = screen.meeting.introduction.get("quorum") or {}
    here = [
        invited.agency for invited in screen.attendance if invited.state == Attendance.State.ATTENDED and invited.agency
    ]
    agencies, kinds = {agency.pk for agency in here}, {agency.kind for agency in here}
    counted = f"{len(agencies)} {'agency' if len(agencies) == 1 else 'agencies'} here"
    if not asked:
        return Quorum(met=None, words=f"{counted}. No quorum was set for this meeting.")
    least = int(asked.get("minimum_agencies", 0))
    lacking = [AgencyKind(kind).label for kind in asked.get("required", ()) if kind not in kinds]
    wanting = [f"{least} are needed"] if len(agencies) < least else []
    wanting += [f"missing: {', '.join(lacking)}"] if lacking else []
    if not wanting:
        return Quorum(met=True, words=f"Quorate: {counted}.")
    return Quorum(met=False, words=f"Not quorate: {counted}; {'; '.join(wanting)}.")


def safety_of(screen: Screen) -> list[str]:
    """Those whose safety is asked about, harmed first, by their relation and never by name."""
    people = CasePerson.objects.filter(case_id=screen.meeting.case_id)
    harmed = [_relation(person) for person in people if person.kind == CasePerson.Kind.HARMED]
    others = [_relation(person) for person in people if person.kind != CasePerson.Kind.HARMED and person.in_household]
    return [*(harmed or ["Any child or young person harmed"]), "The young person", *others, "Anyone else, and staff"]


def _relation(person: CasePerson) -> str:
    kind = person.get_kind_display()
    return f"{kind} ({person.relation.lower()})" if person.relation else kind
