"""The meeting screen and its pages, as the server draws them."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concentric.casework.contexts.actions import name_context, set_in_use
from concentric.casework.contexts.models import Context
from concentric.casework.live.screen import open_from_before, read_screen
from concentric.casework.meetings.actions import record_decision
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.queries import visible_entries
from concentric.foundation.accounts.models import Role
from concentric.foundation.identity import new_id
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.method.instrument.vocabulary import Sharing
from tests.factories.live_meeting import NAMED, NOT_FOR_FAMILY, SECRET, Live, fill, make_later, make_live, make_written

pytestmark = pytest.mark.django_db
PAGES = ("", "overview/", "finish/", "read-back/", "side")


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Live:
    return make_written()


@pytest.fixture
def live(made: Live) -> Live:
    return deepcopy(made)


def text_of(response) -> str:
    """The page's words, also of a JSON answer."""
    return (
        response.json()["html"]
        if response.headers["Content-Type"].startswith("application/json")
        else response.content.decode()
    )


def test_every_cell_has_a_line_and_every_agenda_part_is_on_the_page() -> None:
    live = make_live()
    page = text_of(live.world.client(live.writer).get(live.path))
    for context in CONTEXTS:
        for column in COLUMNS:
            assert f'id="line-{context.key}-{column.key}"' in page
    for item in live.meeting.agenda.exclude(part="note"):
        assert f'id="part-{item.part.replace(":", "-")}"' in page


@pytest.mark.parametrize("place", PAGES)
def test_an_entry_for_two_agencies_reaches_nobody_of_another(live: Live, place: str) -> None:
    seen = text_of(live.world.client(live.writer).get(live.path + place))
    practitioner = text_of(live.world.client(live.world.practitioner).get(live.path + place))
    assert SECRET not in practitioner
    if place != "read-back/":  # which is always as the room may hear it
        assert SECRET in seen


@pytest.mark.parametrize("place", ["", "overview/", "finish/", "side"])
def test_the_room_view_holds_nothing_limited_and_no_name(live: Live, place: str) -> None:
    page = text_of(live.world.client(live.writer).get(f"{live.path}{place}?view=room"))
    assert SECRET not in page
    assert NOT_FOR_FAMILY not in page
    own_name_aside = page.replace(live.writer.name, "")  # the header says who is signed in
    for name in ("Kofi", "Fictional<", "Ama ", live.chair.name, live.world.lead.name):
        assert name not in own_name_aside
    if place in ("", "overview/"):
        assert NAMED.replace("Test-Kofi", "the young person") in page


@pytest.mark.parametrize("place", ["", "overview/", "finish/", "read-back/", "side"])
def test_the_room_view_holds_no_limited_action_of_an_earlier_meeting(live: Live, place: str) -> None:
    two = (live.world.agencies["police"], live.world.agencies["social"])
    limits = {
        "Call at the flat with the officer": {"sharing": Sharing.AGENCIES, "sharing_agencies": two},
        "Ask the aunt without the family": {"sharing": Sharing.NOT_FAMILY},
        "Mend the gate of the yard": {},
    }
    for text, limit in limits.items():
        live.plan("family", text, **limit)
    later = make_later(live)
    client = live.world.client(live.writer)
    for path in (live.path, later):  # what is planned today, and then what is open from before
        page = text_of(client.get(f"{path}{place}?view=room"))
        assert [text for text, limit in limits.items() if limit and text in page] == []
    if place == "":
        own, wall = (text_of(client.get(f"{later}{view}")) for view in ("", "?view=room"))
        assert all(text in own for text in limits)
        assert "Mend the gate of the yard" in wall


@pytest.mark.parametrize("sharing", [Sharing.NOT_FAMILY, Sharing.AGENCIES])
def test_no_screen_says_that_nothing_is_planned_where_a_limited_action_is(live: Live, sharing: Sharing) -> None:
    limit = {"sharing": sharing, "sharing_agencies": (live.world.agencies["police"],)}
    live.plan("peers", "Speak with the older boys", live.entries["The group admires older boys who brag"], **limit)
    live.plan("neighbourhood", "Watch the yard", **limit)
    chair = text_of(live.world.client(live.chair).get(live.path))
    assert "Speak with the older boys" in chair
    assert "not shown here" not in chair
    for viewer, view in ((live.chair, "?view=room"), (live.world.practitioner, "")):
        client = live.world.client(viewer)
        if view or sharing is Sharing.AGENCIES:
            page = text_of(client.get(live.path + view))
            finish = text_of(client.get(f"{live.path}finish/{view}"))
            assert "Speak with the older boys" not in page + finish
            assert "Peers: 1 risk or vulnerability and no planned action" not in page + finish
            assert "Peer group: 1 entry, 1 risk, no vulnerabilities, something planned, not shown here." in page
            assert "Neighbourhood spaces: recorded, not shown here, something planned, not shown here." in page
            assert "What is planned here is not shown on this screen." in page
            assert "Nothing is recorded, and nobody has said what that means" not in finish  # all five have something
            assert "Every context with a risk or vulnerability shown here has a planned action." in page


