"""What the lead professional said of a signed framework before it goes anywhere."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, SHORT, Record
from concentric.casework.signoff.models import Amendment, Minutes
from concentric.foundation.accounts.models import Membership


class SendBack(Record):
    """Signed minutes sent back to those who produced them, with a note; `lines` are keys of the checklist.

    Answered with an amendment or a word why not, and closed when the lead professional accepts the answer.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="send_backs")
    note = models.TextField(max_length=LINE)
    lines = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(max_length=LINE, blank=True)
    amendment = models.ForeignKey(Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.minutes.meeting.case_id


class QualityAnswer(Record):
    """A line of the checklist that the lead professional leaves as it is, and why."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="quality_answers")
    line = models.CharField(max_length=SHORT, help_text="The key of the checklist's line.")
    remark = models.CharField(max_length=LINE)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["minutes", "line"], name="quality_answer_once")
        ]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.minutes.meeting.case_id
