"""Who looked at a case: also by the stream, a search, the tracker and a named context; once for each sitting."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concentric.casework.cases.looks import looks_at
from concentric.casework.cases.models import Case
from concentric.casework.contexts.actions import name_context
from concentric.casework.meetings.actions import add_entry, open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.meetings.models import Entry
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit import queries
from concentric.foundation.audit.models import AuditEvent, CaseShown
from concentric.foundation.audit.trail import verify
from tests.factories.counting import queries_for
from tests.factories.unprotected import Unprotected
from tests.factories.world import World, make_case, make_meeting, make_world

pytestmark = pytest.mark.django_db
LINE = "Bullying goes unaddressed near the gate"


@pytest.fixture
def world() -> World:
    made = make_world()
    open_meeting(viewer=made.viewers[Role.MINUTE_TAKER], meeting=made.meeting)
    draft = EntryDraft("school", "risk", LINE)
    add_entry(viewer=made.viewers[Role.MINUTE_TAKER], meeting=made.meeting, entry_id=uuid.uuid4(), draft=draft)
    return made


def looks(world: World, case: Case | None = None, by: Viewer | None = None) -> dict[str, int]:
    """What `by` (the coordinator unless told) is seen to have looked at, and how often."""
    who = str((by or world.coordinator).membership)
    lines = looks_at(world.lead, case or world.case, changes_too=False)[:50]
    return {line.what: line.times for line in lines if line.who == who}


def follow(client: Client, world: World, times: int = 1) -> None:
    for _ in range(times):
        for part in ("stream", "side", "side?view=room"):
            assert client.get(f"/meetings/{world.meeting.pk}/{part}").status_code == 200


@pytest.mark.parametrize("part", ["stream", "side"])
def test_following_a_meeting_is_a_look_although_its_page_was_never_opened(world: World, part: str) -> None:
    world.client(world.practitioner).get(f"/meetings/{world.meeting.pk}/{part}")
    assert looks(world, by=world.practitioner) == {"Followed a meeting on the screen": 1}


def test_a_person_is_noted_once_for_each_meeting_and_sitting(world: World) -> None:
    client = world.client(Role.COORDINATOR)
    follow(client, world, times=3)
    assert looks(world) == {"Followed a meeting on the screen": 1}

    other = make_meeting(world.case, chair=world.viewers[Role.CHAIR], minute_taker=world.viewers[Role.MINUTE_TAKER])
    client.get(f"/meetings/{other.pk}/stream")
    assert looks(world) == {"Followed a meeting on the screen": 2}

    an_hour_passes(world)
    follow(world.client(Role.COORDINATOR), world)  # signed in anew
    assert looks(world)["Followed a meeting on the screen"] == 3


def an_hour_passes(world: World) -> None:
    """What was noted until now was noted an hour earlier."""
    with Unprotected():
        AuditEvent.objects.filter(chain=str(world.partnership.pk)).update(at=F("at") - dt.timedelta(hours=1))


def test_a_save_notes_itself_and_no_look(world: World) -> None:
    client = world.client(Role.MINUTE_TAKER)
    before = list(AuditEvent.objects.values_list("pk", flat=True))
    posted = {
        "entry_id": str(uuid.uuid4()),
        "line": "Staff walk the corridor",
        "context": "school",
        "column": "risk",
    }
    answer = client.post(f"/meetings/{world.meeting.pk}/entries/", posted, headers={"X-Concentric-Fetch": "1"})
    assert answer.status_code == 200, answer.content
    assert list(AuditEvent.objects.exclude(pk__in=before).values_list("verb", flat=True)) == ["entry.added"]


def test_a_search_is_a_look_at_every_case_whose_text_it_showed_and_at_no_other(world: World) -> None:
    other = make_case(world.partnership, reference="HV-9999-0001", given_name="Test-Amara", lead=world.lead)
    client = world.client(Role.COORDINATOR)
    assert LINE in client.post("/search/", {"q": "bullying"}).content.decode()
    client.post("/search/", {"q": "nothing-holds-this"})

    assert looks(world) == {"Found it in a search": 1}
    assert looks(world, other) == {}
    assert AuditEvent.objects.filter(verb="search.made").count() == 2  # one event for each search, however many finds


def test_the_tracker_its_file_and_a_named_context_are_looks(world: World) -> None:
    plan_action(
        viewer=world.viewers[Role.MINUTE_TAKER],
        meeting=world.meeting,
        entry_id=uuid.uuid4(),
        draft=EntryDraft("school", "actions", "Staff stand at the gate"),
        plan=ActionDraft(),
    )
    gate = name_context(viewer=world.coordinator, case=world.case, kind="school", name="Test Gate School")
    Entry.objects.filter(meeting=world.meeting, column_key="risk").update(instance=gate)
    client = world.client(Role.COORDINATOR)
    client.get("/actions/", {"whose": "all"})
    client.get("/actions/download.csv", {"whose": "all"})
    client.get(f"/contexts/{gate.pk}/")
    assert looks(world) == {
        "Saw an action in the tracker": 1,
        "Downloaded the tracker": 1,
        "Opened a context named in it": 1,
    }


def test_the_cost_of_a_search_does_not_grow_with_its_cases(world: World) -> None:
    client = world.client(Role.COORDINATOR)

    def cost() -> int:
        client.post("/search/", {"q": "gate"})
        with CaptureQueriesContext(connection) as asked:
            client.post("/search/", {"q": "gate"})
        return len(asked)

    one = cost()
    for _ in range(6):
        case = make_case(world.partnership)
        meeting = make_meeting(case, chair=world.viewers[Role.CHAIR], minute_taker=world.viewers[Role.MINUTE_TAKER])
        open_meeting(viewer=world.viewers[Role.MINUTE_TAKER], meeting=meeting)
        draft = EntryDraft("school", "risk", LINE)
        add_entry(viewer=world.viewers[Role.MINUTE_TAKER], meeting=meeting, entry_id=uuid.uuid4(), draft=draft)
    assert cost() == one
    assert CaseShown.objects.filter(event__verb="search.made").values("case_id").distinct().count() == 7


def test_following_costs_the_same_after_a_long_sitting(world: World) -> None:
    client = world.client(Role.COORDINATOR)
    address = f"/meetings/{world.meeting.pk}/side"
    first = queries_for(client, address)
    for _ in range(5):
        client.get(address)
    assert queries_for(client, address) == first


def test_the_trail_of_a_case_has_what_showed_it_among_others(world: World) -> None:
    world.client(Role.COORDINATOR).post("/search/", {"q": "bullying"})
    found = queries.events(world.viewers[Role.GOVERNANCE], queries.Search(case=world.case.pk))
    assert "search.made" in found.values_list("verb", flat=True)
    page = world.client(Role.GOVERNANCE).get("/audit/", {"case": str(world.case.pk)})
    assert "cases_shown: 1" in page.content.decode()


def test_which_cases_were_shown_can_be_neither_changed_nor_hidden(world: World) -> None:
    world.client(Role.COORDINATOR).post("/search/", {"q": "bullying"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseShown.objects.all().delete()
    assert list(verify(str(world.partnership.pk))) == []

    event = AuditEvent.objects.get(verb="search.made")
    with Unprotected():
        CaseShown.objects.filter(event=event).delete()
    assert [found.position for found in verify(str(world.partnership.pk))] == [event.position]
