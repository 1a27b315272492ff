"""The codebook of a study, what was coded with it, and the steps that can be taken back."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from concentric.foundation.identity import new_id
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import CONTEXTS
from concentric.research.frameworks.models import LINE, SHORT, TEXT, Entry, Framework, Study, StudyMember


class Code(models.Model):
    """A code and the one above it. A code that was merged away or removed stays as a row: history speaks of it.

    `number` is small, counted in the study and never given twice. `node` stands on a primary node alone, `context` on
    a child node 1 that is a context; what lies below takes both from above (`method.records.codebook.Tree`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveIntegerField(default=0, help_text="Among its siblings.")
    name = models.CharField(max_length=SHORT)
    description = models.TextField(max_length=TEXT, blank=True)
    includes = models.TextField(max_length=TEXT, blank=True, help_text="What is coded with it, by example.")
    excludes = models.TextField(max_length=TEXT, blank=True, help_text="What is not, by example.")
    colour = models.CharField(max_length=7, blank=True, help_text="#rrggbb")
    node = models.CharField(max_length=30, blank=True, choices=Node.choices())
    context = models.CharField(max_length=20, blank=True, choices=[(one.key.value, one.label) for one in CONTEXTS])
    is_deprecated = models.BooleanField(default=False, help_text="Kept where it is, and not offered any more.")
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "number"], name="code_number_once")
        ]

    def __str__(self) -> str:
        return self.name


class Coder(models.Model):
    """Who codes: one of the team, or a name that came with an imported project. `number` is small, in the study."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="coders")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=SHORT)
    place = models.OneToOneField(StudyMember, null=True, on_delete=models.PROTECT, related_name="coder")

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "number"], name="coder_number_once")
        ]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """One coder gave one code to some of an entry's words: code points from `start` to before `end`.

    `is_whole`: to the whole entry, whatever its text. `counts`: tables count it; of what two coders code, not all does
    (`coding.counting`). There are so many that an index has to earn its room: `coding_once` finds those of an entry;
    those of a coder are asked for in an entry or a framework.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="codings")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="codings", db_index=False)
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="codings", db_index=False)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField()
    is_whole = models.BooleanField(default=True)
    memo = models.TextField(max_length=TEXT, blank=True)
    counts = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("start", "end", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "code", "coder", "start", "end"], name="coding_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="coding_has_words"),
        ]


class Packed(models.Model):
    """All codings of a framework as numbers, so that thousands of frameworks are counted without reading their rows.

    `rows`: int32, n × 6: position of the entry, number of the code, number of the coder, start, end, counts (1 or 0).
    `codes`: int32: the numbers of the codes that count in it, each once: what it takes to count frameworks.
    Written by whatever changes a coding, in the same transaction, and where it is missing (`coding.packing`).
    """

    is_derived = True

    framework = models.OneToOneField(Framework, primary_key=True, on_delete=models.CASCADE, related_name="packed")
    rows = models.BinaryField(default=b"")
    codes = models.BinaryField(default=b"")


class Memo(models.Model):
    """A note on the study, a framework, an entry or a code. What was noted of some words stands on their coding."""

    class About(models.TextChoices):
        STUDY = "study", "The study"
        FRAMEWORK = "framework", "Framework"
        ENTRY = "entry", "Entry"
        CODE = "code", "Code"

    goes_with_frameworks = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="memos")
    about = models.CharField(max_length=12, choices=About.choices)
    framework = models.ForeignKey(Framework, null=True, on_delete=models.CASCADE, related_name="memos")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="memos")
    code = models.ForeignKey(Code, null=True, on_delete=models.PROTECT, related_name="memos")
    text = models.TextField(max_length=TEXT)
    by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="memos")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")


class Step(models.Model):
    """One thing that somebody did, with the rows before and after, so that it can be taken back and done again.

    `changes`: a list of {"model", "id", "entry"?, "before", "after"}, fields by name, null where there was no row. A
    step in the codebook keeps `reason` and is its history; a step in one framework goes with the framework.
    """

    class State(models.TextChoices):
        DONE = "done", "Done"
        UNDONE = "undone", "Taken back"
        PASSED = "passed", "Taken back, and something else done since"

    goes_with_frameworks = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="steps")
    framework = models.ForeignKey(Framework, null=True, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=40)
    words = models.CharField(max_length=LINE, help_text="What was done, as its history says it.")
    reason = models.CharField(max_length=LINE, blank=True)
    in_codebook = models.BooleanField(default=False)
    changes = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    is_passed_over = models.BooleanField(default=False, help_text="It stays done: undo goes on with the one before.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["study", "by", "state", "at"])]


class StepPart(models.Model):
    """What a step of the whole study changed in one framework, as `Step.changes`. It goes with the framework."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="parts")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="step_parts")
    changes = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["step", "framework"], name="step_part_once")
        ]


class DoubleCoding(models.Model):
    """A sample that two coders code without seeing each other's work, until it is opened to be compared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="double_codings")
    name = models.CharField(max_length=SHORT)
    first = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+", help_text="Whose codes count.")
    second = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    seed = models.PositiveIntegerField(null=True, help_text="Of a random sample, so that it can be drawn again.")
    by_cohort = models.BooleanField(default=False, help_text="Drawn from each cohort by its share.")
    first_done_at = models.DateTimeField(null=True, help_text="When the first coder said that they had finished.")
    second_done_at = models.DateTimeField(null=True)
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, help_text="When the two were compared: from then on both are seen.")

    class Meta:
        ordering = ("-at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "name"], name="double_coding_name_once")
        ]


class DoubleFramework(models.Model):
    """A framework of such a sample."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey(DoubleCoding, on_delete=models.CASCADE, related_name="frameworks")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="double")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sample", "framework"], name="double_framework_once")
        ]


class Adjudication(models.Model):
    """Where two coders disagreed on a code of an entry: what holds, and why. The last one stands.

    It was decided of what `given_by` says. When the two change it later, it is open again, and stands until it is
    decided anew (`double.disagreements`).
    """

    class By(models.TextChoices):
        FIRST = "first", "The first coder alone"
        SECOND = "second", "The second coder alone"
        BOTH = "both", "Both"
        NEITHER = "neither", "Neither"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sample = models.ForeignKey(DoubleCoding, on_delete=models.CASCADE, related_name="adjudications")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="adjudications")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="adjudications")
    holds = models.BooleanField()
    given_by = models.CharField(max_length=7, choices=By.choices)
    reason = models.CharField(max_length=LINE, blank=True)
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)

    @property
    def framework_id(self) -> uuid.UUID:
        """What a step keeps of it goes with the framework."""
        return self.entry.framework_id


class Recheck(models.Model):
    """Something coded that a correction touched, until a coder has looked at it again. It holds no word of the text."""

    class What(models.TextChoices):
        STAYS = "stays", "It stays with the whole entry, whose words are other ones now"
        CODING = "coding", "The words it was given to are gone"
        MEMO = "memo", "A memo went with its entry"
        DECISION = "decision", "A decision between two coders went with its entry"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="rechecks")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="rechecks")
    what = models.CharField(max_length=8, choices=What.choices)
    code = models.ForeignKey(Code, null=True, on_delete=models.CASCADE, related_name="+")
    coder = models.ForeignKey(Coder, null=True, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(help_text="Of the framework, which the correction made.")

    class Meta:
        ordering = ("version", "entry__position", "pk")
