"""A referral: who is worried about whom, on what basis, how soon; and what was decided."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from concentric.casework.base import SHORT, TEXT, Record
from concentric.casework.cases.models import Case
from concentric.foundation.accounts.models import Agency, Membership, Partnership
from concentric.method.instrument.vocabulary import LawfulBasis, Urgency


class Referral(Record):
    """`surname_sound` is a phonetic key: the duplicate check finds misspelt names through it."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "Waiting for a decision"
        MORE_INFORMATION = "more_information", "More information asked for"
        ACCEPTED = "accepted", "Accepted"
        SIGNPOSTED = "signposted", "Signposted elsewhere"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="referrals")
    reference = models.CharField(max_length=30)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="referrals")
    referred_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="referrals_made")
    referrer_name = models.CharField(max_length=SHORT)
    referrer_contact = models.CharField(max_length=SHORT, blank=True)
    given_name = models.CharField(max_length=SHORT)
    family_name = models.CharField(max_length=SHORT)
    known_as = models.CharField(max_length=SHORT, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=40, blank=True)
    concern = models.TextField(max_length=TEXT)
    lawful_basis = models.CharField(max_length=30, choices=LawfulBasis.choices())
    basis_notes = models.TextField(max_length=TEXT, blank=True)
    urgency = models.CharField(max_length=20, choices=Urgency.choices())
    immediate_safety = models.TextField(max_length=TEXT, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision_reasons = models.TextField(max_length=TEXT, blank=True)
    decide_by = models.DateField(help_text="From the urgency and the partnership's clocks.")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    may_be_known = models.BooleanField(default=False, help_text="Another record resembled it when it was sent.")
    surname_sound = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ("-submitted_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="referral_reference_unique")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "status", "decide_by"], name="referral_status"),
            models.Index(fields=["partnership", "date_of_birth"], name="referral_birth"),
            models.Index(fields=["partnership", "surname_sound"], name="referral_sound"),
        ]

    @property
    def audit_case_id(self) -> uuid.UUID | None:
        return self.case_id

    @property
    def is_decided(self) -> bool:
        return self.status in (self.Status.ACCEPTED, self.Status.SIGNPOSTED)

    @property
    def young_person(self) -> str:
        """The full name, with what they like to be called."""
        known = f" ({self.known_as})" if self.known_as else ""
        return f"{self.given_name} {self.family_name}{known}"


class ReferralStep(Record):
    """What was asked, answered or decided on a referral, in order. Never changed."""

    class Kind(models.TextChoices):
        ASKED = "asked", "More information asked for"
        ANSWERED = "answered", "Answered"
        ACCEPTED = "accepted", "Accepted"
        SIGNPOSTED = "signposted", "Signposted elsewhere"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(max_length=TEXT)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at",)

    @property
    def audit_case_id(self) -> uuid.UUID | None:
        return self.referral.case_id
