"""Every piece of a file has somewhere to go in the record, and an action's own words give it an owner and a date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.imports.naming import Named
from concentric.casework.imports.placing import NO_REASONS, NOBODY_NAMED
from concentric.casework.meetings.models import Attendance, Meeting
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Agency, AgencyKind, Role
from concentric.method.exchange.framework_docx.plan_words import SaidPlan
from tests.factories.world import World, make_world
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db


def waiting(world: World, *texts: str) -> dict[str, TrayPiece]:
    """An import whose tray holds these words, by the words."""
    imported = ImportedFramework.objects.create(
        case=world.case,
        filename="framework.docx",
        sha256="0" * 64,
        head={"meeting_date": "2026-03-03", "summary": "What the file says of the contexts."},
        uploaded_by=world.viewers[Role.LEAD_PROFESSIONAL].membership,
    )
    pieces = [TrayPiece(imported=imported, order=order, text=text) for order, text in enumerate(texts, 1)]
    return {piece.text: piece for piece in TrayPiece.objects.bulk_create(pieces)}


def post(world: World, pieces: dict[str, TrayPiece], places: dict[str, str], **more: str) -> HttpResponse:
    client = world.client(Role.LEAD_PROFESSIONAL)
    address = f"/imports/{next(iter(pieces.values())).imported_id}/"
    asked = {f"place-{pieces[text].pk}": place for text, place in places.items()}
    return client.post(address, main_form(client.get(address)) | asked | more)


def put(world: World, pieces: dict[str, TrayPiece], places: dict[str, str]) -> Meeting:
    answer = post(
        world,
        pieces,
        places,
        put="yes",
        type_name="MAP meeting",
        held_on="3 March 2026",
        chair=str(world.viewers[Role.CHAIR].id),
        minute_taker=str(world.viewers[Role.MINUTE_TAKER].id),
    )
    assert answer.status_code == 302, words(answer)
    return Meeting.objects.get(imported=True)


def test_words_of_the_tray_go_beside_the_grid() -> None:
    world = make_world()
    places = {
        "The yard and the corridor belong together": "summary",
        "He stays in his school because he does well there": "decision",
        "The worker calls every week": "decision",
        "Police: we would have waited": "dissent",
        "Somebody disagreed about the date": "dissent",
        "Next meeting: 30 April 2026, 10am.": "review",
        "Present: A. Brandt (Police), R. Whitcombe (Designated safeguarding lead). Apologies: T. Marsh": "attendance",
    }
    pieces = waiting(world, *places)
    meeting = put(world, pieces, places)
    assert meeting.contextual_summary == (
        "What the file says of the contexts.\n\nThe yard and the corridor belong together"
    )
    assert list(meeting.decisions.values_list("text", "reasons")) == [
        ("He stays in his school", "he does well there"),
        ("The worker calls every week", NO_REASONS),
    ]
    police = world.agencies["police"]
    assert list(meeting.dissents.values_list("agency", "who", "text")) == [
        (police.pk, "", "we would have waited"),
        (None, NOBODY_NAMED, "Somebody disagreed about the date"),
    ]
    assert meeting.review_on == dt.date(2026, 4, 30)
    here, away = Attendance.State.ATTENDED, Attendance.State.APOLOGIES
    assert set(meeting.attendance.values_list("name", "agency", "part", "state", "membership")) == {
        ("A. Brandt", police.pk, "", here, None),
        ("R. Whitcombe", None, "Designated safeguarding lead", here, None),
        ("T. Marsh", None, "", away, None),
    }
    assert meeting.entries.count() == 0
    page = words(world.client(Role.CHAIR).get(f"/meetings/{meeting.pk}/minutes/"))
    for said in ("belong together", "he does well there", NO_REASONS, "we would have waited", "A. Brandt", "T. Marsh"):
        assert said in page


@pytest.mark.parametrize("part", sorted(set(TrayPiece.Part) - {TrayPiece.Part.REVIEW}))
def test_no_length_and_no_marks_break_a_part_and_no_word_is_lost(part: str) -> None:
    world = make_world()
    texts = ("x" * 9_000, "word " * 1_500, ": ;()", "because", "Police: ", "Quiet – Zoe Kettle, the aunt (next door)")
    meeting = put(world, waiting(world, *texts), dict.fromkeys(texts, part))
    kept = [meeting.contextual_summary]
    kept += [said for pair in meeting.decisions.values_list("text", "reasons") for said in pair]
    kept += [said for pair in meeting.dissents.values_list("who", "text") for said in pair]
    kept += [said for pair in meeting.attendance.values_list("name", "part") for said in pair]
    kept += [agency.name for agency in Agency.objects.filter(pk__in=meeting.dissents.values("agency"))]
    assert Counter(filter(str.isalnum, "".join(texts))) - Counter("".join(kept)) == Counter()


def test_a_review_date_that_cannot_be_read_is_said_and_nothing_is_put_into_the_record() -> None:
    world = make_world()
    for text, why in (("Next meeting in the spring", "No date with its year"), ("30 April 2025", "after the meeting")):
        pieces = waiting(world, text)
        held = {"type_name": "MAP meeting", "held_on": "3 March 2026"}
        people = {"chair": str(world.viewers[Role.CHAIR].id), "minute_taker": str(world.viewers[Role.MINUTE_TAKER].id)}
        answer = post(world, pieces, {text: "review"}, put="yes", **held, **people)
        assert answer.status_code == 422
        assert why in words(answer)
        assert not Meeting.objects.filter(imported=True).exists()


def test_a_place_is_kept_shown_and_taken_back() -> None:
    world = make_world()
    pieces = waiting(world, "The worker calls every week")
    (piece,) = pieces.values()
    for place in ("decision", "school:risk", "attendance", ""):
        assert post(world, pieces, {piece.text: place}).status_code == 302
        piece.refresh_from_db()
        assert piece.place == place
        page = world.client(Role.LEAD_PROFESSIONAL).get(f"/imports/{piece.imported_id}/")
        assert main_form(page)[f"place-{piece.pk}"] == place
    assert "Beside the grid" in page.content.decode()


def test_a_place_that_is_none_is_refused() -> None:
    world = make_world()
    pieces = waiting(world, "The worker calls every week")
    for place in ("nowhere", "school:nothing", "decision:risk", ":", "summary "):
        assert post(world, pieces, {"The worker calls every week": place}).status_code == 422
        assert TrayPiece.objects.get().place == ""


def test_an_action_of_a_foreign_file_has_the_owner_and_the_date_that_its_words_say() -> None:
    world = make_world()
    lead = world.viewers[Role.LEAD_PROFESSIONAL]
    twelfth = dt.date(2026, 3, 12)
    expected = {
        "Light the path (Housing, by 12 March 2026)": (world.agencies["housing"], None, "", twelfth),
        "Police to walk the yard within 2 weeks": (world.agencies["police"], None, "", dt.date(2026, 3, 17)),
        f"Visit. Owner: {lead.name}. Due: 12/3/26": (lead.agency, lead.membership, "", twelfth),
        "Ring the aunt (T. Marsh, Housing)": (world.agencies["housing"], None, "T. Marsh", None),
        "Ask the club (Owner: the youth club, by end of term)": (None, None, "the youth club", None),
        "Refer to the clinic (sexual health, drop-in)": (None, None, "", None),
    }
    pieces = waiting(world, *expected)
    meeting = put(world, pieces, dict.fromkeys(expected, "school:actions"))
    found = {
        action.entry.text: (action.owner_agency, action.owner, action.owner_name, action.due_on)
        for action in Action.objects.filter(entry__meeting=meeting)
    }
    assert found == expected


def test_the_page_says_what_an_action_has_and_what_it_lacks_before_it_is_in_the_record() -> None:
    world = make_world()
    texts = ("Light the path (Housing, by 12 March)", "Mend the light by end of term")
    pieces = waiting(world, *texts)
    post(world, pieces, dict.fromkeys(texts, "neighbourhood:actions"))
    page = words(world.client(Role.LEAD_PROFESSIONAL).get(f"/imports/{pieces[texts[0]].imported_id}/"))
    assert f"Owner: {world.agencies['housing'].name} · By 12 March 2026" in page
    assert "No owner · No date “by end of term” names no day" in page
    put(world, pieces, {})
    tracker = words(world.client(Role.COORDINATOR).get(reverse("plans:tracker"), {"whose": "all"}))
    assert "Mend the light by end of term" in tracker


def test_what_could_name_two_names_nobody() -> None:
    world = make_world()
    twin = Agency.objects.create(
        partnership=world.partnership, name="HARROW VALE HOMES", handle="homes-2", kind=AgencyKind.HOUSING
    )
    named = Named(world.viewers[Role.COORDINATOR])
    housing = world.agencies["housing"]
    assert named.agency("housing") == housing  # its handle
    assert named.agency("Housing.") is None
    assert named.by_name("harrow vale homes") is None
    assert named.by_name("HARROW VALE HOMES") == twin
    assert named.by_name(housing.name) == housing
    assert named.by_id(str(housing.pk), "whatever it was called") == housing
    assert named.by_id(str(uuid.uuid4()), housing.name) is None
    assert named.plan(SaidPlan(may_own=("the youth club",))).owner_name == ""
