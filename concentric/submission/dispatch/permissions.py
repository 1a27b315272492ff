"""Who sends, and who takes back what was sent."""

from __future__ import annotations

from concentric.casework.cases.queries import CASEWORK_ROLES
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.consent.queries import has_both
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_leads
from concentric.submission.review.states import Step


def check_can_follow(viewer: Viewer) -> None:
    """Those who take part in casework follow what is on its way, each of the cases they may see."""
    if not viewer.has(*CASEWORK_ROLES):
        raise Refusal("Only those who take part in cases see what is on its way to studies.")


def check_can_send(viewer: Viewer, outgoing: Outgoing) -> None:
    """The lead professional, once it is confirmed and both consent. Whether the text is fresh is asked at sending."""
    check_leads(viewer, outgoing.case)
    if outgoing.state not in Step.SEND.value.before:
        raise Refusal(Step.SEND.value.otherwise)
    if outgoing.study.left_at is not None:
        raise Refusal("Your partnership has left this study. Nothing is sent to it.")
    if not has_both(outgoing):
        raise Refusal("Both consents are needed: the lead professional’s and a case worker’s.")


def check_can_withdraw_framework(viewer: Viewer, outgoing: Outgoing) -> None:
    """The lead professional, a coordinator, or whoever withdrew a consent to it: the study is told."""
    if outgoing.state not in Step.WITHDRAW.value.before:
        raise Refusal(Step.WITHDRAW.value.otherwise)
    took_back = outgoing.consents.filter(withdrawn_by=viewer.id).exists()
    if not (outgoing.case.lead_professional_id == viewer.id or viewer.has(Role.COORDINATOR) or took_back):
        raise Refusal("Only the lead professional or a coordinator can withdraw what was sent.")


def check_can_hand_over(viewer: Viewer, dispatch: Dispatch) -> None:
    """The lead professional or a coordinator carries the sealed file. Nobody but the study can open it."""
    if not dispatch.sealed_file:
        raise Refusal("The sealed copy was destroyed when its time came.")
    if not (dispatch.outgoing.case.lead_professional_id == viewer.id or viewer.has(Role.COORDINATOR)):
        raise Refusal("Only the lead professional or a coordinator hands the sealed file over.")


def check_can_look_up(viewer: Viewer) -> None:
    """Codes are for those who lead cases; they find their own alone."""
    if not viewer.has(Role.LEAD_PROFESSIONAL):
        raise Refusal("Only lead professionals look study codes up, each those of their own cases.")
