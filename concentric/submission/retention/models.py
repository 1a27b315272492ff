"""What was destroyed, when, and on whose word. Holds nothing of what was destroyed."""

from __future__ import annotations

from django.db import models

from concentric.casework.base import LINE, Record
from concentric.foundation.accounts.models import Membership, Partnership


class Destruction(Record):
    """A certificate. `destroyed` are the ids of what went, so that a restored backup can be made to forget it again."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    destroyed = models.JSONField(default=list)
    counts = models.JSONField(default=dict, help_text="Rows by kind of record.")
    reason = models.CharField(max_length=LINE)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)
