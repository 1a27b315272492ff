"""What was sent, and the register that alone ties a study code to a case."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import Record
from concentric.foundation.accounts.models import Membership, Partnership
from concentric.submission.review.models import Outgoing


class RegisterRow(Record):
    """A study code and its case, sealed by the vault: one row for each framework sent, a correction's of the same code.

    `lookup` (of the framework sent) and `by_code` are keyed hashes: they say nothing without the key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # tells no time
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    lookup = models.CharField(max_length=64)
    by_code = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "lookup"], name="register_row_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["partnership", "by_code"], name="register_code")]


class Dispatch(Record):
    """One sealed file: a framework, its correction, or word of its withdrawal. Only the study can open it.

    Days, not moments: a shared installation's rows of both sides must not join on them.
    """

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", "Framework"
        CORRECTION = "correction", "Correction"
        WITHDRAWAL = "withdrawal", "Withdrawal"

    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="dispatches")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    sealed_file = models.BinaryField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    handed_over_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("on", "id")

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.outgoing.case_id
