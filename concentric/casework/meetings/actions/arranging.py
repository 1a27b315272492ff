"""Arranging a meeting: its details, cancelling it, opening it, going down its agenda."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from concentric.casework.base import LINE
from concentric.casework.cases.models import Case, Involvement
from concentric.casework.meetings.drafts import Invalid, tidied
from concentric.casework.meetings.models import AgendaItem, Attendance, Meeting
from concentric.casework.meetings.outbox import announce, locked
from concentric.casework.meetings.permissions import (
    check_can_open,
    check_can_record,
    check_can_reschedule,
)
from concentric.casework.meetings.states import Step, take
from concentric.foundation.accounts.models import Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded

LONGEST = 24 * 60


def change_meeting(
    *,
    viewer: Viewer,
    meeting: Meeting,
    starts_at: dt.datetime,
    minutes_long: int,
    place: str,
    chair: Membership,
    minute_taker: Membership,
) -> Meeting:
    """Change when and where a planned meeting is held, and who runs it. The calendar entry's number rises with it."""
    place = checked_details(viewer, minutes_long, place, chair, minute_taker)
    with recorded(viewer, "meeting.changed", meeting) as note:
        meeting = locked(meeting.pk)
        check_can_reschedule(viewer, meeting)
        details = {
            "starts_at": starts_at,
            "minutes_long": minutes_long,
            "place": place,
            "chair": chair,
            "minute_taker": minute_taker,
        }
        note.details["fields"] = sorted(name for name, value in details.items() if getattr(meeting, name) != value)
        for name, value in details.items():
            setattr(meeting, name, value)
        meeting.calendar_sequence += 1
        meeting.save(update_fields=[*details, "calendar_sequence"])
        place_officers(meeting, viewer)
        announce(meeting, "meeting", meeting.pk, viewer)
        return meeting


def cancel_meeting(*, viewer: Viewer, meeting: Meeting, reason: str) -> Meeting:
    """Call a planned meeting off, saying why."""
    reason = tidied("reason", reason)
    with recorded(viewer, "meeting.cancelled", meeting):
        meeting = locked(meeting.pk)
        check_can_reschedule(viewer, meeting)
        take(meeting, Step.CANCEL)
        meeting.cancelled_reason = reason
        meeting.calendar_sequence += 1
        meeting.save(update_fields=["status", "cancelled_reason", "calendar_sequence"])
        announce(meeting, "meeting", meeting.pk, viewer)
        return meeting


def open_meeting(*, viewer: Viewer, meeting: Meeting) -> Meeting:
    """Begin the meeting: from now on it is minuted live."""
    with recorded(viewer, "meeting.opened", meeting):
        meeting = locked(meeting.pk)
        check_can_open(viewer, meeting)
        take(meeting, Step.OPEN)
        meeting.opened_at = timezone.now()
        meeting.save(update_fields=["status", "opened_at"])
        announce(meeting, "meeting", meeting.pk, viewer)
        return meeting


def tick_agenda(*, viewer: Viewer, item: AgendaItem, done: bool) -> AgendaItem:
    """Tick an item of the agenda, or take the tick back."""
    with recorded(viewer, "agenda.ticked", item, done=done):
        meeting = locked(item.meeting_id)
        check_can_record(viewer, meeting)
        item.meeting = meeting
        item.done_at = timezone.now() if done else None
        item.save(update_fields=["done_at"])
        announce(meeting, "agenda", item.pk, viewer)
        return item


def checked_details(viewer: Viewer, minutes_long: int, place: str, chair: Membership, minute_taker: Membership) -> str:
    """The place, tidied. Raises Invalid: whoever chairs cannot also take the minutes; both are active members."""
    errors = {}
    for field, member in (("chair", chair), ("minute_taker", minute_taker)):
        if member.partnership_id != viewer.partnership_id or not member.is_active:
            errors[field] = "Choose an active member of this partnership."
    if chair.pk == minute_taker.pk:
        errors["minute_taker"] = "Choose somebody else: whoever chairs cannot also take the minutes."
    if not 0 < minutes_long <= LONGEST:
        errors["minutes_long"] = "Give a length between 1 minute and 24 hours."
    if errors:
        raise Invalid(errors)
    return tidied("place", place, limit=LINE, required=False)


def place_officers(meeting: Meeting, viewer: Viewer) -> None:
    """Chair and minute-taker are on the list of people, and are involved in the case, so that they can prepare."""
    for member, part in ((meeting.chair, "Chair"), (meeting.minute_taker, "Minute-taker")):
        Attendance.objects.update_or_create(
            meeting=meeting,
            membership=member,
            defaults={"part": part, "name": member.name, "agency_id": member.agency_id},
        )
        _involve(meeting.case, member, part, viewer)


def _involve(case: Case, member: Membership, part: str, viewer: Viewer) -> None:
    Involvement.objects.get_or_create(
        case=case,
        membership=member,
        until=None,
        defaults={"part": f"{part} of a meeting", "since": timezone.localdate(), "added_by": viewer.membership},
    )
