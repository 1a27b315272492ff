"""Which cases a viewer may see. Everything about a case is reached through `visible_cases`."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from concentric.casework.cases.models import BreakGlass, Case, Involvement
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible


def visible_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases of the viewer's partnership that their part in them opens.

    A coordinator sees all. Anyone else: those they lead, are involved in (convening a meeting involves its chair and its
    minute-taker), or have opened in an emergency that has not run out.
    """
    cases = Case.objects.filter(partnership_id=viewer.partnership_id)
    if viewer.sees_every_case:
        return cases
    return cases.filter(_through_involvement(viewer))


def _through_involvement(viewer: Viewer) -> Q:
    today = timezone.localdate()
    involved = Involvement.objects.filter(case=OuterRef("pk"), membership_id=viewer.id).filter(
        Q(until=None) | Q(until__gte=today)
    )
    emergency = BreakGlass.objects.filter(
        case=OuterRef("pk"), membership_id=viewer.id, expires_at__gt=timezone.now()
    )
    return Q(lead_professional_id=viewer.id) | Exists(involved) | Exists(emergency)


def get_case(viewer: Viewer, case_id: uuid.UUID) -> Case:
    """One case. Raises NotVisible: what a viewer may not see does not exist for them."""
    case = visible_cases(viewer).select_related("lead_professional__user", "partnership").filter(pk=case_id).first()
    if case is None:
        raise NotVisible
    return case
