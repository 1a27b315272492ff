"""Sending letters, each by itself: an address that is refused keeps nobody else from theirs."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.core.mail import send_mail
from django.utils import timezone

from concentric.foundation.accounts.models import Membership, User
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import INSTALLATION_CHAIN, recorded

REFUSED = (OSError, ValueError)  # what mail servers answer, and an address that is none
VERB = "letter.refused"
SHOWN_FOR = dt.timedelta(days=7)
logger = logging.getLogger(__name__)


def send(subject: str, body: str, address: str) -> bool:
    """Send one letter. Returns whether the post took it; a refusal is noted."""
    try:
        send_mail(subject, body, None, [address])
    except REFUSED as fault:
        note_refused(address, fault)
        return False
    return True


def note_refused(address: str, fault: Exception) -> None:
    """Note, once a day for each person, that a letter could not be sent: neither its words nor the address."""
    logger.error("letters: one could not be sent: %s", type(fault).__name__)
    user = User.objects.filter(email__iexact=address).first()
    if user and str(user.pk) not in _refused_since(timezone.now() - dt.timedelta(days=1)):
        with recorded(None, VERB, user):
            pass


def unreached(viewer: Viewer) -> list[str]:
    """Names of the members whose letters could not be sent in the last week; for a coordinator, who can have the
    address put right.
    """
    refused = _refused_since(timezone.now() - SHOWN_FOR) if viewer.sees_every_case else set()
    if not refused:
        return []
    members = Membership.objects.filter(
        partnership_id=viewer.partnership_id, is_active=True, user__in=map(uuid.UUID, refused)
    )
    return list(members.order_by("user__name").values_list("user__name", flat=True))


def _refused_since(moment: dt.datetime) -> set[str]:
    events = AuditEvent.objects.filter(chain=INSTALLATION_CHAIN, at__gte=moment, verb=VERB)
    return set(events.order_by().values_list("subject_id", flat=True))
