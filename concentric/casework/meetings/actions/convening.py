"""Convening a meeting: the partnership’s agenda and statements are copied, so that later changes leave it as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import current_involvements
from concentric.casework.meetings.actions.arranging import checked_details, place_officers
from concentric.casework.meetings.drafts import Invalid
from concentric.casework.meetings.models import AgendaItem, Attendance, Meeting
from concentric.casework.meetings.permissions import check_can_convene
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.models import Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.process import Process


def convene_meeting(
    *,
    viewer: Viewer,
    case: Case,
    type_key: str,
    starts_at: dt.datetime,
    minutes_long: int,
    place: str,
    chair: Membership,
    minute_taker: Membership,
    previous: Meeting | None = None,
) -> Meeting:
    """Plan a meeting of a case. Its chair, its minute-taker and everybody involved in the case are put on the list.

    `previous` makes it a review of an earlier meeting of the same case. Raises Invalid, Refusal.
    """
    check_can_convene(viewer, case)
    place = checked_details(viewer, minutes_long, place, chair, minute_taker)
    process = process_of(case.partnership)
    types = {each.key: each for each in process.meeting_types}
    if type_key not in types:
        raise Invalid({"type_key": "Choose a type of meeting from the list."})
    if previous and previous.case_id != case.pk:
        raise Invalid({"previous": "Choose an earlier meeting of this case."})
    with recorded(viewer, "meeting.convened", type=type_key) as note:
        note.subject = meeting = Meeting.objects.create(
            case=case,
            type_key=type_key,
            type_name=types[type_key].name,
            starts_at=starts_at,
            minutes_long=minutes_long,
            place=place,
            chair=chair,
            minute_taker=minute_taker,
            previous=previous,
            introduction=_introduction(process, types[type_key].purpose),
        )
        _copy_agenda(meeting, process)
        place_officers(meeting, viewer)
        _list_the_involved(meeting)
        return meeting


def _introduction(process: Process, purpose: str) -> dict[str, object]:
    return {
        "purpose": purpose,
        "terms_of_reference": process.terms_of_reference,
        "principles": list(process.principles),
        "confidentiality": process.confidentiality,
        "quorum": asdict(process.quorum),
    }


def _copy_agenda(meeting: Meeting, process: Process) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, part=item.part, title=item.title, guidance=item.guidance)
        for position, item in enumerate(process.agenda, 1)
    )


def _list_the_involved(meeting: Meeting) -> None:
    """Everybody who works with the young person now, and the lead professional. Who is listed already stays as is."""
    involved = current_involvements().filter(case=meeting.case, membership__is_active=True)
    people = {row.membership: row.part for row in involved.select_related("membership__user")}
    if lead := meeting.case.lead_professional:
        people[lead] = "Lead professional"
    listed = set(meeting.attendance.values_list("membership_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, membership=member, agency_id=member.agency_id, name=member.name, part=part)
        for member, part in people.items()
        if member.pk not in listed
    )
