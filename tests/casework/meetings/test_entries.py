"""Adding, changing, moving and striking entries."""

from __future__ import annotations

import uuid

import pytest

from concentric.casework.meetings.actions import (
    add_entry,
    change_entry,
    keep_prompt,
    move_entry,
    open_meeting,
    restore_entry,
    strike_entry,
)
from concentric.casework.meetings.drafts import EditConflict, EntryDraft, Invalid, tidy
from concentric.casework.meetings.models import Entry, LiveEvent
from concentric.casework.meetings.queries import visible_entries
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import NotVisible, Refusal
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db

TEXT = "Older pupils look out for younger ones at break"


@pytest.fixture
def world() -> World:
    """The usual world, its meeting in progress."""
    made = make_world()
    made.meeting = open_meeting(viewer=made.viewers[Role.CHAIR], meeting=made.meeting)
    return made


@pytest.fixture
def taker(world: World) -> Viewer:
    return world.viewers[Role.MINUTE_TAKER]


def draft(text: str = TEXT, context: str = "school", column: str = "strengths", **more: object) -> EntryDraft:
    return EntryDraft(context=context, column=column, text=text, **more)  # type: ignore[arg-type]


def add(viewer: Viewer, world: World, text: str = TEXT, **more: object) -> Entry:
    return add_entry(viewer=viewer, meeting=world.meeting, entry_id=uuid.uuid4(), draft=draft(text, **more))


def test_a_resend_is_the_same_entry_and_writes_nothing(world: World, taker: Viewer) -> None:
    entry_id = uuid.uuid4()
    first = add_entry(viewer=taker, meeting=world.meeting, entry_id=entry_id, draft=draft())
    events = AuditEvent.objects.count()
    again = add_entry(viewer=taker, meeting=world.meeting, entry_id=entry_id, draft=draft("Typed differently"))
    assert again.pk == first.pk
    assert again.text == TEXT
    assert Entry.objects.filter(meeting=world.meeting).count() == 1
    assert AuditEvent.objects.count() == events


def test_an_id_of_somebody_else_is_refused_without_saying_whose(world: World, taker: Viewer) -> None:
    entry = add(taker, world)
    with pytest.raises(Refusal) as refused:
        add_entry(viewer=world.lead, meeting=world.meeting, entry_id=entry.pk, draft=draft("Mine"))
    assert taker.name not in refused.value.reason
    assert TEXT not in refused.value.reason


