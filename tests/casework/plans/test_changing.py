"""Two people changing one action: different parts are both kept, the same is shown side by side; and its history."""

from __future__ import annotations

import html
from copy import deepcopy

import pytest

from concentric.casework.meetings.drafts import EditConflict
from concentric.casework.meetings.models import Entry
from concentric.casework.plans.actions import ActionDraft, change_action, move_entry, set_status
from concentric.casework.plans.models import Action
from concentric.casework.plans.queries import history
from concentric.foundation.accounts.viewer import Viewer
from tests.factories.live_meeting import Live, make_written

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Concentric-Fetch": "1"}


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Live:
    return make_written()


@pytest.fixture
def live(made: Live) -> Live:
    return deepcopy(made)


@pytest.fixture
def action(live: Live) -> Action:
    return live.plan("school", "Walk the yard", owner_agency=live.world.agencies["school"], measure="It is quiet")


def change(viewer: Viewer, action: Action, base: int, answers: list[Entry] | None = None, **said: object) -> Action:
    now = {"owner_agency": action.owner_agency, "measure": action.measure, "due_on": action.due_on}
    needs = None if answers is None else [need.pk for need in answers]
    return change_action(
        viewer=viewer, action=action, base_version=base, plan=ActionDraft(**{**now, **said}), answers=needs
    )


def test_what_two_people_changed_in_different_parts_is_both_kept(live: Live, action: Action) -> None:
    police = live.world.agencies["police"]
    change(live.writer, action, 1, owner_agency=police)
    change(live.chair, action, 1, measure="Nobody is hurt")
    saved = Action.objects.get(pk=action.pk)
    assert (saved.owner_agency, saved.measure, saved.version) == (police, "Nobody is hurt", 3)


def test_the_same_part_changed_by_two_is_a_conflict_and_nothing_is_overwritten(live: Live, action: Action) -> None:
    change(live.writer, action, 1, owner_agency=live.world.agencies["police"])
    for base in (0, 1, 99):
        with pytest.raises(EditConflict):
            change(live.chair, action, base, owner_agency=live.world.agencies["voluntary"])
    saved = Action.objects.get(pk=action.pk)
    assert (saved.owner_agency.handle, saved.version) == ("police", 2)
    change(live.chair, action, 1, owner_agency=live.world.agencies["police"])  # to the very same: nothing to settle
    assert Action.objects.get(pk=action.pk).version == 2


def test_needs_ticked_by_one_are_not_unticked_by_another(live: Live, action: Action) -> None:
    first, second = [entry for entry in live.entries.values() if entry.column_key in ("risk", "vulnerability")][:2]
    change(live.writer, action, 1, answers=[first])
    change(live.chair, action, 1, answers=[second])
    assert set(action.answers.all()) == {first, second}
    change(live.chair, action, 3, answers=[second])
    assert set(action.answers.all()) == {second}


def test_both_plans_come_back_side_by_side_with_the_words_unsaved_too(live: Live, action: Action) -> None:
    place = f"{live.path}entries/{action.entry_id}/change/"
    versions = {"version": "1", "plan_version": "1"}
    fields = {"text": "Walk the yard daily", "basis": "fact", "sharing": "everyone", **versions}
    first = {**fields, "text": "Walk the yard", "owner_agency": str(live.world.agencies["police"].pk)}
    first["measure"] = "It is quiet"
    assert live.world.client(live.writer).post(place, first).status_code == 302
    mine = {**fields, "owner_agency": str(live.world.agencies["voluntary"].pk), "measure": "It is quiet"}
    client = live.world.client(live.chair)
    clash = client.post(place, mine)
    page = clash.content.decode()
    assert clash.status_code == 409
    for agency in ("police", "voluntary"):
        assert live.world.agencies[agency].name in html.unescape(page)
    assert 'name="plan_version" value="2"' in page
    assert mine["owner_agency"] in page
    assert Entry.objects.get(pk=action.entry_id).text == "Walk the yard"
    script = client.post(place, {"line": "Walk the yard @voluntary", **versions}, headers=SCRIPT)
    assert (script.status_code, script.json()["plan_version"]) == (409, 2)
    assert "@police" in script.json()["theirs"]
    again = {"line": "Walk the yard @voluntary", "version": "1", "plan_version": "2"}
    assert client.post(place, again, headers=SCRIPT).status_code == 200
    assert Action.objects.get(pk=action.pk).owner_agency.handle == "voluntary"


def test_the_history_says_what_was_planned_before(live: Live, action: Action) -> None:
    change(live.writer, action, 1, owner_agency=live.world.agencies["police"], measure="Nobody is hurt")
    set_status(viewer=live.chair, action=action, status="not_done", reason="The yard is closed")
    steps = history(Action.objects.get(pk=action.pk))
    school, police = (live.world.agencies[each].name for each in ("school", "police"))
    assert [(step.title, step.lines) for step in steps] == [
        ("Planned", [f"Owner: {school}", "Done when: It is quiet"]),
        ("Plan changed", [f"Owner: {police} (was: {school})", "Done when: Nobody is hurt (was: It is quiet)"]),
        ("Not done", []),
    ]
    page = live.world.client(live.chair).get(f"/actions/{action.pk}/").content.decode()
    assert "(was: It is quiet)" in page


def test_an_action_moved_out_and_back_is_as_done_as_it_was(live: Live, action: Action) -> None:
    set_status(viewer=live.chair, action=action, status="changed", reason="The yard is closed")
    before = Action.objects.get(pk=action.pk)
    kept = list(before.changes.values_list("status", "reason", "measure", "at"))
    for version, column in enumerate(("risk", "actions"), start=1):
        move_entry(viewer=live.writer, entry_id=action.entry_id, base_version=version, context="school", column=column)
    back = Action.objects.get(entry=action.entry_id)
    assert (back.status, back.status_reason, back.finished_on) == ("changed", "The yard is closed", before.finished_on)
    assert (back.owner_agency, back.measure) == (before.owner_agency, "It is quiet")
    assert list(back.changes.values_list("status", "reason", "measure", "at"))[: len(kept)] == kept
