"""A signed framework on its way to a study, and what was found in it that could say who somebody is."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, SHORT, Record
from concentric.casework.cases.models import Case
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Membership
from concentric.submission.studies.models import StudyLink


class Outgoing(Record):
    """One signed framework for one study. `scanned` is the fingerprint of what the findings were found in."""

    class State(models.TextChoices):
        REVIEW = "review", "Identifiers under review"
        SECOND_LOOK = "second_look", "Waiting for a second person"
        READY = "ready", "Confirmed"
        SENT = "sent", "Sent"
        SUPERSEDED = "superseded", "Replaced by a correction"
        WITHDRAWN = "withdrawn", "Withdrawn"
        STOPPED = "stopped", "Stopped"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outgoing")
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="outgoing")
    study = models.ForeignKey(StudyLink, on_delete=models.PROTECT, related_name="outgoing")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=20, choices=State.choices, default=State.REVIEW)
    scanned = models.CharField(max_length=64, blank=True)
    attributes = models.JSONField(default=dict, help_text="How each attribute leaves: as it is, wider, or not at all.")
    begun_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sent_back_note = models.TextField(max_length=LINE, blank=True, help_text="What the second person asks to look at.")
    ended_reason = models.TextField(max_length=LINE, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-begun_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["minutes", "study"],
                condition=models.Q(state__in=["review", "second_look", "ready"]),
                name="outgoing_once_at_a_time",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["study", "state"], name="outgoing_study")]


class Finding(Record):
    """A span of one passage, offsets in code points, and what is to become of it.

    `replacement` is what stands there once that is decided. No two findings of a passage overlap.
    """

    class Decision(models.TextChoices):
        UNDECIDED = "undecided", "Not yet decided"
        REPLACE = "replace", "Replace"
        KEEP = "keep", "Keep: it identifies nobody"

    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="findings")
    passage = models.CharField(max_length=SHORT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    tier = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=LINE)
    key = models.CharField(max_length=LINE, blank=True)
    by_hand = models.BooleanField(default=False)
    proposed = models.CharField(
        max_length=SHORT, blank=True, help_text="What would stand here by the case's pseudonyms."
    )
    decision = models.CharField(max_length=20, choices=Decision.choices, default=Decision.UNDECIDED)
    replacement = models.CharField(max_length=SHORT, blank=True)

    class Meta:
        ordering = ("passage", "start")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["outgoing", "passage", "start", "end"], name="finding_once")
        ]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.outgoing.case_id


class FindingDecision(Record):
    """Who decided what of a place of the text, and when. Never changed, and kept when the finding is gone.

    `step` is shared by all that was decided at once; what takes a step back says which in `undoes`.
    """

    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="decisions")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.SET_NULL, related_name="decisions")
    passage = models.CharField(max_length=SHORT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    step = models.UUIDField()
    undoes = models.UUIDField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=Finding.Decision.choices)
    replacement = models.CharField(max_length=SHORT, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["step"], name="finding_decision_step")]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.outgoing.case_id


class Pseudonym(Record):
    """What stands for a person, a school or a place in every entry and meeting of one case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pseudonyms")
    key = models.CharField(max_length=SHORT)
    name = models.CharField(max_length=SHORT)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "key"], name="pseudonym_key_once"),
            models.UniqueConstraint(fields=["case", "name"], name="pseudonym_name_once"),
        ]
