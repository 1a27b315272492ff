"""The meeting screen in a real browser: by keyboard alone, several people at once, in every state, on every screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

import concentric.method.instrument.line as line_module
from concentric.casework.meetings.models import CellMark, Decision, Entry, EntryWording
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey
from tests.factories.live_meeting import NOT_FOR_FAMILY, SECRET, Live, make_live, make_written
from tests.support.browsing import OpenPage, axe
from tests.support.server import Server

SignIn = Callable[[Page, Any], None]
Enter = Callable[..., Page]
CELLS = [f"{row.key}-{column.key}" for row in CONTEXTS for column in COLUMNS]
BOASTING = "The group admires older boys who brag"


@pytest.fixture
def enter(open_page: OpenPage, sign_in: SignIn, server: Server) -> Enter:
    """`enter(live, viewer, part)`: that person's browser, at that part of the meeting."""

    def entered(live: Live, viewer: Viewer, part: str = "context:individual", **device: Any) -> Page:
        page = open_page(**device)
        sign_in(page, viewer.user)
        page.goto(f"{live.path}?part={part}")
        if device.get("java_script_enabled", True):
            expect(page.locator("#saved")).to_have_text("All saved")
        return page

    return entered


def cell(page: Page, key: str) -> Any:
    return page.locator(f"#entries-{key}")


def texts(live: Live, key: str) -> list[str]:
    context, column = key.split("-")
    return list(
        Entry.objects.filter(meeting=live.meeting, context_key=context, column_key=column).values_list(
            "text", flat=True
        )
    )


@pytest.mark.one_database
def test_forty_entries_in_five_contexts_without_the_mouse(enter: Enter) -> None:
    live = make_live()
    page = enter(live, live.writer)
    expect(page.locator("#line-individual-hsb")).to_be_focused()
    for key in CELLS:
        expect(page.locator(f"#line-{key}")).to_be_focused()
        action = key.endswith(ColumnKey.ACTIONS)
        page.keyboard.type(f"Fictional {key}" + (" @housing by Friday" if action else ""))
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
    expect(page.locator("#saved")).to_have_text("All saved")
    assert {key: texts(live, key) for key in CELLS} == {key: [f"Fictional {key}"] for key in CELLS}
    assert (
        Action.objects.filter(entry__meeting=live.meeting, owner_agency__handle="housing").exclude(due_on=None).count()
        == 5
    )


