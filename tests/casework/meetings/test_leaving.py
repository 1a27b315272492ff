"""Whoever leaves a case, or is taken off a list of people, leaves its meetings: screen, stream, saves and minutes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from concentric.casework.cases.actions import end_involvement, involve
from concentric.casework.cases.models import Involvement
from concentric.casework.live.hub_access import Listener, still_allowed
from concentric.casework.meetings import actions
from concentric.casework.meetings.drafts import EntryDraft, Invalid
from concentric.casework.meetings.models import Attendance, Meeting
from concentric.casework.meetings.queries import get_meeting, visible_entries, visible_meetings
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.identity import new_id
from concentric.foundation.permissions.checks import NotVisible, Refusal
from tests.factories.live_meeting import Live, make_live
from tests.factories.world import invite, make_world

pytestmark = pytest.mark.django_db


def place_of(live: Live, viewer: Viewer) -> Attendance:
    return Attendance.objects.get(meeting=live.meeting, membership=viewer.membership)


def follows(live: Live, viewer: Viewer) -> bool:
    client = live.world.client(viewer)
    listener = Listener(viewer, live.meeting.pk, client.session.session_key or "", 0, room=False)
    return still_allowed(listener) is not None


def assert_sight(live: Live, viewer: Viewer, *, sees: bool) -> None:
    client, path = live.world.client(viewer), live.path
    pages = (
        path,
        reverse("live:side", args=[live.meeting.pk]),
        reverse("live:stream", args=[live.meeting.pk]),
        reverse("meetings:prepare", args=[live.meeting.pk]),
    )
    assert {client.get(page).status_code for page in pages} == ({200} if sees else {404})
    assert follows(live, viewer) is sees
    assert visible_meetings(viewer).filter(pk=live.meeting.pk).exists() is sees
    assert visible_entries(viewer).filter(meeting=live.meeting).exists() is sees
    if not sees:
        draft = {"entry_id": str(new_id()), "line": "/sr A late addition"}
        assert client.post(path + "entries/", draft, headers={"X-Concentric-Fetch": "1"}).status_code == 404
        with pytest.raises(NotVisible):
            get_meeting(viewer, live.meeting.pk)


def test_ending_an_involvement_closes_the_meeting_and_its_minutes() -> None:
    live = make_live()
    live.write("school", "risk", "Attendance has dropped")
    leaver, lead = live.world.practitioner, live.world.lead
    actions.set_attendance(viewer=live.writer, attendance=place_of(live, leaver), state="attended")
    assert_sight(live, leaver, sees=True)
    involvement = Involvement.objects.get(case=live.meeting.case, membership=leaver.membership)
    end_involvement(viewer=lead, involvement=involvement)
    assert_sight(live, leaver, sees=False)
    assert place_of(live, leaver).state == "attended"  # the record knows who was there
    with pytest.raises(Invalid) as refused:
        actions.invite(viewer=live.writer, meeting=live.meeting, membership=leaver.membership)
    assert "has ended" in refused.value.errors["membership"]
    Meeting.objects.filter(pk=live.meeting.pk).update(status=Meeting.Status.SIGNED)
    minutes = reverse("signoff:minutes", args=[live.meeting.pk])
    assert live.world.client(leaver).get(minutes).status_code == 404
    involve(viewer=lead, case=live.meeting.case, membership=leaver.membership, part="Works with him again")
    assert visible_meetings(leaver).filter(pk=live.meeting.pk).exists()


def test_a_guest_of_one_meeting_is_taken_off_its_list() -> None:
    live = make_live()
    live.write("school", "risk", "Attendance has dropped")
    guest = live.world.practitioner_other
    invite(live.meeting, guest)
    assert_sight(live, guest, sees=True)
    place = place_of(live, guest)
    address = reverse("meetings:take_off", args=[live.meeting.pk, place.pk])
    assert live.world.client(guest).post(address).status_code == 403
    assert live.world.client(live.writer).post(address).status_code == 302
    assert_sight(live, guest, sees=False)
    assert not Attendance.objects.filter(pk=place.pk).exists()
    event = AuditEvent.objects.get(verb="person.taken_off")
    assert (event.case_id, event.details["membership"]) == (live.meeting.case_id, str(guest.id))


def test_whoever_was_there_stays_in_the_record_without_the_meeting() -> None:
    live = make_live()
    live.write("school", "risk", "Attendance has dropped")
    guest = live.world.practitioner_other
    invite(live.meeting, guest)
    place = actions.set_attendance(viewer=live.writer, attendance=place_of(live, guest), state="attended")
    actions.take_off_list(viewer=live.chair, attendance=place)
    assert_sight(live, guest, sees=False)
    kept = Attendance.objects.get(pk=place.pk)
    assert (kept.name, kept.agency, kept.state, kept.membership) == (guest.user.name, guest.agency, "attended", None)


def test_who_produces_the_record_is_not_taken_off() -> None:
    live = make_live()
    with pytest.raises(Refusal, match="chairs the meeting"):
        actions.take_off_list(viewer=live.writer, attendance=place_of(live, live.chair))
    with pytest.raises(Refusal, match="Only the chair"):
        actions.take_off_list(viewer=live.world.practitioner, attendance=place_of(live, live.world.lead))


def test_whoever_is_involved_until_a_later_day_is_put_on_the_list() -> None:
    world = make_world()
    later = timezone.localdate() + dt.timedelta(days=9)
    Involvement.objects.filter(membership=world.practitioner.membership).update(until=later)
    meeting = actions.convene_meeting(
        viewer=world.coordinator,
        case=world.case,
        type_key="map",
        starts_at=timezone.now() + dt.timedelta(days=3),
        minutes_long=60,
        place="Room 2",
        chair=world.viewers["chair"].membership,
        minute_taker=world.viewers["minute_taker"].membership,
    )
    assert meeting.attendance.filter(membership=world.practitioner.membership).exists()


@pytest.mark.parametrize("source", ["police", None])
def test_what_is_marked_as_theirs_stays_so_when_it_is_changed(source: str | None) -> None:
    """Before a meeting a practitioner speaks for their own agency, also on the second try."""
    live = make_live(opened=False)
    speaker = live.world.practitioner
    draft = EntryDraft("school", "risk", "He is late most days")
    entry = actions.add_entry(viewer=speaker, meeting=live.meeting, entry_id=new_id(), draft=draft)
    assert entry.source == speaker.agency
    other = live.world.agencies[source] if source else None
    again = EntryDraft("school", "risk", "He is late on most days", source=other)
    entry = actions.change_entry(viewer=speaker, entry_id=entry.pk, base_version=1, draft=again)
    assert (entry.text, entry.source) == ("He is late on most days", speaker.agency)
    entry = actions.change_entry(viewer=live.chair, entry_id=entry.pk, base_version=entry.version, draft=again)
    assert entry.source == other
