"""A completed Word framework on its way into the record: every word is placed in an entry or waits in the tray."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, SHORT, TEXT, Record
from concentric.casework.cases.models import Case
from concentric.casework.meetings.models import COLUMN_CHOICES, CONTEXT_CHOICES, Entry, Meeting
from concentric.foundation.accounts.models import Membership


class ImportedFramework(Record):
    """One uploaded file. The file itself is not kept: its pieces are, all of them."""

    class Status(models.TextChoices):
        PREVIEW = "preview", "Being checked"
        PLACED = "placed", "In the record"
        DISCARDED = "discarded", "Discarded"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="imports")
    filename = models.CharField(max_length=SHORT)
    sha256 = models.CharField(max_length=64)
    head = models.JSONField(
        default=dict,
        help_text="What stands outside the grid: head fields, summary, silences, labels, the reader's notes.",
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PREVIEW)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="imported_from")
    uploaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-uploaded_at",)


class TrayPiece(Record):
    """One piece of the file. With a context and a column, or a `part` beside the grid, it has a place; without, it
    waits. It is never dropped.
    """

    class Part(models.TextChoices):
        SUMMARY = "summary", "Contextual summary"
        DECISION = "decision", "Decision"
        DISSENT = "dissent", "Disagreement"
        ATTENDANCE = "attendance", "Who was there"
        REVIEW = "review", "Review date"

    imported = models.ForeignKey(ImportedFramework, on_delete=models.CASCADE, related_name="pieces")
    order = models.PositiveIntegerField()
    text = models.TextField(max_length=TEXT)
    where = models.CharField(max_length=LINE, blank=True)
    why_unplaced = models.CharField(max_length=LINE, blank=True)
    context_key = models.CharField(max_length=20, choices=CONTEXT_CHOICES, blank=True)
    column_key = models.CharField(max_length=20, choices=COLUMN_CHOICES, blank=True)
    part = models.CharField(max_length=20, choices=Part.choices, blank=True)
    instance_name = models.CharField(max_length=SHORT, blank=True)
    details = models.JSONField(default=dict, blank=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("order",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["imported", "order"], name="tray_order")]

    @property
    def place(self) -> str:
        """Where it goes: "school:risk", a part beside the grid, or "" for the tray."""
        return self.part or (f"{self.context_key}:{self.column_key}" if self.context_key and self.column_key else "")
