"""What a study publishes, whole releases at a time."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone

from concentric.research.cohorts.models import Snapshot
from concentric.research.frameworks.models import SHORT, Site, Study, StudyMember

SILENT = dt.timedelta(minutes=5)
"""A single step takes seconds."""


class Briefing(models.Model):
    """A research briefing: drafted parts, filled from a snapshot, and the author's words (by part) between them."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        RELEASED = "released", "Released"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="briefings")
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.SET_NULL, related_name="briefings")
    title = models.CharField(max_length=SHORT)
    parts = models.JSONField(default=list, help_text="Keys of what is in it, in order.")
    words = models.JSONField(default=dict)
    policy = models.JSONField(default=dict, help_text="A `Policy` (method.analysis.disclosure), plain.")
    protection = models.JSONField(default=dict, help_text="What is hidden, as far as it is worked out (`protection`).")
    worked_at = models.DateTimeField(
        null=True, help_text="While it is being worked out: when a step was last done. Empty: nobody works on it."
    )
    work_said = models.CharField(max_length=SHORT, blank=True, help_text="Why the work ended before all was done.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="Counted up by each change: none is overwritten.")
    published = models.JSONField(null=True, help_text="When released: every cell and figure as printed.")
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)

    @property
    def is_being_worked_out(self) -> bool:
        """A process that went away says nothing any more."""
        return self.worked_at is not None and self.worked_at > timezone.now() - SILENT


class HandedOut(models.Model):
    """What a feedback sheet that was taken as a file said of the other sites, where it was counted anew.

    As it is printed, so that nothing that was hidden is kept; of whom, by marks that lead to nobody who left.
    """

    goes_with_frameworks = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="handed_out")
    others = models.JSONField(help_text="`others.Others`, plain.")
    marks = models.JSONField(help_text="Of each framework of the others that it counts, its `Mark`.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)
