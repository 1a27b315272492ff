"""A case and a meeting as the people of the stories work them: every write is one of the product's own verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from concentric.casework.cases.actions import add_person, involve, record_incident, set_agencies, set_lead
from concentric.casework.cases.models import Case
from concentric.casework.live.typed import typed_line
from concentric.casework.meetings.actions import (
    add_entry,
    convene_meeting,
    mark_silence,
    open_meeting,
    send_invitations,
    set_attendance,
    tick_agenda,
)
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.plans.actions import plan_action
from concentric.casework.plans.models import Action
from concentric.casework.referrals.actions import open_case_from_referral, refer
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.actions import circulate, close_meeting, sign_minutes
from concentric.casework.signoff.models import Minutes
from concentric.demo.cast import Cast
from concentric.demo.clock import Clock
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.identity import new_id

CONCERN = (
    "Harmful sexual behaviour towards other young people has come to notice. What is known of each incident is on "
    "the case’s list; this form holds only what bears on safety."
)


def referred(by: Viewer, *, name: str, born: dt.date | None, gender: str, **facts: Any) -> Referral:
    """A referral by that person, about a young person whose name is written "Given Family Name"."""
    given, _, family = name.partition(" ")
    usual = {"concern": CONCERN, "urgency": "routine", "lawful_basis": "public_task", "referrer_name": by.name}
    return refer(
        viewer=by, given_name=given, family_name=family, date_of_birth=born, gender=gender, **{**usual, **facts}
    )


@dataclass(frozen=True)
class Opening:
    """How a case begins. `handles` are the people involved, besides the lead; days are working days from today."""

    name: str
    age: int
    gender: str
    day: int
    by: str
    lead: str
    handles: str = ""
    referral: dict[str, Any] = field(default_factory=dict)
    reasons: str = "More than one agency is worried, and what happened has to do with where and with whom."

    def born(self, clock: Clock) -> dt.date:
        return clock.born(self.age, 20 + sum(map(ord, self.name)) % 320)


def opened(cast: Cast, opening: Opening) -> Generator[dt.datetime, None, Case]:
    """The referral on its day, and the decision on the next working day: an open case with its people at work."""
    yield cast.clock.at(opening.day, 11, 20)
    by = cast.viewers[opening.by]
    referral = referred(by, name=opening.name, born=opening.born(cast.clock), gender=opening.gender, **opening.referral)
    yield cast.clock.at(opening.day + 1, 9, 40)
    case = open_case_from_referral(viewer=cast.nasreen, referral=referral, reasons=opening.reasons)
    set_lead(viewer=cast.nasreen, case=case, lead=cast.viewers[opening.lead].membership)
    at_work = [handle for handle in opening.handles.split() if handle not in (opening.by, opening.lead)]
    for handle in at_work:
        viewer = cast.viewers[handle]
        involve(viewer=cast.nasreen, case=case, membership=viewer.membership, part=viewer.membership.job_title)
    everyone = [cast.viewers[handle].agency for handle in (opening.by, opening.lead, *at_work)]
    set_agencies(viewer=cast.nasreen, case=case, agencies=everyone)
    return case


def around(by: Viewer, case: Case, people: str) -> None:
    """People around the young person, one a line: kind | name | relation, with a * where they share the household."""
    for line in people.strip().splitlines():
        kind, name, relation = (part.strip() for part in line.split("|"))
        home = relation.startswith("*")
        add_person(viewer=by, case=case, kind=kind, name=name, relation=relation.lstrip("* "), in_household=home)


def incident(by: Viewer, case: Case, on: dt.date, company: str, role: str, level: str, **facts: Any) -> None:
    """An incident, in the closed vocabularies alone."""
    usual = {"relation": "peer", "age_gap": "similar", "setting": "school", "outcome": "nfa", "number_harmed": 1}
    facts = {**usual, "characteristics": [], **facts}
    record_incident(viewer=by, case=case, happened_on=on, company=company, role=role, level=level, **facts)


@dataclass
class Room:
    """A meeting of the demonstration: Rosalind chairs, Tomasz takes the minutes."""

    cast: Cast
    meeting: Meeting

    @classmethod
    def convened(
        cls, cast: Cast, case: Case, starts_at: dt.datetime, *, kind: str = "map", previous: Meeting | None = None
    ) -> Room:
        meeting = convene_meeting(
            viewer=cast.nasreen,
            case=case,
            type_key=kind,
            starts_at=starts_at,
            minutes_long=90,
            place="Room 3, Larkmoor Civic Hall",
            chair=cast.rosalind.membership,
            minute_taker=cast.tomasz.membership,
            previous=previous,
        )
        send_invitations(viewer=cast.nasreen, meeting=meeting)
        return cls(cast, meeting)

    def begin(self, *, apologies: str = "", observers: str = "") -> None:
        """Open the meeting and note who is there: everybody invited, less the handles of those who are not."""
        self.meeting = open_meeting(viewer=self.cast.tomasz, meeting=self.meeting)
        told = dict.fromkeys(self.cast.members(apologies), "apologies") | dict.fromkeys(
            self.cast.members(observers), "observer"
        )
        for attendance in self.meeting.attendance.select_related("membership"):
            state = told.get(attendance.membership, "attended") if attendance.membership else "attended"
            set_attendance(viewer=self.cast.tomasz, attendance=attendance, state=state)

    def write(self, lines: str, by: Viewer | None = None) -> None:
        """Entries, one a line, in the grammar of the capture line. Under an action, what it answers and how it is seen:

        /pa Group work at the club @freya ^4w
          answers: Peers hold harmful; Bullying
          success: The group agrees one rule of its own
        """
        for line, notes in _with_notes(lines):
            self._write(line, notes, by or self.cast.tomasz)

    def close(self) -> None:
        """Close the meeting, and send its draft minutes round."""
        self.meeting = close_meeting(viewer=self.cast.tomasz, meeting=self.meeting).meeting
        circulate(viewer=self.cast.tomasz, meeting=self.meeting)

    def sign(self) -> Minutes:
        minutes = sign_minutes(viewer=self.cast.rosalind, meeting=self.meeting)
        self.meeting = minutes.meeting
        return minutes

    def entry(self, beginning: str) -> Entry:
        return self.meeting.entries.get(text__startswith=beginning)

    def action(self, beginning: str) -> Action:
        return Action.objects.select_related("entry__meeting").get(entry=self.entry(beginning))

    def silent(self, state: str, cells: str) -> None:
        """Say what silence means in cells written "peers:strengths", or in whole contexts: "peers"."""
        for cell in cells.split():
            context, _, column = cell.partition(":")
            mark_silence(viewer=self.cast.tomasz, meeting=self.meeting, context=context, column=column, state=state)

    def tick(self, through: str) -> None:
        """Tick the agenda down to the item that opens that part of the screen."""
        for item in self.meeting.agenda.all():
            tick_agenda(viewer=self.cast.tomasz, item=item, done=True)
            if item.part == through:
                return

    def _write(self, line: str, notes: dict[str, str], by: Viewer) -> None:
        data = QueryDict(mutable=True)
        data["line"] = line
        typed = typed_line(by, self.meeting, data)
        if typed.plan is None:
            add_entry(viewer=by, meeting=self.meeting, entry_id=new_id(), draft=typed.entry)
            return
        needs = [self.entry(need.strip()).pk for need in notes.get("answers", "").split(";") if need.strip()]
        plan = replace(typed.plan, measure=notes.get("success", ""))
        plan_action(viewer=by, meeting=self.meeting, entry_id=new_id(), draft=typed.entry, plan=plan, answers=needs)


def _with_notes(lines: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line that begins with a route, and the notes below it by their first word."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        if line.startswith("/"):
            found.append((line, {}))
        else:
            key, _, said = line.partition(":")
            found[-1][1][key] = said.strip()
    yield from found
