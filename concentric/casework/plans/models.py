"""The plan: what will be done to contexts as well as with individuals, by whom, by when, and how it went.

A planned action is an entry in the actions column; `Action` is its other half. It answers needs: entries in the
vulnerability and risk columns.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from concentric.casework.base import LINE, SHORT, Record
from concentric.casework.cases.models import Case
from concentric.casework.meetings.models import Entry
from concentric.foundation.accounts.models import Agency, Membership, Partnership
from concentric.method.instrument.vocabulary import ActionStatus


class Action(Record):
    """The plan's half of an entry in the actions column. `partnership` and `case` are copied so the tracker stays
    quick.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="action")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="actions")
    owner_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    owner_name = models.CharField(max_length=SHORT, blank=True, help_text="A person who is not a member.")
    due_on = models.DateField(null=True, blank=True)
    measure = models.CharField(max_length=LINE, blank=True)
    status = models.CharField(max_length=20, choices=ActionStatus.choices(), default=ActionStatus.OPEN.value)
    status_reason = models.CharField(max_length=LINE, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    answers = models.ManyToManyField(Entry, blank=True, related_name="answered_by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "status", "due_on"], name="action_due"),
            models.Index(fields=["owner", "status", "due_on"], name="action_owner"),
            models.Index(fields=["owner_agency", "status", "due_on"], name="action_agency"),
            models.Index(fields=["case", "status"], name="action_case"),
        ]


class ActionChange(Record):
    """What people see as an action's history: the plan and how it stood, after each change. Never changed.

    `version` is the action's at that change (a new status keeps it); `answers` the keys of the needs it answered.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=ActionStatus.choices())
    reason = models.CharField(max_length=LINE, blank=True)
    owner_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=SHORT, blank=True)
    due_on = models.DateField(null=True, blank=True)
    measure = models.CharField(max_length=LINE, blank=True)
    answers = models.JSONField(default=list)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.action.case_id


class Reminder(Record):
    """A reminder that was sent, so that it is sent once."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    recipient = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    due_on = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["action", "recipient", "kind", "due_on"], name="reminder_once")
        ]
