"""E-mails about minutes. They name nobody: a link, and nothing else to read on a locked screen."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from concentric.casework.meetings.models import Meeting
from concentric.casework.plans.models import Action

logger = logging.getLogger(__name__)


def tell_invited(meeting: Meeting, subject: str) -> int:
    """Tell every member who was invited that there is something to read. Returns how many were told."""
    link = settings.PUBLIC_URL + reverse("signoff:minutes", args=[meeting.pk])
    invited = meeting.attendance.filter(membership__is_active=True).order_by("membership__user__email")
    return write(subject, link, invited.values_list("membership__user__email", flat=True).distinct())


def tell_owners(meeting: Meeting) -> int:
    """Tell every member who owns an action of the meeting that they have one. Returns how many were told."""
    owned = Action.objects.filter(entry__meeting=meeting, entry__struck_at=None, owner__is_active=True)
    addresses = owned.order_by("owner__user__email").values_list("owner__user__email", flat=True).distinct()
    return write("A meeting gave you actions", settings.PUBLIC_URL + reverse("plans:tracker"), addresses)


def write(subject: str, link: str, addresses: Iterable[str]) -> int:
    """One letter to each address, holding the subject and the link alone. Returns how many went."""
    body = f"{subject}.\n\nSign in to read more:\n{link}\n\nThis e-mail holds no details on purpose.\n"
    letters = [EmailMessage(subject, body, to=[address]) for address in addresses]
    try:
        return get_connection().send_messages(letters) or 0
    except OSError as fault:  # the record is safe whether or not the post goes
        logger.error("notices: e-mail failed: %s", type(fault).__name__)
        return 0
