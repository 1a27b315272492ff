"""Sending a framework or its correction, withdrawing it, and handing the sealed file over."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.sealing import seal_for
from concentric.method.records.submission import InvalidSubmissionError, Submission
from concentric.method.records.submission_words import Kind
from concentric.research.frameworks.keys import keeps_own_key
from concentric.research.frameworks.receive import receive
from concentric.submission.consent.actions import withdraw as withdraw_one
from concentric.submission.consent.models import Consent
from concentric.submission.dispatch import register
from concentric.submission.dispatch.compose import submission_of
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.dispatch.permissions import (
    check_can_hand_over,
    check_can_send,
    check_can_withdraw_framework,
)
from concentric.submission.dispatch.scan import check_names_nobody
from concentric.submission.review.actions.course import stop_corrections
from concentric.submission.review.actions.locking import lock
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_is_fresh
from concentric.submission.review.states import State, Step, take
from concentric.submission.studies.keys import signing_key
from concentric.submission.studies.queries import study_here

logger = logging.getLogger(__name__)

FAILED = "Something went wrong here, and it was not sent. Try again; if it happens again, tell whoever runs Concentric."
DOES_NOT_FIT = "This framework does not fit what a study takes:"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several: `reason` says why it was not sent, and is empty where it was."""

    outgoing: Outgoing
    reason: str = ""


def send(*, viewer: Viewer, outgoing: Outgoing) -> Dispatch:
    """Compose, look once more, seal, note the code, and hand over where the study is here. All of it or nothing."""
    with recorded(viewer, "outgoing.sent", outgoing) as note:
        earlier = _locked_with_corrected(outgoing)
        check_can_send(viewer, outgoing)
        check_is_fresh(outgoing)
        submission = _composed(outgoing, earlier)
        if submission.framework is not None:
            check_names_nobody(outgoing, submission.framework)
        check_is_fresh(outgoing)  # once more: an amendment may have come while it was composed
        register.enter(outgoing, bundle=submission.bundle, code=submission.code)
        take(outgoing, Step.SEND)
        outgoing.save(update_fields=["state"])
        dispatch = _sealed(viewer, outgoing, submission)
        note.details |= {"kind": submission.kind.value, "handed_over": dispatch.handed_over_on is not None}
        return dispatch


def send_many(*, viewer: Viewer, outgoing: Iterable[Outgoing]) -> Iterator[Outcome]:
    """Send each by itself, and say what became of it as it goes: one that fails stops none of the others."""
    for one in outgoing:
        try:
            send(viewer=viewer, outgoing=one)
        except Refusal as refusal:
            yield Outcome(one, refusal.reason)
        except Exception as fault:  # whatever it is: its message may hold content, so its kind alone is logged
            logger.error("submission: one could not be sent: %s", type(fault).__name__)
            yield Outcome(one, FAILED)
        else:
            yield Outcome(one)


def withdraw(*, viewer: Viewer, outgoing: Outgoing, reason: str) -> Dispatch:
    """Take what was sent out of the study again: a sealed notice, applied at once where the study is here."""
    with recorded(viewer, "outgoing.withdrawn", outgoing) as note:
        lock(outgoing)
        check_can_withdraw_framework(viewer, outgoing)
        if not reason.strip():
            raise Refusal("Say why it is withdrawn.")
        held = register.registered(outgoing)
        notice = submission_of(outgoing, code=held.code, kind=Kind.WITHDRAWAL, supersedes=held.current)
        register.add_bundle(outgoing, notice.bundle)
        take(outgoing, Step.WITHDRAW)
        outgoing.ended_reason, outgoing.ended_at = reason, timezone.now()
        outgoing.save(update_fields=["state", "ended_reason", "ended_at"])
        stop_corrections(viewer, outgoing, "What this was to correct was withdrawn from the study.")
        dispatch = _sealed(viewer, outgoing, notice)
        note.details["handed_over"] = dispatch.handed_over_on is not None
        return dispatch


def withdraw_consent(*, viewer: Viewer, consent: Consent, reason: str) -> str:
    """Take a consent back, and what was sent with it. Returns why the study could not be told, empty where all is done.

    The consent counts as withdrawn whether or not the notice could be made.
    """
    withdraw_one(viewer=viewer, consent=consent, reason=reason)
    if consent.outgoing.state != State.SENT:
        return ""
    try:
        withdraw(viewer=viewer, outgoing=consent.outgoing, reason=f"A consent was withdrawn: {reason}")
    except Refusal as refusal:
        return refusal.reason
    return ""


def hand_over(*, viewer: Viewer, dispatch: Dispatch) -> None:
    """Note that the sealed file has gone to the study."""
    with recorded(viewer, "dispatch.handed_over", dispatch):
        check_can_hand_over(viewer, dispatch)
        if dispatch.handed_over_on is not None:
            raise Refusal("This is marked as handed over already.")
        dispatch.handed_over_on = timezone.localdate()
        dispatch.save(update_fields=["handed_over_on"])


def _locked_with_corrected(outgoing: Outgoing) -> Outgoing | None:
    """The framework that this one takes the place of, and both held; the earlier first, as its withdrawal does."""
    earlier = outgoing.corrects
    if earlier is not None:
        lock(earlier)
    lock(outgoing)
    return earlier


def _composed(outgoing: Outgoing, earlier: Outgoing | None) -> Submission:
    try:
        if earlier is None:
            code = register.unused_code(outgoing.case.partnership)
            return submission_of(outgoing, code=code, kind=Kind.FRAMEWORK)
        held = register.registered(earlier)
        take(earlier, Step.SUPERSEDE)
        earlier.ended_at = timezone.now()
        earlier.save(update_fields=["state", "ended_at"])
        return submission_of(outgoing, code=held.code, kind=Kind.CORRECTION, supersedes=held.current)
    except InvalidSubmissionError as fault:
        raise Refusal(f"{DOES_NOT_FIT} {fault}.") from None


def _sealed(viewer: Viewer, outgoing: Outgoing, submission: Submission) -> Dispatch:
    """The sealed file, kept; and received, where the study is on this installation and keeps its own key."""
    key = signing_key(outgoing.case.partnership)
    try:
        sealed = seal_for(submission, key, outgoing.study.recipients)
    except InvalidSubmissionError as fault:
        raise Refusal(f"{DOES_NOT_FIT} {fault}.") from None
    except ValueError:  # no key of the study's, or one that is none
        raise Refusal("The study’s card holds no key to seal to. Ask the study for a newer card.") from None
    today, study = timezone.localdate(), study_here(outgoing.study)
    is_here = study is not None and keeps_own_key(study)
    if study is not None and is_here:
        receive(sealed.data, study=study)
    return Dispatch.objects.create(
        outgoing=outgoing,
        kind=submission.kind.value,
        sealed_file=sealed.data,
        by=viewer.membership,
        on=today,
        handed_over_on=today if is_here else None,
    )
