"""E-mails about minutes. They name nobody: a link, and nothing else to read on a locked screen."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from concentric.casework.cases.letters import send
from concentric.casework.meetings.models import Meeting
from concentric.casework.plans.models import Action
from concentric.casework.plans.reached import reached_by


def tell_invited(meeting: Meeting, subject: str) -> int:
    """Tell every member who was invited that there is something to read. Returns how many were told."""
    link = settings.PUBLIC_URL + reverse("signoff:minutes", args=[meeting.pk])
    invited = meeting.attendance.filter(membership__is_active=True).order_by("membership__user__email")
    return write(subject, link, invited.values_list("membership__user__email", flat=True).distinct())


def tell_owners(meeting: Meeting) -> int:
    """Tell everybody whom an action of the meeting reaches that there is one. Returns how many were told."""
    planned = Action.objects.filter(entry__meeting=meeting, entry__struck_at=None).select_related("owner__user")
    addresses = {person.user.email for action in planned for person in reached_by(action)}
    return write("A meeting gave you actions", settings.PUBLIC_URL + reverse("plans:tracker"), sorted(addresses))


def write(subject: str, link: str, addresses: Iterable[str]) -> int:
    """One letter to each address, holding the subject and the link alone. Returns how many went."""
    body = f"{subject}.\n\nSign in to read more:\n{link}\n\nThis e-mail holds no details on purpose.\n"
    return sum(send(subject, body, address) for address in addresses)
