"""Who is asking. Every query and every check takes a `Viewer` first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef

from concentric.foundation.accounts.models import Agency, Membership, Partnership, Role, RoleGrant, User

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


@dataclass(frozen=True)
class Viewer:
    """A signed-in member, acting for one partnership."""

    membership: Membership
    roles: frozenset[str]
    has_second_step: bool = False  # an authenticator app or a passkey; known of whoever asks for a page

    @property
    def user(self) -> User:
        return self.membership.user

    @property
    def partnership(self) -> Partnership:
        return self.membership.partnership

    @property
    def partnership_id(self) -> uuid.UUID:
        return self.membership.partnership_id

    @property
    def agency(self) -> Agency:
        return self.membership.agency

    @property
    def agency_id(self) -> uuid.UUID:
        return self.membership.agency_id

    @property
    def id(self) -> uuid.UUID:
        return self.membership.pk

    @property
    def name(self) -> str:
        return self.membership.user.name

    @property
    def audit_chain(self) -> str:
        """The chain that the viewer's events go to: their partnership's."""
        return str(self.membership.partnership_id)

    @property
    def audit_label(self) -> str:
        return str(self.membership)

    def has(self, *roles: Role) -> bool:
        """Whether the viewer holds any of `roles`."""
        return any(role.value in self.roles for role in roles)

    @cached_property
    def sees_every_case(self) -> bool:
        """Coordinators run the process for the whole partnership; everyone else sees what involvement gives them."""
        return self.has(Role.COORDINATOR)


def viewer_for(user: User | AnonymousUser, membership_id: str | None = None) -> Viewer | None:
    """The viewer a signed-in user is, in the partnership they chose (or their first), or None without a membership.

    `user` was read for this request: whether they are active is taken from it.
    """
    if not user.is_authenticated or not user.is_active:
        return None
    memberships = (
        Membership.objects.filter(user=user, is_active=True)
        .select_related("partnership", "agency")
        .annotate(has_second_step=Exists(Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_STEPS)))
        .annotate(role=F("role_grants__role"))  # a row for each role; one without where there is none
        .order_by("created_at")
    )
    found = list(memberships)
    chosen = next((m for m in found if str(m.pk) == membership_id), found[0] if found else None)
    if chosen is None:
        return None
    chosen.user = user
    roles = frozenset(m.role for m in found if m.pk == chosen.pk and m.role)
    return Viewer(membership=chosen, roles=roles, has_second_step=chosen.has_second_step)


def viewer_of(membership: Membership) -> Viewer:
    """The viewer a membership is."""
    roles = RoleGrant.objects.filter(membership_id=membership.pk).values_list("role", flat=True)
    return Viewer(membership=membership, roles=frozenset(roles))
