"""Minutes: drafted when the meeting closes, corrected by those who were there, signed by the chair, then never
changed.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, TEXT, Record
from concentric.casework.meetings.models import Entry, Meeting
from concentric.foundation.accounts.models import Membership


class Minutes(Record):
    """The minutes of a meeting. `record` is the frozen `MeetingRecord` as JSON, `record_hash` its SHA-256, once
    signed.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    drafted_at = models.DateTimeField()
    circulated_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(null=True, blank=True)
    record_hash = models.CharField(max_length=64, blank=True)
    statement = models.CharField(max_length=LINE, blank=True)
    signed_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class Correction(Record):
    """A change that somebody who was invited asks for, before signature."""

    class State(models.TextChoices):
        ASKED = "asked", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="corrections")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="corrections")
    part = models.CharField(max_length=40, blank=True)
    text = models.TextField(max_length=TEXT)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED)
    reason = models.TextField(max_length=LINE, blank=True)
    decided_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class Amendment(Record):
    """A later change, beside the signed text. `chain_hash` binds it to the record and to the amendments before it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=TEXT)
    reason = models.TextField(max_length=LINE)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    chain_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["minutes", "number"], name="amendment_number_unique")
        ]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.minutes.meeting.case_id
