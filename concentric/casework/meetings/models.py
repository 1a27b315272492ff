"""A meeting: who was asked and came, what was on the agenda, and the entries that make its record.

Entries are small: one thing said. Each has its current wording in `Entry` and every earlier one in `EntryWording`, so
that nothing is overwritten. An empty cell is *undecided* until a `CellMark` says what its silence means.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, SHORT, TEXT, Record
from concentric.casework.cases.models import Case, Removable
from concentric.casework.contexts.models import Context
from concentric.foundation.accounts.models import Agency, Membership
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.method.instrument.vocabulary import Basis, Sharing, Silence

CONTEXT_CHOICES = [(context.key.value, context.label) for context in CONTEXTS]
COLUMN_CHOICES = [(column.key.value, column.label) for column in COLUMNS]


class Meeting(Record):
    """One meeting of one case. `live_seq` numbers what happens in it, so that screens know what they have missed."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "In progress"
        CLOSED = "closed", "Draft minutes"
        SIGNED = "signed", "Signed"
        CANCELLED = "cancelled", "Cancelled"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="meetings")
    type_key = models.CharField(max_length=40)
    type_name = models.CharField(max_length=SHORT)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PLANNED)
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=90)
    place = models.CharField(max_length=LINE, blank=True)
    chair = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="meetings_chaired")
    minute_taker = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="meetings_minuted")
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews")
    introduction = models.JSONField(
        default=dict,
        blank=True,
        help_text="Purpose, principles, confidentiality and quorum as they stood when convened.",
    )
    contextual_summary = models.TextField(max_length=TEXT, blank=True)
    summary_version = models.PositiveIntegerField(default=0)
    review_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=LINE, blank=True)
    imported = models.BooleanField(default=False)
    imported_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    calendar_sequence = models.PositiveIntegerField(default=0)
    live_seq = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-starts_at",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-starts_at"], name="meeting_case"),
            models.Index(fields=["status", "starts_at"], name="meeting_status"),
        ]


class AgendaItem(Record):
    """One line of a meeting's agenda, copied from the partnership's settings when it is convened."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=40, help_text="The part of the screen it leads to, for example context:school.")
    title = models.CharField(max_length=SHORT)
    guidance = models.TextField(max_length=LINE, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class Attendance(Record):
    """One person on the list. It opens the meeting to a member (`queries.invitations`); guests have a name only."""

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        ATTENDED = "attended", "Here"
        APOLOGIES = "apologies", "Apologies"
        OBSERVER = "observer", "Observer"
        ABSENT = "absent", "Did not come"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=SHORT)
    part = models.CharField(max_length=SHORT, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.INVITED)
    invited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="attendance_once")
        ]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class Entry(Record):
    """One thing recorded in one cell. The id comes from the page that typed it, so that sending it twice keeps one.

    `version` rises with every change; saving against an older one is a conflict that both people see.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="entries")
    context_key = models.CharField(max_length=20, choices=CONTEXT_CHOICES)
    column_key = models.CharField(max_length=20, choices=COLUMN_CHOICES)
    instance = models.ForeignKey(Context, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    text = models.TextField(max_length=LINE)
    source = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20, choices=Basis.choices(), default=Basis.FACT.value)
    sharing = models.CharField(max_length=20, choices=Sharing.choices(), default=Sharing.EVERYONE.value)
    sharing_agencies = models.ManyToManyField(Agency, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    position = models.BigIntegerField(
        help_text="The meeting's live number when it was first saved: the order in its cell."
    )
    before_meeting = models.BooleanField(default=False)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kept_prompts = models.JSONField(default=list, blank=True, help_text="Prompts that somebody answered with Keep.")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(max_length=LINE, blank=True)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="entries_created")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("position", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["meeting", "position"], name="entry_meeting"),
            models.Index(fields=["instance"], name="entry_instance"),
            models.Index(fields=["struck_at"], name="entry_struck", condition=models.Q(struck_at__isnull=False)),
        ]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class EntryWording(Record):
    """How an entry stood at one version: who wrote it so, when, and where it was. Never changed."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField()
    change = models.CharField(max_length=20, help_text="written, edited, moved, struck or restored")
    text = models.TextField(max_length=LINE)
    context_key = models.CharField(max_length=20)
    column_key = models.CharField(max_length=20)
    details = models.JSONField(
        default=dict, blank=True, help_text="Instance, source, basis and sharing at this version."
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("version",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "version"], name="wording_version_unique")
        ]


class CellMark(Record):
    """What the silence of a whole context (`column_key` empty) or of one cell means. One current mark each."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="marks")
    context_key = models.CharField(max_length=20, choices=CONTEXT_CHOICES)
    column_key = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=Silence.choices())
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "context_key", "column_key"], name="cell_mark_unique")
        ]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class Decision(Removable):
    """A decision of the meeting, with its reasons. An earlier wording is a removed row that points to the later one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField(max_length=LINE)
    reasons = models.TextField(max_length=LINE)
    reworded_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class Dissent(Removable):
    """A professional disagreement, as it was put, and by which agency or person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="dissents")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=SHORT, blank=True)
    text = models.TextField(max_length=LINE)
    escalate = models.BooleanField(default=False)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at",)

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.meeting.case_id


class LiveEvent(models.Model):
    """Something changed in a meeting. Holds no content: a screen that hears of it is given what its viewer may see."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="live_events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "seq"], name="live_seq_unique")
        ]
