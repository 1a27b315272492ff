"""What is due, what is coming, what was proposed and destroyed, for those who decide. The viewer comes first."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from concentric.casework.cases.models import Case, HoldChange
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.submission.retention import records
from concentric.submission.retention.models import Destruction, Extension, Proposal
from concentric.submission.retention.permissions import check_can_see_retention
from concentric.submission.retention.records import Kept
from concentric.submission.review.models import Outgoing

COMING_DAYS = 90


@dataclass(frozen=True, slots=True)
class DueList:
    """What stands to be decided, what waits for a second person, what a hold keeps, and what comes soon."""

    due: list[Kept]
    proposed: list[Kept]
    held: list[Kept]
    coming: list[Kept]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long records of one kind are kept, from when, and what happens then."""

    what: str
    kept: str
    then: str


def due_list(viewer: Viewer) -> DueList:
    """Every record of the partnership whose time is up within COMING_DAYS."""
    check_can_see_retention(viewer)
    until = timezone.localdate() + dt.timedelta(days=COMING_DAYS)
    running = records.running(viewer.partnership, before=until)
    return DueList(
        due=[one for one in running if one.is_due and not one.held and not one.proposal],
        proposed=[one for one in running if one.proposal and not one.held],
        held=[one for one in running if one.is_due and one.held],
        coming=[one for one in running if not one.is_due and not one.proposal],
    )


def get_record(viewer: Viewer, kind: str, record_id: uuid.UUID) -> Kept:
    """One record's time. Raises NotVisible."""
    check_can_see_retention(viewer)
    found = records.find(viewer.partnership, kind, record_id)
    if found is None:
        raise NotVisible
    return found


def by_reference(viewer: Viewer, reference: str) -> Kept | None:
    """The case or the referral that was not accepted with that reference, due or not."""
    check_can_see_retention(viewer)
    return records.find_reference(viewer.partnership, reference)


def get_case(viewer: Viewer, case_id: uuid.UUID) -> Case:
    """A case to put on hold: no more of it is shown than its reference. Raises NotVisible."""
    check_can_see_retention(viewer)
    case = Case.objects.filter(partnership_id=viewer.partnership_id, pk=case_id).first()
    if case is None:
        raise NotVisible
    return case


def get_proposal(viewer: Viewer, proposal_id: uuid.UUID) -> Proposal:
    """One proposal, still to be confirmed. Raises NotVisible."""
    check_can_see_retention(viewer)
    proposals = Proposal.objects.filter(partnership_id=viewer.partnership_id).select_related("by__user", "by__agency")
    found = proposals.filter(pk=proposal_id).first()
    if found is None:
        raise NotVisible
    return found


def with_studies(viewer: Viewer, kept: Kept) -> int:
    """How many frameworks of the case are with a study, where nobody will be able to withdraw them."""
    check_can_see_retention(viewer)
    sent = Outgoing.objects.filter(case__partnership_id=viewer.partnership_id, state=Outgoing.State.SENT)
    return sent.filter(case=kept.record_id).count()


def extensions(viewer: Viewer, kept: Kept) -> QuerySet[Extension]:
    """Every time that it was decided to keep this record longer."""
    rows = Extension.objects.filter(partnership_id=viewer.partnership_id, record_id=kept.record_id)
    return rows.select_related("by__user", "by__agency")


def holds(viewer: Viewer, kept: Kept) -> QuerySet[HoldChange]:
    """When the case was put on hold and when not."""
    rows = HoldChange.objects.filter(case__partnership_id=viewer.partnership_id, case=kept.case_id)
    return rows.select_related("by__user", "by__agency")


def certificates(viewer: Viewer) -> QuerySet[Destruction]:
    """Certificates of the partnership, the latest first."""
    check_can_see_retention(viewer)
    rows = Destruction.objects.filter(partnership_id=viewer.partnership_id)
    return rows.select_related("proposed_by__user", "confirmed_by__user", "partnership")


def get_certificate(viewer: Viewer, certificate_id: uuid.UUID) -> Destruction:
    """One certificate. Raises NotVisible."""
    found = certificates(viewer).filter(pk=certificate_id).first()
    if found is None:
        raise NotVisible
    return found


def schedules(viewer: Viewer) -> list[Schedule]:
    """The partnership's schedules, kind by kind, those that cannot be set among them."""
    kept = process_of(viewer.partnership).retention
    two = "Two people destroy it"
    return [
        Schedule("A case, with all that was recorded in it", f"{_number(kept.case_years, 'year')} from closing", two),
        Schedule("Versions of minutes, and who received them", "As long as their case", "They go with it"),
        Schedule(
            "A referral that was not accepted",
            f"{_number(kept.referral_not_accepted_years, 'year')} from the decision",
            two,
        ),
        Schedule(
            "Sealed copies of what was sent to a study, and consents signed on paper",
            f"{_number(kept.sealed_copies_months, 'month')} from sending",
            "Two people destroy them; that there were any stays with the case",
        ),
        Schedule("Which study code is whose", "As long as its case", "It goes with it"),
        Schedule(
            "Frameworks in a study, without names",
            "As the study says, usually 12 months from its briefing",
            "The study’s clock destroys them",
        ),
        Schedule(
            "The audit trail",
            f"At least {_number(kept.audit_years, 'year')}",
            "It holds ids and no content, and is not shortened: each link proves the one before",
        ),
        Schedule("Certificates of destruction", "Always", "They hold a reference and counts"),
    ]


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
