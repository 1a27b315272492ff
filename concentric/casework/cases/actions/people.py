"""People around the young person, and the incidents of HSB. Taking one away leaves it in the record."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from concentric.casework.cases.models import Case, CasePerson, CohortDecision, Incident
from concentric.casework.cases.permissions import check_can_manage, check_can_record
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.vocabulary import Cohort

PERSON_FIELDS = ("kind", "name", "known_as", "relation", "in_household", "date_of_birth")
INCIDENT_FIELDS = (
    "happened_on",
    "precision",
    "company",
    "role",
    "level",
    "relation",
    "age_gap",
    "number_harmed",
    "setting",
    "characteristics",
    "outcome",
)


def add_person(*, viewer: Viewer, case: Case, **facts: Any) -> CasePerson:
    """Somebody around the young person; `facts` are PERSON_FIELDS."""
    check_can_record(viewer, case)
    person = CasePerson(case=case, **facts)
    with recorded(viewer, "person.added", person, kind=person.kind):
        person.full_clean()
        person.save(force_insert=True)
    return person


def change_person(*, viewer: Viewer, person: CasePerson, **facts: Any) -> None:
    """Correct what is known of a person. The audit names the fields."""
    check_can_record(viewer, person.case)
    changed = _apply(person, facts, PERSON_FIELDS)
    with recorded(viewer, "person.changed", person, fields=changed):
        person.full_clean()
        person.save(update_fields=changed)


def remove_person(*, viewer: Viewer, person: CasePerson) -> None:
    """Take a person off the case's pages."""
    check_can_record(viewer, person.case)
    _remove(viewer, "person.removed", person)


def record_incident(*, viewer: Viewer, case: Case, **facts: Any) -> Incident:
    """An incident in closed vocabularies; `facts` are INCIDENT_FIELDS. Raises ValidationError on anything else."""
    check_can_record(viewer, case)
    incident = Incident(case=case, recorded_by=viewer.membership, **facts)
    with recorded(viewer, "incident.recorded", incident, facts=_closed(incident)):
        incident.full_clean()
        incident.save(force_insert=True)
    return incident


def change_incident(*, viewer: Viewer, incident: Incident, **facts: Any) -> None:
    """Correct an incident. The audit holds how it stood before and after: its values are all of closed vocabularies."""
    check_can_record(viewer, incident.case)
    before = _closed(incident)
    changed = _apply(incident, facts, INCIDENT_FIELDS)
    with recorded(viewer, "incident.changed", incident, fields=changed, before=before, after=_closed(incident)):
        incident.full_clean()
        incident.save(update_fields=changed)


def remove_incident(*, viewer: Viewer, incident: Incident) -> None:
    """Take an incident out of the case and its counts: it was recorded in error, or twice."""
    check_can_record(viewer, incident.case)
    _remove(viewer, "incident.removed", incident)


def decide_cohort(*, viewer: Viewer, case: Case, cohort: Cohort | None, reason: str) -> CohortDecision:
    """Set the cohort against the derived one, or (None) hand it back to the incidents. Every decision stays."""
    check_can_manage(viewer, case)
    decision = CohortDecision(case=case, cohort=cohort.value if cohort else "", reason=reason, by=viewer.membership)
    with recorded(viewer, "cohort.decided", decision, cohort=decision.cohort or "derived"):
        decision.save(force_insert=True)
    return decision


def _apply(row: CasePerson | Incident, facts: dict[str, Any], known: tuple[str, ...]) -> list[str]:
    changed = sorted(name for name in facts if name in known and getattr(row, name) != facts[name])
    for name in changed:
        setattr(row, name, facts[name])
    return changed


def _remove(viewer: Viewer, verb: str, row: CasePerson | Incident) -> None:
    with recorded(viewer, verb, row):
        row.removed_at, row.removed_by = timezone.now(), viewer.membership
        row.save(update_fields=["removed_at", "removed_by"])


def _closed(incident: Incident) -> dict[str, Any]:
    """The values that are from closed vocabularies: fit for the audit trail."""
    return {name: getattr(incident, name) for name in INCIDENT_FIELDS if name != "happened_on"}
