"""A signed framework on its way to a study, for the tests of the door."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from concentric.casework.cases.actions import add_person
from concentric.casework.cases.models import CasePerson
from concentric.casework.signoff.actions import close_meeting, sign_minutes
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Role
from concentric.submission.studies.models import StudyLink
from tests.factories.busy_world import hold
from tests.factories.world import World, invite, make_meeting, make_world


@dataclass
class Signed:
    """A world with one signed meeting, its minutes, a study that the partnership sends to, and a peer on the case."""

    world: World
    minutes: Minutes
    study: StudyLink
    peer: CasePerson


def make_signed() -> Signed:
    world = make_world()
    peer = add_person(viewer=world.lead, case=world.case, kind="peer", name="Zebedee Quillfeather", relation="Friend")
    add_person(viewer=world.lead, case=world.case, kind="family", name="Test-Ama Fictional", relation="Mother")
    minutes = make_minutes(world)
    return Signed(world, minutes, make_study_link(world), peer)


def make_minutes(world: World, *, days: int = -60) -> Minutes:
    """Another meeting of the case, held and signed."""
    chair = world.viewers[Role.CHAIR]
    meeting = make_meeting(
        world.case,
        chair=chair,
        minute_taker=world.viewers[Role.MINUTE_TAKER],
        starts_at=timezone.now() + dt.timedelta(days=days),
    )
    for role in (Role.LEAD_PROFESSIONAL, Role.PRACTITIONER):
        invite(meeting, world.viewers[role])
    hold(world, meeting)
    close_meeting(viewer=chair, meeting=meeting)
    return sign_minutes(viewer=chair, meeting=meeting)


def make_study_link(world: World) -> StudyLink:
    return StudyLink.objects.create(
        partnership=world.partnership,
        study_id=uuid.uuid4(),
        site_id=uuid.uuid4(),
        name=f"Fictional study {uuid.uuid4().hex[:6]}",
        question="What do the plans of multi-agency meetings answer?",
        contact="study@example.org",
        consent_text="I agree.",
        joined_by=world.lead.membership,
    )
