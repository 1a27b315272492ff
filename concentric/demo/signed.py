"""Signed records: Tobias's, with an amendment, releases and a plan under way; and Kamil's, whose review is close."""

from __future__ import annotations

from concentric.casework.cases.actions import set_legal_hold
from concentric.casework.cases.models import Case
from concentric.casework.meetings.actions import (
    record_decision,
    record_dissent,
    set_review_date,
    write_summary,
)
from concentric.casework.plans.actions import set_status
from concentric.casework.releases.actions import make_release, note_receipt
from concentric.casework.releases.models import Receipt, Release
from concentric.casework.signoff.actions import ask_correction, decide_correction
from concentric.casework.signoff.models import Minutes
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.room import Opening, Room, around, incident, opened
from concentric.method.instrument.vocabulary import ActionStatus, Silence
from concentric.method.records.quality import Check
from concentric.submission.quality.actions import accept, answer_by_amendment, leave, send_back
from concentric.submission.quality.checklist import checklist
from concentric.submission.quality.models import SendBack

TOBIAS = Opening(
    name="Tobias Adeyemi-Clarke",
    age=16,
    gender="Boy",
    day=-48,
    by="gwen",
    lead="ifeoma",
    handles="luis soojin marlon freya",
)

TOBIAS_PEOPLE = """
    family | Grace Adeyemi | * Mother
    family | Paul Clarke | * Stepfather
    family | Joel Adeyemi-Clarke | * Brother, eleven
    harmed | Young person known to the youth project | Former partner
    peer | Skate park regulars | A changing group of about ten
    professional | Mr D. Fenn | College tutor
"""

TOBIAS_SAID = """
    /ih Three incidents on the case’s list: one alone, two with others @police
    /iv Has moved home four times in three years @social
    /iv Low in mood since summer ~opinion @camhs
    /ir Drinks at weekends, and the incidents were at weekends @yjs
    /ir Believes that everybody of his age behaves as he did ~opinion @yjs
    /ie Keeps every appointment with his youth justice worker @yjs
    /is Is good at mending bicycles, and has been offered Saturday work @opendoor
    /ii Youth justice since autumn; CAMHS assessment begun @camhs
    /fv #"Family home, Tannery Row" Overcrowded: three to a room, and a fourth move is likely @homes
    /fr #"Family home, Tannery Row" No adult agrees with another about what is allowed !not family @social
    /fe #"Family home, Tannery Row" Stepfather has begun to walk him to college @yjs
    /fs #"Family home, Tannery Row" His mother keeps the whole family eating together on Sundays @social
    /fi #"Family home, Tannery Row" Housing officer knows the family well @homes
    /ph #"Skate park regulars" Others were present twice; one is known in his own right !police,social only @police
    /pr #"Skate park regulars" Pressure to share pictures of girls, and standing to be had from it @opendoor
    /pv #"Skate park regulars" Many of them have nowhere else to go in the evening @opendoor
    /pe #"Skate park regulars" Two of the older ones tell others to stop, and are listened to @opendoor
    /sr #"Larkmoor Sixth Form College" Students do not know how to report, and those who did heard nothing back @academy
    /ss #"Larkmoor Sixth Form College" The tutor group is small and steady
    /nr #"Moor Road park" Lights at the far end have been out since August, and nobody passes after dark @homes
    /nv #"Moor Road park" Young people feel that no adult there is on their side @opendoor
    /ns #"Moor Road park" The café at the gate is trusted, and open until eight @police
"""

TOBIAS_PLAN = """
    /ia Continue the CAMHS assessment, and tell the others what helps @soo-jin ^3w
      answers: Low in mood
      success: An agreed plan on one page
    /ia Work on alcohol as part of the youth justice plan @ifeoma ^8w
      answers: Drinks at weekends
    /fa Priority for a larger tenancy put to the panel @marlon ^2w
      answers: Overcrowded
      success: A decision in writing
    /fa Family meeting about what is allowed, at a time that suits night work @social ^4w
      answers: No adult agrees
    /pa Six evenings with the skate park group, begun by the two older ones @freya ^6w
      answers: Pressure to share; Many of them
      success: The group agrees what may not be shared, and says so itself
    /sa How to report, on every noticeboard, and an answer to each report within a week @academy:"Mr D. Fenn" ^3w
      answers: Students do not know
    /na Lights at the far end of the park repaired @marlon ^1w
      answers: Lights at the far end
      success: Lit, and checked after dark
    /na Somebody to be asked whether the café can stay open until ten
      answers: Young people feel
    /nb #"Moor Road park" The park belongs to the council and the lights to a contractor @homes
    /ib The waiting list for longer help is seven months @camhs
"""

SUMMARY = (
    "What happened has most to do with the group at the park and with a place where nobody passes. College did not "
    "hear of it because students do not know how to report. At home there is warmth and no agreement on limits. The "
    "plan therefore begins with the group, the park and the college, and supports Tobias beside them."
)


