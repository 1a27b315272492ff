"""The studies a partnership sends frameworks to, and the key it signs them with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, SHORT, TEXT, Record
from concentric.foundation.accounts.models import Membership, Partnership


class StudyLink(Record):
    """A study as its card describes it. `site_id` is how the study knows this partnership, and says nothing else."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="study_links")
    study_id = models.UUIDField()
    site_id = models.UUIDField()
    name = models.CharField(max_length=SHORT)
    question = models.TextField(max_length=TEXT)
    contact = models.CharField(max_length=LINE)
    recipients = models.JSONField(default=list, help_text="The study's age public keys.")
    inclusion = models.JSONField(default=dict, help_text="The rule by which the study takes frameworks in.")
    consent_text = models.TextField(max_length=TEXT)
    destroy_months = models.PositiveSmallIntegerField(default=12, help_text="Months after the briefing is published.")
    joined_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "study_id"], name="study_link_once")
        ]

    def __str__(self) -> str:
        return self.name


class SigningKey(Record):
    """A partnership's Ed25519 key. The private half is sealed by the vault."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="signing_key")
    public = models.CharField(max_length=SHORT)
    sealed_private = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
