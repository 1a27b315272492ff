"""What a study holds. The researcher comes first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from concentric.foundation.accounts.models import User
from concentric.research.frameworks.models import Framework, Study, StudyMember

HELD = Framework.Status.HELD


@dataclass(frozen=True, slots=True)
class Mine:
    """A study as its list shows it to one of the team."""

    study: Study
    role: str
    included: int
    held: int


def studies_of(user: User) -> list[Mine]:
    """The studies a person has a place in, by name, with the frameworks that are in and all that are held."""
    places = (
        StudyMember.objects.filter(user=user, user__is_active=True, is_active=True)
        .select_related("study")
        .annotate(
            held=Count("study__frameworks", filter=Q(study__frameworks__status=HELD)),
            included=Count(
                "study__frameworks", filter=Q(study__frameworks__status=HELD, study__frameworks__included=True)
            ),
        )
        .order_by("study__name")
    )
    return [Mine(place.study, place.get_role_display(), place.included, place.held) for place in places]
