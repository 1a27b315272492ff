"""Draft minutes: Lacey-Mae's meeting is closed, and a correction waits for the chair or the minute-taker."""

from __future__ import annotations

from concentric.casework.meetings.actions import record_decision, set_review_date, write_summary
from concentric.casework.signoff.actions import ask_correction, decide_correction
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.room import Opening, Room, around, incident, opened
from concentric.method.instrument.vocabulary import Silence

SUMMARY = "Home and school weigh most. Friends were talked about and gave no cause for worry."
LACEY_MAE = Opening(
    name="Lacey-Mae Dunmore", age=13, gender="Girl", day=-20, by="kavita", lead="dermot", handles="luis soojin"
)

PEOPLE = """
    family | Kerry Dunmore | * Mother
    family | Shane Dunmore | * Brother, seven
    family | Irene Dunmore | Aunt, lives near by
    harmed | Younger cousin | Cousin, nine
"""

SAID = """
    /ih One incident on the case’s list, alone @social
    /iv Looked after her brother for a year while their mother was unwell @social
    /ir Has had no one to ask about growing up, and found answers online ~opinion @health
    /ie Talks to her aunt about everything @health
    /is Draws, and has been asked to paint the library wall @academy
    /ii School nurse weekly; CAMHS has seen her once @health
    /fv #"Mother’s home, Quarry Lane" Their mother’s illness may come back !not family @camhs
    /fr #"Mother’s home, Quarry Lane" The children share a room with visiting cousins @social
    /fs #"Mother’s home, Quarry Lane" Her aunt is willing to have the cousins stay with her instead @social
    /sv #"Bramble Hill Academy" Lessons about relationships were dropped for two years @academy
    /ss #"Bramble Hill Academy" Her form tutor has known the family for ten years @academy
    /si #"Bramble Hill Academy" School nurse drop-in on Tuesdays @health
    /fa Visiting cousins stay at their aunt’s until the review @dermot ^1w
      answers: The children share
      success: No shared room at night
    /ia Somebody to ask: six sessions with the school nurse @kavita ^6w
      answers: Has had no one
    /sa Lessons about relationships back in the timetable for the whole year @academy ^8w
      answers: Lessons about
    /ib No group for girls of her age within reach @camhs
"""


def draft_with_correction(cast: Cast) -> Story:
    case = yield from opened(cast, LACEY_MAE)
    yield cast.clock.at(-16, 10)
    around(cast.dermot, case, PEOPLE)
    relation = {"relation": "other_relative", "age_gap": "younger", "setting": "home", "outcome": "not_reported"}
    incident(cast.dermot, case, cast.clock.day(-24), "alone", "instigated", "inappropriate", **relation)
    room = Room.convened(cast, case, cast.clock.at(-4, 9, 30))
    yield cast.clock.at(-4, 9, 34)
    room.begin(apologies="soojin")
    room.write(SAID)
    room.silent(Silence.NOTHING_IDENTIFIED, "peers")
    room.silent(Silence.NOT_DISCUSSED, "neighbourhood")
    write_summary(
        viewer=cast.tomasz,
        meeting=room.meeting,
        base_version=0,
        text=SUMMARY,
    )
    record_decision(
        viewer=cast.tomasz,
        meeting=room.meeting,
        text="No change to where Lacey-Mae lives.",
        reasons="Her mother and aunt can make the home safe between them.",
    )
    set_review_date(viewer=cast.tomasz, meeting=room.meeting, review_on=cast.clock.day(35))
    room.tick("review")
    yield cast.clock.at(-4, 10, 50)
    room.close()
    yield cast.clock.at(-2, 12)
    settled = ask_correction(
        viewer=cast.luis, meeting=room.meeting, part="attendance", text="I left at ten, before the plan was agreed."
    )
    yield cast.clock.at(-2, 17)
    decide_correction(viewer=cast.tomasz, correction=settled, accepted=True, reason="Noted in the summary.")
    write_summary(viewer=cast.tomasz, meeting=room.meeting, base_version=1, text=f"{SUMMARY} Luis left at ten.")
    yield cast.clock.at(-1, 9)
    ask_correction(
        viewer=cast.kavita,
        meeting=room.meeting,
        entry=room.entry("Talks to her aunt"),
        text="“About everything” is too strong. She talks to her aunt about school and friends.",
    )
