"""The course of a framework: begun, settled by the reviewer, confirmed by a second person; or stopped on the way."""

from __future__ import annotations

from django.utils import timezone

from concentric.casework.base import LINE
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.review.actions.locking import lock, lock_for_review
from concentric.submission.review.attributes import checked_choices
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.review.outgoing import is_stale, remaining_in
from concentric.submission.review.permissions import (
    check_can_begin,
    check_can_confirm,
    check_can_look,
    check_is_fresh,
    check_leads,
)
from concentric.submission.review.scan import scan
from concentric.submission.review.states import BEFORE_SENT, State, Step, take
from concentric.submission.studies.models import StudyLink


def begin(*, viewer: Viewer, minutes: Minutes, study: StudyLink) -> Outgoing:
    """Look through signed minutes for a study. Where that study has them already, what comes of it is a correction."""
    with recorded(viewer, "outgoing.begun") as note:
        check_can_begin(viewer, minutes)
        if study.partnership_id != viewer.partnership_id or study.left_at:
            raise Refusal("Your partnership does not take part in this study any more.")
        earlier = Outgoing.objects.select_for_update().filter(minutes=minutes, study=study).order_by("begun_at")
        if earlier.filter(state__in=BEFORE_SENT).exists():
            raise Refusal("These minutes are being prepared for this study already.")
        note.subject = outgoing = Outgoing(
            case=minutes.meeting.case,
            minutes=minutes,
            study=study,
            corrects=earlier.filter(state=State.SENT).first(),
            begun_by=viewer.membership,
        )
        outgoing.save(force_insert=True)
        scan(viewer, outgoing)
        outgoing.save(update_fields=["scanned"])
        note.details["found"] = outgoing.findings.count()
        return outgoing


def bring_up_to_date(*, viewer: Viewer, outgoing: Outgoing) -> bool:
    """Look through it again where the minutes or the case have changed, and take it back to review. Says whether."""
    if outgoing.state not in BEFORE_SENT or not is_stale(outgoing):
        return False
    with recorded(viewer, "outgoing.rescanned", outgoing) as note:
        check_can_look(viewer, outgoing)
        lock(outgoing)
        if outgoing.state not in BEFORE_SENT:
            return False
        if outgoing.state != State.REVIEW:
            _back_to_review(outgoing, Step.REOPEN)
        scan(viewer, outgoing)
        outgoing.save()
        note.details["undecided"] = _undecided(outgoing)
    return True


def settle(*, viewer: Viewer, outgoing: Outgoing) -> None:
    """Pass it to a second person: everything is decided, and a second scan of what would leave finds nothing."""
    with recorded(viewer, "outgoing.settled", outgoing):
        lock_for_review(viewer, outgoing)
        check_is_fresh(outgoing)
        if left := _undecided(outgoing):
            raise Refusal(f"{left} of the findings {'is' if left == 1 else 'are'} not decided yet.")
        if found := remaining_in(outgoing):
            places = ", ".join(dict.fromkeys(one.where for one in found))
            raise Refusal(f"In the text as it would leave, something may still say who somebody is. Look at: {places}.")
        take(outgoing, Step.SETTLE)
        outgoing.settled_by, outgoing.settled_at, outgoing.sent_back_note = viewer.membership, timezone.now(), ""
        outgoing.save()


def confirm(*, viewer: Viewer, outgoing: Outgoing) -> None:
    """The second person has read what would leave, and lets it go on."""
    with recorded(viewer, "outgoing.confirmed", outgoing):
        lock(outgoing)
        check_can_confirm(viewer, outgoing)
        check_is_fresh(outgoing)
        take(outgoing, Step.CONFIRM)
        outgoing.confirmed_by, outgoing.confirmed_at = viewer.membership, timezone.now()
        outgoing.save()


def send_back(*, viewer: Viewer, outgoing: Outgoing, note_text: str) -> None:
    """The second person asks the reviewer to look again, and says at what."""
    with recorded(viewer, "outgoing.sent_back", outgoing):
        lock(outgoing)
        check_can_confirm(viewer, outgoing)
        if not note_text.strip():
            raise Refusal("Say what should be looked at again.")
        _back_to_review(outgoing, Step.SEND_BACK)
        outgoing.sent_back_note = note_text
        outgoing.save()


def reopen(*, viewer: Viewer, outgoing: Outgoing) -> None:
    """Take it back to review. Decisions stay as they are."""
    with recorded(viewer, "outgoing.reopened", outgoing):
        lock(outgoing)
        check_leads(viewer, outgoing.case)
        _back_to_review(outgoing, Step.REOPEN)
        outgoing.save()


def stop(*, viewer: Viewer, outgoing: Outgoing, reason: str) -> None:
    """Do not send it after all, and say why."""
    with recorded(viewer, "outgoing.stopped", outgoing):
        lock(outgoing)
        check_leads(viewer, outgoing.case)
        if not reason.strip():
            raise Refusal("Say why it is stopped.")
        take(outgoing, Step.STOP)
        outgoing.ended_reason, outgoing.ended_at = reason, timezone.now()
        outgoing.save()


def stop_corrections(viewer: Viewer, outgoing: Outgoing, reason: str) -> None:
    """What was to correct it goes with it. To send these minutes again one begins anew, with new consents."""
    for correction in outgoing.corrections.filter(state__in=BEFORE_SENT).select_for_update():
        with recorded(viewer, "outgoing.stopped", correction):
            take(correction, Step.STOP)
            correction.ended_reason = f"{reason} To send these minutes again, prepare them anew."[:LINE]
            correction.ended_at = timezone.now()
            correction.save(update_fields=["state", "ended_reason", "ended_at"])


def choose_attributes(*, viewer: Viewer, outgoing: Outgoing, choices: dict[str, str]) -> int:
    """How each attribute leaves: as it is, wider, or not at all. Ages in the text follow the age.

    Returns how many findings are to be decided now.
    """
    with recorded(viewer, "outgoing.attributes_chosen", outgoing, choices=checked_choices(choices)) as note:
        lock_for_review(viewer, outgoing)
        outgoing.attributes = checked_choices(choices)
        scan(viewer, outgoing)
        outgoing.save(update_fields=["attributes", "scanned"])
        note.details["undecided"] = undecided = _undecided(outgoing)
    return undecided


def _back_to_review(outgoing: Outgoing, step: Step) -> None:
    take(outgoing, step)
    outgoing.settled_by = outgoing.settled_at = outgoing.confirmed_by = outgoing.confirmed_at = None


def _undecided(outgoing: Outgoing) -> int:
    return outgoing.findings.filter(decision=Finding.Decision.UNDECIDED).count()
