"""E-mails about the quality check. They name nobody: a link, and nothing else to read on a locked screen."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from concentric.casework.signoff.notices import write
from concentric.foundation.accounts.models import Membership
from concentric.submission.quality.models import SendBack


def tell_producers(sent: SendBack) -> int:
    """Tell the minute-taker and the chair that minutes came back. Returns how many were told."""
    meeting = sent.minutes.meeting
    people = {meeting.minute_taker, meeting.chair}
    return _tell("Signed minutes were sent back to you", reverse("quality:answer", args=[sent.pk]), people)


def tell_lead(sent: SendBack) -> int:
    """Tell whoever leads the case that there is an answer. Returns how many were told."""
    lead = sent.minutes.meeting.case.lead_professional
    page = reverse("quality:checklist", args=[sent.minutes.meeting_id])
    return _tell("What you sent back has been answered", page, {lead} if lead else set())


def _tell(subject: str, page: str, people: set[Membership]) -> int:
    addresses = sorted(person.user.email for person in people if person.is_active and person.user.is_active)
    return write(subject, settings.PUBLIC_URL + page, addresses)
