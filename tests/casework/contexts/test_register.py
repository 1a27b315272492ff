"""The shared register: one name for one place, however it is typed; two that were one after all."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from concentric.casework.contexts.actions import find_or_create, merge_contexts, name_context, relations
from concentric.casework.contexts.models import CaseContext, Context
from concentric.casework.contexts.names import fold
from concentric.casework.contexts.queries import for_case, register, suggest, visible_contexts
from concentric.casework.meetings.models import Entry
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from tests.factories.counting import queries_for
from tests.factories.world import World, make_case, make_world

LANE = "Harrow Lane stairwell"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def entry_about(world: World, context: Context) -> Entry:
    return Entry.objects.create(
        meeting=world.meeting,
        context_key=context.kind,
        column_key="risk",
        instance=context,
        text="Bullying goes unaddressed here.",
        position=1,
        created_by=world.practitioner.membership,
    )


@pytest.mark.parametrize("typed", ["st aidan's academy", "  ST.  Aidan’s   Academy ", "St Aïdans Academy"])
def test_one_place_however_it_is_typed(world: World, typed: str) -> None:
    first = name_context(viewer=world.practitioner, case=world.case, kind="school", name="St Aidan’s Academy")
    before = AuditEvent.objects.count()
    again = name_context(viewer=world.lead, case=world.case, kind="school", name=typed)
    assert (again.pk, again.name) == (first.pk, "St Aidan’s Academy")
    assert AuditEvent.objects.count() == before
    assert list(for_case(world.practitioner, world.case)) == [first]


def test_two_merges_each_the_other_way_round_are_one(world: World) -> None:
    """The second starts from what its page read before the first."""
    one, other = (find_or_create(viewer=world.lead, kind="school", name=name) for name in ("Larkfield", "Lark Field A"))
    stale_one, stale_other = Context.objects.get(pk=one.pk), Context.objects.get(pk=other.pk)
    merge_contexts(viewer=world.coordinator, context=one, into=other)
    with pytest.raises(Refusal, match="merged already"):
        merge_contexts(viewer=world.coordinator, context=stale_other, into=stale_one)
    kept = Context.objects.get(pk=other.pk)
    assert (kept.merged_into, kept.is_active) == (None, True)


def test_the_register_counts_and_tells_apart_by_the_cases_one_may_see(world: World) -> None:
    other_case = make_case(world.partnership, lead=world.practitioner_other)
    for case in (world.case, other_case):
        name_context(viewer=world.coordinator, case=case, kind="school", name="Larkfield Academy")
        name_context(viewer=world.coordinator, case=case, kind="peers", name="Fern Court group")
    assert register(world.lead, "school").get().case_count == 1
    assert register(world.coordinator, "school").get().case_count == 2
    page = world.client("coordinator").get(reverse("contexts:list"), {"kind": "peers"}).content.decode()
    assert f"In {world.case.reference}" in page
    assert f"In {other_case.reference}" in page
    shown = AuditEvent.objects.filter(verb="contexts.listed").latest("position")
    assert set(shown.details["cases_shown"]) == {str(world.case.pk), str(other_case.pk)}
    alone = world.client("lead_professional").get(reverse("contexts:list")).content.decode()
    assert other_case.reference not in alone


def test_the_same_name_of_another_kind_or_partnership_is_another(world: World) -> None:
    school = find_or_create(viewer=world.lead, kind="school", name=LANE)
    place = find_or_create(viewer=world.lead, kind="neighbourhood", name=LANE)
    theirs = find_or_create(viewer=world.elsewhere_coordinator, kind="school", name=LANE)
    assert len({school.pk, place.pk, theirs.pk}) == 3


def test_merging_moves_every_reference_and_both_names_find_it(world: World) -> None:
    kept = name_context(viewer=world.lead, case=world.case, kind="school", name="Larkfield Academy")
    wrong = name_context(viewer=world.lead, case=world.case, kind="school", name="Larkfield Acadamy")
    other_case = make_case(world.partnership)
    name_context(viewer=world.coordinator, case=other_case, kind="school", name="Larkfield Acadamy")
    older = find_or_create(viewer=world.lead, kind="school", name="Larkfield")
    merge_contexts(viewer=world.coordinator, context=older, into=wrong)
    entry = entry_about(world, wrong)

    merge_contexts(viewer=world.coordinator, context=wrong, into=kept)

    entry.refresh_from_db()
    assert entry.instance == kept
    assert set(CaseContext.objects.filter(context=kept).values_list("case", flat=True)) == {
        world.case.pk,
        other_case.pk,
    }
    assert not CaseContext.objects.filter(context=wrong).exists()
    for typed in ("Larkfield Acadamy", "larkfield", "Larkfield Academy"):
        assert find_or_create(viewer=world.lead, kind="school", name=typed) == kept
    assert suggest(world.lead, "school", "acadamy") == [kept]
    assert list(register(world.coordinator, "school")) == [kept]


def test_every_foreign_key_to_a_context_is_one_that_merging_moves() -> None:
    pointing = {(relation.related_model.__name__, relation.field.name) for relation in relations()}
    assert {("Entry", "instance"), ("CaseContext", "context"), ("Context", "merged_into")} <= pointing


def test_what_cannot_be_merged_is_refused_and_nothing_moves(world: World) -> None:
    school = find_or_create(viewer=world.lead, kind="school", name="Larkfield Academy")
    place = find_or_create(viewer=world.lead, kind="neighbourhood", name=LANE)
    theirs = find_or_create(viewer=world.elsewhere_coordinator, kind="school", name="Eastmere High")
    for into in (school, place, theirs):
        with pytest.raises(Refusal):
            merge_contexts(viewer=world.coordinator, context=school, into=into)
    with pytest.raises(Refusal, match="Only a coordinator"):
        merge_contexts(viewer=world.lead, context=school, into=place)
    assert not Context.objects.exclude(merged_into=None).exists()


def test_homes_and_peer_groups_are_seen_only_through_a_case(world: World) -> None:
    for kind in ("family", "peers", "school", "neighbourhood"):
        name_context(viewer=world.lead, case=world.case, kind=kind, name=f"The {kind} of the tale")
    outside = {context.kind for context in visible_contexts(world.practitioner_other)}
    inside = {context.kind for context in visible_contexts(world.practitioner)}
    assert outside == {"school", "neighbourhood"}
    assert inside == {"family", "peers", "school", "neighbourhood"}
    assert not visible_contexts(world.viewers["governance"]).exists()
    assert not visible_contexts(world.elsewhere_coordinator).exists()
    assert suggest(world.practitioner_other, "family", "tale") == []


def test_a_name_out_of_use_is_not_offered_and_comes_back_when_named(world: World) -> None:
    client = world.client(world.coordinator)
    lane = name_context(viewer=world.lead, case=world.case, kind="neighbourhood", name=LANE)
    client.post(reverse("contexts:set_in_use", args=[lane.pk]), {"in_use": "no"})
    assert suggest(world.lead, "neighbourhood", "harrow") == []
    assert not for_case(world.lead, world.case).exists()
    assert "Out of use" in client.get(reverse("contexts:list")).content.decode()
    assert name_context(viewer=world.lead, case=world.case, kind="neighbourhood", name=LANE).is_active


def test_the_register_is_searched_added_to_corrected_and_merged_through_its_pages(world: World) -> None:
    client = world.client(world.coordinator)
    for name in ("Larkfield Academy", "Larkfeild Academy"):
        client.post(reverse("contexts:add"), {"kind": "school", "name": name, "detail": "By the station"})
    wrong, kept = Context.objects.order_by("name")
    clash = client.post(reverse("contexts:change", args=[wrong.pk]), {"name": "LARKFIELD academy", "detail": ""})
    assert (clash.status_code, "another of this name" in clash.content.decode()) == (422, True)
    client.post(reverse("contexts:merge", args=[wrong.pk]), {"into": str(kept.pk)})
    found = client.get(reverse("contexts:list"), {"text": "larkfeild", "kind": "school"}).content.decode()
    assert "also Larkfeild Academy" in found
    offered = client.get(reverse("contexts:suggestions"), {"kind": "school", "text": "lark"}).json()
    assert offered == {"contexts": [{"id": str(kept.pk), "name": "Larkfield Academy", "detail": "By the station"}]}


def test_who_may_use_change_and_tidy_the_register(world: World) -> None:
    lane = find_or_create(viewer=world.practitioner, kind="neighbourhood", name=LANE)
    change, merge = (reverse(f"contexts:{name}", args=[lane.pk]) for name in ("change", "merge"))
    for role, viewer in world.viewers.items():
        client = world.client(viewer)
        outside = role in {"governance", "administrator"}
        assert client.get(reverse("contexts:list")).status_code == (403 if outside else 200), role
        may_change = role in {"practitioner", "coordinator"}
        assert client.get(change).status_code == (404 if outside else 200 if may_change else 403), role
        assert client.get(merge).status_code == (404 if outside else 200 if role == "coordinator" else 403), role
    assert world.client(world.elsewhere_coordinator).get(change).status_code == 404


def test_the_register_costs_the_same_however_long(world: World) -> None:
    client, costs = world.client(world.coordinator), []
    for number in range(4):
        context = name_context(viewer=world.lead, case=world.case, kind="school", name=f"School {number}")
        merge_contexts(
            viewer=world.coordinator,
            context=find_or_create(viewer=world.lead, kind="school", name=f"Scool {number}"),
            into=context,
        )
        costs.append(queries_for(client, reverse("contexts:list")))
    assert costs == costs[:1] * 4


@pytest.mark.parametrize(
    ("one", "other"), [("राम पार्क", "रमा पार्क"), ("حديقة", "حدائق"), ("North", "South"), ("House 1", "House 2")]
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=300))
def test_folding_a_name_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert len(fold(name)) <= 160
