"""E-mails about what was sent. They name nobody: a link, and nothing else to read on a locked screen."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from concentric.casework.signoff.notices import write
from concentric.foundation.accounts.viewer import Viewer
from concentric.submission.review.models import Outgoing


def tell_lead_of_withdrawal(viewer: Viewer, outgoing: Outgoing) -> int:
    """Tell the case's lead professional, where somebody else took a consent back. Returns how many were told."""
    lead = outgoing.case.lead_professional
    if lead is None or lead.pk == viewer.id or not (lead.is_active and lead.user.is_active):
        return 0
    link = settings.PUBLIC_URL + reverse("dispatch:show", args=[outgoing.pk])
    return write("A consent was withdrawn", link, [lead.user.email])
