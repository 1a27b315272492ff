"""What of the quality check shows on casework's pages: what waits at home, and the ways on from minutes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.urls import reverse

from concentric.casework.cases.models import Case
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import ask
from concentric.submission.quality import queries
from concentric.submission.quality.permissions import check_can_answer, check_can_read_checklist
from concentric.web import onward
from concentric.web.dates import date
from concentric.web.onward import Onward

SHOWN_AT_HOME = 6


def register() -> None:
    onward.at_home.append(at_home)
    onward.of_minutes.append(of_minutes)


def at_home(viewer: Viewer) -> Iterator[Onward]:
    """Minutes sent back to this viewer, answers to what they sent back, and signed minutes they have not checked."""
    for sent in queries.to_answer(viewer)[:SHOWN_AT_HOME]:
        url = reverse("quality:answer", args=[sent.pk])
        yield Onward("Signed minutes sent back to you", url, _about(sent.minutes), "To answer")
    for sent in queries.to_accept(viewer)[:SHOWN_AT_HOME]:
        yield Onward("What you sent back has been answered", _checklist(sent.minutes), _about(sent.minutes), "Answered")
    for minutes in queries.to_check(viewer)[:SHOWN_AT_HOME]:
        yield Onward("Check the signed framework", _checklist(minutes), _about(minutes))


def of_minutes(viewer: Viewer, meeting_id: uuid.UUID) -> Iterator[Onward]:
    """The quality check for those who may see it, and what was sent back for those who answer."""
    minutes = Minutes.objects.select_related("meeting__case").filter(meeting=meeting_id).first()
    if minutes is None or minutes.signed_at is None:
        return
    if ask(check_can_read_checklist, viewer, minutes):
        yield Onward("Quality check", _checklist(minutes), "Before the framework goes to a study")
    for sent in queries.open_send_backs(minutes):
        sent.minutes = minutes
        if ask(check_can_answer, viewer, sent):
            yield Onward("Answer what was sent back", reverse("quality:answer", args=[sent.pk]), tag="To answer")


def _checklist(minutes: Minutes) -> str:
    return reverse("quality:checklist", args=[minutes.meeting_id])


def _about(minutes: Minutes) -> str:
    case: Case = minutes.meeting.case
    return f"{minutes.meeting.type_name}, {date(minutes.meeting.starts_at)}, case {case.reference}"
