"""One record, many releases: what each recipient gets, what was left out and why, and who received it when."""

from __future__ import annotations

import uuid

from django.db import models

from concentric.casework.base import LINE, SHORT, Record
from concentric.casework.meetings.models import Meeting
from concentric.foundation.accounts.models import Agency, Membership


class Release(Record):
    """A version of a meeting's record, frozen when it was made. `left_out` is for the partnership only."""

    class Kind(models.TextChoices):
        FULL = "full", "Full minutes"
        AGENCY = "agency", "An agency's version"
        FAMILY = "family", "The family's version"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    record = models.JSONField()
    record_hash = models.CharField(max_length=64)
    left_out = models.JSONField(default=list)
    from_draft = models.BooleanField(default=False)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class Receipt(Record):
    """A line of the ledger: this recipient received this version, in this form, on this day."""

    class Means(models.TextChoices):
        DOWNLOAD = "download", "Downloaded"
        SECURE_EMAIL = "secure_email", "Secure e-mail"
        BY_HAND = "by_hand", "By hand"
        POST = "post", "Post"
        READ_HERE = "read_here", "Read in Concentric"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="receipts")
    recipient = models.CharField(max_length=SHORT)
    membership = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    means = models.CharField(max_length=20, choices=Means.choices)
    file_format = models.CharField(max_length=10, blank=True)
    protected = models.BooleanField(default=True)
    note = models.CharField(max_length=LINE, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.release.meeting.case_id
