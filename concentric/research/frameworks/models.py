"""A study, its team and sites, and the frameworks it received. Nothing here knows a case or a partnership."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.foundation.accounts.models import User
from concentric.foundation.identity import new_id
from concentric.method.instrument.vocabulary import Cohort

SHORT = 160
LINE = 2_000
TEXT = 20_000


class Study(models.Model):
    """What is asked, of whom, until when. The study's age identity is sealed by the vault."""

    class Status(models.TextChoices):
        OPEN = "open", "Receiving frameworks"
        CLOSED = "closed", "Closed to new frameworks"
        PUBLISHED = "published", "Briefing published"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=SHORT, unique=True)
    question = models.TextField(max_length=TEXT)
    contact = models.CharField(max_length=LINE)
    consent_text = models.TextField(max_length=TEXT)
    inclusion = models.JSONField(default=dict, help_text="An `InclusionRule` (method.instrument.inclusion), plain.")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    recipient = models.CharField(max_length=SHORT, help_text="The age public key that bundles are sealed to.")
    sealed_identity = models.BinaryField(null=True, help_text="Empty where the study keeps its key elsewhere.")
    destroy_months = models.PositiveSmallIntegerField(default=12)
    opened_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    last_left_at = models.DateTimeField(null=True, blank=True, help_text="When a framework last left it.")
    reminded_on = models.DateField(
        null=True, blank=True, help_text="When its leads were last told that its frameworks’ time ends."
    )

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        return self.name


class StudyMember(models.Model):
    """A person's place in a study's team."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead researcher"
        CODER = "coder", "Coder"
        READER = "reader", "Reader"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="study_places")
    role = models.CharField(max_length=10, choices=Role.choices)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("user__name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "user"], name="study_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.user.name} ({self.get_role_display().lower()})"


class Site(models.Model):
    """A site, by letter. Its key says that a bundle is its own; which partnership it is, nobody here knows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sites")
    letter = models.CharField(max_length=4)
    signer = models.CharField(max_length=SHORT, blank=True, help_text="The site's Ed25519 public key.")
    joined_on = models.DateField(null=True, blank=True)
    invitation = models.CharField(max_length=64, blank=True, help_text="A keyed hash of the one-time joining code.")
    invited_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("letter",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "letter"], name="site_letter_once")
        ]

    def __str__(self) -> str:
        return f"Site {self.letter}"

    @property
    def audit_chain(self) -> str:
        """What comes from a site by itself is written into the study's trail in the site's name."""
        return str(self.study_id)

    @property
    def audit_label(self) -> str:
        return str(self)


class ReceivedBundle(models.Model):
    """That a bundle came: its id, so that it cannot come twice. Content is in `Framework`, while there is any."""

    id = models.UUIDField(primary_key=True, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="bundles")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="bundles")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    received_on = models.DateField()

    class Meta:
        ordering = ("-received_on",)


class Framework(models.Model):
    """A framework under its code, as last received. Withdrawal removes the document; that there was one stays.

    Its id is random, not new_id: that would tell the millisecond of receipt, and so whose dispatch it was.
    """

    class Status(models.TextChoices):
        HELD = "held", "In the study"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DESTROYED = "destroyed", "Destroyed when its time came"

    class Origin(models.TextChoices):
        BUNDLE = "bundle", "Sealed by a site"
        WORD = "word", "Read from a Word file"
        PROJECT = "project", "Read from a REFI-QDA project"
        REFLECTION = "reflection", "Said in the de-brief"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="frameworks")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="frameworks")
    bundle = models.OneToOneField(
        ReceivedBundle, on_delete=models.PROTECT, related_name="framework", null=True, help_text="Empty where imported."
    )
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.BUNDLE)
    code = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.HELD)
    version = models.PositiveSmallIntegerField(default=1)
    document = models.JSONField(null=True, help_text="A `Framework` (method.records.framework), plain.")
    silences = models.JSONField(default=list, help_text="What was said of empty cells (`frameworks.silences`).")
    cohort = models.CharField(max_length=10, blank=True, choices=Cohort.choices(), help_text="As submitted.")
    age_low = models.PositiveSmallIntegerField(null=True, help_text="As submitted, at the meeting.")
    age_high = models.PositiveSmallIntegerField(null=True)
    ruled_out = models.JSONField(default=list, help_text="Why the inclusion rule leaves it out, if it does.")
    included = models.BooleanField(default=True, help_text="As a researcher decided, otherwise as the rule says.")
    values = models.JSONField(
        default=dict, help_text="Its attributes as they are counted, by key: a researcher's word, otherwise proposed."
    )
    settled = models.JSONField(
        default=dict,
        help_text="The attributes on which a researcher’s word stands; what a correction questions is out.",
    )
    received_on = models.DateField()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "code"], name="framework_code_once")
        ]


