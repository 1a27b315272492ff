"""A meeting that is coming: Zaynab's, with invitations sent. And cases that are open without one."""

from __future__ import annotations

from concentric.casework.cases.actions import break_glass
from concentric.casework.meetings.actions import cancel_meeting, invite
from concentric.casework.plans.actions import set_status
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.room import Opening, Room, around, incident, opened
from concentric.method.instrument.vocabulary import ActionStatus, Silence

ZAYNAB = Opening(
    name="Zaynab Farouqi",
    age=12,
    gender="Girl",
    day=-8,
    by="luis",
    lead="dermot",
    handles="kavita freya",
    referral={"urgency": "soon", "lawful_basis": "consent", "basis_notes": "Both parents agreed on the telephone."},
)
REECE = Opening(
    name="Reece Hallam-Boyd", age=15, gender="Boy", day=-30, by="abdi", lead="ifeoma", handles="gwen luis marlon"
)
DECLAN = Opening(name="Declan Faraday", age=16, gender="Boy", day=-17, by="marlon", lead="ifeoma", handles="abdi")
RAVI = Opening(
    name="Ravi Sandhu-Pike", age=15, gender="Boy", day=-6, by="luis", lead="dermot", handles="tomasz rosalind kavita"
)

REECE_SAID = """
    /ih One incident on the case’s list, in company @police
    /iv Out of school since spring, and at home with nothing to do @yjs
    /ir Others do what he does ~opinion @police
    /is Has kept a promise to his grandfather not to be out after ten @yjs
    /fv #"Grandfather’s home, Cooper Street" His grandfather is ill and does not say so @social
    /fs #"Grandfather’s home, Cooper Street" His word is his bond, his grandfather says ~reported @yjs
    /pr #"Fern Court group" The group tests who dares to go further @police
    /sv #"Bramble Hill Academy" No place has been offered since he was moved off the roll @yjs
    /nr #"Fern Court stairwell" Where the group meets when it rains, out of sight of every flat @homes
    /nr #"Moor Road park" Older young men wait for the group there on Fridays !police,yjs only @police
    /ia A school place, with a start date @luis ^3w
      answers: Out of school
    /fa Somebody to see his grandfather about his health @social ^2w
      answers: His grandfather is ill
    /na Patrol on foot on Fridays, the same two officers each time @abdi ^2w
      answers: Older young men
      success: The officers know the group’s names and the group knows theirs
    /nb #"Fern Court stairwell" Cameras were asked for twice and refused @homes
"""


def strategy_meeting_to_come(cast: Cast) -> Story:
    case = yield from opened(cast, ZAYNAB)
    yield cast.clock.at(-6, 12)
    around(
        cast.dermot,
        case,
        """
        family | Samira Farouqi | * Mother
        family | Idris Farouqi | * Father
        harmed | Classmate | Same form
        """,
    )
    incident(cast.dermot, case, cast.clock.day(-10), "alone", "instigated", "problematic", outcome="not_reported")
    yield cast.clock.at(-5, 10)
    room = Room.convened(cast, case, cast.clock.at(4, 10), kind="strategy")
    invite(viewer=cast.nasreen, meeting=room.meeting, membership=cast.soojin.membership, part="CAMHS")
    guest = "Ms A. Hollis, Ashlea Primary"
    invite(viewer=cast.nasreen, meeting=room.meeting, name=guest, agency=cast.agencies["academy"], part="Former school")


def group_of_friends(cast: Cast) -> Story:
    """Reece: the same peer group and places as Jayden and Kamil, so that the register shows what recurs."""
    case = yield from opened(cast, REECE)
    yield cast.clock.at(-28, 9, 30)
    around(
        cast.ifeoma,
        case,
        """
        family | Arthur Boyd | * Grandfather
        peer | Kamil Brzezny | Friend, same year
        peer | Jayden Okoro-Finch | Friend, a year below
        """,
    )
    together = ["peer_audience", "peers_recruited"]
    incident(
        cast.gwen, case, cast.clock.day(-34), "with_others", "instigated", "abusive",
        setting="public_space", characteristics=together, outcome="community_resolution", number_harmed=2,
    )  # fmt: skip
    room = Room.convened(cast, case, cast.clock.at(-22, 13))
    yield cast.clock.at(-22, 13, 4)
    room.begin(apologies="luis")
    room.write(REECE_SAID)
    room.silent(Silence.NOT_KNOWN, "school:strengths peers:strengths")
    room.tick("review")
    yield cast.clock.at(-22, 14, 30)
    room.close()
    yield cast.clock.at(-15, 9)
    room.sign()
    yield cast.clock.at(-9, 16)
    set_status(viewer=cast.abdi, action=room.action("Patrol on foot"), status=ActionStatus.DONE)


def cancelled_meeting(cast: Cast) -> Story:
    case = yield from opened(cast, DECLAN)
    yield cast.clock.at(-14, 10)
    incident(cast.ifeoma, case, cast.clock.day(-21), "with_others", "coerced", "problematic", setting="party")
    room = Room.convened(cast, case, cast.clock.at(-3, 15))
    yield cast.clock.at(-4, 9)
    why = "Police hold back until their interviews are done. A new date follows."
    cancel_meeting(viewer=cast.rosalind, meeting=room.meeting, reason=why)
    yield cast.clock.at(-2, 20)
    break_glass(viewer=cast.gwen, reference=case.reference, reason="Missing tonight: need to know who is around him.")


def nothing_yet(cast: Cast) -> Story:
    """Ravi: no meeting here yet. A completed Word framework can be imported into his case."""
    case = yield from opened(cast, RAVI)
    yield cast.clock.at(-3, 14)
    around(cast.dermot, case, "family | Harpreet Sandhu | * Mother")
    incident(cast.dermot, case, cast.clock.day(-9), "with_others", "took_part", "problematic")
    incident(cast.dermot, case, cast.clock.day(-7), "alone", "instigated", "inappropriate", setting="online")
