"""The two consents without which nothing leaves."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, SHORT, TEXT, Record
from concentric.foundation.accounts.models import Membership
from concentric.submission.review.models import Outgoing


class Consent(Record):
    """One professional's consent, with the very words agreed to. A signed form is kept sealed by the vault.

    It is to what a second person confirmed at `confirmed_at`: once that is reviewed anew, it no longer counts.
    """

    class Part(models.TextChoices):
        LEAD = "lead", "Lead professional"
        WORKER = "worker", "Case worker"

    class Means(models.TextChoices):
        IN_PERSON = "here", "Given here, signed in again"
        FORM = "form", "On a signed form"

    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="consents")
    part = models.CharField(max_length=10, choices=Part.choices)
    means = models.CharField(max_length=10, choices=Means.choices)
    who = models.CharField(max_length=SHORT)
    member = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT)
    sealed_form = models.BinaryField(null=True, blank=True)
    form_type = models.CharField(max_length=SHORT, blank=True)
    confirmed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=LINE, blank=True)

    class Meta:
        ordering = ("given_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["outgoing", "part", "confirmed_at"], condition=models.Q(withdrawn_at=None), name="consent_once"
            )
        ]

    @property
    def is_current(self) -> bool:
        """Whether it is to what would leave now, and not withdrawn."""
        return self.withdrawn_at is None and self.confirmed_at == self.outgoing.confirmed_at

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.outgoing.case_id
