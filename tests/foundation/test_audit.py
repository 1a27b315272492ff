"""The audit trail: nothing without its event, rows that cannot be changed, and tampering that is named."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.audit.models import AuditEvent, ChainHead
from concentric.foundation.audit.trail import marks, note_read, recorded, verify, verify_since
from tests.factories.unprotected import Unprotected
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A world in whose trail eight things have happened."""
    made = make_world()
    for number in range(8):
        note_read(made.coordinator, "case.read", made.case, page=f"page {number}")
    return made


def chain(world: World) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(chain=str(world.partnership.pk)).order_by("position"))


def breaks(world: World) -> list[tuple[int, str]]:
    return [(found.position, found.what) for found in verify(str(world.partnership.pk))]


def test_a_trail_that_nobody_touched_holds(world: World) -> None:
    assert breaks(world) == []
    assert [event.position for event in chain(world)] == list(range(1, 9))


@pytest.mark.parametrize("statement", ["UPDATE audit_auditevent SET verb = 'x'", "DELETE FROM audit_auditevent"])
def test_the_database_itself_refuses_to_change_or_delete_an_event(world: World, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(chain(world)) == 8


def test_a_changed_row_is_named(world: World) -> None:
    with Unprotected():
        AuditEvent.objects.filter(pk=chain(world)[3].pk).update(actor_label="Somebody else")
    assert breaks(world) == [(4, "changed since it was written")]


def test_a_removed_row_is_named(world: World) -> None:
    with Unprotected():
        chain(world)[3].delete()
    assert (5, "removed: events 4 to 4") in breaks(world)


def test_rows_cut_off_at_the_end_are_missed(world: World) -> None:
    with Unprotected():
        AuditEvent.objects.filter(pk__in=[event.pk for event in chain(world)[5:]]).delete()
    assert breaks(world) == [(6, "the end is missing: 8 events were written, 5 are here")]


@pytest.mark.parametrize("left", [0, 5])
def test_a_cut_end_is_missed_also_when_the_head_is_rewritten_to_hide_it(world: World, left: int) -> None:
    """With the database alone nobody can make the head that the shorter trail had, whatever they copy into it."""
    rows = chain(world)
    heads = ChainHead.objects.filter(chain=str(world.partnership.pk))
    with Unprotected():
        AuditEvent.objects.filter(pk__in=[event.pk for event in rows[left:]]).delete()
    for forged in ("", heads.get().hash, *(event.hash for event in rows)):
        heads.update(length=left, hash=forged)
        assert breaks(world) == [(left + 1, "the head was rewritten: events that came after may be missing")]


def test_an_older_copy_of_trail_and_head_holds_by_itself_and_not_against_a_later_mark(world: World) -> None:
    heads = ChainHead.objects.filter(chain=str(world.partnership.pk))
    older = heads.values("length", "hash").get()
    for number in range(3):
        note_read(world.coordinator, "case.read", world.case, page=f"later {number}")
    mark = marks()
    with Unprotected():
        AuditEvent.objects.filter(chain=str(world.partnership.pk), position__gt=8).delete()
    heads.update(**older)
    assert breaks(world) == []
    assert [(found.position, found.what) for found in verify_since(mark)] == [
        (11, "this event was written and is gone: the trail is an older copy")
    ]
    for number in range(3):
        note_read(world.coordinator, "case.read", world.case, page=f"other {number}")
    assert [(found.position, found.what) for found in verify_since(mark)] == [
        (11, "another event stands here than did then: the trail was written anew")
    ]
    assert list(verify_since(marks())) == []


def test_two_rows_that_changed_places_are_named(world: World) -> None:
    with Unprotected():
        third, fourth = chain(world)[2:4]
        for row, position in ((third, 99), (fourth, 3), (third, 4)):
            AuditEvent.objects.filter(pk=row.pk).update(position=position)
    assert {position for position, _ in breaks(world)} >= {3, 4}


def test_a_trail_written_under_another_key_does_not_hold(world: World, settings: pytest.FixtureRequest) -> None:
    settings.AUDIT_KEY = "another key altogether"  # type: ignore[attr-defined]
    assert len(breaks(world)) == 9, "every row, and the head"


FIELDS = ("at", "actor_label", "verb", "subject_kind", "subject_id", "case_id", "details", "hash", "actor_id")


@given(data=st.data())
def test_whatever_is_done_to_the_rows_the_trail_no_longer_holds(data: st.DataObject) -> None:
    """Any one field of any one row, or any set of rows taken away: never unnoticed."""
    with transaction.atomic():
        world = make_world()
        for number in range(5):
            note_read(world.coordinator, "case.read", world.case, number=number)
        rows = chain(world)
        at = data.draw(st.integers(0, 4), label="row")
        with Unprotected():
            if data.draw(st.booleans(), label="remove"):
                gone = data.draw(st.sets(st.integers(0, 4), min_size=1), label="removed")
                AuditEvent.objects.filter(pk__in=[rows[number].pk for number in gone]).delete()
            else:
                field = data.draw(st.sampled_from(FIELDS), label="field")
                AuditEvent.objects.filter(pk=rows[at].pk).update(**{field: other(rows[at], field)})
        assert breaks(world)
        transaction.set_rollback(True)


def other(event: AuditEvent, field: str) -> object:
    """Another value for that field."""
    value = getattr(event, field)
    if field == "at":
        return value.replace(microsecond=(value.microsecond + 1) % 1_000_000)
    if field in ("case_id", "actor_id"):
        return uuid.uuid4()
    return {**value, "more": 1} if field == "details" else f"{value[:-1]}~"


def test_a_head_that_was_taken_away_leaves_its_events_as_strays(world: World) -> None:
    ChainHead.objects.filter(chain=str(world.partnership.pk)).delete()
    assert [found.what for found in verify() if found.chain == str(world.partnership.pk)] == [
        "these events belong to a chain whose head is missing"
    ]


def test_a_verb_that_fails_leaves_neither_its_write_nor_an_event(world: World) -> None:
    def fails() -> None:
        with recorded(world.coordinator, "case.opened"):
            Membership.objects.filter(pk=world.coordinator.id).update(job_title="Changed")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert len(chain(world)) == 8
    assert Membership.objects.get(pk=world.coordinator.id).job_title == ""


def test_the_trail_page_says_what_was_found(world: World) -> None:
    client = world.client(Role.GOVERNANCE)
    assert "The audit trail holds" in client.post("/audit/verify/").content.decode()
    with Unprotected():
        AuditEvent.objects.filter(pk=chain(world)[3].pk).update(verb="case.forgotten")
    assert "Event 4: changed since it was written" in client.post("/audit/verify/").content.decode()


def test_governance_filters_the_trail_and_sees_no_content(world: World) -> None:
    page = world.client(Role.GOVERNANCE).get(f"/audit/?actor={world.coordinator.id}&verb=case.read")
    assert page.content.decode().count("case.read</span>") == 8
    assert world.case.family_name not in page.content.decode()
