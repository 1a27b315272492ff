"""What every page of the review does first: find the framework, bring it up to date, and note who read it."""

from __future__ import annotations

import uuid

from django.contrib import messages

from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import note_read
from concentric.submission.review.actions import bring_up_to_date
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_can_look
from concentric.submission.review.queries import get_outgoing

CHANGED = "The minutes or the case have changed, so the text was looked through again. Your decisions are kept."


def opened(request: MemberRequest, outgoing_id: uuid.UUID, page: str) -> Outgoing:
    """The framework for a viewer who may look at it. A page that is opened brings it up to date and is noted."""
    outgoing = get_outgoing(request.viewer, outgoing_id)
    check_can_look(request.viewer, outgoing)
    if request.method == "GET":
        if bring_up_to_date(viewer=request.viewer, outgoing=outgoing):
            messages.warning(request, CHANGED)
        note_read(request.viewer, "outgoing.read", outgoing, page=page)
    return outgoing
