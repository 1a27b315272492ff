"""Referrals that wait: an urgent one, a possible duplicate, one with a question asked, and one sent elsewhere."""

from __future__ import annotations

from concentric.casework.referrals.actions import ask_for_more, signpost
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.review import KAMIL
from concentric.demo.room import referred


def urgent_today(cast: Cast) -> Story:
    yield cast.clock.minutes_ago(95)
    referred(
        cast.luis,
        name="Tyrell Ashdown",
        born=cast.clock.born(13, 40),
        gender="Boy",
        urgency="immediate",
        immediate_safety="The pupil harmed is at home today. They share a bus: another way is found from tomorrow.",
        referrer_contact="Bramble Hill Academy office",
    )


def misspelt(cast: Cast) -> Story:
    """The youth justice service knows Kamil by another spelling: the duplicate check finds his case."""
    yield cast.clock.minutes_ago(70)
    born = KAMIL.born(cast.clock)
    referred(cast.ifeoma, name="Camil Brezny", born=born, gender="Boy", urgency="soon")


def question_asked(cast: Cast) -> Story:
    yield cast.clock.at(-3, 10)
    referral = referred(cast.freya, name="Seren Pugh-Maddox", born=cast.clock.born(14, 300), gender="Girl")
    yield cast.clock.at(-2, 10)
    question = "Was anybody else present, and does the family know that you are writing to us?"
    ask_for_more(viewer=cast.nasreen, referral=referral, question=question)


def routine(cast: Cast) -> Story:
    yield cast.clock.at(-1, 15)
    referred(cast.marlon, name="Oskar Lindgren", born=None, gender="Boy", basis_notes="Age about twelve.")


def sent_elsewhere(cast: Cast) -> Story:
    yield cast.clock.at(-25, 10)
    referral = referred(cast.kavita, name="Poppy Strand", born=cast.clock.born(10, 20), gender="Girl")
    yield cast.clock.at(-23, 10)
    reasons = "Curiosity that fits her age. The school nurse will see her, with a leaflet for her parents."
    signpost(viewer=cast.nasreen, referral=referral, reasons=reasons)
