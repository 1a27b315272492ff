"""A limit on an entry covers the name in it: who may not see the entry does not hear of the home or place either."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from concentric.casework.contexts.actions import find_or_create, merge_contexts, name_context
from concentric.casework.contexts.models import CaseContext, Context
from concentric.casework.contexts.queries import for_case, register, visible_contexts
from concentric.casework.meetings.models import Entry
from concentric.foundation.accounts.viewer import Viewer
from tests.factories.live_meeting import Live, make_live
from tests.factories.world import make_case

HOME = "Refuge at 12 Elm Road"
PLACE = "Elm Road bus shelter"
KINDS = pytest.mark.parametrize(("kind", "prefix"), [("family", "/fr"), ("neighbourhood", "/nr")])


def type_line(live: Live, line: str) -> Entry:
    typed = {"entry_id": str(uuid.uuid4()), "line": line}
    answer = live.world.client(live.writer).post(live.path + "entries/", typed, headers={"X-Concentric-Fetch": "1"})
    assert answer.status_code == 200, answer.content
    return Entry.objects.get(pk=typed["entry_id"])


def pages_for(live: Live, viewer: Viewer, context: Context) -> str:
    """Everything that could tell the name, in one text."""
    client, kind = live.world.client(viewer), context.kind
    addresses = [
        live.path + f"?part=context:{kind}",
        reverse("live:side", args=[live.meeting.pk]),
        reverse("live:overview", args=[live.meeting.pk]),
        reverse("contexts:list"),
        reverse("contexts:list") + "?text=elm",
        reverse("contexts:suggestions") + f"?kind={kind}&text=elm",
        reverse("meetings:beforehand", args=[live.meeting.pk]),
        reverse("overview:context", args=[context.pk]),
        reverse("overview:case", args=[live.meeting.case_id]),
    ]
    pages = [client.get(address) for address in addresses]
    pages.append(client.post(reverse("overview:search"), {"q": "Elm"}))
    return "\n".join(page.content.decode() for page in pages)


@pytest.mark.django_db
@KINDS
def test_a_name_in_a_limited_entry_reaches_those_of_the_entry_alone(kind: str, prefix: str) -> None:
    live = make_live()
    entry = type_line(live, f'{prefix} #"Elm Road" Somebody is seen there @police !police only')
    named = entry.instance
    assert named is not None
    outsider = live.world.practitioner
    assert "Elm Road" not in pages_for(live, outsider, named)
    assert live.world.client(outsider).get(reverse("overview:context", args=[named.pk])).status_code == 404
    for insider in (live.writer, live.chair, live.world.lead, live.world.coordinator):
        assert "Elm Road" in pages_for(live, insider, named), insider.user.name
        assert named in visible_contexts(insider)
    assert named not in for_case(live.writer, live.meeting.case, room=True)

    entry = type_line(live, f'{prefix} #"elm road" The worker calls every week')  # said to everybody now
    assert entry.instance == named
    assert "Elm Road" in pages_for(live, outsider, named)
    assert named in for_case(outsider, live.meeting.case, room=True)


@pytest.mark.django_db
def test_a_name_put_openly_in_the_list_of_a_case_stays_whatever_an_entry_is_limited_to() -> None:
    live = make_live()
    outsider, case = live.world.practitioner, live.meeting.case
    hidden = type_line(live, f'/fr #"{HOME}" Mother is moving there @police !police only').instance
    assert hidden is not None
    assert hidden not in for_case(outsider, case)
    assert name_context(viewer=live.chair, case=case, kind="family", name=HOME) == hidden
    assert hidden in for_case(outsider, case)
    type_line(live, f'/fr #"{HOME}" And again @police !police only')
    assert hidden in for_case(outsider, case)
    assert CaseContext.objects.get(case=case, context=hidden).openly


@pytest.mark.django_db
def test_a_place_of_the_register_is_no_chip_in_a_case_that_names_it_under_a_limit() -> None:
    live = make_live()
    shelter = find_or_create(viewer=live.world.coordinator, kind="neighbourhood", name=PLACE)
    type_line(live, f'/nr #"{PLACE}" He is met there @police !police only')
    outsider = live.world.practitioner
    assert shelter in visible_contexts(outsider)
    assert shelter not in for_case(outsider, live.meeting.case)
    assert shelter in for_case(live.chair, live.meeting.case)


@pytest.mark.django_db
def test_a_place_that_another_case_lists_openly_is_no_chip_where_it_is_named_under_a_limit() -> None:
    live = make_live()
    other = make_case(live.world.partnership)
    shelter = name_context(viewer=live.chair, case=other, kind="neighbourhood", name=PLACE)
    type_line(live, f'/nr #"{PLACE}" He is met there @police !police only')

    assert shelter not in for_case(live.world.practitioner, live.meeting.case)
    assert shelter not in for_case(live.writer, live.meeting.case, room=True)
    assert list(for_case(live.chair, live.meeting.case)).count(shelter) == 1


@pytest.mark.django_db
def test_a_limited_name_merged_into_a_known_one_is_not_told_as_its_other_name() -> None:
    live = make_live()
    hidden = type_line(live, f'/nr #"{PLACE}" He is met there @police !police only').instance
    known = find_or_create(viewer=live.world.coordinator, kind="neighbourhood", name="The bus station")
    assert hidden is not None
    merge_contexts(viewer=live.world.coordinator, context=hidden, into=known)
    outsider = live.world.practitioner
    assert known in register(outsider)
    assert not list(register(outsider, text="shelter"))
    assert [other for row in register(outsider) for other in row.merged_from.all()] == []
    assert list(register(live.world.coordinator, text="shelter")) == [known]
