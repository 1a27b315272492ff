"""Closing a meeting, answering corrections, signing and amending."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.outbox import announce, locked
from concentric.casework.meetings.permissions import check_can_close
from concentric.casework.meetings.states import Step, take
from concentric.casework.signoff.models import Amendment, Correction, Minutes
from concentric.casework.signoff.permissions import (
    check_can_amend,
    check_can_ask_correction,
    check_can_circulate,
    check_can_decide_correction,
    check_can_sign,
)
from concentric.casework.signoff.record import meeting_record
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.records.canonical import record_hash, to_plain

STATEMENT = "I chaired this meeting. These minutes are a fair and accurate record of it."


def close_meeting(*, viewer: Viewer, meeting: Meeting) -> Minutes:
    """End the meeting; its draft minutes exist from this moment."""
    with recorded(viewer, "meeting.closed", meeting):
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("case").get(pk=meeting.pk)
        check_can_close(viewer, meeting)
        now = timezone.now()
        take(meeting, Step.CLOSE)
        meeting.closed_at = now
        meeting.save(update_fields=["status", "closed_at"])
        announce(meeting, "closed", "", viewer)
        minutes, _ = Minutes.objects.get_or_create(meeting=meeting, defaults={"drafted_at": now})
        return minutes


def ask_correction(
    *, viewer: Viewer, meeting: Meeting, text: str, entry: Entry | None = None, part: str = ""
) -> Correction:
    """Ask for a change to the draft, of one entry or of a part of the minutes."""
    with recorded(viewer, "correction.asked", part=part, entry=bool(entry)) as note:
        meeting = locked(meeting.pk)
        check_can_ask_correction(viewer, meeting)
        note.subject = correction = Correction.objects.create(
            meeting=meeting, entry=entry, part=part, text=text, asked_by=viewer.membership
        )
        return correction


def decide_correction(*, viewer: Viewer, correction: Correction, accepted: bool, reason: str) -> None:
    """Accept a correction (whoever accepts it then edits the record) or decline it; declining needs a reason."""
    with recorded(viewer, "correction.decided", correction, accepted=accepted):
        correction = (
            Correction.objects.select_for_update(of=("self",)).select_related("meeting__case").get(pk=correction.pk)
        )
        check_can_decide_correction(viewer, correction)
        if not accepted and not reason.strip():
            raise Refusal("Say why the correction is declined, so that the person who asked can see it.")
        correction.state = Correction.State.ACCEPTED if accepted else Correction.State.DECLINED
        correction.reason, correction.decided_by, correction.decided_at = reason, viewer.membership, timezone.now()
        correction.save()


def circulate(*, viewer: Viewer, meeting: Meeting) -> Minutes:
    """Note that the draft has gone to those who were invited; the clock for corrections starts."""
    with recorded(viewer, "minutes.circulated", meeting):
        meeting = locked(meeting.pk)
        check_can_circulate(viewer, meeting)
        minutes = Minutes.objects.select_for_update().get(meeting=meeting)
        minutes.circulated_at = minutes.circulated_at or timezone.now()
        minutes.save(update_fields=["circulated_at"])
        return minutes


def sign_minutes(*, viewer: Viewer, meeting: Meeting) -> Minutes:
    """Freeze the record with its hash. The caller has made the chair prove who they are again."""
    with recorded(viewer, "minutes.signed", meeting) as note:
        meeting = (
            Meeting.objects.select_for_update(of=("self",))
            .select_related(
                "case__partnership",
                "case__lead_professional__user",
                "case__lead_professional__agency",
                "chair__user",
                "chair__agency",
                "minute_taker__user",
                "minute_taker__agency",
            )
            .get(pk=meeting.pk)
        )
        check_can_sign(viewer, meeting)
        minutes = Minutes.objects.select_for_update().get(meeting=meeting)
        minutes.statement, minutes.signed_by, minutes.signed_at = STATEMENT, viewer.membership, timezone.now()
        minutes.save()
        take(meeting, Step.SIGN)
        meeting.save(update_fields=["status"])
        record = meeting_record(meeting)
        minutes.record, minutes.record_hash = to_plain(record), record_hash(record)
        minutes.save(update_fields=["record", "record_hash"])
        note.details["record_hash"] = minutes.record_hash
        announce(meeting, "signed", "", viewer)
        return minutes


def amend(*, viewer: Viewer, minutes: Minutes, text: str, reason: str) -> Amendment:
    """Add an amendment beside the signed text. Its hash covers the record and every amendment before it."""
    with recorded(viewer, "minutes.amended", minutes) as note:
        minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__case").get(pk=minutes.pk)
        check_can_amend(viewer, minutes)
        last = minutes.amendments.order_by("-number").first()
        before = last.chain_hash if last else minutes.record_hash
        amendment = Amendment(
            minutes=minutes,
            number=(last.number if last else 0) + 1,
            text=text,
            reason=reason,
            by=viewer.membership,
            at=timezone.now(),
        )
        amendment.chain_hash = amendment_hash(before, amendment)
        amendment.save(force_insert=True)
        note.details["number"] = amendment.number
        return amendment


def amendment_hash(before: str, amendment: Amendment) -> str:
    """SHA-256 over what came before and the amendment's number, text, reason, author and time."""
    parts = [
        before,
        str(amendment.number),
        amendment.text,
        amendment.reason,
        str(amendment.by_id),
        amendment.at.isoformat(),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
