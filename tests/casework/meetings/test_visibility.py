"""Who sees what: the database and the stream must answer alike, and so must the quick way to a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from concentric.casework.cases.models import Involvement
from concentric.casework.meetings.models import Attendance, Entry, Meeting
from concentric.casework.meetings.queries import (
    attendance_of,
    entry_of,
    get_meeting,
    invitations,
    visible_entries,
    visible_meetings,
)
from concentric.casework.meetings.visibility import limited_filter, sees, sight_of
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.vocabulary import Sharing
from tests.factories.world import AGENCIES, World, invite, make_member, make_world

HANDLES = sorted(AGENCIES)
SOMEBODY = [Role.CHAIR, Role.MINUTE_TAKER, Role.LEAD_PROFESSIONAL, Role.PRACTITIONER, Role.COORDINATOR]


def _is_found(get: Callable[..., object], *arguments: object) -> bool:
    try:
        get(*arguments)
    except NotVisible:
        return False
    return True


@pytest.mark.django_db
class TestVisibility(TestCase):
    world: World
    viewers: list[Viewer]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()
        extra = [
            make_member(cls.world.partnership, agency, "Extra Test-Person") for agency in cls.world.agencies.values()
        ]
        for viewer in extra:
            invite(cls.world.meeting, viewer)
        cls.viewers = [
            *cls.world.viewers.values(),
            *extra,
            cls.world.practitioner_other,
            cls.world.elsewhere_coordinator,
        ]

    @given(
        sharing=st.sampled_from(list(Sharing)),
        named=st.sets(st.sampled_from(HANDLES), max_size=3),
        source=st.none() | st.sampled_from(HANDLES),
        author=st.sampled_from(SOMEBODY),
    )
    def test_the_stream_and_the_database_agree(
        self, sharing: Sharing, named: set[str], source: str | None, author: Role
    ) -> None:
        world = self.world
        entry = Entry.objects.create(
            meeting=world.meeting,
            context_key="school",
            column_key="risk",
            text="Something said",
            sharing=sharing.value,
            source=world.agencies[source] if source else None,
            position=1,
            created_by=world.viewers[author].membership,
        )
        entry.sharing_agencies.set(world.agencies[handle] for handle in named)
        sight = sight_of(entry)
        for viewer in self.viewers:
            shown = visible_meetings(viewer).filter(pk=world.meeting.pk).exists() and sees(viewer, sight)
            assert visible_entries(viewer).filter(pk=entry.pk).exists() == shown, (viewer.name, sight)
            at_hand = Entry.objects.filter(limited_filter(viewer, world.meeting), pk=entry.pk)
            assert at_hand.exists() == sees(viewer, sight), (viewer.name, sight)
            assert _is_found(entry_of, viewer, world.meeting, entry.pk) == sees(viewer, sight), (viewer.name, sight)

    @given(
        chair=st.sampled_from(SOMEBODY),
        invited=st.sets(st.sampled_from(list(Role)), max_size=4),
        involved=st.booleans(),
    )
    def test_the_quick_way_to_a_meeting_gives_no_more_and_no_less(
        self, chair: Role, invited: set[Role], *, involved: bool
    ) -> None:
        world = self.world
        if not involved:
            world.case.involvements.all().delete()
        Meeting.objects.filter(pk=world.meeting.pk).update(chair=world.viewers[chair].membership)
        Attendance.objects.filter(meeting=world.meeting).delete()
        for role in invited:
            invite(world.meeting, world.viewers[role])
        for viewer in self.viewers:
            found = _is_found(get_meeting, viewer, world.meeting.pk)
            assert found == visible_meetings(viewer).filter(pk=world.meeting.pk).exists(), viewer.name

    @given(parts=st.lists(st.sampled_from([None, -1, 0, 1]), max_size=3, unique=True), invited=st.booleans())
    def test_a_place_on_the_list_is_open_to_both_questions_alike(
        self, parts: list[int | None], *, invited: bool
    ) -> None:
        world, viewer, today = self.world, self.viewers[-3], timezone.localdate()
        Involvement.objects.filter(membership_id=viewer.id).delete()
        Attendance.objects.filter(membership_id=viewer.id).delete()
        if invited:
            invite(world.meeting, viewer)
        Involvement.objects.filter(membership_id=viewer.id).delete()
        for ends_in in parts:
            until = None if ends_in is None else today + dt.timedelta(days=ends_in)
            member = viewer.membership
            Involvement.objects.create(
                case=world.case, membership=member, part="Worker", since=today, until=until, added_by=member
            )
        listed = invitations(viewer).filter(meeting=world.meeting).values_list("state", flat=True)
        assert attendance_of(viewer, world.meeting) == listed.first()
