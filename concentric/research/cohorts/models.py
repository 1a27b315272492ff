"""Tables that somebody asked for and kept, and the study's data as they stood when a figure was made."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from concentric.research.frameworks.models import SHORT, Framework, Study, StudyMember


class SavedTable(models.Model):
    """A question put to the coded data (`cohorts.asking.Question`, plain). Shared: the whole team finds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="saved_tables")
    name = models.CharField(max_length=SHORT)
    question = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="saved_tables")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)


class Snapshot(models.Model):
    """The attributes and codings of all frameworks in the study at one moment, without a word of text.

    Frameworks stand in it in random order under no code, so that what is published can be counted again, and nothing in
    it leads to a framework that is withdrawn later: its mark is gone then.
    """

    goes_with_frameworks = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="snapshots")
    name = models.CharField(max_length=SHORT)
    data = models.BinaryField(help_text="Canonical JSON, zlib.")
    sha256 = models.CharField(max_length=64, help_text="Of the JSON.")
    marks = models.JSONField(default=list, help_text="Of each framework, its `Mark`, in the order of the data.")
    frameworks = models.PositiveIntegerField()
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)


class Mark(models.Model):
    """By what a framework is known again from one snapshot to the next. It goes with the framework."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.OneToOneField(Framework, on_delete=models.CASCADE, related_name="mark")


class Laid(models.Model):
    """A framework's entries and silences as numbers (`cohorts.laying`); the codings' are in `Packed`.

    `entries`: int32, n × 3: position, where the site put it (context, column). `answers`: int32, n × 2: position of an
    action, of a need it answers. `silent`: the cells in which nothing was identified, a bit for each.
    """

    is_derived = True

    framework = models.OneToOneField(Framework, primary_key=True, on_delete=models.CASCADE, related_name="laid")
    entries = models.BinaryField(default=b"")
    answers = models.BinaryField(default=b"")
    silent = models.BigIntegerField(default=0)
