"""Frameworks on their way to the study: one is there already, another is under review."""

from __future__ import annotations

from concentric.casework.signoff.models import Minutes
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.earlier import EMRE
from concentric.demo.room import Opening
from concentric.demo.signed import TOBIAS
from concentric.foundation.accounts.viewer import Viewer
from concentric.submission.consent.actions import give
from concentric.submission.dispatch.actions import send
from concentric.submission.review import actions as review
from concentric.submission.review.groups import Group
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.studies.queries import links


def sent_to_the_study(cast: Cast) -> Story:
    """Emre's: reviewed by Ifeoma, confirmed by Nasreen, consented to by Ifeoma and his youth worker, and sent."""
    clock = cast.clock
    yield clock.at(-26, 14)
    outgoing = _begun(cast.ifeoma, EMRE)
    for finding in outgoing.findings.filter(decision=Finding.Decision.UNDECIDED):
        review.decide(viewer=cast.ifeoma, finding=finding, decision=Finding.Decision.REPLACE)
    review.settle(viewer=cast.ifeoma, outgoing=outgoing)
    yield clock.at(-25, 9, 30)
    review.confirm(viewer=cast.nasreen, outgoing=outgoing)
    yield clock.at(-25, 15)
    give(viewer=cast.ifeoma, outgoing=outgoing)
    yield clock.at(-22, 10)
    give(viewer=cast.freya, outgoing=outgoing)
    yield clock.at(-22, 16)
    send(viewer=cast.ifeoma, outgoing=outgoing)


def under_review(cast: Cast) -> Story:
    """Tobias's: whoever the case names is replaced; the rest waits for Ifeoma."""
    yield cast.clock.at(-4, 15)
    outgoing = _begun(cast.ifeoma, TOBIAS)
    review.accept_group(viewer=cast.ifeoma, outgoing=outgoing, group=Group.KNOWN, scanned=outgoing.scanned)


def _begun(lead: Viewer, opening: Opening) -> Outgoing:
    given, _, family = opening.name.partition(" ")
    minutes = Minutes.objects.select_related("meeting__case__partnership").get(
        meeting__case__given_name=given, meeting__case__family_name=family, signed_at__isnull=False
    )
    return review.begin(viewer=lead, minutes=minutes, study=links(lead).get())
