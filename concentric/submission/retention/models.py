"""What is kept longer, what is proposed for destruction, and certificates of what was destroyed.

These rows point at records by kind and id: a certificate outlives what it is about.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from concentric.casework.base import LINE, SHORT, Record
from concentric.foundation.accounts.models import Membership, Partnership


class Kind(models.TextChoices):
    """The kinds of record that have a time. Everything of a case goes with its case."""

    CASE = "case", "Closed case"
    REFERRAL = "referral", "Referral that was not accepted"
    COPIES = "copies", "Sealed copies of what was sent to a study"
    STUDY = "study", "A study’s frameworks"


class Extension(Record):
    """A record is kept until a later day than its schedule says, and why. Never changed; the latest day holds."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    record_id = models.UUIDField()
    until = models.DateField()
    reason = models.TextField(max_length=LINE)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["record_id"], name="extension_record")]


class Proposal(Record):
    """Somebody proposes that a record be destroyed. Another person confirms it, or it is taken back."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    record_id = models.UUIDField(unique=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at",)


class DueNotice(Record):
    """That those who decide were told of a record's time, so that they are told once for each day it was set to."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    due_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record_id", "due_on"], name="due_notice_once")
        ]


class Destruction(Record):
    """A certificate. It holds nothing of what was destroyed: a reference, ids, counts, who, when, and by which rule.

    `partnership` is empty for a study's frameworks, which the clock destroys. `cleared_at` is when the words were gone
    from the database's own files as well.
    """

    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    record_id = models.UUIDField(help_text="What went, so that a restored backup can be made to forget it again.")
    reference = models.CharField(max_length=SHORT, blank=True)
    counts = models.JSONField(default=dict, help_text="Rows by kind of record.")
    rule = models.CharField(max_length=LINE, help_text="Why it was due.")
    proposed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)

    @property
    def rows(self) -> int:
        """How many rows went."""
        return sum(self.counts.values())
