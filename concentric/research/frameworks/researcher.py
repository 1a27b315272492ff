"""Who is asking, on the study's side. Every query and every check of research takes a `Researcher` first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from concentric.foundation.accounts.models import User
from concentric.foundation.permissions.checks import NotVisible
from concentric.research.frameworks.models import Study, StudyMember


@dataclass(frozen=True, slots=True)
class Researcher:
    """A signed-in person in their place in one study's team. They need not be a member of any partnership."""

    place: StudyMember

    @property
    def id(self) -> uuid.UUID:
        return self.place.pk

    @property
    def study(self) -> Study:
        return self.place.study

    @property
    def user(self) -> User:
        return self.place.user

    @property
    def name(self) -> str:
        return self.place.user.name

    @property
    def audit_chain(self) -> str:
        """The chain that their events go to: the study's."""
        return str(self.place.study_id)

    @property
    def audit_label(self) -> str:
        return str(self.place)

    def has(self, *roles: StudyMember.Role) -> bool:
        """Whether their role is one of `roles`."""
        return self.place.role in roles


def researcher_in(user: User, study_id: uuid.UUID) -> Researcher:
    """The researcher a person is in one study. Raises NotVisible where they hold no place in it.

    `user` was read for this request: whether they are active is taken from it.
    """
    places = StudyMember.objects.filter(user=user, is_active=True, study=study_id).select_related("study")
    place = places.order_by("pk").first() if user.is_active else None
    if place is None:
        raise NotVisible
    place.user = user
    return Researcher(place)
