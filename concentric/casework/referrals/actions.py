"""A referral made, asked about, answered, and decided."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from concentric.casework.cases.actions import involve, open_case
from concentric.casework.cases.likeness import sound
from concentric.casework.cases.models import Case, CaseAgency
from concentric.casework.cases.notices import tell_coordinators
from concentric.casework.cases.queries import current_involvements, visible_cases
from concentric.casework.process.references import next_reference
from concentric.casework.referrals.clocks import decide_by
from concentric.casework.referrals.duplicates import identity_of, possible_duplicates
from concentric.casework.referrals.models import Referral, ReferralStep
from concentric.casework.referrals.permissions import check_can_answer, check_can_decide
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.identity import new_id
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.instrument.vocabulary import Urgency

Status = Referral.Status
URGENT_SUBJECT = "a referral needs a decision today"
URGENT_MESSAGE = (
    "Somebody in your partnership has made a referral that needs a decision today.\n\n"
    "Sign in to Concentric and choose Referrals: it is at the top.\n"
)


def refer(*, viewer: Viewer, id: uuid.UUID | None = None, **facts: Any) -> Referral:  # noqa: A002 - the field's name
    """A new referral, in the viewer's name and agency; any member may make one. `facts` are the form's fields.

    When another record resembles it, it is marked so that the coordinator looks, whoever may see that record. With the
    `id` of one that the viewer made already, that one is given back: a form sent twice is one referral.
    """
    if id and (sent := Referral.objects.filter(pk=id, referred_by=viewer.membership).first()):
        return sent
    referral = Referral(
        id=id or new_id(),
        partnership=viewer.partnership,
        agency=viewer.agency,
        referred_by=viewer.membership,
        surname_sound=sound(facts["family_name"]),
        decide_by=decide_by(viewer.partnership, Urgency(facts["urgency"]), timezone.localdate()),
        **facts,
    )
    with recorded(viewer, "referral.made", referral, urgency=referral.urgency) as note:
        referral.reference = next_reference(viewer.partnership, "referral")
        referral.may_be_known = possible_duplicates(viewer, identity_of(referral)).any
        referral.full_clean()
        referral.save(force_insert=True)
        note.details["may_be_known"] = referral.may_be_known
        if referral.urgency == Urgency.IMMEDIATE:
            tell_coordinators(viewer, URGENT_SUBJECT, URGENT_MESSAGE)
    return referral


def open_case_from_referral(*, viewer: Viewer, referral: Referral, reasons: str, involve_referrer: bool = True) -> Case:
    """Accept the referral: a new case about the young person, with the referring agency part of it."""
    with recorded(viewer, "referral.accepted", referral) as note:
        _decide(viewer, referral, Status.ACCEPTED, reasons)
        case = open_case(
            viewer=viewer,
            given_name=referral.given_name,
            family_name=referral.family_name,
            known_as=referral.known_as,
            date_of_birth=referral.date_of_birth,
            gender=referral.gender,
        )
        _join(viewer, referral, case, involve_referrer=involve_referrer)
        note.case_id = case.pk
    return case


def link_to_case(
    *, viewer: Viewer, referral: Referral, case: Case, reasons: str, involve_referrer: bool = True
) -> None:
    """Accept the referral into a case that the partnership has already."""
    if not visible_cases(viewer).filter(pk=case.pk).exists():
        raise NotVisible
    if case.status == Case.Status.CLOSED:
        raise Refusal("That case is closed. Reopen it first, or open a new case.")
    with recorded(viewer, "referral.accepted", referral) as note:
        _decide(viewer, referral, Status.ACCEPTED, reasons)
        _join(viewer, referral, case, involve_referrer=involve_referrer)
        note.case_id = case.pk


def signpost(*, viewer: Viewer, referral: Referral, reasons: str) -> None:
    """Not for this process: the reasons say where help is to be had instead."""
    with recorded(viewer, "referral.signposted", referral):
        _decide(viewer, referral, Status.SIGNPOSTED, reasons)


def ask_for_more(*, viewer: Viewer, referral: Referral, question: str) -> None:
    """Ask the person who referred for more information."""
    with recorded(viewer, "referral.asked", referral):
        _lock(referral)
        check_can_decide(viewer, referral)
        _step(viewer, referral, Status.MORE_INFORMATION, ReferralStep.Kind.ASKED, question)


def answer(*, viewer: Viewer, referral: Referral, text: str) -> None:
    """Give what was asked for; the referral waits for a decision again."""
    with recorded(viewer, "referral.answered", referral):
        _lock(referral)
        check_can_answer(viewer, referral)
        _step(viewer, referral, Status.SUBMITTED, ReferralStep.Kind.ANSWERED, text)


def _decide(viewer: Viewer, referral: Referral, status: Status, reasons: str) -> None:
    _lock(referral)
    check_can_decide(viewer, referral)
    referral.decided_at, referral.decided_by, referral.decision_reasons = timezone.now(), viewer.membership, reasons
    referral.save(update_fields=["decided_at", "decided_by", "decision_reasons"])
    _step(viewer, referral, status, ReferralStep.Kind(status.value), reasons)


def _step(viewer: Viewer, referral: Referral, status: Status, kind: ReferralStep.Kind, text: str) -> None:
    referral.status = status
    referral.save(update_fields=["status"])
    ReferralStep.objects.create(referral=referral, kind=kind, text=text, by=viewer.membership)


def _lock(referral: Referral) -> None:
    """Two decisions at once: the second sees the first."""
    referral.status = Referral.objects.select_for_update().get(pk=referral.pk).status


def _join(viewer: Viewer, referral: Referral, case: Case, *, involve_referrer: bool) -> None:
    referral.case = case
    referral.save(update_fields=["case"])
    CaseAgency.objects.get_or_create(case=case, agency_id=referral.agency_id)
    known = current_involvements().filter(case=case, membership_id=referral.referred_by_id).exists()
    if involve_referrer and not known and referral.referred_by.is_active:
        involve(viewer=viewer, case=case, membership=referral.referred_by, part="Made the referral")
