"""A small fictional world to test in: a partnership, somebody in every role, one case and one planned meeting.

Every call makes a world of its own, so that tests which share a served database do not meet.
"""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.utils import timezone

from concentric.casework.cases.models import Case, CaseAgency, Involvement
from concentric.casework.meetings.models import Attendance, Meeting
from concentric.foundation.accounts.models import Agency, AgencyKind, Membership, Partnership, Role, RoleGrant, User
from concentric.foundation.accounts.viewer import Viewer

AGENCIES = {
    "social": ("Harrow Vale Children’s Services", AgencyKind.SOCIAL_CARE),
    "police": ("Harrow Vale Police", AgencyKind.POLICE),
    "yjs": ("Harrow Vale Youth Justice", AgencyKind.YOUTH_JUSTICE),
    "health": ("Harrow Vale Community Health", AgencyKind.HEALTH),
    "camhs": ("Harrow Vale CAMHS", AgencyKind.CAMHS),
    "school": ("Larkfield Academy", AgencyKind.EDUCATION),
    "housing": ("Harrow Vale Homes", AgencyKind.HOUSING),
    "voluntary": ("Safe Streets Project", AgencyKind.VOLUNTARY),
}

PEOPLE = {
    Role.ADMINISTRATOR: ("Bronwen Test-Pugh", "social"),
    Role.COORDINATOR: ("Adaeze Test-Okafor", "social"),
    Role.CHAIR: ("Parveen Test-Akhtar", "social"),
    Role.MINUTE_TAKER: ("Tomasz Test-Wrona", "yjs"),
    Role.LEAD_PROFESSIONAL: ("Siobhan Test-Daly", "social"),
    Role.PRACTITIONER: ("Luis Test-Ferreira", "school"),
    Role.GOVERNANCE: ("Mei Test-Lin", "health"),
}

PASSWORD = "a long fictional passphrase"
_numbers = itertools.count(1)


@dataclass
class World:
    """`viewers` is keyed by role: `world.viewers[Role.CHAIR]` or `world.viewers["chair"]`, one person each."""

    partnership: Partnership
    agencies: dict[str, Agency]
    viewers: dict[str, Viewer]
    practitioner_other: Viewer
    elsewhere: Partnership
    elsewhere_coordinator: Viewer
    case: Case
    meeting: Meeting

    @property
    def coordinator(self) -> Viewer:
        return self.viewers[Role.COORDINATOR]

    @property
    def lead(self) -> Viewer:
        return self.viewers[Role.LEAD_PROFESSIONAL]

    @property
    def practitioner(self) -> Viewer:
        """Works with the young person: involved in the case, without any other role."""
        return self.viewers[Role.PRACTITIONER]

    def client(self, viewer: Viewer | str) -> Client:
        """A browser signed in as that viewer, or as the person in that role."""
        who = self.viewers[viewer] if isinstance(viewer, str) else viewer
        return signed_in(who)


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(viewer.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def make_world() -> World:
    """A partnership at work, and another next door that must never see it."""
    partnership, agencies = make_partnership("Harrow Vale")
    viewers: dict[str, Viewer] = {
        role: make_member(partnership, agencies[handle], name, role) for role, (name, handle) in PEOPLE.items()
    }
    other = make_member(partnership, agencies["housing"], "Dragana Test-Ilić", Role.PRACTITIONER)
    elsewhere, their_agencies = make_partnership("Eastmere")
    neighbour = make_member(elsewhere, their_agencies["social"], "Yusuf Test-Warsame", Role.COORDINATOR)
    case = make_case(partnership, lead=viewers[Role.LEAD_PROFESSIONAL])
    for role in (Role.LEAD_PROFESSIONAL, Role.PRACTITIONER, Role.CHAIR, Role.MINUTE_TAKER):
        involve(case, viewers[role], by=viewers[Role.COORDINATOR])
    meeting = make_meeting(case, chair=viewers[Role.CHAIR], minute_taker=viewers[Role.MINUTE_TAKER])
    for role in (Role.LEAD_PROFESSIONAL, Role.PRACTITIONER):
        invite(meeting, viewers[role])
    return World(partnership, agencies, viewers, other, elsewhere, neighbour, case, meeting)


def make_partnership(name: str) -> tuple[Partnership, dict[str, Agency]]:
    mark = f"{next(_numbers)}-{secrets.token_hex(3)}"
    partnership = Partnership.objects.create(name=f"{name} {mark}", reference_prefix=name[:2].upper())
    agencies = {
        handle: Agency(partnership=partnership, name=agency, handle=handle, kind=kind)
        for handle, (agency, kind) in AGENCIES.items()
    }
    Agency.objects.bulk_create(agencies.values())
    return partnership, agencies


def make_member(partnership: Partnership, agency: Agency, name: str, *roles: Role) -> Viewer:
    email = f"{name.split()[0].lower()}.{next(_numbers)}.{secrets.token_hex(3)}@example.org"
    user = User.objects.create_user(email, PASSWORD, name=name)
    membership = Membership.objects.create(user=user, partnership=partnership, agency=agency)
    RoleGrant.objects.bulk_create(RoleGrant(membership=membership, role=role) for role in roles)
    return Viewer(membership=membership, roles=frozenset(map(str, roles)))


def make_case(partnership: Partnership, *, lead: Viewer | None = None, **fields: object) -> Case:
    """An open case of a fictional young person, straight into the tables; a random reference unless one is given."""
    given: dict[str, object] = {
        "reference": f"{partnership.reference_prefix}-2026-{secrets.randbelow(10**6) + 10_000}",
        "given_name": "Test-Kofi",
        "family_name": "Fictional",
        "date_of_birth": dt.date(2011, 3, 14),
        "opened_on": timezone.localdate() - dt.timedelta(days=20),
        "lead_professional": lead.membership if lead else None,
    }
    case = Case.objects.create(partnership=partnership, **{**given, **fields})
    if lead:
        CaseAgency.objects.create(case=case, agency=lead.agency)
    return case


def involve(case: Case, viewer: Viewer, *, by: Viewer, part: str = "Works with the young person") -> Involvement:
    return Involvement.objects.create(
        case=case, membership=viewer.membership, part=part, since=case.opened_on, added_by=by.membership
    )


def make_meeting(case: Case, *, chair: Viewer, minute_taker: Viewer, **fields: object) -> Meeting:
    """A planned meeting in a week's time, its chair and minute-taker invited."""
    given: dict[str, object] = {
        "type_key": "map",
        "type_name": "MAP meeting",
        "starts_at": timezone.now() + dt.timedelta(days=7),
        "place": "Room 2, the fictional civic centre",
    }
    meeting = Meeting.objects.create(
        case=case, chair=chair.membership, minute_taker=minute_taker.membership, **{**given, **fields}
    )
    invite(meeting, chair, part="Chair")
    invite(meeting, minute_taker, part="Minute-taker")
    return meeting


def invite(meeting: Meeting, viewer: Viewer, *, part: str = "") -> Attendance:
    return Attendance.objects.create(
        meeting=meeting, membership=viewer.membership, agency=viewer.agency, name=viewer.name, part=part
    )
