"""Every write of the cases stage, gathered: the case itself, the people and incidents in it, and who may see it."""

from concentric.casework.cases.actions.access import break_glass, end_involvement, involve, review_emergency
from concentric.casework.cases.actions.case import (
    change_details,
    change_status,
    open_case,
    set_agencies,
    set_lead,
    set_legal_hold,
)
from concentric.casework.cases.actions.people import (
    add_person,
    change_incident,
    change_person,
    decide_cohort,
    record_incident,
    remove_incident,
    remove_person,
)

__all__ = [
    "add_person",
    "break_glass",
    "change_details",
    "change_incident",
    "change_person",
    "change_status",
    "decide_cohort",
    "end_involvement",
    "involve",
    "open_case",
    "record_incident",
    "remove_incident",
    "remove_person",
    "review_emergency",
    "set_agencies",
    "set_lead",
    "set_legal_hold",
]
