"""What is on its way to studies, and the sealed files."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.submission.consent.models import Consent
from concentric.submission.consent.queries import with_consents
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.review.models import Outgoing
from concentric.submission.review.queries import visible_outgoing
from concentric.submission.review.states import BEFORE_SENT, State

BOTH = len(Consent.Part)


def under_way(viewer: Viewer) -> QuerySet[Any]:
    """What the viewer sees on its way, not sent yet, each with how many consented; what began first stands first."""
    return with_consents(visible_outgoing(viewer)).filter(state__in=BEFORE_SENT).order_by("begun_at")


def gone(viewer: Viewer) -> QuerySet[Outgoing]:
    """What was sent, stopped, replaced or withdrawn, the latest first."""
    return with_consents(visible_outgoing(viewer)).exclude(state__in=BEFORE_SENT)


def sendable(viewer: Viewer) -> QuerySet[Outgoing]:
    """What the viewer leads and could send now: confirmed, with both consents, to a study that was not left."""
    ready = under_way(viewer).filter(state=State.READY, case__lead_professional_id=viewer.id, study__left_at=None)
    return ready.filter(consented=BOTH)


def to_withdraw(viewer: Viewer) -> QuerySet[Outgoing]:
    """What is still with a study although a consent to it was withdrawn: the study could not be told by itself."""
    sent = visible_outgoing(viewer).filter(state=State.SENT, case__lead_professional_id=viewer.id)
    return sent.filter(consents__withdrawn_at__isnull=False).distinct()


def to_consent(viewer: Viewer) -> QuerySet[Outgoing]:
    """What waits for a consent that may be the viewer's: as lead professional, or as one of those involved."""
    ready = under_way(viewer).filter(state=State.READY, study__left_at=None, consented__lt=BOTH)
    involved = Q(case__involvements__membership=viewer.id, case__involvements__until=None)
    theirs = ready.filter(Q(case__lead_professional_id=viewer.id) | Q(pk__in=Outgoing.objects.filter(involved)))
    return theirs.defer("minutes__record")


def dispatches_of(outgoing: Outgoing) -> QuerySet[Dispatch]:
    """The sealed files of a framework, in order; their contents are not fetched."""
    return outgoing.dispatches.select_related("outgoing__case", "by__user").defer("sealed_file")


def get_dispatch(viewer: Viewer, dispatch_id: uuid.UUID) -> Dispatch:
    """One sealed file. Raises NotVisible."""
    found = (
        Dispatch.objects.filter(pk=dispatch_id, outgoing__in=visible_outgoing(viewer))
        .select_related("outgoing__case", "outgoing__study")
        .first()
    )
    if found is None:
        raise NotVisible
    return found
