"""Which cases a viewer may see, and what their pages show. Everything about a case goes through `visible_cases`."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from concentric.casework.cases.models import BreakGlass, Case, CasePerson, CohortDecision, Incident, Involvement
from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.cohort import derive_cohort
from concentric.method.instrument.vocabulary import Cohort, Company

CASEWORK_ROLES = (
    Role.COORDINATOR,
    Role.CHAIR,
    Role.MINUTE_TAKER,
    Role.LEAD_PROFESSIONAL,
    Role.PRACTITIONER,
)


def visible_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases of the viewer's partnership that their part in them opens.

    A coordinator sees all. Anyone else: those they lead, are involved in (convening a meeting involves its chair and
    its minute-taker), or have opened in an emergency that has not run out.
    """
    cases = Case.objects.filter(partnership_id=viewer.partnership_id)
    if viewer.sees_every_case:
        return cases
    emergency = BreakGlass.objects.filter(membership_id=viewer.id, expires_at__gt=timezone.now())
    return cases.filter(_works_on(viewer) | Q(pk__in=emergency.values("case")))


def _works_on(viewer: Viewer) -> Q:
    """Each part through an index of its own: the cost follows what is the viewer's, not what the partnership has."""
    involved = current_involvements().filter(membership_id=viewer.id)
    return Q(lead_professional_id=viewer.id) | Q(pk__in=involved.values("case"))


def current_involvements() -> QuerySet[Involvement]:
    """Involvement that has not ended. `until` is the first day without it."""
    return Involvement.objects.filter(Q(until=None) | Q(until__gt=timezone.localdate()))


def has_left(viewer: Viewer, case_id: uuid.UUID) -> bool:
    """Whether the viewer had a part in a case and has none any more."""
    parts = Involvement.objects.filter(case_id=case_id, membership_id=viewer.id).order_by()
    ends, today = list(parts.values_list("until", flat=True)), timezone.localdate()
    return bool(ends) and all(until is not None and until <= today for until in ends)


def get_case(viewer: Viewer, case_id: uuid.UUID) -> Case:
    """One case. Raises NotVisible: what a viewer may not see does not exist for them."""
    case = visible_cases(viewer).select_related("lead_professional__user", "partnership").filter(pk=case_id).first()
    if case is None:
        raise NotVisible
    return case


def works_on(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer is more than an emergency reader: a coordinator, the lead professional, or involved."""
    return (
        visible_cases(viewer).filter(pk=case.pk).filter(Q() if viewer.sees_every_case else _works_on(viewer)).exists()
    )


def people_of(case: Case) -> list[tuple[str, list[CasePerson]]]:
    """The people around the young person by kind: the kind's words, and who is of it. One query."""
    people = list(case.people.order_by("-in_household", "name"))
    kinds = CasePerson.Kind
    groups = [(kind.label, [person for person in people if person.kind == kind]) for kind in kinds]
    return [(label, members) for label, members in groups if members]


def colleagues(viewer: Viewer, *roles: Role) -> QuerySet[Membership]:
    """Members of the viewer's partnership who take part in casework (or hold one of `roles`), by name."""
    return (
        Membership.objects.filter(partnership_id=viewer.partnership_id, is_active=True, user__is_active=True)
        .filter(role_grants__role__in=roles or CASEWORK_ROLES)
        .select_related("user", "agency")
        .distinct()
        .order_by("user__name")
    )


@dataclass(frozen=True, slots=True)
class CohortView:
    """The cohort that holds, why, and whether a person set it against `derived`. `cohort` is None while undecided."""

    cohort: Cohort | None
    reason: str
    derived: Cohort | None
    derived_reason: str
    decision: CohortDecision | None

    @property
    def is_overridden(self) -> bool:
        return self.decision is not None


def cohort_of(case: Case) -> CohortView:
    """The cohort of one case. Two queries."""
    return cohorts_of([case.pk])[case.pk]


def cohorts_of(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, CohortView]:
    """The cohort of each case, in two queries however many there are."""
    wanted = list(case_ids)
    companies: dict[uuid.UUID, list[Company]] = defaultdict(list)
    for case_id, company in Incident.objects.filter(case__in=wanted).values_list("case_id", "company"):
        companies[case_id].append(Company(company))
    latest: dict[uuid.UUID, CohortDecision] = {}
    for decision in CohortDecision.objects.filter(case__in=wanted).select_related("by__user").order_by("at", "id"):
        latest[decision.case_id] = decision
    return {case_id: _cohort_view(companies[case_id], latest.get(case_id)) for case_id in wanted}


def _cohort_view(companies: list[Company], decision: CohortDecision | None) -> CohortView:
    found = derive_cohort(companies)
    if decision is None or not decision.cohort:
        return CohortView(found.cohort, found.reason, found.cohort, found.reason, None)
    return CohortView(Cohort(decision.cohort), decision.reason, found.cohort, found.reason, decision)


def open_emergency(viewer: Viewer, case: Case) -> BreakGlass | None:
    """The viewer's own emergency access to the case, while it lasts."""
    return case.break_glass.filter(membership_id=viewer.id, expires_at__gt=timezone.now()).first()


def emergency_uses(viewer: Viewer) -> QuerySet[BreakGlass]:
    """Every use of emergency access in the partnership, those not yet reviewed first. For a coordinator."""
    uses = BreakGlass.objects.filter(case__partnership_id=viewer.partnership_id)
    return (
        (uses if viewer.sees_every_case else uses.none())
        .select_related("case", "membership__user", "membership__agency", "reviewed_by__user")
        .order_by(F("reviewed_at").desc(nulls_first=True), "-opened_at")
    )


def emergencies_to_review(viewer: Viewer) -> QuerySet[BreakGlass]:
    """Uses that no coordinator has looked at yet: the notice on their home page."""
    return emergency_uses(viewer).filter(reviewed_at=None)
