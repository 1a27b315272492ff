"""A case: one young person, the people around them, who is involved, and the incidents that brought it here."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from concentric.casework.base import SHORT, TEXT, Record
from concentric.foundation.accounts.models import Agency, Membership, Partnership
from concentric.method.instrument.vocabulary import (
    AgeGap,
    Characteristic,
    Cohort,
    Company,
    HarmedRelation,
    IncidentRole,
    Level,
    Outcome,
    Setting,
)


class Case(Record):
    """A young person's case. The reference holds nothing about the young person."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        STEPPED_DOWN = "stepped_down", "Stepped down"
        CLOSED = "closed", "Closed"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=30)
    given_name = models.CharField(max_length=SHORT)
    family_name = models.CharField(max_length=SHORT)
    known_as = models.CharField(max_length=SHORT, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=40, blank=True)
    surname_sound = models.CharField(max_length=40, blank=True, editable=False)
    lead_professional = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="cases_led"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    legal_hold = models.BooleanField(default=False)

    class Meta:
        ordering = ("-opened_on", "-reference")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="case_reference_unique")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "-opened_on", "-reference"], name="case_opened"),
            models.Index(fields=["partnership", "status", "-opened_on"], name="case_status"),
            models.Index(fields=["partnership", "date_of_birth"], name="case_birth"),
            models.Index(fields=["partnership", "surname_sound"], name="case_sound"),
        ]

    @property
    def audit_case_id(self) -> uuid.UUID:
        return self.id

    @property
    def young_person(self) -> str:
        """The full name, with what they like to be called."""
        known = f" ({self.known_as})" if self.known_as else ""
        return f"{self.given_name} {self.family_name}{known}"

    @property
    def initials(self) -> str:
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    def age_on(self, day: date) -> int | None:
        """Whole years, or None without a date of birth."""
        born = self.date_of_birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class StatusChange(Record):
    """When a case was stepped down, closed or opened again, and why. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField(max_length=20, choices=Case.Status.choices)
    reason = models.TextField(max_length=TEXT)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)


class HoldChange(Record):
    """When a case was put on legal hold, or the hold was lifted, and why. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hold_changes")
    held = models.BooleanField()
    reason = models.TextField(max_length=TEXT)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)


ModelT = TypeVar("ModelT", bound=models.Model)


class PresentManager(models.Manager[ModelT]):
    """Rows that nobody has removed. What was removed stays in the table and is reached through `ever`."""

    def get_queryset(self) -> models.QuerySet[ModelT]:
        return super().get_queryset().filter(removed_at=None)


class Removable(Record):
    """A row that people may take away: it leaves the pages and the counts, and stays in the record."""

    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PresentManager()
    ever = models.Manager()

    class Meta:
        abstract = True


class CasePerson(Removable):
    """Somebody around the young person: household, family, peers, children harmed, professionals outside the system."""

    class Kind(models.TextChoices):
        FAMILY = "family", "Family or household"
        PEER = "peer", "Peer"
        HARMED = "harmed", "Child or young person harmed"
        PROFESSIONAL = "professional", "Professional"
        OTHER = "other", "Other"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="people")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=SHORT)
    known_as = models.CharField(max_length=SHORT, blank=True)
    relation = models.CharField(max_length=SHORT)
    in_household = models.BooleanField(default=False)
    date_of_birth = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "name")


class Involvement(Record):
    """A member who works with the young person. This, not a role, is what lets a practitioner see the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="involvements")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=SHORT, help_text="For example: allocated social worker")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("since",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "membership"], condition=models.Q(until=None), name="involvement_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["membership", "until"], name="involvement_member")
        ]


class CaseAgency(Record):
    """An agency that is part of the case, whether or not one of its people is named."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "agency"], name="case_agency_once")
        ]


class Incident(Removable):
    """One incident of HSB, in closed vocabularies only: no description of an act is asked for or kept."""

    class Precision(models.TextChoices):
        DAY = "day", "On this day"
        MONTH = "month", "In this month"
        YEAR = "year", "In this year"
        UNKNOWN = "unknown", "Date not known"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="incidents")
    happened_on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    company = models.CharField(max_length=20, choices=Company.choices())
    role = models.CharField(max_length=20, choices=IncidentRole.choices())
    level = models.CharField(max_length=20, choices=Level.choices())
    relation = models.CharField(max_length=20, choices=HarmedRelation.choices())
    age_gap = models.CharField(max_length=20, choices=AgeGap.choices())
    number_harmed = models.PositiveSmallIntegerField(null=True, blank=True)
    setting = models.CharField(max_length=20, choices=Setting.choices())
    characteristics = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=30, choices=Outcome.choices())
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("happened_on", "recorded_at")

    def clean(self) -> None:
        """A date has a precision, and characteristics are of the vocabulary. Raises ValidationError."""
        if (self.happened_on is None) != (self.precision == self.Precision.UNKNOWN):
            raise ValidationError({"happened_on": "Say when it happened, or that the date is not known."})
        if unknown := set(self.characteristics) - {key for key, _ in Characteristic.choices()}:
            raise ValidationError({"characteristics": f"{len(unknown)} of these are not on the list."})

    @property
    def when(self) -> str:
        """The date as exactly as it is known: 3 April 2026, April 2026, 2026, or that it is not."""
        if self.happened_on is None:
            return "Date not known"
        pattern = {"day": f"{self.happened_on.day} %B %Y", "month": "%B %Y", "year": "%Y"}[self.precision]
        return self.happened_on.strftime(pattern)

    @property
    def characteristic_labels(self) -> list[str]:
        return [Characteristic(key).label for key in self.characteristics]


class CohortDecision(Record):
    """A person's override of the derived cohort, with the reason. Never changed; the latest holds; empty hands back."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="cohort_decisions")
    cohort = models.CharField(max_length=10, choices=Cohort.choices(), blank=True)
    reason = models.TextField(max_length=TEXT)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)


class BreakGlass(Record):
    """Emergency access: a written reason, an end, and the coordinator told."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="break_glass")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="break_glass")
    reason = models.TextField(max_length=TEXT)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.TextField(max_length=TEXT, blank=True)

    class Meta:
        ordering = ("-opened_at",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["membership", "expires_at"], name="break_glass_member")
        ]
