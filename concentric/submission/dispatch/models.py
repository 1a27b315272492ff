"""What was sent, and the register that alone ties a study code to a case."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import Record
from concentric.foundation.accounts.models import Membership, Partnership
from concentric.submission.review.models import Outgoing


class RegisterRow(Record):
    """A study code and its case, sealed by the vault. `lookup` is a keyed hash: it says nothing without the key."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    lookup = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "lookup"], name="register_row_once")
        ]


class Dispatch(Record):
    """One sealed file: a framework, its correction, or word of its withdrawal."""

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", "Framework"
        CORRECTION = "correction", "Correction"
        WITHDRAWAL = "withdrawal", "Withdrawal"

    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="dispatches")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    sealed_file = models.BinaryField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.outgoing.case_id
