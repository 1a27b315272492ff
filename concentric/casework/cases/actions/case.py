"""The case itself: opened, corrected, led, stepped down, closed, opened again, held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from concentric.casework.cases.likeness import sound
from concentric.casework.cases.models import Case, CaseAgency, HoldChange, Involvement, StatusChange
from concentric.casework.cases.permissions import (
    check_can_change_status,
    check_can_hold,
    check_can_manage,
    check_can_open_case,
)
from concentric.casework.process.queries import process_of
from concentric.casework.process.references import next_reference
from concentric.casework.search.actions import put
from concentric.casework.search.models import SearchText
from concentric.foundation.accounts.models import Agency, Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal

DETAILS = ("given_name", "family_name", "known_as", "date_of_birth", "gender")
TRANSITIONS = {
    Case.Status.OPEN: (Case.Status.STEPPED_DOWN, Case.Status.CLOSED),
    Case.Status.STEPPED_DOWN: (Case.Status.OPEN, Case.Status.CLOSED),
    Case.Status.CLOSED: (Case.Status.OPEN,),
}


def open_case(
    *,
    viewer: Viewer,
    given_name: str,
    family_name: str,
    known_as: str = "",
    date_of_birth: dt.date | None = None,
    gender: str = "",
    agencies: Iterable[Agency] = (),
) -> Case:
    """A new open case with the next reference, and the agencies that are part of it."""
    check_can_open_case(viewer)
    with recorded(viewer, "case.opened") as note:
        case = Case.objects.create(
            partnership=viewer.partnership,
            reference=next_reference(viewer.partnership, "case"),
            given_name=given_name,
            family_name=family_name,
            known_as=known_as,
            date_of_birth=date_of_birth,
            gender=gender,
            surname_sound=sound(family_name),
            opened_on=timezone.localdate(),
            legal_hold=process_of(viewer.partnership).retention.hold_new_cases,
        )
        CaseAgency.objects.bulk_create(CaseAgency(case=case, agency=agency) for agency in agencies)
        _index(case)
        note.subject = case
    return case


def change_details(*, viewer: Viewer, case: Case, **details: str | dt.date | None) -> None:
    """Correct the young person's details. `details` are any of DETAILS; the audit names which changed."""
    check_can_manage(viewer, case)
    changed = sorted(name for name in details if name in DETAILS and getattr(case, name) != details[name])
    with recorded(viewer, "case.details_changed", case, fields=changed):
        for name in changed:
            setattr(case, name, details[name])
        case.surname_sound = sound(case.family_name)
        case.save(update_fields=[*changed, "surname_sound"])
        _index(case)


def set_agencies(*, viewer: Viewer, case: Case, agencies: Iterable[Agency]) -> None:
    """Make exactly these agencies of the partnership part of the case."""
    check_can_manage(viewer, case)
    wanted = {agency.pk for agency in agencies if agency.partnership_id == case.partnership_id}
    with recorded(viewer, "case.agencies_set", case) as note:
        now = set(case.case_agencies.values_list("agency_id", flat=True))
        case.case_agencies.exclude(agency__in=wanted).delete()
        CaseAgency.objects.bulk_create(
            [CaseAgency(case=case, agency_id=pk) for pk in wanted - now], ignore_conflicts=True
        )
        note.details = {"added": sorted(map(str, wanted - now)), "taken_off": sorted(map(str, now - wanted))}


def set_lead(*, viewer: Viewer, case: Case, lead: Membership) -> None:
    """Make `lead` the case's lead professional. They become involved; whoever led before stays involved until ended."""
    check_can_manage(viewer, case)
    if lead.partnership_id != case.partnership_id:
        raise Refusal("The lead professional must be a member of this partnership.")
    before = str(case.lead_professional_id or "")
    with recorded(viewer, "case.lead_set", case, before=before, after=str(lead.pk)):
        case.lead_professional = lead
        case.save(update_fields=["lead_professional"])
        Involvement.objects.get_or_create(
            case=case,
            membership=lead,
            until=None,
            defaults={"part": "Lead professional", "since": timezone.localdate(), "added_by": viewer.membership},
        )
        CaseAgency.objects.get_or_create(case=case, agency_id=lead.agency_id)


def change_status(*, viewer: Viewer, case: Case, status: Case.Status, reason: str) -> None:
    """Step down, close or reopen, with the reason. Closing starts the retention clock; reopening stops it."""
    check_can_change_status(viewer, case)
    with recorded(viewer, "case.status_changed", case) as note:
        now = Case.objects.select_for_update().get(pk=case.pk)
        if status not in TRANSITIONS[Case.Status(now.status)]:
            raise Refusal(f"This case is already {Case.Status(now.status).label.lower()}. Open the page again.")
        note.details = {"before": now.status, "after": status.value}
        case.status = status
        case.closed_on = timezone.localdate() if status == Case.Status.CLOSED else None
        case.save(update_fields=["status", "closed_on"])
        StatusChange.objects.create(case=case, status=status, reason=reason, by=viewer.membership)


def set_legal_hold(*, viewer: Viewer, case: Case, held: bool, reason: str) -> None:
    """Keep the record whatever retention says, or let retention run again; and why."""
    check_can_hold(viewer, case)
    with recorded(viewer, "case.hold_set" if held else "case.hold_lifted", case):
        now = Case.objects.select_for_update().get(pk=case.pk)
        if now.legal_hold == held:
            state = "on legal hold already" if held else "not on legal hold"
            raise Refusal(f"This case is {state}. Open the page again.")
        case.legal_hold = held
        case.save(update_fields=["legal_hold"])
        HoldChange.objects.create(case=case, held=held, reason=reason, by=viewer.membership)


def _index(case: Case) -> None:
    put(
        partnership_id=case.partnership_id,
        case_id=case.pk,
        kind=SearchText.Kind.CASE,
        subject_id=case.pk,
        body=f"{case.reference} {case.young_person}",
    )
