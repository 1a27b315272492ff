"""What people receive about a meeting: an e-mail that says nothing about anybody, and a calendar file."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from concentric.casework.meetings.models import Attendance, Meeting
from concentric.foundation.accounts.models import Membership
from concentric.method.exchange.calendar import Person, meeting_ics

SUBJECT = "Invitation to a meeting"
SUBJECT_CANCELLED = "A meeting is cancelled"


def invitation(meeting: Meeting, attendance: Attendance) -> EmailMessage:
    """The letter to one invited member, the calendar file attached. Neither says whom the meeting is about."""
    assert attendance.membership is not None
    cancelled = meeting.status == Meeting.Status.CANCELLED
    said = "A meeting that you were invited to has been cancelled." if cancelled else "You are invited to a meeting."
    letter = EmailMessage(
        subject=SUBJECT_CANCELLED if cancelled else SUBJECT,
        body=f"{said}\n\nSign in to Concentric to see what it is about:\n{address(meeting)}\n\n"
        "This e-mail holds no details on purpose. The calendar file says when and where.\n",
        to=[attendance.membership.user.email],
    )
    letter.attach("meeting.ics", calendar_file(meeting, [attendance.membership]), "text/calendar")
    return letter


def calendar_file(meeting: Meeting, attendees: list[Membership]) -> bytes:
    """The meeting as an .ics file: when, where and who convenes it."""
    return meeting_ics(
        uid=f"{meeting.pk}@concentric",
        starts_at=meeting.starts_at,
        duration=dt.timedelta(minutes=meeting.minutes_long),
        organiser=_person(meeting.chair),
        attendees=[_person(member) for member in attendees],
        place=meeting.place,
        url=address(meeting),
        sequence=meeting.calendar_sequence,
        cancelled=meeting.status == Meeting.Status.CANCELLED,
    )


def address(meeting: Meeting) -> str:
    """The meeting's preparation page. It holds an id and nothing else."""
    return str(settings.PUBLIC_URL) + reverse("meetings:prepare", args=[meeting.pk])


def _person(member: Membership) -> Person:
    return Person(member.user.name, member.user.email)
