"""Who may be sent what: what a version leaves out, by limit and by hand, and that its preview is what is sent."""

from __future__ import annotations

import uuid

import pytest
from django.http import HttpResponse
from lxml import html

from concentric.casework.meetings.actions import add_entry, record_decision, record_dissent, write_summary
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.releases.files import release_file
from concentric.casework.releases.models import Release
from concentric.foundation.accounts.models import Agency, Role
from concentric.foundation.audit.models import AuditEvent
from tests.casework.signoff.test_road import FOR_POLICE, NOT_FAMILY, SAID, begun, closed, made_from, sign
from tests.factories.world import World, make_member, make_world
from tests.support.pages import words

pytestmark = pytest.mark.django_db
REPEATS = "Ask her again, although the aunt asked that her call stays unknown"
FROM_SCHOOL = "Two pupils asked the tutor for another way home"
DECIDED = "He stays in his school with a safety plan"


def told(*, signed: bool = True) -> World:
    """Minutes whose second decision repeats what is not for the family."""
    world = begun(make_world())
    chair = world.viewers[Role.CHAIR]
    for text, reasons in ((DECIDED, "He does well there"), (REPEATS, "She knows most")):
        record_decision(viewer=chair, meeting=world.meeting, text=text, reasons=reasons)
    record_dissent(viewer=chair, meeting=world.meeting, text="We would have waited", who="The police")
    write_summary(
        viewer=chair, meeting=world.meeting, base_version=0, text="The school and the stairwell belong together"
    )
    closed(world)
    if signed:
        sign(world)
    return world


def look(world: World, **asked: object) -> HttpResponse:
    return world.client(Role.CHAIR).get(f"/meetings/{world.meeting.pk}/versions/preview/", asked)


def make(world: World, page: HttpResponse, **more: object) -> HttpResponse:
    path = f"/meetings/{world.meeting.pk}/versions/make/"
    return world.client(Role.CHAIR).post(path, made_from(page) | more)


def family_words(page: HttpResponse) -> str:
    (shown,) = html.fromstring(page.content.decode()).xpath("//div[@class='cx-family']")
    return " ".join(shown.text_content().split())


def in_file(release: Release) -> str:
    tree = html.fromstring(release_file(release, "html", "").data.decode())
    return " ".join(tree.find("body").text_content().split())


def test_the_preview_shows_the_family_the_very_words_of_the_file() -> None:
    world = told()
    page = look(world, kind="family")
    assert make(world, page).status_code == 302
    release = Release.objects.get()
    assert family_words(page) == in_file(release) != ""
    again = world.client(Role.CHAIR).get(f"/meetings/versions/{release.pk}/")
    assert family_words(again) == in_file(release)


def test_a_decision_that_repeats_a_limited_entry_is_named_and_can_be_left_out_with_the_reason() -> None:
    world = told()
    page = look(world, kind="family")
    assert f"Decision 2 (“{REPEATS[:40]}" in words(page)
    assert "Family and home: Vulnerability factors (“The aunt asked that her call stays unknown”)" in words(page)
    without = look(world, kind="family", leave="decision-2")
    assert REPEATS not in family_words(without)
    assert DECIDED in family_words(without)
    refused = make(world, without)
    assert refused.status_code == 422
    assert "Say why these parts are left out" in words(refused)
    assert "optional" not in words(refused)
    assert Release.objects.count() == 0
    assert make(world, without, reason="It repeats what the aunt said").status_code == 302
    release = Release.objects.get()
    assert REPEATS not in in_file(release)
    assert DECIDED in in_file(release)
    kept = words(world.client(Role.CHAIR).get(f"/meetings/versions/{release.pk}/"))
    assert f"Decision 2 (“{REPEATS[:40]}" in kept
    assert "Left out by hand: It repeats what the aunt said." in kept
    event = AuditEvent.objects.get(verb="release.made")
    assert event.details["by_hand"] == ["decision-2"]
    assert "aunt" not in str(event.details)