def signed_with_amendment(cast: Cast) -> Story:
    case = yield from opened(cast, TOBIAS)
    yield cast.clock.at(-44, 15)
    around(cast.ifeoma, case, TOBIAS_PEOPLE)
    _three_incidents(cast, case)
    set_legal_hold(viewer=cast.nasreen, case=case, held=True, reason="A civil claim was announced.")
    room = Room.convened(cast, case, cast.clock.at(-36, 10))
    yield cast.clock.at(-36, 10, 2)
    room.begin(observers="soojin")
    room.write(TOBIAS_SAID)
    room.write(TOBIAS_PLAN)
    room.silent(Silence.NOT_KNOWN, "school:vulnerability neighbourhood:resilience")
    room.silent(Silence.NOTHING_IDENTIFIED, "school:challenges neighbourhood:hsb")
    _agree(cast, room)
    yield cast.clock.at(-36, 11, 40)
    room.close()
    yield cast.clock.at(-33, 9)
    asked = ask_correction(
        viewer=cast.marlon,
        meeting=room.meeting,
        entry=room.entry("Overcrowded"),
        text="It would be the fifth move, not the fourth.",
    )
    yield cast.clock.at(-32, 16)
    decide_correction(
        viewer=cast.tomasz, correction=asked, accepted=False, reason="The family counts the first move as a stay."
    )
    yield cast.clock.at(-30, 9, 30)
    minutes = room.sign()
    yield cast.clock.at(-29, 13)
    _release(cast, room)
    yield cast.clock.at(-27, 10)
    sent = _checked(cast, minutes)
    yield cast.clock.at(-24, 11)
    answer_by_amendment(
        viewer=cast.rosalind,
        send_back=sent,
        text="The lights belong to the county, not to a contractor. The county has been told.",
        reason="Larkmoor Homes asked the council after the meeting.",
    )
    yield cast.clock.at(-23, 9)
    accept(viewer=cast.ifeoma, send_back=sent)
    yield cast.clock.at(-20, 14)
    _how_it_went(cast, room)


def _three_incidents(cast: Cast, case: Case) -> None:
    day = cast.clock.day
    incident(cast.gwen, case, day(-90), "alone", "instigated", "problematic", relation="partner", setting="online")
    seen = ["peer_audience", "image_sharing"]
    for on, outcome in ((day(-66), "nfa"), (day(-52), "youth_caution")):
        incident(
            cast.gwen,
            case,
            on,
            "with_others",
            "took_part",
            "abusive",
            setting="public_space",
            characteristics=seen,
            outcome=outcome,
        )


def _agree(cast: Cast, room: Room) -> None:
    write_summary(viewer=cast.tomasz, meeting=room.meeting, base_version=0, text=SUMMARY)
    record_decision(
        viewer=cast.tomasz,
        meeting=room.meeting,
        text="Tobias stays at college, with a named adult at the start and the end of the day.",
        reasons="Being sent away would leave him at the park all day, and the college can make the day safe.",
    )
    record_dissent(
        viewer=cast.tomasz,
        meeting=room.meeting,
        text="Police would rather that he stayed away from college until the caution has been explained to him.",
        agency=cast.agencies["police"],
    )
    set_review_date(viewer=cast.tomasz, meeting=room.meeting, review_on=cast.clock.day(6))
    room.tick("review")


def _checked(cast: Cast, minutes: Minutes) -> SendBack:
    """The lead professional begins the quality check: silent cells stay as they are, one doubt goes back."""
    silent = [line.key for line in checklist(cast.ifeoma, minutes) if line.check is Check.CELL]
    remark = "Each was asked about. There was nothing to add, and nobody marked it."
    leave(viewer=cast.ifeoma, minutes=minutes, lines=silent[:2], remark=remark)
    doubt = "The minutes say that the lights belong to a contractor. Did anybody ask the council?"
    return send_back(viewer=cast.ifeoma, minutes=minutes, lines=[], note_text=doubt)


def _release(cast: Cast, room: Room) -> None:
    make, note = make_release, note_receipt
    full = make(viewer=cast.tomasz, meeting=room.meeting, kind=Release.Kind.FULL)
    note(
        viewer=cast.tomasz,
        release=full,
        recipient="Ifeoma Duru, lead professional",
        means=Receipt.Means.READ_HERE,
        membership=cast.ifeoma.membership,
    )
    homes = make(viewer=cast.tomasz, meeting=room.meeting, kind=Release.Kind.AGENCY, agency=cast.agencies["homes"])
    note(
        viewer=cast.tomasz,
        release=homes,
        recipient="Marlon Beckles, Larkmoor Homes",
        means=Receipt.Means.SECURE_EMAIL,
        file_format="pdf",
        membership=cast.marlon.membership,
    )
    family = make(viewer=cast.ifeoma, meeting=room.meeting, kind=Release.Kind.FAMILY)
    note(
        viewer=cast.ifeoma,
        release=family,
        recipient="Grace Adeyemi, mother",
        means=Receipt.Means.BY_HAND,
        file_format="pdf",
        note_text="Read through together at home; Tobias was there.",
    )


def _how_it_went(cast: Cast, room: Room) -> None:
    done = room.action("Priority for a larger")
    set_status(viewer=cast.marlon, action=done, status=ActionStatus.DONE)
    changed = room.action("Family meeting")
    set_status(
        viewer=cast.dermot,
        action=changed,
        status=ActionStatus.CHANGED,
        reason="His stepfather is away until the new year; his mother is seen by herself meanwhile.",
    )
    missed = room.action("How to report")
    set_status(
        viewer=cast.luis,
        action=missed,
        status=ActionStatus.NOT_DONE,
        reason="The tutor has left, and nobody has taken it over yet.",
    )
