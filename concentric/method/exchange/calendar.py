"""A meeting as a calendar file. It says that there is a meeting, when and where; never whom it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from concentric.method.exchange.plain_text import clean

SUBJECT = "Multi-agency planning meeting"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the invitation."""

    name: str
    email: str


def meeting_ics(
    *,
    uid: str,
    starts_at: datetime,
    duration: timedelta,
    organiser: Person,
    attendees: Iterable[Person] = (),
    place: str = "",
    url: str = "",
    subject: str = SUBJECT,
    sequence: int = 0,
    cancelled: bool = False,
    stamp: datetime | None = None,
) -> bytes:
    """An iCalendar file (RFC 5545) with one event.

    A later file with the same `uid` and a higher `sequence` moves the meeting; with `cancelled` it takes it out.
    `stamp` is the time of writing, now by default. Raises ValueError for a time without a zone or a duration that is
    not positive.
    """
    if starts_at.tzinfo is None:
        raise ValueError("A meeting's start needs its time zone.")
    if duration <= timedelta(0):
        raise ValueError("A meeting lasts longer than nothing.")
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", (stamp or datetime.now(UTC)).astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + duration).astimezone(UTC))
    event.add("summary", clean(subject))
    event.add("class", "CONFIDENTIAL")
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if place:
        event.add("location", clean(place))
    if url:
        event["url"] = vUri(url)
    event["organizer"] = _address(organiser)
    for person in attendees:
        event.add("attendee", _address(person, ROLE="REQ-PARTICIPANT", RSVP="TRUE"), encode=False)
    return _calendar(event, cancelled=cancelled)


def _calendar(event: Event, *, cancelled: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Concentric//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(person: Person, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    for name, value in {"CN": " ".join(clean(person.name).split()), **parameters}.items():
        address.params[name] = vText(value)
    return address
