"""A home or a peer group is a case's own: its name, guessed in another case, opens nothing."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from concentric.casework.contexts.actions import change_context, find_or_create, merge_contexts, name_context
from concentric.casework.contexts.models import CaseContext, Context
from concentric.casework.contexts.queries import for_case, register
from concentric.casework.meetings.models import Entry
from concentric.foundation.permissions.checks import Refusal
from tests.factories.live_meeting import make_live
from tests.factories.world import World, make_case, make_world
from tests.support.pages import words

DETAIL = "Above the fictional bakery"
PRIVATE = pytest.mark.parametrize(("kind", "prefix"), [("family", "/fr"), ("peers", "/pr")])


def a_home_elsewhere(world: World, kind: str = "family") -> Context:
    """Of a case that only its lead, and coordinators, may see."""
    other = world.practitioner_other
    home = name_context(viewer=other, case=make_case(world.partnership, lead=other), kind=kind, name="Refuge Nine")
    change_context(viewer=other, context=home, name="Refuge Nine", detail=DETAIL)
    return home


@pytest.mark.django_db
@PRIVATE
def test_guessing_a_name_in_a_meeting_opens_nothing_of_another_case(kind: str, prefix: str) -> None:
    live = make_live()
    home = a_home_elsewhere(live.world, kind)
    client = live.world.client(live.writer)
    typed = {"entry_id": str(uuid.uuid4()), "line": f'{prefix} #"refuge nine" probe'}
    script = {"X-Concentric-Fetch": "1"}
    assert client.post(live.path + "entries/", typed, headers=script).status_code == 200
    named = client.post(live.path + "instances/", {"kind": kind, "name": "REFUGE nine"}, headers=script)

    guessed = Entry.objects.get(pk=typed["entry_id"]).instance
    assert guessed is not None
    assert guessed != home
    assert list(for_case(live.writer, live.meeting.case).filter(kind=kind)) == [guessed]
    assert CaseContext.objects.filter(context=home).count() == 1
    assert register(live.writer, kind).get().case_count == 1
    for address in (f"/contexts/{home.pk}/", reverse("contexts:change", args=[home.pk])):
        assert client.get(address).status_code == 404, address
    pages = [named, client.get(live.path), client.get(f"/contexts/{guessed.pk}/"), client.get(reverse("contexts:list"))]
    assert not [page for page in pages if DETAIL in words(page)]


@pytest.mark.django_db
@PRIVATE
def test_even_whoever_sees_both_cases_makes_two_of_one_name(kind: str, prefix: str) -> None:
    world = make_world()
    home = a_home_elsewhere(world, kind)
    mine = name_context(viewer=world.coordinator, case=world.case, kind=kind, name="Refuge Nine")
    assert mine != home
    assert name_context(viewer=world.lead, case=world.case, kind=kind, name="refuge NINE") == mine


@pytest.mark.django_db
def test_a_home_added_to_the_register_beforehand_is_named_in_one_case() -> None:
    world = make_world()
    ahead = find_or_create(viewer=world.lead, kind="family", name="Gran’s flat", detail=DETAIL)
    assert find_or_create(viewer=world.lead, kind="family", name="grans flat") == ahead
    assert name_context(viewer=world.lead, case=world.case, kind="family", name="grans flat") == ahead
    other = make_case(world.partnership, lead=world.lead)
    assert name_context(viewer=world.lead, case=other, kind="family", name="grans flat") != ahead


@pytest.mark.django_db
def test_two_homes_become_one_only_when_a_coordinator_merges_them() -> None:
    world = make_world()
    home = a_home_elsewhere(world)
    mine = name_context(viewer=world.lead, case=world.case, kind="family", name="Refuge Nine")
    merge_contexts(viewer=world.coordinator, context=mine, into=home)
    assert name_context(viewer=world.lead, case=world.case, kind="family", name="refuge nine") == home
    assert not Context.objects.get(pk=mine.pk).is_active


@pytest.mark.django_db
def test_correcting_a_home_asks_only_its_own_cases_for_the_name() -> None:
    world = make_world()
    a_home_elsewhere(world)
    mine = name_context(viewer=world.lead, case=world.case, kind="family", name="Mother’s home")
    change_context(viewer=world.lead, context=mine, name="Refuge Nine", detail="")
    second = name_context(viewer=world.lead, case=world.case, kind="family", name="Father’s home")
    with pytest.raises(Refusal, match="another of this name"):
        change_context(viewer=world.lead, context=second, name="refuge nine", detail="")


def test_a_home_named_by_several_at_once_is_one(committed: None) -> None:
    world = make_world()
    people = [world.lead, world.coordinator, world.practitioner, world.viewers["minute_taker"]]

    def name(number: int) -> uuid.UUID:
        try:
            viewer = people[number % len(people)]
            return name_context(viewer=viewer, case=world.case, kind="family", name="Mother’s home").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(name, range(8)))
    assert len(made) == 1
    assert Context.objects.filter(partnership=world.partnership, kind="family").count() == 1
