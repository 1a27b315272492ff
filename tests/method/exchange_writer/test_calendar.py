"""The calendar file: what a calendar program reads, and nothing about a child."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from concentric.method.exchange.calendar import Person, meeting_ics

CHAIR = Person('M. Fairbairn; chair, "acting"', "chair@example.org")
START = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def invitation(**changes: object) -> bytes:
    usual = {
        "uid": "5d3c@concentric",
        "starts_at": START,
        "duration": timedelta(minutes=90),
        "organiser": CHAIR,
        "attendees": [Person("J. Okafor", "j@example.org"), Person("S. Adeyemi", "s@example.org")],
        "place": "Civic Centre, room 3; first floor\nAsk at the desk",
        "url": "https://concentric.example.org/meetings/5d3c",
    }
    return meeting_ics(**{**usual, **changes})


def event_of(data: bytes) -> object:
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return event


def test_a_calendar_reads_it_back() -> None:
    event = event_of(invitation())
    assert event["uid"] == "5d3c@concentric"
    assert event.decoded("dtstart") == START
    assert event.decoded("dtend") == START + timedelta(minutes=90)
    assert str(event["summary"]) == "Multi-agency planning meeting"
    assert str(event["location"]) == "Civic Centre, room 3; first floor\nAsk at the desk"
    assert [str(person) for person in event["attendee"]] == ["mailto:j@example.org", "mailto:s@example.org"]
    assert str(event["organizer"]) == "mailto:chair@example.org"
    assert str(event["class"]) == "CONFIDENTIAL"
    assert "description" not in event


def test_times_elsewhere_are_the_same_moment() -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=5)))
    assert event_of(invitation(starts_at=elsewhere)).decoded("dtstart") == START


def test_a_change_and_a_cancellation_follow_by_sequence() -> None:
    moved = invitation(sequence=1, starts_at=START + timedelta(days=1))
    gone = invitation(sequence=2, cancelled=True)
    assert [event_of(data)["sequence"] for data in (invitation(), moved, gone)] == [0, 1, 2]
    assert {event_of(data)["uid"] for data in (invitation(), moved, gone)} == {"5d3c@concentric"}
    assert [Calendar.from_ical(data)["method"] for data in (moved, gone)] == ["REQUEST", "CANCEL"]
    assert str(event_of(gone)["status"]) == "CANCELLED"


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    data = invitation(place="é" * 300)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.parametrize("name", ["A\r\nATTENDEE:mailto:x@example.org", "\x00"])
def test_a_name_cannot_add_lines(name: str) -> None:
    event = event_of(invitation(attendees=[Person(name, "a@example.org")], place="x\r\nSUMMARY:Y"))
    assert str(event["attendee"]) == "mailto:a@example.org"
    assert str(event["summary"]) == "Multi-agency planning meeting"


def test_a_start_without_a_zone_or_an_empty_meeting_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        invitation(starts_at=START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="longer"):
        invitation(duration=timedelta(0))
