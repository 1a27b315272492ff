"""The end of a study's frameworks: some months after its briefing is published they are destroyed, by the clock.

Before that the study's leads are reminded. A study that needs them longer says so in its terms, or opens again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.keeping import months_after
from concentric.research.frameworks.leaving import clear, clear_study
from concentric.research.frameworks.models import Framework, Study, StudyMember

REMINDED_DAYS_BEFORE = (60, 30, 7)


@dataclass(frozen=True, slots=True)
class TheClock:
    """Who destroys when nobody is asked, in the study's own trail."""

    study: Study

    @property
    def id(self) -> uuid.UUID:
        return self.study.pk

    @property
    def audit_chain(self) -> str:
        return str(self.study.pk)

    @property
    def audit_label(self) -> str:
        return "the clock"


def destroyed_on(study: Study) -> dt.date | None:
    """The day on which a study's frameworks are destroyed; None until its briefing is published."""
    return months_after(study.published_on, study.destroy_months) if study.published_on else None


def due_studies(today: dt.date) -> Iterator[Study]:
    """Published studies that still hold frameworks although their day has come."""
    return (study for study in _with_frameworks() if (day := destroyed_on(study)) and day <= today)


def rule_of(study: Study) -> str:
    return f"A study’s frameworks are kept {study.destroy_months} months after its briefing is published."


def destroy_frameworks(study: Study) -> dict[str, int]:
    """Destroy the documents and all that was drawn from them; that there was a framework stays. Rows, by model."""
    with recorded(TheClock(study), "study.frameworks_destroyed", study) as note:
        held = Framework.objects.filter(study=study, status=Framework.Status.HELD)
        counts = clear(Framework.objects.filter(study=study)) + clear_study(study)
        rows = held.update(
            status=Framework.Status.DESTROYED,
            document=None,
            silences=[],
            cohort="",
            age_low=None,
            age_high=None,
            ruled_out=[],
            included=False,
            values={},
            settled={},
        )
        counts["research.Framework"] = rows
        note.details["counts"] = dict(counts)
        return dict(counts)


def remind_leads() -> int:
    """Tell the leads of each study what is to come, once for each of the days before it. Returns how many letters."""
    today = timezone.localdate()
    sent = 0
    for study in _with_frameworks():
        day = destroyed_on(study)
        if day is None or day <= today:
            continue
        marks = [day - dt.timedelta(days=days) for days in REMINDED_DAYS_BEFORE]
        passed = max((mark for mark in marks if mark <= today), default=None)
        if passed and (study.reminded_on is None or study.reminded_on < passed):
            sent += _write_to_leads(study)
            study.reminded_on = today
            study.save(update_fields=["reminded_on"])
    return sent


def _with_frameworks() -> QuerySet[Study]:
    held = Framework.objects.filter(study=OuterRef("pk"), status=Framework.Status.HELD)
    return Study.objects.filter(Exists(held), status=Study.Status.PUBLISHED, published_on__isnull=False)


def _write_to_leads(study: Study) -> int:
    """A link, and nothing to read on a locked screen."""
    leads = study.team.filter(role=StudyMember.Role.LEAD, is_active=True, user__is_active=True)
    subject = "The time of a study’s frameworks is nearly up"
    page = settings.PUBLIC_URL + reverse("frameworks:about", args=[study.pk])
    body = f"{subject}.\n\nSign in to read more:\n{page}\n\nThis e-mail holds no details on purpose.\n"
    addresses = leads.order_by("user__email").values_list("user__email", flat=True)
    letters = [EmailMessage(subject, body, to=[address]) for address in addresses]
    return get_connection().send_messages(letters) or 0
