"""Destroying by the clock, and once more after a backup was restored. Nobody at a page decides; both are audited."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from concentric.foundation.accounts.models import Membership, Partnership
from concentric.foundation.audit.trail import recorded
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.retention import destroy_frameworks, due_studies, rule_of
from concentric.submission.retention.ledger import Line
from concentric.submission.retention.models import Destruction, Kind
from concentric.submission.retention.reach import erase


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever restored the backup, in the trail of the partnership whose records went once more."""

    partnership: Partnership

    @property
    def id(self) -> uuid.UUID:
        return self.partnership.pk

    @property
    def audit_chain(self) -> str:
        return str(self.partnership.pk)

    @property
    def audit_label(self) -> str:
        return "whoever runs this installation"


def destroy_study_frameworks() -> int:
    """Destroy the frameworks of every study whose day has come, each with a certificate. Returns how many studies."""
    studies = list(due_studies(timezone.localdate()))
    for study in studies:
        _destroy_study(study)
    return len(studies)


@transaction.atomic
def _destroy_study(study: Study) -> None:
    Destruction.objects.create(
        kind=Kind.STUDY, record_id=study.pk, counts=destroy_frameworks(study), rule=rule_of(study)
    )


def forget_again(lines: Iterable[Line]) -> dict[str, int]:
    """Destroy once more what these certificates name, and keep the certificates. Rows that were there again, by
    reference.
    """
    gone: dict[str, int] = {}
    for line in lines:
        counts = _forget_one(line)
        if counts:
            gone[line.reference or line.record] = sum(counts.values())
    return gone


@transaction.atomic
def _forget_one(line: Line) -> dict[str, int]:
    if line.kind == Kind.STUDY:
        study = Study.objects.filter(pk=line.record).first()
        counts = destroy_frameworks(study) if study else {}
        _keep_certificate(line, None)
        return {label: rows for label, rows in counts.items() if rows}
    partnership = Partnership.objects.filter(pk=line.partnership).first()
    if partnership is None:
        return {}  # the backup is older than the partnership: there is nothing of it here
    counts = erase(line.kind, uuid.UUID(line.record))
    certificate = _keep_certificate(line, partnership)
    if counts:
        case_id = uuid.UUID(line.record) if line.kind == Kind.CASE else None
        with recorded(Operator(partnership), f"{line.kind}.destroyed_again", certificate, counts=counts) as note:
            note.case_id = case_id
    return counts


def _keep_certificate(line: Line, partnership: Partnership | None) -> Destruction:
    """The certificate, in the database again where it was lost with the restored backup. Its files want clearing."""
    certificate, _ = Destruction.objects.update_or_create(
        pk=line.certificate,
        defaults={"cleared_at": None},
        create_defaults={
            "partnership": partnership,
            "kind": line.kind,
            "record_id": line.record,
            "reference": line.reference,
            "counts": line.counts,
            "rule": line.rule,
            "proposed_by": _member(line.proposed_by),
            "confirmed_by": _member(line.confirmed_by),
            "at": line.moment,
        },
    )
    return certificate


def _member(pk: str) -> Membership | None:
    return Membership.objects.filter(pk=pk).first() if pk else None
