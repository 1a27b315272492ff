"""Make the meetings and the people's sessions in the database that the environment names. Prints them as JSON.

Run as a process of its own: `python -m bench.meeting.stage MEETINGS PEOPLE`.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, TypedDict

import django

if TYPE_CHECKING:
    from concentric.casework.meetings.models import Meeting
    from concentric.foundation.accounts.viewer import Viewer


class Seat(TypedDict):
    """One person in a meeting; `produces` is the chair or the minute-taker, who may change any entry."""

    membership: str
    session: str
    produces: bool


class Gathering(TypedDict):
    """One meeting and who is in it."""

    id: str
    people: list[Seat]


def main(meetings: int, people: int) -> list[Gathering]:
    """Open meetings of one partnership (so that all share one audit chain), everybody signed in."""
    from concentric.foundation.accounts.models import Role
    from tests.factories.world import make_case, make_meeting, make_member, make_partnership

    partnership, agencies = make_partnership("Benchford")
    handles = list(agencies)
    made: list[Gathering] = []
    for _ in range(meetings):
        room = [
            make_member(partnership, agencies[handles[n % len(handles)]], f"Person-{n} Fictional", Role.PRACTITIONER)
            for n in range(people)
        ]
        case = make_case(partnership, lead=room[2])
        meeting = make_meeting(case, chair=room[0], minute_taker=room[1])
        made.append({"id": str(meeting.pk), "people": _seat(meeting, room)})
    return made


def _seat(meeting: Meeting, room: list[Viewer]) -> list[Seat]:
    from django.conf import settings

    from concentric.casework.meetings.actions import open_meeting
    from tests.factories.world import invite, signed_in

    for viewer in room[2:]:
        invite(meeting, viewer)
    open_meeting(viewer=room[0], meeting=meeting)
    return [
        {
            "membership": str(viewer.id),
            "session": signed_in(viewer).cookies[settings.SESSION_COOKIE_NAME].value,
            "produces": seat < 2,
        }
        for seat, viewer in enumerate(room)
    ]


def verify() -> dict[str, object]:
    """What the database holds after the run: every entry's text, and whether every chain holds."""
    from concentric.casework.meetings.models import Entry, EntryWording
    from concentric.foundation.audit.trail import verify as broken_links

    return {
        "entries": [[str(pk), text] for pk, text in Entry.objects.values_list("pk", "text")],
        "wordings": list(EntryWording.objects.values_list("text", flat=True)),
        "breaks": len(list(broken_links())),
    }


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    if sys.argv[1] == "verify":
        print(json.dumps(verify()))
    else:
        call_command("migrate", verbosity=0)
        print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