def test_an_agency_may_be_sent_a_version_without_a_part_too_and_is_told_that_something_is_missing() -> None:
    world = begun(make_world())
    world.meeting.attendance.create(name="Guest", agency=world.agencies["housing"])
    chair = world.viewers[Role.CHAIR]
    record_decision(viewer=chair, meeting=world.meeting, text="Ring the address being watched", reasons="It is near")
    closed(world)
    asked = {"kind": "agency", "agency": str(world.agencies["housing"].pk), "leave": ["decision-1"]}
    assert make(world, look(world, **asked), reason="It is the police’s").status_code == 302
    text = in_file(Release.objects.get())
    assert "Ring the address" not in text
    assert "Left out of this version" in text


def test_what_changed_since_it_was_looked_at_is_not_made_but_shown() -> None:
    world = told(signed=False)
    page = look(world, kind="family")
    record_decision(
        viewer=world.viewers[Role.CHAIR], meeting=world.meeting, text="Tell nobody yet", reasons="It is early"
    )
    again = make(world, page)
    assert again.status_code == 422
    assert "have changed since you looked" in words(again)
    assert "Tell nobody yet" in family_words(again)
    assert Release.objects.count() == 0
    assert make(world, again).status_code == 302


@pytest.mark.parametrize("leave", ["decision-9", "entry-nobody", "\x00", "x" * 5_000])
def test_a_part_that_is_not_there_is_refused(leave: str) -> None:
    world = told()
    page = look(world, kind="family", leave=leave)
    assert page.status_code == 403
    assert "no longer in this version" in words(page)


def test_the_family_reads_the_same_whether_or_not_agencies_told_each_other_something() -> None:
    world = begun(make_world())
    world.meeting.entries.exclude(sharing="everyone").update(struck_at=world.meeting.created_at, struck_reason="Test")
    closed(world)
    nothing_hidden = family_words(look(world, kind="family"))
    world.meeting.entries.update(struck_at=None, struck_reason="")
    something_hidden = family_words(look(world, kind="family"))
    assert SAID in something_hidden
    assert something_hidden == nothing_hidden


def readable(world: World, viewer: object) -> set[str]:
    page = words(world.client(viewer).get(f"/meetings/{world.meeting.pk}/minutes/"))
    return {said for said in (SAID, FOR_POLICE, NOT_FAMILY, FROM_SCHOOL) if said in page}


def test_a_rename_after_signing_changes_nothing_about_who_sees_what() -> None:
    world = begun(make_world())
    police, school = world.agencies["police"], world.agencies["school"]
    add_entry(
        viewer=world.viewers[Role.MINUTE_TAKER],
        meeting=world.meeting,
        entry_id=uuid.uuid4(),
        draft=EntryDraft("school", "risk", FROM_SCHOOL, sharing="agencies", sharing_agencies=(police,), source=school),
    )
    closed(world)
    sign(world)
    officer = make_member(world.partnership, police, "Ines Test-Marsh", Role.PRACTITIONER)
    for viewer in (officer, world.practitioner):
        world.meeting.attendance.get_or_create(
            membership=viewer.membership, defaults={"name": viewer.name, "agency": viewer.agency}
        )
    before = {viewer.id: readable(world, viewer) for viewer in (officer, world.practitioner)}
    assert before == {
        officer.id: {SAID, FOR_POLICE, NOT_FAMILY, FROM_SCHOOL},
        world.practitioner.id: {SAID, NOT_FAMILY, FROM_SCHOOL},
    }
    old = police.name
    Agency.objects.filter(pk=police.pk).update(name="Harrow Vale Constabulary")
    Agency.objects.filter(pk=school.pk).update(name=old)  # the school takes the name that the police had
    assert {viewer.id: readable(world, viewer) for viewer in (officer, world.practitioner)} == before
    for agency, holds in ((police, True), (school, False)):
        page = words(look(world, kind="agency", agency=str(agency.pk)))
        assert (FOR_POLICE in page.split("What they will read")[1]) is holds


def test_two_agencies_that_share_a_name_in_different_case_are_two() -> None:
    world = told()
    twin = Agency.objects.create(
        partnership=world.partnership,
        name=world.agencies["police"].name.upper(),
        handle="police-2",
        kind=world.agencies["police"].kind,
    )
    officer = make_member(world.partnership, twin, "Ravi Test-Lowe", Role.PRACTITIONER)
    world.meeting.attendance.create(name=officer.name, agency=twin, membership=officer.membership)
    assert readable(world, officer) == {SAID, NOT_FAMILY}
