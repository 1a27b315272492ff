"""E-mails about minutes. They name nobody: a link, and nothing else to read on a locked screen."""

from __future__ import annotations

from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest
from django.urls import reverse

from concentric.casework.meetings.models import Meeting


def tell_invited(meeting: Meeting, subject: str, request: HttpRequest) -> int:
    """Tell every member who was invited that there is something to read. Returns how many were told."""
    link = request.build_absolute_uri(reverse("signoff:minutes", args=[meeting.pk]))
    body = f"{subject}.\n\nSign in to read them:\n{link}\n\nThis e-mail holds no details on purpose.\n"
    addresses = (
        meeting.attendance.filter(membership__is_active=True)
        .order_by("membership__user__email")
        .values_list("membership__user__email", flat=True)
        .distinct()
    )
    letters = [EmailMessage(subject, body, to=[address]) for address in addresses]
    get_connection().send_messages(letters)
    return len(letters)
