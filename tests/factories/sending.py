"""A framework on the last steps of its way to a study of the same installation, to test consent and sending with."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.casework.cases.actions import add_person
from concentric.casework.cases.models import CasePerson
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.inclusion import InclusionRule
from concentric.research.frameworks.sites import invite
from concentric.submission.consent.actions import give
from concentric.submission.review import actions as review
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.studies.actions import join_by_code
from concentric.submission.studies.models import StudyLink
from tests.factories.reviewing import make_minutes
from tests.factories.studies import StudyWorld, make_study
from tests.factories.world import World, make_world


@dataclass
class Sending:
    """A world with signed minutes, a study on the same installation that it has joined, and the framework for it.

    The case worker is the chair: involved with the case, and a reader of all of its minutes.
    """

    world: World
    minutes: Minutes
    study: StudyWorld
    link: StudyLink
    peer: CasePerson
    outgoing: Outgoing

    @property
    def lead(self) -> Viewer:
        return self.world.lead

    @property
    def worker(self) -> Viewer:
        return self.world.viewers[Role.CHAIR]


def make_confirmed() -> Sending:
    """Confirmed by a second person, and consented to by nobody."""
    world = make_world()
    peer = add_person(viewer=world.lead, case=world.case, kind="peer", name="Zebedee Quillfeather", relation="Friend")
    minutes, study = make_minutes(world), make_study(rule=InclusionRule())
    link = join_by_code(viewer=world.coordinator, code=invite(researcher=study.lead, site=study.other_site))
    return Sending(world, minutes, study, link, peer, confirmed(world, minutes, link))


def make_consented() -> Sending:
    """Confirmed, and with both consents."""
    sending = make_confirmed()
    consent(sending, sending.outgoing)
    return sending


def confirmed(world: World, minutes: Minutes, link: StudyLink) -> Outgoing:
    """These minutes begun for a study, reviewed by taking every proposal, and confirmed by the coordinator."""
    outgoing = review.begin(viewer=world.lead, minutes=minutes, study=link)
    for finding in outgoing.findings.filter(decision=Finding.Decision.UNDECIDED):
        review.decide(viewer=world.lead, finding=finding, decision=Finding.Decision.REPLACE)
    review.settle(viewer=world.lead, outgoing=outgoing)
    review.confirm(viewer=world.coordinator, outgoing=outgoing)
    return outgoing


def consent(sending: Sending, outgoing: Outgoing) -> None:
    for viewer in (sending.lead, sending.worker):
        give(viewer=viewer, outgoing=outgoing)
