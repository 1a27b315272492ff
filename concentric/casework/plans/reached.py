"""Whom an action reaches: its owner; where an agency owns it, that agency's people who may see it; where the agency has
nobody who may, the coordinators, who can find somebody.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from concentric.casework.cases.queries import current_involvements
from concentric.casework.meetings.models import Attendance
from concentric.casework.meetings.queries import visible_entries
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.accounts.viewer import viewer_of


def reached_by(action: Action) -> list[Membership]:
    """The members who are told of an action and reminded of it; none when it belongs to nobody."""
    if action.owner:
        return [action.owner] if action.owner.is_active and action.owner.user.is_active else []
    if action.owner_agency_id is None:
        return []
    members = Membership.objects.filter(
        partnership_id=action.partnership_id, is_active=True, user__is_active=True
    ).select_related("user", "partnership", "agency")
    return _of_the_agency(action, members.filter(agency=action.owner_agency)) or list(
        members.filter(role_grants__role=Role.COORDINATOR).distinct().order_by("user__name")
    )


def _of_the_agency(action: Action, members: QuerySet[Membership]) -> list[Membership]:
    """Those of the agency’s members who are involved in the case or were at the meeting, and may see the plan."""
    involved = current_involvements().filter(case_id=action.case_id).values("membership")
    invited = Attendance.objects.filter(meeting=action.entry.meeting_id, membership__isnull=False).values("membership")
    near = members.filter(Q(pk__in=involved) | Q(pk__in=invited) | Q(pk=action.case.lead_professional_id))
    entry = action.entry_id
    return [one for one in near.order_by("user__name") if visible_entries(viewer_of(one)).filter(pk=entry).exists()]
