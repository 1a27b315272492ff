"""The search index: one row per searchable text, written by the verbs that write the text; the database does the
matching.

It comes early in the order of stages, and so points at records by plain ids.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from concentric.casework.base import TEXT


class SearchText(models.Model):
    """What can be found. Who may find it is decided by what `case_id` and `subject_id` point to."""

    class Kind(models.TextChoices):
        CASE = "case", "Case"
        ENTRY = "entry", "Entry"
        SUMMARY = "summary", "Contextual summary"
        DECISION = "decision", "Decision"

    id = models.BigAutoField(primary_key=True)
    partnership_id = models.UUIDField()
    case_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_id = models.UUIDField()
    body = models.TextField(max_length=TEXT)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="search_text_unique")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case_id"], name="search_case")]
