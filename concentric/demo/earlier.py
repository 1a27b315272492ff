"""Cases that are over or nearly so: stepped down, closed. They give the counts something to count."""

from __future__ import annotations

from concentric.casework.cases.actions import change_status, decide_cohort
from concentric.casework.cases.models import Case
from concentric.casework.plans.actions import set_status
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.room import Opening, Room, around, incident, opened
from concentric.method.instrument.vocabulary import ActionStatus, Cohort, Silence

EMRE = Opening(
    name="Emre Yildirim-Stone", age=17, gender="Boy", day=-150, by="gwen", lead="ifeoma", handles="soojin freya"
)
ALEKSY = Opening(name="Aleksy Nowicki-Hart", age=14, gender="Boy", day=-120, by="luis", lead="dermot")
CALLUM = Opening(name="Callum Trench", age=11, gender="Boy", day=-180, by="kavita", lead="dermot", handles="luis")
PRECIOUS = Opening(name="Precious Mbeki-Lowe", age=13, gender="Girl", day=-165, by="freya", lead="ifeoma")
MORGAN = Opening(name="Morgan Ellery-Vance", age=15, gender="Non-binary", day=-90, by="luis", lead="ifeoma")

EMRE_SAID = """
    /iv Lived in two foster homes in a year @social
    /ir Was drawn to whoever paid attention to him ~opinion @yjs
    /is Has finished the first year of a plumbing course @yjs
    /fs #"Foster home, Alder Way" Foster carers who wish him to stay past eighteen @social
    /pr #"Bus station regulars" Older young people with money, and younger ones who run errands @police
    /pe #"Bus station regulars" He was the first to leave the group, and two followed @opendoor
    /ss #"Larkmoor Sixth Form College" The plumbing workshop has a tutor whom everybody respects
    /nr #"Bus station" Warm, open late, and nobody’s job to look after @police
    /ia Staying-put agreement with his foster carers @social ^6w
      answers: Lived in two
    /pa Detached youth work at the bus station, Thursdays and Fridays @freya ^4w
      answers: Older young people
      success: Ten young people known by name
    /na One member of bus station staff on duty until the last bus @police ^6w
      answers: Warm, open late
"""


def stepped_down(cast: Cast) -> Story:
    case = yield from opened(cast, EMRE)
    yield cast.clock.at(-145, 10)
    around(cast.ifeoma, case, "family | Ruth Alder | * Foster carer\nfamily | Ben Alder | * Foster carer")
    incident(cast.gwen, case, cast.clock.day(-160), "alone", "instigated", "problematic", setting="transport")
    incident(
        cast.gwen, case, cast.clock.day(-155), "with_others", "took_part", "problematic",
        setting="public_space", characteristics=["peers_normalised"],
    )  # fmt: skip
    room = Room.convened(cast, case, cast.clock.at(-135, 11))
    yield cast.clock.at(-135, 11, 2)
    room.begin()
    room.write(EMRE_SAID)
    room.silent(Silence.NOTHING_IDENTIFIED, "family:risk school:risk")
    room.tick("review")
    yield cast.clock.at(-135, 12, 15)
    room.close()
    yield cast.clock.at(-126, 9)
    room.sign()
    yield cast.clock.at(-100, 9)
    for beginning, who in (("Staying-put", cast.dermot), ("Detached", cast.freya), ("One member", cast.abdi)):
        set_status(viewer=who, action=room.action(beginning), status=ActionStatus.DONE)
    yield cast.clock.at(-80, 9)
    reason = "The plan is done and nothing new in four months. His youth justice worker stays with him."
    change_status(viewer=cast.nasreen, case=case, status=Case.Status.STEPPED_DOWN, reason=reason)


def stepped_down_early(cast: Cast) -> Story:
    case = yield from opened(cast, ALEKSY)
    yield cast.clock.at(-115, 9)
    incident(cast.dermot, case, cast.clock.day(-124), "with_others", "followed", "inappropriate", outcome="nfa")
    yield cast.clock.at(-60, 9)
    reason = "One incident, dealt with well by the school, which asked for help with the whole year instead."
    change_status(viewer=cast.nasreen, case=case, status=Case.Status.STEPPED_DOWN, reason=reason)


def closed(cast: Cast) -> Story:
    case = yield from opened(cast, CALLUM)
    yield cast.clock.at(-175, 9)
    sibling = {"relation": "sibling", "age_gap": "younger", "setting": "home", "outcome": "not_reported"}
    incident(cast.dermot, case, cast.clock.day(-190), "alone", "instigated", "inappropriate", **sibling)
    yield cast.clock.at(-70, 9)
    reason = "The family’s safety plan has held for five months, and the family keeps it up without us."
    change_status(viewer=cast.nasreen, case=case, status=Case.Status.CLOSED, reason=reason)


def closed_after_a_decision(cast: Cast) -> Story:
    """Precious: her part was not her own choice, so a person set the cohort against the derived one."""
    case = yield from opened(cast, PRECIOUS)
    yield cast.clock.at(-160, 9)
    forced = ["blackmail", "peers_recruited"]
    incident(
        cast.ifeoma, case, cast.clock.day(-170), "not_known", "coerced", "problematic",
        setting="online", characteristics=forced,
    )  # fmt: skip
    yield cast.clock.at(-158, 9)
    reason = "The account of two other young people places her with the group throughout."
    decide_cohort(viewer=cast.nasreen, case=case, cohort=Cohort.GROUP, reason=reason)
    yield cast.clock.at(-40, 9)
    reason = "She is safe, settled in a new school and supported as a young person who was herself harmed."
    change_status(viewer=cast.nasreen, case=case, status=Case.Status.CLOSED, reason=reason)


def closed_and_reopened(cast: Cast) -> Story:
    case = yield from opened(cast, MORGAN)
    yield cast.clock.at(-86, 9)
    incident(cast.ifeoma, case, cast.clock.day(-95), "alone", "instigated", "problematic", setting="online")
    yield cast.clock.at(-55, 9)
    reason = "Family moved away from Larkmoor; the new partnership has taken over."
    change_status(viewer=cast.nasreen, case=case, status=Case.Status.CLOSED, reason=reason)
    yield cast.clock.at(-10, 9)
    reason = "Family has come back. A meeting is to be arranged."
    change_status(viewer=cast.nasreen, case=case, status=Case.Status.OPEN, reason=reason)