class WordFile(models.Model):
    """A completed framework read from a Word file, until a researcher has checked it: then it is a `Framework`.

    Nobody has said yet that it identifies nobody: its words (`word_files.Read`, as JSON) are sealed by the vault.
    """

    goes_with_frameworks = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="word_files")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "id")


class InclusionDecision(models.Model):
    """A researcher's word on whether a framework is in the study, of the version they read. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="inclusion_decisions")
    included = models.BooleanField()
    reason = models.CharField(max_length=LINE)
    version = models.PositiveSmallIntegerField()
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)


class Attribute(models.Model):
    """An attribute that a study adds to those every framework has. `key` is stored with the values and stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="own_attributes")
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=SHORT)

    class Meta:
        ordering = ("label",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "key"], name="attribute_key_once")
        ]


class Classification(models.Model):
    """A researcher's word on one attribute of a framework: the proposal confirmed, or changed. Never changed itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="classifications")
    attribute = models.CharField(max_length=60)
    value = models.CharField(max_length=SHORT, blank=True, help_text="Empty: not known.")
    proposed = models.CharField(max_length=SHORT, blank=True, help_text="What stood proposed then.")
    reason = models.CharField(max_length=LINE, blank=True)
    version = models.PositiveSmallIntegerField()
    by = models.ForeignKey(StudyMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)


class Entry(models.Model):
    """A piece of a framework's text to be coded. `context` and `column` say where it stands now, empty for a text
    outside the grid; `first_…` where the site put it. Its id is random, like its framework's.
    """

    class Kind(models.TextChoices):
        ENTRY = "entry", "Entry"
        SUMMARY = "summary", "Contextual summary"
        DECISION = "decision", "Decision"
        DISSENT = "dissent", "Disagreement"
        AMENDMENT = "amendment", "Amendment"
        TEXT = "text", "Text"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(  # `entry_position_once` is its index
        Framework, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    key = models.CharField(max_length=16, blank=True, help_text="Its id in the bundle, which `answers` speak of.")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ENTRY)
    position = models.PositiveIntegerField(help_text="In its framework, from 0.")
    context = models.CharField(max_length=20, blank=True)
    column = models.CharField(max_length=20, blank=True)
    first_context = models.CharField(max_length=20, blank=True)
    first_column = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=SHORT, blank=True, help_text="Of a document that was imported.")
    named = models.CharField(max_length=60, blank=True, help_text="The pseudonym of its home, school, place …")
    source = models.CharField(max_length=40, blank=True, help_text="The kind of agency it came from.")
    text = models.TextField()
    answers = models.JSONField(default=list, help_text="Of a planned action: the keys of the needs it answers.")

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "entries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["framework", "position"], name="entry_position_once")
        ]

    @property
    def was_moved(self) -> bool:
        return (self.context, self.column) != (self.first_context, self.first_column)


class Indexed(models.Model):
    """That the words of a framework's entries are in the full-text index. Made where it is missing (`searching`)."""

    is_derived = True

    framework = models.OneToOneField(Framework, primary_key=True, on_delete=models.CASCADE, related_name="indexed")


class EntryWords(models.Model):
    """The stems of an entry's words, for the full-text index (ADR 6)."""

    is_derived = True

    id = models.BigAutoField(primary_key=True)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="entry_words")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="words")
    body = models.TextField()
