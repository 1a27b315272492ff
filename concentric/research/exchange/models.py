"""An import while it runs, and what each of its batches made, so that it can be removed whole."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from concentric.research.frameworks.models import Study, StudyMember


class ImportRun(models.Model):
    """A project that somebody brought. It waits to be looked at, then runs batch by batch until it is done or gone.

    `file` is kept until then, and no longer. `said`: lines for a person, what was made and what was not taken in.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "To be looked at"
        RUNNING = "running", "Being imported"
        STOPPING = "stopping", "Being stopped"
        DONE = "done", "Imported"
        REMOVED = "removed", "Stopped, and nothing kept"

    goes_with_frameworks = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="import_runs")
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    file = models.BinaryField(null=True, help_text="The .qdpx while it is needed. Commands read their own.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0, help_text="Frameworks so far.")
    total = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now, help_text="When the last batch was kept.")

    class Meta:
        ordering = ("-at",)


class ImportBatch(models.Model):
    """What one transaction of a run made: ids by model. It goes when the run is done, and leads to nobody after."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="batches")
    made = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)
