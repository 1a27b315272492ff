"""The audit trail: append-only rows, chained by a keyed hash, one chain per partnership (and one for the
installation).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ChainHead(models.Model):
    """Where one chain ends. Locking this row orders the writers; `hash` is keyed, and so shows rows cut off."""

    chain = models.CharField(primary_key=True, max_length=36)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)


class AuditEvent(models.Model):
    """Who did or read what, when. Holds ids and field names, never content. Database triggers refuse UPDATE and
    DELETE.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)
    position = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=260, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=36, blank=True)
    case_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("chain", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "position"], name="audit_position_unique")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case_id", "-at"], name="audit_case"),
            models.Index(fields=["actor_id", "-at"], name="audit_actor"),
            models.Index(fields=["chain", "-at"], name="audit_chain_at"),
        ]


class CaseShown(models.Model):
    """One of several cases whose text an event showed: a search, the tracker. The event's details name them too, and
    are chained; this is their index, and `verify` compares the two. Append-only as well.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="shown")
    case_id = models.UUIDField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case_id", "event"], name="audit_case_shown")]
