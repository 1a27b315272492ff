"""Adding and changing members and agencies. People are never deleted: what they did stays theirs."""

from __future__ import annotations

from collections.abc import Iterable

from concentric.foundation.accounts.models import Agency, Membership, Partnership, Role, RoleGrant, User
from concentric.foundation.accounts.permissions import check_can_deactivate, check_can_manage_members
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal


def found_partnership(
    *,
    name: str,
    reference_prefix: str,
    agency: Agency,
    email: str,
    administrator: str,
    job_title: str = "",
    password: str | None = None,
) -> Membership:
    """A new partnership with its first agency and administrator, who does the rest. For the command line alone.

    An account that already has that e-mail is used, and keeps its password. Raises Refusal when there is a partnership
    of that name, ValidationError on anything that cannot be kept.
    """
    with recorded(None, "partnership.founded") as note:
        if Partnership.objects.filter(name__iexact=name).exists():
            raise Refusal("There is a partnership of this name already.")
        partnership = Partnership(name=name, reference_prefix=reference_prefix)
        _keep(partnership)
        agency.partnership = partnership
        _keep(agency)
        user = User.objects.filter(email__iexact=email).first()
        user = user or User.objects.create_user(email, password, name=administrator)
        user.full_clean(exclude=["password"])
        note.subject = member = Membership.objects.create(
            user=user, partnership=partnership, agency=agency, job_title=job_title
        )
        _grant(member, [Role.ADMINISTRATOR])
        return member


def add_member(
    *, viewer: Viewer, email: str, name: str, agency: Agency, job_title: str, roles: Iterable[Role]
) -> Membership:
    """A new member; an account that already has that e-mail is used. They set a password from the invitation."""
    with recorded(viewer, "member.added", roles=sorted(roles)) as note:
        check_can_manage_members(viewer)
        user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name=name)
        if Membership.objects.filter(user=user, partnership_id=viewer.partnership_id).exists():
            raise Refusal("Somebody with this e-mail address is already a member of your partnership.")
        note.subject = member = Membership.objects.create(
            user=user, partnership_id=viewer.partnership_id, agency=agency, job_title=job_title
        )
        _grant(member, roles)
        return member


def change_member(*, viewer: Viewer, member: Membership, agency: Agency, job_title: str, roles: Iterable[Role]) -> None:
    """Change where a member works and what they may do. An administrator cannot give up that role themselves."""
    roles = set(roles)
    with recorded(viewer, "member.changed", member, roles=sorted(roles)):
        check_can_manage_members(viewer)
        if member.pk == viewer.id and Role.ADMINISTRATOR not in roles:
            raise Refusal("You cannot take the administrator's role from yourself. Ask another administrator.")
        member.agency, member.job_title = agency, job_title
        member.save(update_fields=["agency", "job_title"])
        member.role_grants.all().delete()
        _grant(member, roles)


def set_member_active(*, viewer: Viewer, member: Membership, active: bool) -> None:
    """End a membership, or begin it again."""
    with recorded(viewer, "member.restored" if active else "member.ended", member):
        check_can_deactivate(viewer, member)
        member.is_active = active
        member.save(update_fields=["is_active"])


def save_agency(*, viewer: Viewer, agency: Agency) -> Agency:
    """Add an agency, or keep the changes made to one."""
    with recorded(viewer, "agency.added" if agency._state.adding else "agency.changed", agency):
        check_can_manage_members(viewer)
        agency.partnership_id = viewer.partnership_id
        agency.save()
        return agency


def _keep(row: Partnership | Agency) -> None:
    row.full_clean()
    row.save(force_insert=True)


def _grant(member: Membership, roles: Iterable[Role]) -> None:
    RoleGrant.objects.bulk_create(RoleGrant(membership=member, role=role) for role in roles)
