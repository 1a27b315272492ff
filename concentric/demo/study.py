"""A fictional study that Larkmoor sends to, as its site A. It has received nothing yet."""

from __future__ import annotations

from dataclasses import replace

from concentric.demo import PASSWORD
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.foundation.accounts.models import User
from concentric.method.instrument.inclusion import ORIGINAL_STUDY
from concentric.research.frameworks.actions import StudyTerms, open_study
from concentric.research.frameworks.defaults import CONSENT
from concentric.research.frameworks.sites import add_site, invite
from concentric.submission.studies.actions import join_by_code

STUDY = "What plans for peer groups do (fictional)"
RESEARCHER, RESEARCHER_EMAIL = "Imogen Vale", "imogen@study.example"
QUESTION = """When the harm happened among friends, does the plan reach the friends?
The study compares what meetings record about peer groups with what they plan for them, and asks which plans were \
carried out and what stood in the way."""


def researcher() -> User:
    """Imogen, who leads the studies: made once."""
    there = User.objects.filter(email=RESEARCHER_EMAIL).first()
    return there or User.objects.create_user(RESEARCHER_EMAIL, PASSWORD, name=RESEARCHER)


def study_joined(cast: Cast) -> Story:
    """The study opens, invites a site, and Nasreen joins it with the code."""
    clock = cast.clock
    yield clock.at(-35, 10)
    terms = StudyTerms(
        name=STUDY,
        question=QUESTION,
        contact=f"{RESEARCHER}, {RESEARCHER_EMAIL}",
        consent_text=CONSENT,
        inclusion=replace(ORIGINAL_STUDY, earliest=clock.day(-260).replace(day=1)),
    )
    lead = open_study(terms=terms, lead=researcher())
    yield clock.at(-34, 11)
    code = invite(researcher=lead, site=add_site(researcher=lead))
    yield clock.at(-33, 15)
    join_by_code(viewer=cast.nasreen, code=code)
