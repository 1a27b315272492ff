"""A partnership's own process: kept as one versioned document, so that it can be exported and started from
elsewhere.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from concentric.casework.base import Record
from concentric.foundation.accounts.models import Partnership


class ProcessSettings(Record):
    """A partnership's process as `method.instrument.process` defines it: meeting types, agenda, clocks and the rest."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="process_settings")
    document = models.JSONField()
    second_step_since = models.DateTimeField(null=True, help_text="When what is asked of whom was last changed.")
    changed_at = models.DateTimeField(auto_now=True)


class ReferenceCounter(Record):
    """The last case number given out in a partnership's year."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "kind", "year"], name="reference_counter_unique")
        ]
