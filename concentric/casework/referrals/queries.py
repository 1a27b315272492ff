"""Which referrals a viewer may see, and in which order they need a decision."""

from __future__ import annotations

import uuid

from django.db.models import Case as Switch
from django.db.models import Q, QuerySet, Value, When

from concentric.casework.cases.queries import visible_cases
from concentric.casework.referrals.models import Referral
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.vocabulary import Urgency

WAITING = (Referral.Status.SUBMITTED, Referral.Status.MORE_INFORMATION)


def visible_referrals(viewer: Viewer) -> QuerySet[Referral]:
    """A coordinator sees all of the partnership; anyone else their own, and those behind a case they may see."""
    referrals = Referral.objects.filter(partnership_id=viewer.partnership_id)
    if viewer.sees_every_case:
        return referrals
    return referrals.filter(Q(referred_by_id=viewer.id) | Q(case__in=visible_cases(viewer)))


def get_referral(viewer: Viewer, referral_id: uuid.UUID) -> Referral:
    """One referral with whoever made and decided it. Raises NotVisible."""
    referral = (
        visible_referrals(viewer)
        .select_related("agency", "referred_by__user", "decided_by__user", "case", "partnership")
        .filter(pk=referral_id)
        .first()
    )
    if referral is None:
        raise NotVisible
    return referral


def waiting_referrals(viewer: Viewer) -> QuerySet[Referral]:
    """Those without a decision: where somebody may be at risk today first, then by the day a decision is due."""
    today_first = Switch(When(urgency=Urgency.IMMEDIATE.value, then=Value(0)), default=Value(1))
    return (
        visible_referrals(viewer)
        .filter(status__in=WAITING)
        .select_related("agency")
        .order_by(today_first, "decide_by", "submitted_at")
    )


def decided_referrals(viewer: Viewer) -> QuerySet[Referral]:
    """Those with a decision, the latest first."""
    return visible_referrals(viewer).exclude(status__in=WAITING).select_related("agency").order_by("-decided_at")


def my_referrals(viewer: Viewer) -> QuerySet[Referral]:
    """Those the viewer made: where something is asked of them first, then the latest."""
    asked_first = Switch(When(status=Referral.Status.MORE_INFORMATION, then=Value(0)), default=Value(1))
    mine = Referral.objects.filter(partnership_id=viewer.partnership_id, referred_by_id=viewer.id)
    return mine.select_related("agency").order_by(asked_first, "-submitted_at")
