"""What every casework model shares."""

from __future__ import annotations

import uuid

from django.db import models

from concentric.foundation.identity import new_id


class Record(models.Model):
    """A row with an unguessable key. `audit_case_id` says which case an audit event about it belongs to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @property
    def audit_case_id(self) -> uuid.UUID | None:
        """The case this row belongs to, if any."""
        return getattr(self, "case_id", None)


SHORT = 160
LINE = 2_000
TEXT = 20_000
