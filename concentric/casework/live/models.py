"""Who has a meeting open, and where they are in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from concentric.casework.base import Record
from concentric.casework.meetings.models import Entry, Meeting
from concentric.foundation.accounts.models import Membership


class Presence(Record):
    """Who has the meeting open, and which entry they are editing."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    editing = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="presence_once")
        ]
