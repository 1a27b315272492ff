"""Larkmoor's agencies and members. All of them are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib.auth.hashers import make_password

from concentric.casework.process.actions import change_process
from concentric.demo import DOMAIN, PASSWORD
from concentric.demo.clock import Clock
from concentric.foundation.accounts.actions import add_member, found_partnership, save_agency
from concentric.foundation.accounts.models import Agency, AgencyKind, Membership, Partnership, Role, User
from concentric.foundation.accounts.viewer import Viewer, viewer_of
from concentric.method.instrument.process import SecondStep
from concentric.method.instrument.process_default import DEFAULT_PROCESS

PARTNERSHIP, PREFIX = "Larkmoor Partnership (fictional)", "LM"

AGENCIES = {
    "social": ("Larkmoor Children’s Services", AgencyKind.SOCIAL_CARE),
    "police": ("Larkmoor Police", AgencyKind.POLICE),
    "yjs": ("Larkmoor Youth Justice Service", AgencyKind.YOUTH_JUSTICE),
    "health": ("Larkmoor Community Health", AgencyKind.HEALTH),
    "camhs": ("Larkmoor CAMHS", AgencyKind.CAMHS),
    "academy": ("Bramble Hill Academy", AgencyKind.EDUCATION),
    "homes": ("Larkmoor Homes", AgencyKind.HOUSING),
    "opendoor": ("Open Door Youth Project", AgencyKind.VOLUNTARY),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A member to be: `handle` is the part before the @ of their e-mail address."""

    handle: str
    name: str
    agency: str
    job: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        return f"{self.handle}@{DOMAIN}"


# In the order in which a newcomer may want to sign in as them.
PEOPLE = (
    Person("tomasz", "Tomasz Zielny", "social", "Conference support officer", (Role.MINUTE_TAKER,)),
    Person("rosalind", "Rosalind Achebe", "social", "Safeguarding and review manager", (Role.CHAIR,)),
    Person("nasreen", "Nasreen Malik", "social", "HSB coordinator", (Role.COORDINATOR,)),
    Person("dermot", "Dermot Quill", "social", "Social worker", (Role.LEAD_PROFESSIONAL, Role.PRACTITIONER)),
    Person("ifeoma", "Ifeoma Duru", "yjs", "Youth justice worker", (Role.LEAD_PROFESSIONAL, Role.PRACTITIONER)),
    Person("gwen", "Gwen Tudor-Hale", "police", "Detective sergeant", (Role.PRACTITIONER,)),
    Person("luis", "Luis Faria", "academy", "Designated safeguarding lead", (Role.PRACTITIONER,)),
    Person("kavita", "Kavita Rao", "health", "School nurse", (Role.PRACTITIONER,)),
    Person("soojin", "Soo-Jin Park", "camhs", "Clinical psychologist", (Role.PRACTITIONER,)),
    Person("marlon", "Marlon Beckles", "homes", "Neighbourhood housing officer", (Role.PRACTITIONER,)),
    Person("freya", "Freya Lindqvist", "opendoor", "Youth worker", (Role.PRACTITIONER,)),
    Person("abdi", "Abdi Warfa", "police", "Neighbourhood sergeant", (Role.PRACTITIONER,)),
    Person("helen", "Helen Osei-Brant", "social", "Systems officer", (Role.ADMINISTRATOR,)),
    Person("mei", "Mei Tanaka-Ward", "health", "Information governance officer", (Role.GOVERNANCE,)),
)


@dataclass(frozen=True)
class Cast:
    """Who is there, when the stories begin: `cast.nasreen` is the viewer of that handle."""

    clock: Clock
    partnership: Partnership
    agencies: dict[str, Agency]
    viewers: dict[str, Viewer]

    def __getattr__(self, handle: str) -> Viewer:
        try:
            return self.viewers[handle]
        except KeyError:
            raise AttributeError(handle) from None

    def members(self, handles: str) -> list[Membership]:
        """The members of those handles, written with spaces between."""
        return [self.viewers[handle].membership for handle in handles.split()]


def _ask_for_no_second_step(founder: Membership) -> None:
    """Everybody signs in with one password, for as long as somebody tries the demonstration out."""
    process = replace(DEFAULT_PROCESS, second_step=SecondStep(roles=(), grace_days=14))
    change_process(viewer=viewer_of(founder), process=process)


def gather(clock: Clock) -> Cast:
    """Found the partnership, add its agencies and members, and give everybody the demonstration's password."""
    first = next(person for person in PEOPLE if Role.ADMINISTRATOR in person.roles)
    name, kind = AGENCIES[first.agency]
    founder = found_partnership(
        name=PARTNERSHIP,
        reference_prefix=PREFIX,
        agency=Agency(name=name, handle=first.agency, kind=kind),
        email=first.email,
        administrator=first.name,
        job_title=first.job,
    )
    _ask_for_no_second_step(founder)
    agencies = {first.agency: founder.agency}
    for handle, (name, kind) in AGENCIES.items():
        if handle not in agencies:
            agency = Agency(name=name, handle=handle, kind=kind)
            agencies[handle] = save_agency(viewer=viewer_of(founder), agency=agency)
    for person in PEOPLE:
        if person is not first:
            add_member(
                viewer=viewer_of(founder),
                email=person.email,
                name=person.name,
                agency=agencies[person.agency],
                job_title=person.job,
                roles=person.roles,
            )
    User.objects.filter(memberships__partnership=founder.partnership).update(password=make_password(PASSWORD))
    members = founder.partnership.members.select_related("user", "agency", "partnership")
    viewers = {member.user.email.partition("@")[0]: viewer_of(member) for member in members}
    return Cast(clock, founder.partnership, agencies, viewers)
