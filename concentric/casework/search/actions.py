"""Keeping the search index in step: the verb that writes a text calls `put` in the same transaction."""

from __future__ import annotations

import uuid

from concentric.casework.search.models import SearchText
from concentric.foundation.search.words import stems


def put(
    *, partnership_id: uuid.UUID, case_id: uuid.UUID, kind: SearchText.Kind, subject_id: uuid.UUID, body: str
) -> None:
    """Make `body` findable as the text of that subject, instead of whatever was there."""
    SearchText.objects.bulk_create(
        [
            SearchText(
                partnership_id=partnership_id,
                case_id=case_id,
                kind=kind,
                subject_id=subject_id,
                body=" ".join(stems(body)),
            )
        ],
        update_conflicts=True,
        unique_fields=["kind", "subject_id"],
        update_fields=["body", "case_id"],
    )


def remove(*, kind: SearchText.Kind, subject_id: uuid.UUID) -> None:
    """Make that subject's text no longer findable."""
    SearchText.objects.filter(kind=kind, subject_id=subject_id).delete()