def test_a_need_that_is_not_shown_makes_no_gap_on_the_wall_and_one_on_the_screens_of_those_who_see_it(
    live: Live,
) -> None:
    live.write("neighbourhood", "risk", "Older boys wait in the yard", sharing=Sharing.NOT_FAMILY)
    assert "neighbourhood" in read_screen(live.chair, live.meeting).gap_contexts
    wall = read_screen(live.chair, live.meeting, room=True)
    assert wall.gap_contexts == ["peers"]
    assert not wall.undecided("neighbourhood")


def test_the_read_back_says_that_a_limited_action_is_left_out_and_nothing_of_it(live: Live) -> None:
    client, path = live.world.client(live.chair), f"{live.path}read-back/"
    assert "limited sharing" not in text_of(client.get(path))
    live.plan("family", "Call at the flat with the officer", sharing=Sharing.NOT_FAMILY)
    page = text_of(client.get(path))
    assert "1 planned action has limited sharing and is not read out here." in page
    assert "Call at the flat" not in page
    assert "Family and home" not in page
    assert "Put staff in the music corridor at lunch" in page


NAMES = ("Moor End", "Bellweather", "Hart Yard")


@pytest.mark.parametrize("place", PAGES)
def test_the_room_view_calls_the_homes_groups_schools_and_places_of_the_register_by_what_they_are(
    live: Live, place: str
) -> None:
    named = {
        kind: name_context(viewer=live.writer, case=live.meeting.case, kind=kind, name=name)
        for kind, name in (
            ("family", "12 Bellweather Road"),
            ("school", "Moor End Primary"),
            ("neighbourhood", "Hart Yard"),
        )
    }
    for kind, context in named.items():
        live.write(kind, "risk", f"Nobody watches {context.name} after school", instance=context)
    live.plan("family", "Ring the flat at Bellweather", owner_agency=live.world.agencies["school"])
    live.write("school", "strengths", "Moor End knows him", source=live.world.agencies["school"])
    record_decision(viewer=live.chair, meeting=live.meeting, text="Larkfield and Hart Yard first", reasons="Moor End")
    client = live.world.client(live.chair)
    own, wall = (
        text_of(client.get(f"{path}{place}{view}")) for path, view in ((live.path, ""), (live.path, "?view=room"))
    )
    assert [name for name in NAMES if name in wall] == []
    if place in ("", "side", "overview/"):
        assert [name for name in NAMES if name in own] == [name for name in NAMES if name in own + wall] != []
    later = text_of(client.get(f"{make_later(live)}?view=room"))
    assert [name for name in NAMES if name in later] == []
    if place == "":
        assert 'data-instance="the school"' in wall
        assert 'data-instance="school 2"' in wall
        assert "Source: </span>the school<" in wall
        assert "Ring the flat at the home" in later


def test_a_school_is_typed_on_the_wall_by_what_it_is_called_there() -> None:
    live = make_live()
    name_context(viewer=live.writer, case=live.meeting.case, kind="school", name="Moor End Primary")
    client = live.world.client(live.writer)
    for line, sticky, name in (
        ("Gate is open", "school 2", "Moor End Primary"),
        ('Doors are open #"the school"', "", "Larkfield Academy"),
        ("Yard is dark #moor end primary", "", "Moor End Primary"),
    ):
        entry_id = str(new_id())
        posted = {"view": "room", "context": "school", "column": "risk", "line": line, "instance": sticky}
        client.post(f"{live.path}entries/", {**posted, "entry_id": entry_id})
        entry = Entry.objects.get(pk=entry_id)
        assert entry.instance is not None
        assert entry.instance.name == name
    assert Context.objects.filter(partnership=live.world.partnership, kind="school").count() == 2


def test_every_link_and_form_of_the_room_view_stays_in_it(live: Live) -> None:
    page = text_of(live.world.client(live.writer).get(f"{live.path}?view=room"))
    forms, carried = page.count(f'action="{live.path}'), page.count('<input type="hidden" name="view" value="room">')
    assert forms == carried > 40
    assert f'href="{live.path}?part=' not in page.replace("data-own-view", "").split("mt-columns")[1]


def test_a_stranger_and_another_partnership_get_404_for_every_page(live: Live) -> None:
    for viewer in (live.world.practitioner_other, live.world.elsewhere_coordinator):
        client = live.world.client(viewer)
        assert {client.get(live.path + place).status_code for place in PAGES} == {404}


