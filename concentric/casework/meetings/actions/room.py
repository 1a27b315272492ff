"""What the meeting says beside its entries: what silence means, the summary, decisions, dissent, review date."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from concentric.casework.base import SHORT, TEXT, Record
from concentric.casework.meetings.actions.once import AsItStands, check_new, idempotent
from concentric.casework.meetings.drafts import EditConflict, Invalid, checked_silence, tidied
from concentric.casework.meetings.models import CellMark, Decision, Dissent, Entry, Meeting
from concentric.casework.meetings.outbox import announce, locked
from concentric.casework.meetings.permissions import check_can_record
from concentric.casework.search import actions as search
from concentric.casework.search.models import SearchText
from concentric.foundation.accounts.models import Agency
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.identity import new_id
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.vocabulary import Silence


def mark_silence(*, viewer: Viewer, meeting: Meeting, context: str, column: str = "", state: str) -> None:
    """Say what the silence of a cell means, or of a whole context (`column` empty). State "" takes that back.

    "Nothing identified" and "not discussed" are refused where something is recorded.
    """
    checked_silence(context, column, state)
    with recorded(viewer, "silence.marked", meeting, context=context, column=column, state=state):
        meeting = locked(meeting.pk)
        check_can_record(viewer, meeting)
        if state in (Silence.NOTHING_IDENTIFIED, Silence.NOT_DISCUSSED):
            _check_silent(meeting, context, column)
        if state:
            CellMark.objects.update_or_create(
                meeting=meeting,
                context_key=context,
                column_key=column,
                defaults={"state": state, "by": viewer.membership},
            )
        else:
            CellMark.objects.filter(meeting=meeting, context_key=context, column_key=column).delete()
        announce(meeting, "mark", f"{context}:{column}", viewer)


def _check_silent(meeting: Meeting, context: str, column: str) -> None:
    entries = Entry.objects.filter(meeting=meeting, context_key=context, struck_at=None)
    if column:
        entries = entries.filter(column_key=column)
    if entries.exists():
        raise Invalid({"state": "Something is recorded here, so it is not silent. Strike that entry first."})


def write_summary(*, viewer: Viewer, meeting: Meeting, base_version: int, text: str) -> Meeting:
    """Save the contextual summary. Raises EditConflict when somebody saved a different one since `base_version`."""
    text = tidied("text", text, limit=TEXT, required=False)
    with recorded(viewer, "summary.written", meeting) as note:
        meeting = locked(meeting.pk)
        check_can_record(viewer, meeting)
        if base_version != meeting.summary_version and text != meeting.contextual_summary:
            raise EditConflict(meeting.contextual_summary, meeting.summary_version)
        meeting.contextual_summary = text
        meeting.summary_version += 1
        meeting.save(update_fields=["contextual_summary", "summary_version"])
        note.details["version"] = meeting.summary_version
        search.put(
            partnership_id=meeting.case.partnership_id,
            case_id=meeting.case_id,
            kind=SearchText.Kind.SUMMARY,
            subject_id=meeting.pk,
            body=text,
        )
        announce(meeting, "summary", meeting.pk, viewer)
        return meeting


@idempotent
def record_decision(
    *, viewer: Viewer, meeting: Meeting, text: str, reasons: str, decision_id: uuid.UUID | None = None
) -> Decision:
    """Record a decision with its reasons. The id its page gave it again returns the saved one and writes nothing."""
    decision_id = decision_id or new_id()
    text, reasons = tidied("text", text), tidied("reasons", reasons)
    with recorded(viewer, "decision.recorded") as note:
        meeting = locked(meeting.pk)
        check_new(Decision.ever.all(), decision_id, meeting_id=meeting.pk, by_id=viewer.id)
        check_can_record(viewer, meeting)
        note.subject = decision = Decision.objects.create(
            id=decision_id, meeting=meeting, text=text, reasons=reasons, by=viewer.membership
        )
        _make_findable(decision)
        announce(meeting, "decision", decision.pk, viewer)
        return decision


@idempotent
def change_decision(
    *, viewer: Viewer, decision: Decision, text: str, reasons: str, rewording_id: uuid.UUID | None = None
) -> Decision:
    """Reword a decision. Its earlier wording stays, as a removed row under `rewording_id`: sent again, the same
    rewording changes nothing.
    """
    rewording_id = rewording_id or new_id()
    text, reasons = tidied("text", text), tidied("reasons", reasons)
    with recorded(viewer, "decision.changed", decision):
        meeting = locked(decision.meeting_id)
        check_can_record(viewer, meeting)
        if Decision.ever.filter(pk=rewording_id, reworded_as=decision).exists():
            raise AsItStands(decision)
        decision = _standing(decision)
        Decision.ever.create(
            id=rewording_id,
            meeting=meeting,
            text=decision.text,
            reasons=decision.reasons,
            by=decision.by,
            reworded_as=decision,
            removed_at=timezone.now(),
            removed_by=viewer.membership,
        )
        decision.meeting, decision.text, decision.reasons, decision.by = meeting, text, reasons, viewer.membership
        decision.save(update_fields=["text", "reasons", "by"])
        _make_findable(decision)
        announce(meeting, "decision", decision.pk, viewer)
        return decision


def _standing(decision: Decision) -> Decision:
    standing = Decision.objects.filter(pk=decision.pk).first()
    if standing is None:
        raise Refusal("Somebody struck this decision meanwhile. Record it again if it stands.")
    return standing


@idempotent
def strike_decision(*, viewer: Viewer, decision: Decision) -> Decision:
    """Take a decision out of the record; it stays among the removed. Twice changes nothing."""
    with recorded(viewer, "decision.struck", decision):
        meeting = locked(decision.meeting_id)
        check_can_record(viewer, meeting)
        _remove(Decision.objects.filter(pk=decision.pk), decision, viewer)
        search.remove(kind=SearchText.Kind.DECISION, subject_id=decision.pk)
        announce(meeting, "decision", decision.pk, viewer)
        return decision


@idempotent
def record_dissent(
    *,
    viewer: Viewer,
    meeting: Meeting,
    text: str,
    agency: Agency | None = None,
    who: str = "",
    escalate: bool = False,
    dissent_id: uuid.UUID | None = None,
) -> Dissent:
    """Record a professional disagreement as it was put, with the agency or the person whose it is. The same id again
    returns the saved one.
    """
    dissent_id = dissent_id or new_id()
    text, who = tidied("text", text), tidied("who", who, limit=SHORT, required=False)
    if agency is None and not who:
        raise Invalid({"agency": "Say which agency disagrees, or who."})
    if agency and agency.partnership_id != viewer.partnership_id:
        raise Invalid({"agency": "Choose an agency of this partnership."})
    with recorded(viewer, "dissent.recorded", escalate=escalate) as note:
        meeting = locked(meeting.pk)
        check_new(Dissent.ever.all(), dissent_id, meeting_id=meeting.pk, by_id=viewer.id)
        check_can_record(viewer, meeting)
        note.subject = dissent = Dissent.objects.create(
            id=dissent_id, meeting=meeting, agency=agency, who=who, text=text, escalate=escalate, by=viewer.membership
        )
        announce(meeting, "dissent", dissent.pk, viewer)
        return dissent


@idempotent
def strike_dissent(*, viewer: Viewer, dissent: Dissent) -> Dissent:
    """Take a disagreement out of the record; it stays among the removed. Twice changes nothing."""
    with recorded(viewer, "dissent.struck", dissent):
        meeting = locked(dissent.meeting_id)
        check_can_record(viewer, meeting)
        _remove(Dissent.objects.filter(pk=dissent.pk), dissent, viewer)
        announce(meeting, "dissent", dissent.pk, viewer)
        return dissent


def _remove(standing: QuerySet[Any], row: Record, viewer: Viewer) -> None:
    if not standing.update(removed_at=timezone.now(), removed_by=viewer.membership):
        raise AsItStands(row)


def set_review_date(*, viewer: Viewer, meeting: Meeting, review_on: dt.date | None) -> Meeting:
    """Set the day by which the plan is reviewed, or None where the meeting decides that none is needed."""
    with recorded(viewer, "review.set", meeting):
        meeting = locked(meeting.pk)
        check_can_record(viewer, meeting)
        if review_on and review_on <= timezone.localdate(meeting.starts_at):
            raise Invalid({"review_on": "Choose a day after the meeting."})
        meeting.review_on = review_on
        meeting.save(update_fields=["review_on"])
        announce(meeting, "review", meeting.pk, viewer)
        return meeting


def _make_findable(decision: Decision) -> None:
    search.put(
        partnership_id=decision.meeting.case.partnership_id,
        case_id=decision.meeting.case_id,
        kind=SearchText.Kind.DECISION,
        subject_id=decision.pk,
        body=f"{decision.text}\n{decision.reasons}",
    )
