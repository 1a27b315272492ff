"""Giving consent here, keeping a signed form, and taking a consent back."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from concentric.casework.base import LINE
from concentric.foundation import vault
from concentric.foundation.accounts.models import Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.consent.models import Consent
from concentric.submission.consent.permissions import (
    NOT_CONFIRMED,
    check_can_consent,
    check_can_record_form,
    check_can_withdraw,
    part_of,
)
from concentric.submission.consent.queries import FORM, case_workers
from concentric.submission.review.actions.course import stop_corrections
from concentric.submission.review.actions.locking import lock
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_is_fresh
from concentric.submission.review.states import BEFORE_SENT, Step, take


@dataclass(frozen=True, slots=True)
class SignedForm:
    """A form signed on paper. `signer` is a key of `case_workers`; empty for the lead professional's own."""

    data: bytes
    media_type: str
    signer: str = ""


def give(*, viewer: Viewer, outgoing: Outgoing) -> Consent:
    """Consent in one's own name. The caller has made the viewer prove who they are again."""
    with recorded(viewer, "consent.given") as note:
        lock(outgoing)
        check_can_consent(viewer, outgoing)
        check_is_fresh(outgoing)
        consent = _consent(viewer, outgoing, part_of(viewer, outgoing) or Consent.Part.WORKER, Consent.Means.IN_PERSON)
        consent.member, consent.who = viewer.membership, viewer.name
        consent.save(force_insert=True)
        note.subject, note.details["part"] = consent, consent.part
        return consent


def record_form(*, viewer: Viewer, outgoing: Outgoing, part: Consent.Part, form: SignedForm) -> Consent:
    """Keep a form that the lead professional or the case worker signed, sealed."""
    with recorded(viewer, "consent.form_kept", part=part.value) as note:
        lock(outgoing)
        check_can_record_form(viewer, outgoing, part)
        check_is_fresh(outgoing)
        consent = _consent(viewer, outgoing, part, Consent.Means.FORM)
        consent.member, consent.who = _signer(viewer, outgoing, part, form.signer)
        consent.sealed_form = vault.seal(FORM, str(consent.pk), form.data)
        consent.form_type = form.media_type
        consent.save(force_insert=True)
        note.subject = consent
        return consent


def withdraw(*, viewer: Viewer, consent: Consent, reason: str) -> None:
    """Take a consent back. What is not sent yet stops, a correction of what was sent too.

    For what was sent, `dispatch` tells the study.
    """
    with recorded(viewer, "consent.withdrawn", consent, part=consent.part):
        outgoing = consent.outgoing
        lock(outgoing)
        consent.refresh_from_db(fields=["withdrawn_at"])
        check_can_withdraw(viewer, consent)
        if not reason.strip():
            raise Refusal("Say why the consent is withdrawn.")
        consent.withdrawn_at, consent.withdrawn_by = timezone.now(), viewer.membership
        consent.withdrawn_reason = reason
        consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        if outgoing.state in BEFORE_SENT:
            take(outgoing, Step.STOP)
            outgoing.ended_reason = f"A consent was withdrawn: {reason}"[:LINE]
            outgoing.ended_at = consent.withdrawn_at
            outgoing.save(update_fields=["state", "ended_reason", "ended_at"])
        stop_corrections(viewer, outgoing, "A consent to what this was to correct was withdrawn.")


def _consent(viewer: Viewer, outgoing: Outgoing, part: Consent.Part, means: Consent.Means) -> Consent:
    """Unsaved, with the words as they stand on this day."""
    if outgoing.confirmed_at is None:
        raise Refusal(NOT_CONFIRMED)
    return Consent(
        outgoing=outgoing,
        part=part,
        means=means,
        text=outgoing.study.consent_text,
        confirmed_at=outgoing.confirmed_at,
        recorded_by=viewer.membership,
        given_at=timezone.now(),
    )


def _signer(viewer: Viewer, outgoing: Outgoing, part: Consent.Part, key: str) -> tuple[Membership | None, str]:
    """Who signed on paper: as a member, where they are one, and by name."""
    if part is Consent.Part.LEAD:
        return viewer.membership, viewer.name
    workers = case_workers(outgoing)
    if key not in workers:
        raise Refusal("The case worker is somebody who is involved with the case, and not its lead professional.")
    kind, _, pk = key.partition(":")
    return (Membership.objects.get(pk=pk) if kind == "member" else None), workers[key]