@pytest.mark.one_database
def test_the_quick_line_the_picker_and_what_sticks(enter: Enter) -> None:
    live = make_live()
    page = enter(live, live.writer, "context:school")
    page.keyboard.type("/nr No light on the path @pol ~reported")
    expect(page.locator(".mt-line:focus-within .mt-line__says")).to_contain_text("Neighbourhood · Risk")
    page.keyboard.press("Enter")
    expect(page.locator("#line-school-hsb")).to_be_focused()
    expect(page.locator(".mt-line:focus-within .mt-line__says")).to_contain_text("Harrow Vale Police")
    page.keyboard.type("/")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    axe(page)
    page.keyboard.type("p")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("friends egg each other on")
    page.keyboard.press("Enter")
    page.keyboard.type("/sr")
    page.keyboard.press("Enter")
    expect(page.locator("#line-school-risk")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.type("Nobody watches the gate")
    page.keyboard.press("Enter")
    expect(cell(page, "school-risk")).to_contain_text("Nobody watches the gate")
    expect(page.locator("#saved")).to_have_text("All saved")
    sources = dict(Entry.objects.filter(meeting=live.meeting).values_list("text", "source__handle"))
    assert sources == {
        "No light on the path": "police",
        "friends egg each other on": "police",
        "Nobody watches the gate": None,
    }
    assert texts(live, "peers-risk") == ["friends egg each other on"]


@pytest.mark.one_database
def test_one_key_answers_a_need(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:peers")
    page.locator("#line-peers-risk").focus()
    page.keyboard.type("> Run sessions with the whole group @voluntary in 2 weeks")
    expect(page.locator(".mt-line:focus-within .mt-line__says")).to_contain_text(f"Answers: {BOASTING}")
    axe(page)
    page.keyboard.press("Enter")
    expect(cell(page, "peers-actions")).to_contain_text("Run sessions with the whole group")
    expect(page.locator("#column-gaps + ul")).not_to_contain_text("Peers")
    expect(page.locator("#line-peers-risk")).to_be_focused()
    action = Action.objects.get(entry__text="Run sessions with the whole group", entry__meeting=live.meeting)
    assert list(action.answers.all()) == [live.entries[BOASTING]]


@pytest.mark.one_database
def test_entries_are_edited_moved_struck_and_kept_by_keyboard(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:school")
    page.locator("#line-school-risk").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("Change the entry")).to_be_focused()
    axe(page)
    page.keyboard.press("End")
    page.keyboard.type(" at lunch")
    page.keyboard.press("Enter")
    expect(cell(page, "school-risk")).to_contain_text("not supervised at lunch")
    page.keyboard.press("ArrowUp")
    prompted = page.locator(f"#entry-{live.entries['Attendance dropped to 61% since September'].pk}")
    expect(prompted).to_be_focused()
    expect(prompted).to_contain_text("Is this about the school")
    page.keyboard.press("k")
    expect(prompted).not_to_contain_text("Is this about the school")
    page.keyboard.press("m")
    page.get_by_label("Move to").select_option("individual-risk")
    axe(page)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(cell(page, "individual-risk")).to_contain_text("Attendance dropped")
    page.locator("#line-school-risk").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("x")
    page.keyboard.type("Said twice")
    page.keyboard.press("Enter")
    expect(cell(page, "school-risk").locator("s")).to_contain_text("not supervised at lunch")
    expect(page.locator("#saved")).to_have_text("All saved")
    moved = live.entries["Attendance dropped to 61% since September"]
    moved.refresh_from_db()
    assert (moved.context_key, moved.kept_prompts != []) == ("individual", True)
    assert EntryWording.objects.filter(entry__meeting=live.meeting, change="edited").exists()


@pytest.mark.one_database
def test_a_refused_change_is_said_beside_its_box_and_the_typing_stays(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:school")
    page.locator("#line-school-risk").press("F2")
    box = page.get_by_label("Change the entry")
    box.press("End")
    page.keyboard.type(" ! not famly")
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("not supervised .* ! not famly$"))
    expect(box).to_have_accessible_description(re.compile("is not a sharing limit"))
    expect(page.get_by_role("region", name="Not saved")).to_be_visible()
    axe(page)
    for _ in "mly":
        page.keyboard.press("Backspace")
    page.keyboard.type("mily")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Not saved")).to_have_count(0)
    entry = live.entries["Corridor by the music rooms is not supervised"]
    expect(page.locator(f"#entry-{entry.pk}")).to_contain_text("Not the family")
    entry.refresh_from_db()
    assert (entry.text, entry.sharing) == ("Corridor by the music rooms is not supervised", "not_family")


@pytest.mark.one_database
def test_single_letters_can_be_turned_off_and_question_mark_shows_the_keys(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:school")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    axe(page)
    page.get_by_label("Single letters act").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    page.locator("#line-school-risk").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("x")
    expect(page.locator("[data-busy]")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Change the entry")).to_be_focused()


def test_what_one_writes_the_other_reads_and_keeps_their_caret(enter: Enter) -> None:
    live = make_written()
    one, other = enter(live, live.writer, "context:peers"), enter(live, live.chair, "context:peers")
    other.locator("#line-peers-strengths").focus()
    other.keyboard.type("half a sent")
    one.locator("#line-peers-hsb").focus()
    one.keyboard.type("Others watched")
    one.keyboard.press("Enter")
    expect(cell(other, "peers-hsb")).to_contain_text("Others watched")
    other.keyboard.type("ence")
    expect(other.locator("#line-peers-strengths")).to_be_focused()
    expect(other.locator("#line-peers-strengths")).to_have_value("half a sentence")
    expect(other.locator("#said")).to_contain_text("New in Peers, HSB: Others watched", timeout=8_000)


def test_a_limited_entry_is_not_told_and_is_taken_back_when_it_becomes_limited(enter: Enter) -> None:
    live = make_written()
    writer, practitioner = (
        enter(live, live.writer, "context:peers"),
        enter(live, live.world.practitioner, "context:peers"),
    )
    assert SECRET not in practitioner.content()
    expect(cell(practitioner, "peers-risk")).to_contain_text(BOASTING)
    writer.locator("#line-peers-risk").focus()
    writer.keyboard.press("F2")
    writer.keyboard.press("End")
    writer.keyboard.type(" !police only")
    writer.keyboard.press("Enter")
    expect(cell(practitioner, "peers-risk")).not_to_contain_text(BOASTING)
    writer.keyboard.press("Escape")
    writer.keyboard.type("A second secret !police only")
    writer.keyboard.press("Enter")
    writer.keyboard.type("Something open")
    writer.keyboard.press("Enter")
    writer.keyboard.type("Something else")
    writer.keyboard.press("Enter")
    expect(cell(practitioner, "peers-risk")).to_contain_text("Something open")
    expect(practitioner.locator("#strip-peers .mt-strip__count")).to_contain_text("2 entries")
    assert "A second secret" not in practitioner.content()
    ring = practitioner.locator("#ring-neighbourhood")
    expect(ring).to_have_class(re.compile("mt-ring--undecided"))
    with practitioner.expect_response("**/side?*", timeout=60_000):  # later on a busy server
        writer.keyboard.type("/na A third secret !police only")
        writer.keyboard.press("Enter")
    expect(ring).not_to_have_class(re.compile("mt-ring--undecided"))
    assert "A third secret" not in practitioner.content()


@pytest.mark.parametrize(
    ("choice", "wording", "others"),
    [("Keep mine", "My words", []), ("Keep theirs", "Their words", []), ("Keep both", "Their words", ["My words"])],
)
def test_two_people_change_one_entry_and_both_keep_their_words(
    enter: Enter, choice: str, wording: str, others: list[str]
) -> None:
    live = make_written()
    one, other = enter(live, live.writer, "context:peers"), enter(live, live.chair, "context:peers")
    for page in (one, other):
        page.locator("#line-peers-risk").focus()
        page.keyboard.press("F2")
    expect(one.locator("#entries-peers-risk")).to_contain_text(f"{live.chair.name} is changing this")
    other.get_by_label("Change the entry").fill("Their words")
    other.keyboard.press("Enter")
    expect(cell(other, "peers-risk")).to_contain_text("Their words")
    one.get_by_label("Change the entry").fill("My words")
    one.keyboard.press("Enter")
    panel = one.get_by_role("group", name="Two wordings")
    expect(panel).to_contain_text(f"{live.chair.name} wrote")
    expect(panel).to_contain_text("Their words")
    expect(panel).to_contain_text("My words")
    axe(one)
    panel.get_by_role("button", name=choice).click()
    expect(cell(other, "peers-risk")).to_contain_text(wording if choice != "Keep both" else "My words")
    expect(one.locator("#saved")).to_have_text("All saved")
    assert texts(live, "peers-risk") == [wording, *others]


@pytest.mark.one_database
def test_the_room_view_is_one_key_away_and_holds_nothing_hidden(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:family")
    expect(cell(page, "family-risk")).to_contain_text(SECRET)
    page.keyboard.type("half a thought")
    page.keyboard.press("F8")
    expect(page.get_by_text("Room view.")).to_be_visible()
    page.wait_for_load_state()
    for hidden in (SECRET, NOT_FOR_FAMILY, "Kofi"):
        assert hidden not in page.content()
    axe(page)
    expect(page.locator("#line-family-hsb")).to_have_value("half a thought")
    page.locator("#line-family-risk").fill("Mother is afraid of him !not family")
    page.locator("#line-family-risk").press("Enter")
    expect(page.locator("#said")).to_contain_text("It is not shown in this view.")
    page.locator("#line-family-strengths").fill("Test-Kofi cooks for his sisters")
    page.locator("#line-family-strengths").press("Enter")
    expect(cell(page, "family-strengths")).to_contain_text("the young person cooks for his sisters")
    assert "afraid of him" not in cell(page, "family-risk").inner_text()
    page.keyboard.press("F8")
    expect(cell(page, "family-risk")).to_contain_text("Mother is afraid of him")


@pytest.mark.one_database
def test_silence_the_agenda_and_a_decision_are_recorded_in_place(enter: Enter) -> None:
    live = make_live()
    page = enter(live, live.writer, "context:school")
    page.locator("#cell-school-resilience").get_by_role("button", name="Nothing identified").click()
    expect(page.locator("#state-school-resilience")).to_contain_text("Discussed, nothing identified")
    page.locator("#cell-school-strengths").get_by_role("button", name="Not known").click()
    page.get_by_role("link", name="Plan who finds out").click()
    expect(page.locator("#line-school-actions")).to_have_value("Find out ")
    page.get_by_role("button", name="Done: Introductions").click()
    expect(page.get_by_role("button", name="Done: Introductions")).to_have_attribute("aria-pressed", "true")
    page.locator(".mt-agenda__link", has_text="Decisions").click()
    page.get_by_label("Decision", exact=True).fill("We meet monthly")
    page.get_by_label("Reasons", exact=True).fill("The plan is long")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("#decisions-body")).to_contain_text("We meet monthly")
    expect(page.get_by_label("Decision", exact=True)).to_have_value("")
    assert CellMark.objects.filter(meeting=live.meeting).count() == 2
    assert Decision.objects.get(meeting=live.meeting).reasons == "The plan is long"
    page.locator("#decisions-body summary").click()
    page.get_by_label("New wording").fill("We meet every two weeks")
    page.get_by_role("button", name="Save the new wording").click()
    expect(page.locator("#decisions-body .mt-plan__text")).to_have_text("We meet every two weeks")
    expect(page.locator("#decisions-body summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Strike the decision").click()
    expect(page.locator("#decisions-body")).to_have_text("No decision is recorded yet.")


@pytest.mark.one_database
def test_the_rings_go_by_arrows_and_click_and_the_table_says_the_same(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:individual")
    page.locator("#ring-individual").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#part-context-peers")).to_be_visible()
    expect(page.locator("#ring-peers")).to_be_focused()
    page.get_by_text("The rings as a table").click()
    expect(page.get_by_role("row", name="Peers")).to_contain_text("1 entry")
    axe(page)
    page.locator("#strip-school").click()
    expect(page.locator("#line-school-hsb")).to_be_focused()


def test_the_summary_saves_itself_and_two_people_keep_both(enter: Enter) -> None:
    live = make_live()
    one, other = enter(live, live.writer, "summary"), enter(live, live.chair, "summary")
    one.locator("#summary-text").fill("The first words.")
    expect(one.locator("#summary-said")).to_have_text("Saved")
    expect(other.locator("#summary-text")).to_have_value("The first words.", timeout=10_000)
    one.context.set_offline(True)
    one.locator("#summary-text").fill("The first words, longer.")
    other.locator("#summary-text").fill("Their words.")
    expect(other.locator("#summary-said")).to_have_text("Saved")
    one.context.set_offline(False)
    panel = one.get_by_role("group", name="Two summaries")
    expect(panel).to_contain_text("Their words.", timeout=10_000)
    axe(one)
    panel.get_by_role("button", name="Keep both").click()
    expect(one.locator("#saved")).to_have_text("All saved")
    live.meeting.refresh_from_db()
    assert live.meeting.contextual_summary == "Their words.\n\nThe first words, longer."


@pytest.mark.one_database
@pytest.mark.parametrize(
    "device", [{}, {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}]
)
def test_every_part_and_page_passes_axe(enter: Enter, device: dict[str, Any]) -> None:
    live = make_written()
    page = enter(live, live.writer, **device)
    for item in live.meeting.agenda.exclude(part="note"):
        page.goto(f"{live.path}?part={item.part}")
        expect(page.locator(".mt-part--now")).to_be_visible()
        axe(page)
    entry = live.entries[BOASTING]
    for place in ("overview/", "finish/", "read-back/", f"entries/{entry.pk}/", f"entries/{entry.pk}/answer/"):
        page.goto(live.path + place)
        axe(page)


@pytest.mark.one_database
def test_nothing_is_cut_off_at_400_per_cent(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, viewport={"width": 320, "height": 256})
    for part in ("context:school", "apologies", "decisions", "plan", "summary"):
        page.goto(f"{live.path}?part={part}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.one_database
def test_the_screen_is_whole_in_forced_colours(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:school", forced_colors="active")
    axe(page)
    edge = page.locator("#ring-peers .mt-ring__edge").evaluate("ring => getComputedStyle(ring).stroke")
    assert edge != "none"


@pytest.mark.one_database
def test_without_javascript_a_meeting_is_minuted(enter: Enter) -> None:
    live = make_written()
    page = enter(live, live.writer, "context:peers", java_script_enabled=False)
    for key in CELLS:
        expect(page.locator(f"#line-{key}")).to_be_visible()
    page.locator("#line-peers-strengths").fill("Two of the group walk away @voluntary")
    page.locator("#cell-peers-strengths").get_by_role("button", name="Add").click()
    expect(cell(page, "peers-strengths")).to_contain_text("Two of the group walk away")
    assert page.url.endswith("?part=context:peers#line-peers-strengths")
    page.locator(f"#entry-{live.entries[BOASTING].pk}").get_by_role("link", name="Plan an answer").click()
    page.get_by_label("What will be done").fill("Run sessions @voluntary by Friday")
    page.get_by_role("button", name="Plan it").click()
    expect(cell(page, "peers-actions")).to_contain_text("Run sessions")
    page.locator(f"#entry-{live.entries[BOASTING].pk}").get_by_role("link", name="Edit").click()
    page.get_by_label("Wording").fill("The group admires boasting")
    page.get_by_role("button", name="Save the entry").click()
    expect(cell(page, "peers-risk")).to_contain_text("The group admires boasting")
    page.locator("#cell-peers-hsb").get_by_role("button", name="Nothing identified").click()
    expect(page.locator("#state-peers-hsb")).to_contain_text("Discussed, nothing identified")
    page.goto(f"{live.path}?view=room")
    assert SECRET not in page.content()
    page.locator("#cell-peers-challenges").get_by_label("Add to Peers").fill("No room to meet in")
    page.locator("#cell-peers-challenges").get_by_role("button", name="Add").click()
    expect(page.get_by_text("Room view.")).to_be_visible()


@pytest.mark.one_database
def test_the_page_reads_a_line_as_the_server_does(enter: Enter) -> None:
    live = make_live()
    spec = json.loads((Path(line_module.__file__).parent / "line_cases.json").read_text())
    page = enter(live, live.writer)
    read = page.evaluate(
        """async (spec) => {
          const { parseLine } = await import("/static/js/meeting/grammar.js");
          const { words } = await import("/static/js/meeting/page.js");
          const known = { ...words, ...spec.vocabulary };
          return spec.cases.map((each) => {
            const { context, column } = each;
            const said = parseLine(each.line, { words: known, today: spec.today, context, column });
            const chips = said.tokens.map((t) => [t.kind, each.line.slice(t.start, t.end), t.value]);
            return { ...said, sharing_agencies: said.sharingAgencies, chips, problems: said.problems.length };
          });
        }""",
        spec,
    )
    fields = ("text", "context", "column", "source", "instance", "sharing", "basis", "owner", "due", "sharing_agencies")
    for case, said in zip(spec["cases"], read, strict=True):
        wanted = dict.fromkeys(fields) | {"sharing_agencies": []} | case["expect"]
        assert {field: said[field] for field in fields} == wanted, case["line"]
        assert (said["chips"], said["problems"]) == (case["chips"], case["problems"]), case["line"]


@pytest.mark.one_database
def test_what_the_server_fails_at_steps_aside_and_what_came_after_it_is_saved(enter: Enter) -> None:
    live = make_live()
    page = enter(live, live.writer)
    failing = {"on": True}

    def entries(route: Route) -> None:
        if failing["on"] and "Poison" in (route.request.post_data or ""):
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    page.route("**/entries/", entries)
    for words in ("Poison", "Written after it"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    tray = page.get_by_role("region", name="Not saved")
    expect(tray).to_contain_text("Poison", timeout=30_000)
    expect(page.locator("#saved")).to_have_text("All saved")
    assert texts(live, "individual-hsb") == ["Written after it"]
    failing["on"] = False
    tray.get_by_role("button", name="Send it again").click()
    expect(tray).to_have_count(0)
    expect(cell(page, "individual-hsb")).to_contain_text("Poison")
    assert set(texts(live, "individual-hsb")) == {"Written after it", "Poison"}

    page.goto(f"{live.path}?part=decisions")
    page.locator("#decision-text").fill("x" * 2_100)
    expect(page.locator("#count-decision-text")).to_contain_text("100 too many")
    page.locator("#decision-reasons").fill("Much is open")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("#part-decisions [role=alert]")).to_contain_text("This has 2,100 characters")
    expect(page.locator("#decision-text")).to_have_value("x" * 2_100)


@pytest.mark.one_database
def test_a_decision_whose_answer_is_lost_is_recorded_once(enter: Enter) -> None:
    live = make_live()
    page = enter(live, live.writer, "decisions")
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/decisions/", lose_the_first_answer)
    page.locator("#decision-text").fill("We meet monthly")
    page.locator("#decision-reasons").fill("Much is open")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("#decisions-body")).to_contain_text("We meet monthly")
    expect(page.locator("#saved")).to_have_text("All saved")
    assert lost == [200]
    assert list(Decision.ever.filter(meeting=live.meeting).values_list("text", flat=True)) == ["We meet monthly"]
