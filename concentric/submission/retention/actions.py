"""Keeping longer, holding, proposing and destroying. Each step is one person's, and in the audit trail."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from concentric.casework.cases.models import Case
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.submission.retention.ledger import keep_ledger
from concentric.submission.retention.models import Destruction, Extension, Kind, Proposal
from concentric.submission.retention.permissions import (
    check_can_confirm,
    check_can_extend,
    check_can_propose,
    check_can_see_retention,
)
from concentric.submission.retention.reach import erase
from concentric.submission.retention.records import Kept, find

LONGEST_YEARS = 30


def extend(*, viewer: Viewer, kept: Kept, until: dt.date, reason: str) -> Extension:
    """Keep a record until a later day than it would be kept."""
    with recorded(viewer, f"{kept.kind.value}.kept_longer", until=until.isoformat()) as note:
        now = _again(viewer, kept)
        check_can_extend(viewer, now)
        if now.due_on is None or until <= max(now.due_on, timezone.localdate()):
            raise Refusal("Give a day that is still to come and later than the day it is kept until now.")
        if until.year > timezone.localdate().year + LONGEST_YEARS:
            raise Refusal(f"Give a day within the next {LONGEST_YEARS} years, and look at it again then.")
        note.case_id = now.case_id
        note.subject = extension = Extension.objects.create(
            partnership=viewer.partnership,
            kind=now.kind,
            record_id=now.record_id,
            until=until,
            reason=reason,
            by=viewer.membership,
        )
        return extension


def propose(*, viewer: Viewer, kept: Kept) -> Proposal:
    """Propose that a record whose time has come be destroyed."""
    with recorded(viewer, f"{kept.kind.value}.destruction_proposed") as note:
        now = _again(viewer, kept)
        check_can_propose(viewer, now)
        note.case_id = now.case_id
        note.subject = proposal = Proposal.objects.create(
            partnership=viewer.partnership, kind=now.kind, record_id=now.record_id, by=viewer.membership
        )
        return proposal


def take_back(*, viewer: Viewer, proposal: Proposal) -> None:
    """Withdraw a proposal, one's own or somebody else's."""
    check_can_see_retention(viewer)
    with recorded(viewer, f"{proposal.kind}.destruction_not_now", proposal) as note:
        kept = find(viewer.partnership, proposal.kind, proposal.record_id)
        note.case_id = kept.case_id if kept else None
        if not Proposal.objects.filter(pk=proposal.pk).delete()[0]:
            raise Refusal("This proposal is there no more. Open the list again.")


def destroy(*, viewer: Viewer, proposal: Proposal) -> Destruction:
    """Destroy what another person proposed. The caller has made the viewer prove who they are again.

    One transaction: the rows, the certificate and its link in the audit chain, or nothing.
    """
    with recorded(viewer, f"{proposal.kind}.destroyed") as note:
        lock(proposal)
        kept = find(viewer.partnership, proposal.kind, proposal.record_id)
        if kept is None or kept.proposal is None:
            raise Refusal("This proposal is there no more. Open the list again.")
        check_can_confirm(viewer, kept, kept.proposal)
        note.case_id = kept.case_id
        note.subject = certificate = Destruction.objects.create(
            partnership=viewer.partnership,
            kind=kept.kind,
            record_id=kept.record_id,
            reference=kept.reference,
            counts=erase(kept.kind, kept.record_id),
            rule=rule_of(kept),
            proposed_by=kept.proposal.by,
            confirmed_by=viewer.membership,
        )
        note.details = {"record": str(kept.record_id), "proposed_by": str(kept.proposal.by_id)}
        note.details["counts"] = certificate.counts
        transaction.on_commit(keep_ledger, robust=True)  # the clock tries again
        return certificate


def lock(proposal: Proposal) -> None:
    """Nobody puts the case on hold, or opens it again, while it is being destroyed."""
    if proposal.kind == Kind.CASE:
        list(Case.objects.select_for_update().filter(pk=proposal.record_id))
    elif proposal.kind == Kind.COPIES:
        list(Case.objects.select_for_update().filter(outgoing=proposal.record_id))


def rule_of(kept: Kept) -> str:
    """Why it was due, without a word that somebody typed."""
    counted = f" Counted from {_day(kept.since)}." if kept.since else ""
    longer = f" Kept longer, until {_day(kept.extended.until)}." if kept.extended else ""
    return f"{kept.rule}{counted}{longer}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _again(viewer: Viewer, kept: Kept) -> Kept:
    """The record as it is now, inside the transaction."""
    now = find(viewer.partnership, kept.kind, kept.record_id)
    if now is None:
        raise NotVisible
    return now
