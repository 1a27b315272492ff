"""A review: Kamil's first meeting is signed, its plan half done, and the second meeting is two days away."""

from __future__ import annotations

from concentric.casework.meetings.actions import record_decision, set_review_date, write_summary
from concentric.casework.plans.actions import set_status
from concentric.casework.signoff.models import Minutes
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.room import Opening, Room, around, incident, opened
from concentric.method.instrument.vocabulary import ActionStatus, Silence
from concentric.submission.quality.actions import send_back
from concentric.submission.quality.checklist import checklist

KAMIL = Opening(
    name="Kamil Brzezny", age=15, gender="Boy", day=-60, by="freya", lead="dermot", handles="luis gwen marlon abdi"
)

PEOPLE = """
    family | Ewa Brzezna | * Mother
    family | Marek Brzezny | * Father
    peer | Jayden Okoro-Finch | Friend, in the year below
    peer | Reece Hallam-Boyd | Friend, same year
    harmed | Girl known to the youth project | A year younger
"""

SAID = """
    /ih One incident on the case’s list, in company @police
    /iv Came to Larkmoor at twelve, and was alone for most of the first year @academy
    /ir Follows Reece, whatever it is ~opinion @opendoor
    /ie Has told his youth worker when he was worried about what the others planned @opendoor
    /is Patient with small children: helps at the holiday club @opendoor
    /fv #"Family home, Fern Court" Both parents work nights @social
    /fs #"Family home, Fern Court" Close family, who ask what they can do @social
    /fi #"Family home, Fern Court" No service had met them before @social
    /pr #"Fern Court group" Girls are spoken of as prizes, and it is laughed at ~reported @opendoor
    /pv #"Fern Court group" The group has no adult whom all of them trust @opendoor
    /sr #"Bramble Hill Academy" Bullying at the bus stop is seen as not the school’s business @police
    /si #"Bramble Hill Academy" Head of year meets him on Mondays @academy
    /nr #"Fern Court stairwell" Block C is where the group waits, and the door has no lock @homes
    /nv #"Fern Court stairwell" Neighbours have complained and then given up @homes
    /ns #"Fern Court stairwell" The caretaker knows every young person by name @homes
"""

PLAN = """
    /ia A mentor of his own choice, once a week @freya ^4w
      answers: Follows Reece
    /fa Somebody from the family network at home in the evenings @dermot ^3w
      answers: Both parents
    /pa Meet the whole group twice, and ask what they would change @opendoor ^6w
      answers: The group has no adult
      success: One of them asks for a third time
    /sa An adult at the bus stop after school, two terms long @luis ^2w
      answers: Bullying at the bus stop
      success: Fewer reports, and pupils say that it is calmer
    /na Lock on the stairwell door, and light that comes on by itself @marlon ^3w
      answers: Block C
      success: The caretaker says that it is used as a way home
    /nb #"Fern Court stairwell" The block is to be sold next year @homes
"""

SUMMARY = (
    "The stairwell gives the group a place without adults, and the group gives Kamil company that he did not have. "
    "The plan makes the place ordinary again and finds the group somebody to talk to."
)

SINCE = {
    "marlon": """
        /ns #"Fern Court stairwell" The new light has been on for three weeks, and nobody has broken it
        /nr #"Fern Court stairwell" The door is still wedged open on Fridays
    """,
    "luis": """
        /sr #"Bramble Hill Academy" Trouble has moved from the bus stop to the shops ~reported
        /se #"Bramble Hill Academy" Four staff have asked to stay on the bus stop rota
    """,
}


def review_to_come(cast: Cast) -> Story:
    case = yield from opened(cast, KAMIL)
    yield cast.clock.at(-57, 14)
    around(cast.dermot, case, PEOPLE)
    incident(cast.gwen, case, cast.clock.day(-64), "with_others", "followed", "problematic", setting="public_space")
    room = Room.convened(cast, case, cast.clock.at(-50, 14))
    yield cast.clock.at(-50, 14, 3)
    room.begin(apologies="abdi")
    room.write(SAID)
    room.write(PLAN)
    room.silent(Silence.NOTHING_IDENTIFIED, "family:risk family:hsb")
    _agree(cast, room)
    yield cast.clock.at(-50, 15, 35)
    room.close()
    yield cast.clock.at(-43, 10)
    minutes = room.sign()
    yield cast.clock.at(-34, 10)
    set_status(viewer=cast.freya, action=room.action("A mentor"), status=ActionStatus.DONE)
    yield cast.clock.at(-31, 10)
    set_status(viewer=cast.luis, action=room.action("An adult at"), status=ActionStatus.DONE)
    yield cast.clock.at(-9, 15)
    _sent_back(cast, minutes)
    yield cast.clock.at(-7, 12)
    review = Room.convened(cast, case, cast.clock.at(2, 14), kind="review", previous=room.meeting)
    for days, handle in ((-3, "marlon"), (-2, "luis")):
        yield cast.clock.at(days, 16)
        review.write(SINCE[handle], cast.viewers[handle])


def _sent_back(cast: Cast, minutes: Minutes) -> None:
    """The lead professional asks about what the minutes are silent on; the minute-taker has not answered yet."""
    silent = [line.key for line in checklist(cast.dermot, minutes) if line.key in {"cells:peers", "cells:school"}]
    note = "Was resilience asked about for the group and for the school? I remember that it was, and cannot find it."
    send_back(viewer=cast.dermot, minutes=minutes, lines=silent, note_text=note)


def _agree(cast: Cast, room: Room) -> None:
    write_summary(viewer=cast.tomasz, meeting=room.meeting, base_version=0, text=SUMMARY)
    record_decision(
        viewer=cast.tomasz,
        meeting=room.meeting,
        text="One plan for the stairwell, whichever young person’s meeting it came from.",
        reasons="Two open cases name the same place, and two plans would cross.",
    )
    set_review_date(viewer=cast.tomasz, meeting=room.meeting, review_on=cast.clock.day(2))
    room.tick("review")
