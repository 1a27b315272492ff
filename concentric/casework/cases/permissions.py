"""Who may do what with a case. Each check raises Refusal with the reason that the page shows."""

from __future__ import annotations

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import works_on
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal

EMERGENCY_ROLES = (Role.PRACTITIONER, Role.LEAD_PROFESSIONAL, Role.CHAIR)


def check_can_open_case(viewer: Viewer) -> None:
    """Open a case: a coordinator."""
    if not viewer.has(Role.COORDINATOR):
        raise Refusal("Only a coordinator opens a case. Make a referral instead.")


def check_can_record(viewer: Viewer, case: Case) -> None:
    """Record people and incidents: whoever works on an open case."""
    _check_not_closed(case)
    if not works_on(viewer, case):
        raise Refusal("Emergency access is for reading. Ask the coordinator to involve you before you record anything.")


def check_can_manage(viewer: Viewer, case: Case) -> None:
    """Change the details, agencies and cohort, and who may see the case: its coordinator or lead professional."""
    _check_not_closed(case)
    _check_leads(viewer, case)


def check_can_change_status(viewer: Viewer, case: Case) -> None:
    """Step down, close or reopen: the coordinator or the lead professional."""
    _check_leads(viewer, case)


def check_can_hold(viewer: Viewer, case: Case) -> None:
    """Set or lift a legal hold: a coordinator, or information governance (who needs no look at the case for it)."""
    if not viewer.has(Role.COORDINATOR, Role.GOVERNANCE):
        raise Refusal("Only a coordinator or the information governance officer sets or lifts a legal hold.")


def check_can_see_looks(viewer: Viewer, case: Case) -> None:
    """See who looked at the case: the coordinator or the lead professional."""
    _check_leads(viewer, case)


def check_can_use_emergency_access(viewer: Viewer) -> None:
    """Open a case in an emergency: people who work with young people."""
    if not viewer.has(*EMERGENCY_ROLES):
        raise Refusal("Emergency access is for practitioners, lead professionals and chairs. Ask the coordinator.")


def check_can_review_emergencies(viewer: Viewer) -> None:
    """Look back at uses of emergency access: a coordinator."""
    if not viewer.has(Role.COORDINATOR):
        raise Refusal("Only a coordinator reviews emergency access.")


def _check_leads(viewer: Viewer, case: Case) -> None:
    if not viewer.has(Role.COORDINATOR) and case.lead_professional_id != viewer.id:
        raise Refusal("Only the coordinator or the lead professional of this case does this.")


def _check_not_closed(case: Case) -> None:
    if case.status == Case.Status.CLOSED:
        raise Refusal("This case is closed. Reopen it before changing it.")