def test_what_was_typed_is_kept_to_the_letter(world: World, taker: Viewer) -> None:
    typed = "  <script>alert(1)</script> ‏مرحبا‏ 👩‍🏫 café\r\nsecond line  "
    entry = Entry.objects.get(pk=add(taker, world, typed).pk)
    assert entry.text == "<script>alert(1)</script> ‏مرحبا‏ 👩‍🏫 café\nsecond line"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something"),
        (" \n ", "Write something"),
        ("x" * 100_000, "100,000 characters"),
        ("a\x00b", "control"),
    ],
)
def test_bad_text_is_refused_beside_the_field(world: World, taker: Viewer, text: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(taker, world, text)
    assert words in refused.value.errors["text"]
    assert not Entry.objects.exists()


def test_every_wrong_choice_is_named_at_once(world: World, taker: Viewer) -> None:
    theirs = world.elsewhere.agencies.first()
    with pytest.raises(Invalid) as refused:
        add(taker, world, "", context="moon", column="cheese", basis="rumour", sharing="agencies", source=theirs)
    assert set(refused.value.errors) == {"text", "context", "column", "basis", "sharing_agencies", "source"}


def test_an_attendee_adds_beforehand_as_their_agency(world: World) -> None:
    planned = make_world()
    who = planned.practitioner
    police = planned.agencies["police"]
    entry = add_entry(viewer=who, meeting=planned.meeting, entry_id=uuid.uuid4(), draft=draft(source=police))
    assert entry.before_meeting
    assert entry.source_id == who.agency_id


def test_somebody_not_invited_cannot_add(world: World) -> None:
    with pytest.raises(Refusal, match="invited"):
        add(world.practitioner_other, world)


def test_an_attendee_changes_their_own_entry_and_no_other(world: World, taker: Viewer) -> None:
    mine, other = add(world.practitioner, world), add(taker, world)
    changed = change_entry(viewer=world.practitioner, entry_id=mine.pk, base_version=1, draft=draft("Better"))
    assert changed.text == "Better"
    with pytest.raises(Refusal, match="author"):
        change_entry(viewer=world.practitioner, entry_id=other.pk, base_version=1, draft=draft("Mine now"))


def test_two_wordings_of_one_entry_are_a_conflict_that_shows_the_other(world: World, taker: Viewer) -> None:
    chair = world.viewers[Role.CHAIR]
    entry = add(taker, world)
    change_entry(viewer=chair, entry_id=entry.pk, base_version=1, draft=draft("The chair's words"))
    with pytest.raises(EditConflict) as conflict:
        change_entry(viewer=taker, entry_id=entry.pk, base_version=1, draft=draft("The minute-taker's words"))
    assert conflict.value.current.text == "The chair's words"
    assert conflict.value.current_version == 2
    assert [w.text for w in entry.wordings.all()] == [TEXT, "The chair's words"]


def test_the_same_change_twice_is_no_conflict(world: World, taker: Viewer) -> None:
    entry = add(taker, world)
    change_entry(viewer=taker, entry_id=entry.pk, base_version=1, draft=draft("Better"))
    again = change_entry(viewer=taker, entry_id=entry.pk, base_version=1, draft=draft("Better"))
    assert again.version == 2
    assert entry.wordings.count() == 2


def test_changes_of_different_parts_are_both_kept(world: World, taker: Viewer) -> None:
    chair = world.viewers[Role.CHAIR]
    entry = add(taker, world)
    move_entry(viewer=chair, entry_id=entry.pk, base_version=1, context="peers", column="strengths")
    merged = change_entry(viewer=taker, entry_id=entry.pk, base_version=1, draft=draft("Better", basis="opinion"))
    assert (merged.context_key, merged.text, merged.basis, merged.version) == ("peers", "Better", "opinion", 3)


def test_a_move_drops_a_named_place_of_another_kind_and_its_wording_remembers_it(world: World, taker: Viewer) -> None:
    school = world.partnership.contexts.create(
        kind="school", name="Larkfield", folded_name="larkfield", created_by=taker.membership
    )
    entry = add(taker, world, instance=school)
    moved = move_entry(viewer=taker, entry_id=entry.pk, base_version=1, context="peers", column="risk")
    assert moved.instance is None
    assert entry.wordings.get(version=1).details["instance"] == str(school.pk)


def test_a_strike_needs_a_reason_and_can_be_taken_back(world: World, taker: Viewer) -> None:
    entry = add(taker, world)
    with pytest.raises(Invalid) as refused:
        strike_entry(viewer=taker, entry_id=entry.pk, reason=" ")
    assert "reason" in refused.value.errors
    struck = strike_entry(viewer=taker, entry_id=entry.pk, reason="Said of another school")
    assert struck.struck_at
    with pytest.raises(Refusal, match="struck"):
        change_entry(viewer=taker, entry_id=entry.pk, base_version=2, draft=draft("Better"))
    assert restore_entry(viewer=taker, entry_id=entry.pk).struck_at is None
    assert [w.change for w in entry.wordings.all()] == ["written", "struck", "restored"]


def test_keep_is_remembered_once_and_is_no_new_version(world: World, taker: Viewer) -> None:
    entry = add(taker, world)
    for _ in range(2):
        entry = keep_prompt(viewer=taker, entry_id=entry.pk, rule="attendance")
    assert entry.kept_prompts == ["attendance"]
    assert entry.version == 1


def test_an_entry_limited_to_agencies_does_not_exist_for_the_others(world: World, taker: Viewer) -> None:
    limited = {"sharing": "agencies", "sharing_agencies": (world.agencies["police"],)}
    entry = add(taker, world, **limited)
    for viewer, sees in ((world.practitioner, False), (world.coordinator, True), (world.lead, True), (taker, True)):
        assert visible_entries(viewer).filter(pk=entry.pk).exists() is sees
    with pytest.raises(NotVisible):
        change_entry(viewer=world.practitioner, entry_id=entry.pk, base_version=1, draft=draft("x"))


def test_signed_minutes_are_never_written_in(world: World, taker: Viewer) -> None:
    entry = add(taker, world)
    world.meeting.status = "signed"
    world.meeting.save(update_fields=["status"])
    for attempt in (
        lambda: add(taker, world),
        lambda: change_entry(viewer=taker, entry_id=entry.pk, base_version=1, draft=draft("x")),
        lambda: strike_entry(viewer=taker, entry_id=entry.pk, reason="x"),
    ):
        with pytest.raises(Refusal, match="signed"):
            attempt()


def test_what_happens_is_numbered_without_gaps(world: World, taker: Viewer) -> None:
    entry = add(taker, world)
    change_entry(viewer=taker, entry_id=entry.pk, base_version=1, draft=draft("Better"))
    strike_entry(viewer=taker, entry_id=entry.pk, reason="Twice")
    events = LiveEvent.objects.filter(meeting=world.meeting).order_by("seq")
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    world.meeting.refresh_from_db()
    assert world.meeting.live_seq == len(events)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u202a"])
def test_what_turns_letters_round_is_refused_and_right_to_left_text_is_not(mark: str) -> None:
    assert "order of letters" in tidy(f"Staff {mark}emit no")[1]
    assert tidy("هذا نص")[1] == ""