@pytest.mark.one_database
def test_the_number_of_queries_does_not_grow_with_the_entries(live: Live) -> None:
    client = live.world.client(live.writer)
    for place in PAGES:
        client.get(live.path + place)  # the session’s own first notes

    def queries(place: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(live.path + place).status_code == 200
        return len(captured)

    few = {place: queries(place) for place in PAGES}
    fill(live, 60)
    assert {place: queries(place) for place in PAGES} == few


def test_an_entry_keeps_the_name_of_a_school_that_is_out_of_use(live: Live) -> None:
    set_in_use(viewer=live.world.coordinator, context=live.school, in_use=False)
    client = live.world.client(live.writer)
    client.get(live.path)

    def page() -> tuple[int, int]:
        """Queries, and how often the school's name stands there."""
        with CaptureQueriesContext(connection) as captured:
            words = text_of(client.get(f"{live.path}overview/"))
        return len(captured), words.count(">Larkfield Academy<")

    queries, named = page()
    assert named == 2
    for number in range(4):
        live.write("school", "risk", f"Another corridor, number {number}", instance=live.school)
    assert page() == (queries, 6)


def test_an_action_of_an_earlier_meeting_is_shown_to_those_who_may_see_its_entry(live: Live) -> None:
    world = live.world
    live.plan("family", "Call with the officer", sharing=Sharing.AGENCIES, sharing_agencies=(world.agencies["police"],))
    later = Meeting.objects.get(pk=make_later(live).split("/")[2])
    later.attendance.create(name="Test Stranger", membership=world.practitioner_other.membership)
    shown = set()
    for viewer in (*world.viewers.values(), world.practitioner_other, world.elsewhere_coordinator):
        entries = {action.entry_id for action in open_from_before(viewer, later)}
        planned = visible_entries(viewer).filter(meeting=live.meeting, column_key="actions")
        assert entries == set(planned.values_list("pk", flat=True)), viewer.name
        shown.add(len(entries))
    assert shown == {0, 1, 2}


def test_a_gap_is_said_where_the_plan_does_not_reach(live: Live) -> None:
    screen = read_screen(live.writer, live.meeting)
    assert screen.gap_contexts == ["family", "peers"]
    assert "Peers: 1 risk or vulnerability and no planned action." in text_of(
        live.world.client(live.writer).get(live.path)
    )


def test_a_planned_meeting_offers_to_open_it_to_those_who_run_it() -> None:
    live = make_live(opened=False)
    assert "Open the meeting" in text_of(live.world.client(live.writer).get(live.path))
    assert live.world.client(live.writer).post(f"{live.path}open/").status_code == 302
    live.meeting.refresh_from_db()
    assert live.meeting.status == "open"


def test_a_meeting_long_before_its_time_opens_only_after_asking() -> None:
    live = make_live(opened=False)
    Meeting.objects.filter(pk=live.meeting.pk).update(starts_at=timezone.now() + dt.timedelta(days=2))
    client = live.world.client(live.writer)
    assert "Open the meeting early?" in text_of(client.post(f"{live.path}open/"))
    assert Meeting.objects.get(pk=live.meeting.pk).status == "planned"
    assert client.post(f"{live.path}open/", {"early": "yes"}).status_code == 302
    assert Meeting.objects.get(pk=live.meeting.pk).status == "open"


def test_before_we_finish_names_what_is_open(live: Live) -> None:
    page = text_of(live.world.client(live.chair).get(f"{live.path}finish/"))
    for words in (
        "Neighbourhood spaces",
        "Peers: 1 risk or vulnerability and no planned action.",
        "The group admires older boys who brag",
        "Set the review date",
        SECRET,
        "Not quorate: 0 agencies here; 3 are needed; missing: Children&#39;s social care, Police.",
    ):
        assert words in page
    assert "Every planned action has an owner and a date." in page


def test_the_titles_of_before_we_finish_say_what_is_so(live: Live) -> None:
    client, path = live.world.client(live.chair), f"{live.path}finish/"
    page = text_of(client.get(path))
    assert all(said in page for said in ("The meeting is not quorate", "Needs unanswered", "No review date"))
    assert not any(said in page for said in ("The meeting is quorate", "Every need is answered", "There is a review"))
    live.meeting.review_on = timezone.localdate() + dt.timedelta(days=60)
    live.meeting.introduction = live.meeting.introduction | {"quorum": {"minimum_agencies": 0, "required": []}}
    live.meeting.save()
    page = text_of(client.get(path))
    assert "There is a review date" in page
    assert "The meeting is quorate" in page


def test_the_vocabulary_cannot_close_its_element() -> None:
    live = make_live()
    agency = live.world.agencies["police"]
    agency.name = "</script><b>Police</b>"
    agency.save()
    page = text_of(live.world.client(live.writer).get(live.path))
    assert "</script><b>" not in page


def test_a_governance_officer_sees_no_meeting(live: Live) -> None:
    assert live.world.client(live.world.viewers[Role.GOVERNANCE]).get(live.path).status_code == 404
