"""Members and agencies of the viewer's partnership."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from concentric.foundation.accounts.models import Agency, Membership, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible


def members(viewer: Viewer) -> QuerySet[Membership]:
    """Everybody who is or was a member, with their agency and roles."""
    return (
        Membership.objects.filter(partnership_id=viewer.partnership_id)
        .select_related("user", "agency")
        .prefetch_related("role_grants")
        .order_by("-is_active", "user__name")
    )


def get_member(viewer: Viewer, member_id: uuid.UUID) -> Membership:
    """One member. Raises NotVisible."""
    member = members(viewer).filter(pk=member_id).first()
    if member is None:
        raise NotVisible
    return member


def active_members(viewer: Viewer, *roles: Role) -> QuerySet[Membership]:
    """Members who can be chosen, holding any of `roles` when given."""
    chosen = members(viewer).filter(is_active=True)
    return chosen.filter(role_grants__role__in=roles).distinct() if roles else chosen


def agencies(viewer: Viewer) -> QuerySet[Agency]:
    """The partnership's agencies, ended ones last."""
    return Agency.objects.filter(partnership_id=viewer.partnership_id).order_by("-is_active", "name")


def get_agency(viewer: Viewer, agency_id: uuid.UUID) -> Agency:
    """One agency. Raises NotVisible."""
    agency = agencies(viewer).filter(pk=agency_id).first()
    if agency is None:
        raise NotVisible
    return agency
