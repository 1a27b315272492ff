"""Whose consent it takes, who gives it, and who takes it back."""

from __future__ import annotations

from concentric.casework.cases.queries import current_involvements
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.consent.models import Consent
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_can_look, check_leads
from concentric.submission.review.states import State

Part = Consent.Part
NOT_CONFIRMED = "Consent is to what a second person has confirmed, and before it is sent."


def part_of(viewer: Viewer, outgoing: Outgoing) -> Consent.Part | None:
    """As whom the viewer consents: the lead professional, or somebody else who is involved; None for neither."""
    if outgoing.case.lead_professional_id == viewer.id:
        return Part.LEAD
    is_involved = current_involvements().filter(case=outgoing.case_id, membership=viewer.id).exists()
    return Part.WORKER if is_involved else None


def check_can_consent(viewer: Viewer, outgoing: Outgoing) -> None:
    """Consent in one's own name: to what a second person has confirmed, and what one may read."""
    part = part_of(viewer, outgoing)
    if part is None:
        raise Refusal("The lead professional consents, and somebody else who is involved with this case.")
    check_is_open(outgoing, part)
    check_can_look(viewer, outgoing)


def check_can_record_form(viewer: Viewer, outgoing: Outgoing, part: Consent.Part) -> None:
    """The lead professional keeps what was signed on paper, their own and the case worker's."""
    check_leads(viewer, outgoing.case)
    check_is_open(outgoing, part)


def check_is_open(outgoing: Outgoing, part: Consent.Part) -> None:
    """Whether this consent can be given now."""
    if outgoing.state != State.READY:
        raise Refusal(NOT_CONFIRMED)
    if outgoing.study.left_at is not None:
        raise Refusal("Your partnership has left this study.")
    if outgoing.confirmed_at and outgoing.consents.filter(
        part=part, withdrawn_at=None, confirmed_at=outgoing.confirmed_at
    ):
        raise Refusal("This consent has been given already.")


def check_can_withdraw(viewer: Viewer, consent: Consent) -> None:
    """Whoever gave it; and on their word the lead professional or a coordinator."""
    outgoing = consent.outgoing
    if consent.withdrawn_at is not None:
        raise Refusal("This consent has been withdrawn already.")
    if outgoing.state in (State.STOPPED, State.WITHDRAWN):
        raise Refusal("This framework is not on its way to the study any more.")
    if outgoing.state == State.SUPERSEDED:
        raise Refusal("A correction took the place of this framework. Withdraw the consent to the correction.")
    if not _speaks_for(viewer, consent):
        raise Refusal("Only whoever gave this consent, the lead professional or a coordinator can withdraw it.")


def check_can_read_form(viewer: Viewer, consent: Consent) -> None:
    """Whoever may withdraw a consent may read its signed form."""
    if not _speaks_for(viewer, consent):
        raise Refusal("Only the lead professional or a coordinator can read a signed form.")


def _speaks_for(viewer: Viewer, consent: Consent) -> bool:
    named = (consent.member_id, consent.outgoing.case.lead_professional_id)
    return viewer.id in named or viewer.has(Role.COORDINATOR)
