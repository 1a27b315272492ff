"""What the screen posts: with its script, for fragments; and without, when the browser comes back to its place."""

from __future__ import annotations

import html
import re
import uuid
from copy import deepcopy

import pytest
from django.test import Client
from django.utils import timezone

from concentric.casework.contexts.models import Context
from concentric.casework.live.fragments import render
from concentric.casework.live.written import line_of
from concentric.casework.meetings.actions import change_decision, strike_decision
from concentric.casework.meetings.models import CellMark, Decision, Dissent, Entry, LiveEvent, Meeting
from concentric.casework.plans.models import Action
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.working_days import working_day_after
from tests.factories.live_meeting import SECRET, Live, make_live, make_written

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Concentric-Fetch": "1"}


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Live:
    return make_live()


@pytest.fixture
def live(made: Live) -> Live:
    return deepcopy(made)


def send(client: Client, live: Live, place: str, **data: object):
    """As the page's script posts."""
    return client.post(live.path + place, data, headers=SCRIPT)


def line(live: Live, client: Client, text: str, context: str = "school", column: str = "risk", **more: object):
    return send(client, live, "entries/", entry_id=str(uuid.uuid4()), line=text, context=context, column=column, **more)


def test_a_line_becomes_an_entry_with_its_tokens(live: Live) -> None:
    answer = line(live, live.world.client(live.writer), "Staff look away @police #Larkfield ~reported !not family")
    entry = Entry.objects.get(pk=answer.json()["id"])
    assert (entry.text, entry.source.handle, entry.instance, entry.basis, entry.sharing) == (
        "Staff look away",
        "police",
        live.school,
        "reported",
        "not_family",
    )
    assert f'id="entry-{entry.pk}"' in answer.json()["html"]


def test_an_observer_adds_no_name_to_the_register(live: Live) -> None:
    observer = live.world.practitioner
    live.meeting.attendance.filter(membership_id=observer.id).update(state="observer")
    before = Context.objects.count()
    assert line(live, live.world.client(observer), 'They meet there #"The Old Mill"').status_code == 403
    assert Context.objects.count() == before
    live.meeting.attendance.filter(membership_id=observer.id).update(state="attended")
    assert line(live, live.world.client(observer), 'They meet there #"The Old Mill"').status_code == 200
    assert Context.objects.count() == before + 1


def test_a_line_sent_twice_is_one_entry(live: Live) -> None:
    client, entry_id = live.world.client(live.writer), str(uuid.uuid4())
    for _ in range(2):
        answer = send(client, live, "entries/", entry_id=entry_id, line="Once", context="school", column="risk")
        assert answer.status_code == 200
    assert Entry.objects.filter(meeting=live.meeting).count() == 1


def test_the_quick_line_goes_where_its_prefix_says_and_asks_when_it_has_none(live: Live) -> None:
    client = live.world.client(live.writer)
    routed = line(live, client, "/pr friends egg each other on", context="", column="")
    entry = Entry.objects.get(pk=routed.json()["id"])
    assert (entry.context_key, entry.column_key) == ("peers", "risk")
    lost = line(live, client, "nowhere to go", context="", column="")
    assert lost.status_code == 400
    assert "begin with /" in lost.json()["errors"]["line"]


def test_what_stuck_from_the_line_before_is_used_unless_the_line_says_otherwise(live: Live) -> None:
    client = live.world.client(live.writer)
    stuck = line(live, client, "One", source="police", instance="Larkfield Academy")
    said = line(live, client, "Two @housing", source="police", instance="Larkfield Academy")
    entries = [Entry.objects.get(pk=answer.json()["id"]) for answer in (stuck, said)]
    assert [(entry.source.handle, entry.instance) for entry in entries] == [
        ("police", live.school),
        ("housing", live.school),
    ]


def test_a_new_name_in_quotes_joins_the_register_of_the_case(live: Live) -> None:
    answer = line(live, live.world.client(live.writer), '#"Beck Lane" is dark', "neighbourhood")
    assert Entry.objects.get(pk=answer.json()["id"]).instance.name == "Beck Lane"


def test_an_action_line_plans_an_action_that_answers_its_need() -> None:
    live = make_written()
    need = live.entries["The group admires older boys who brag"]
    answer = line(
        live,
        live.world.client(live.writer),
        "Run a group @voluntary by Friday",
        "peers",
        "actions",
        answers=str(need.pk),
    )
    action = Action.objects.get(entry_id=answer.json()["id"])
    assert action.owner_agency.handle == "voluntary"
    assert action.due_on
    assert list(action.answers.all()) == [need]


def test_a_prompt_is_asked_moved_and_kept() -> None:
    live = make_written()
    client = live.world.client(live.writer)
    entry = live.entries["Attendance dropped to 61% since September"]
    page = client.get(live.path).content.decode()
    rule = re.search(rf'entries/{entry.pk}/prompt/".*?name="rule" value="(\w+)"', page, re.DOTALL)[1]
    kept = send(client, live, f"entries/{entry.pk}/prompt/", answer="keep", rule=rule)
    assert "data-prompt" not in kept.json()["html"]
    assert f"entries/{entry.pk}/prompt/" not in client.get(live.path).content.decode()
    other = line(live, client, "He is often late", "school", "risk").json()
    assert "data-prompt" in other["html"]
    moved = send(
        client, live, f"entries/{other['id']}/prompt/", answer="move", context="individual", column="risk", version="1"
    )
    assert 'data-cell="individual-risk"' in moved.json()["html"]


def test_editing_by_line_reads_back_what_is_there(live: Live) -> None:
    client = live.world.client(live.writer)
    html = line(live, client, 'Staff look away @police #"Larkfield Academy" ~opinion !police,school only').json()[
        "html"
    ]
    entry = Entry.objects.get()
    written = re.search(r'data-line="([^"]*)"', html)[1].replace("&#34;", '"')
    answer = send(client, live, f"entries/{entry.pk}/change/", line=written.replace("away", "on"), version="1")
    assert answer.status_code == 200
    entry.refresh_from_db()
    assert (entry.text, entry.version, entry.source.handle, entry.basis) == ("Staff look on", 2, "police", "opinion")
    assert {agency.handle for agency in entry.sharing_agencies.all()} == {"police", "school"}


@pytest.mark.parametrize(
    "typed",
    [
        "!polcie only",
        "!not famly",
        "(!not family)",
        "!larkmoor-police only",
        "!police knows",
        "!everyone !not family",
        "@!not family",
    ],
)
def test_a_sharing_limit_that_is_not_understood_holds_the_line(live: Live, typed: str) -> None:
    client = live.world.client(live.writer)
    for column in ("risk", "actions"):
        held = line(live, client, f"An uncle is back {typed}", "family", column)
        assert held.status_code == 400
        assert "sharing limit" in held.json()["errors"]["line"]
    data = {"entry_id": str(uuid.uuid4()), "line": f"An uncle is back {typed}", "context": "family", "column": "risk"}
    page = client.post(f"{live.path}entries/", data).content.decode()
    assert f"An uncle is back {typed}</textarea>" in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "text", "sharing"),
    [
        ("Uncle is back !not the family", "Uncle is back", "not_family"),
        ("Uncle is back !!police only", "Uncle is back !police only", "everyone"),
        ("Stop! he said", "Stop! he said", "everyone"),
    ],
)
def test_a_limit_that_is_understood_and_a_plain_exclamation_mark_are_kept(
    live: Live, typed: str, text: str, sharing: str
) -> None:
    answer = line(live, live.world.client(live.writer), typed)
    entry = Entry.objects.get(pk=answer.json()["id"])
    assert (entry.text, entry.sharing) == (text, sharing)


def closed_down(live: Live) -> Entry:
    """An entry whose source, and the one agency it is limited to, have left the partnership since."""
    two = [live.world.agencies[handle] for handle in ("housing", "voluntary")]
    entry = live.write("school", "risk", SECRET, source=two[0], sharing="agencies", sharing_agencies=(two[1],))
    for agency in two:
        agency.is_active = False
        agency.save()
    return entry


def kept_to(entry: Entry) -> tuple[str, str, str, list[str]]:
    entry.refresh_from_db()
    return (entry.text, entry.source.handle, entry.sharing, [each.handle for each in entry.sharing_agencies.all()])


def test_an_edit_keeps_the_limit_and_source_of_agencies_that_have_left(live: Live) -> None:
    client, entry = live.world.client(live.writer), closed_down(live)
    written = line_of(entry, None)
    assert html.escape(written) in client.get(live.path).content.decode()
    answer = send(client, live, f"entries/{entry.pk}/change/", line=written.replace("again", "twice"), version="1")
    assert answer.status_code == 200
    reworded = SECRET.replace("again", "twice")
    assert kept_to(entry) == (reworded, "housing", "agencies", ["voluntary"])
    shown = client.get(f"{live.path}entries/{entry.pk}/").content.decode()
    for chosen in (
        f'<option value="{entry.source_id}" selected',
        f'value="{live.world.agencies["voluntary"].pk}" checked',
    ):
        assert chosen in shown
    fields = {"text": SECRET, "source": entry.source_id, "basis": "fact", "sharing": "agencies", "version": "2"}
    fields["sharing_agencies"] = live.world.agencies["voluntary"].pk
    assert send(client, live, f"entries/{entry.pk}/change/", **fields).status_code == 200
    assert kept_to(entry) == (SECRET, "housing", "agencies", ["voluntary"])
    new = line(live, client, "Somebody else is back !voluntary only")
    assert new.status_code == 400  # a new entry cannot be shared with who has left


def test_an_edit_never_widens_who_may_read(live: Live) -> None:
    client, entry = live.world.client(live.writer), closed_down(live)
    before = kept_to(entry)
    place, fields = f"entries/{entry.pk}/change/", {"text": "x", "basis": "fact", "sharing": "agencies", "version": "1"}
    strangers = (uuid.uuid4(), "police", "", live.world.elsewhere.agencies.first().pk)
    posts = [{"line": "x !voluntry only", "version": "1"}]
    posts += [{**fields, "sharing_agencies": [live.world.agencies["voluntary"].pk, stranger]} for stranger in strangers]
    posts += [{**fields, "sharing_agencies": []}]
    for post in posts:
        assert send(client, live, place, **post).status_code == 400, post
        assert kept_to(entry) == before
    assert send(client, live, place, line="x !everyone", version="1").status_code == 200
    entry.refresh_from_db()
    assert entry.sharing == "everyone"  # the person said so


@pytest.mark.parametrize("said", ["@fire say the yard is dark", "@police @housing say so", "It is dark @shcool"])
def test_a_name_that_is_not_known_holds_the_line(live: Live, said: str) -> None:
    answer = line(live, live.world.client(live.writer), said, source="police")
    assert answer.status_code == 400
    assert "write @@ for a plain @" in answer.json()["errors"]["line"]
    assert not Entry.objects.filter(text__contains="@").exists()


def test_a_review_day_that_nobody_works_is_asked_about_and_the_next_one_named(live: Live) -> None:
    answer = send(live.world.client(live.writer), live, "review/", review_on="19 April 2030")
    assert answer.status_code == 400
    assert answer.json()["errors"]["review_on"] == (
        "Friday 19 April 2030 is no working day. The next one is Tuesday 23 April 2030: enter that day."
    )
    assert Meeting.objects.get(pk=live.meeting.pk).review_on is None


def test_a_doubled_sign_is_that_sign_itself(live: Live) -> None:
    answer = line(live, live.world.client(live.writer), "They go by @@nightowls", source="police")
    entry = Entry.objects.get(pk=answer.json()["id"])
    assert (entry.text, entry.source.handle) == ("They go by @nightowls", "police")


def test_two_wordings_come_back_side_by_side_and_nothing_is_overwritten() -> None:
    live = make_written()
    entry = live.entries["The group admires older boys who brag"]
    first, second = live.world.client(live.writer), live.world.client(live.chair)
    assert send(first, live, f"entries/{entry.pk}/change/", line="The first wording", version="1").status_code == 200
    clash = send(second, live, f"entries/{entry.pk}/change/", line="The second wording", version="1")
    assert clash.status_code == 409
    assert (clash.json()["theirs"], clash.json()["by"], clash.json()["version"]) == (
        "The first wording",
        live.writer.name,
        2,
    )
    page = second.post(f"{live.path}entries/{entry.pk}/change/", {"line": "The second wording", "version": "1"})
    assert page.status_code == 409
    for words in ("The first wording", "The second wording", "Keep theirs", "Keep mine", "Keep both"):
        assert words in page.content.decode()
    entry.refresh_from_db()
    assert entry.text == "The first wording"


def test_striking_needs_a_reason_and_can_be_taken_back() -> None:
    live = make_written()
    client, entry = live.world.client(live.writer), live.entries[SECRET]
    assert send(client, live, f"entries/{entry.pk}/strike/", reason=" ").status_code == 400
    assert "mt-entry--struck" in send(client, live, f"entries/{entry.pk}/strike/", reason="Said twice").json()["html"]
    assert "mt-entry--struck" not in send(client, live, f"entries/{entry.pk}/restore/").json()["html"]


def test_a_need_is_drawn_anew_for_everybody_when_the_action_that_answers_it_comes_or_goes() -> None:
    live = make_written()
    client, need = live.world.client(live.writer), live.entries["Corridor by the music rooms is not supervised"]
    action = Action.objects.get(answers=need).entry

    def shown_after(place: str, **data: object) -> bool:
        """Whether the need, as the screens are told of it after this post, is marked as answered."""
        told = LiveEvent.objects.filter(meeting=live.meeting).latest("seq").seq
        action.refresh_from_db()
        assert send(client, live, f"entries/{action.pk}/{place}/", version=action.version, **data).status_code == 200
        redrawn = LiveEvent.objects.filter(meeting=live.meeting, seq__gt=told, subject_id=str(need.pk))
        return "Answered" in render(redrawn.get()).html

    assert not shown_after("strike", reason="Nobody can do it")
    assert shown_after("restore")
    assert not shown_after("move", to="school-strengths")
    assert shown_after("move", to="school-actions")


def test_silence_is_marked_for_a_cell_and_for_a_context(live: Live) -> None:
    client = live.world.client(live.writer)
    send(client, live, "silence/", context="school", column="risk", state="nothing_identified")
    answer = send(client, live, "silence/", context="peers", column="", state="not_discussed")
    assert 'id="whole-peers"' in answer.json()["html"]
    assert set(CellMark.objects.values_list("context_key", "column_key", "state")) == {
        ("school", "risk", "nothing_identified"),
        ("peers", "", "not_discussed"),
    }


def test_the_summary_keeps_both_people_s_words(live: Live) -> None:
    client = live.world.client(live.writer)
    assert send(client, live, "summary/", text="The first.", version="0").json()["version"] == 1
    clash = send(client, live, "summary/", text="The second.", version="0")
    assert (clash.status_code, clash.json()["theirs"], clash.json()["version"]) == (409, "The first.", 1)
    page = client.post(f"{live.path}summary/", {"text": "The second.", "version": "0"})
    assert "The first." in page.content.decode()
    assert "The second." in page.content.decode()


def test_the_small_parts_of_the_meeting_are_recorded(live: Live) -> None:
    client = live.world.client(live.writer)
    invited = live.meeting.attendance.first()
    item = live.meeting.agenda.first()
    send(client, live, f"attendance/{invited.pk}/", state="attended")
    send(client, live, f"agenda/{item.pk}/", done="1")
    send(
        client,
        live,
        "attendance/",
        name="Guest Of Test",
        agency=str(live.world.agencies["police"].pk),
        state="observer",
    )
    send(client, live, "decisions/", text="We meet monthly", reasons="The plan is long")
    send(client, live, "dissent/", text="Too late", agency=str(live.world.agencies["voluntary"].pk), escalate="1")
    send(client, live, "review/", review_on=working_day_after(timezone.localdate(), 30).isoformat())
    invited.refresh_from_db()
    item.refresh_from_db()
    meeting = Meeting.objects.get(pk=live.meeting.pk)
    assert (invited.state, bool(item.done_at), bool(meeting.review_on)) == ("attended", True, True)
    assert meeting.attendance.get(name="Guest Of Test").state == "observer"
    assert (Decision.objects.get().reasons, Dissent.objects.get().escalate) == ("The plan is long", True)


def test_without_a_script_one_comes_back_to_the_same_line_and_typing_survives_a_refusal(live: Live) -> None:
    client = live.world.client(live.writer)
    data = {"entry_id": str(uuid.uuid4()), "line": "No lights", "context": "school", "column": "risk"}
    back = client.post(f"{live.path}entries/", data)
    assert back.headers["Location"] == f"{live.path}?part=context:school#line-school-risk"
    room = client.post(f"{live.path}entries/", {**data, "view": "room"})
    assert "view=room" in room.headers["Location"]
    long = "word " * 600
    refused = client.post(f"{live.path}entries/", {**data, "entry_id": str(uuid.uuid4()), "line": long})
    assert refused.status_code == 400
    assert long.strip() in refused.content.decode()
    assert "the most is 2,000" in refused.content.decode()


@pytest.mark.parametrize(
    "place", ["entries/", "silence/", "summary/", "decisions/", "dissent/", "review/", "attendance/", "instances/"]
)
@pytest.mark.parametrize("garbage", ["", "\x00", "x" * 100_000, "<script>", "‮😀", "٣"])
def test_garbled_input_is_refused_in_words_and_never_fails(live: Live, place: str, garbage: str) -> None:
    client = live.world.client(live.writer)
    fields = ("entry_id", "line", "context", "column", "source", "instance", "text", "reasons", "version", "state")
    fields += ("agency", "who", "name", "kind", "review_on", "answers")
    for headers in ({}, SCRIPT):
        answer = client.post(live.path + place, dict.fromkeys(fields, garbage), headers=headers)
        assert answer.status_code in (200, 302, 400, 403)


def test_who_is_invited_adds_entries_but_does_not_run_the_meeting() -> None:
    live = make_written()
    practitioner = live.world.client(live.world.practitioner)
    assert line(live, practitioner, "Bullying goes unaddressed").status_code == 200
    assert send(practitioner, live, "silence/", context="school", column="hsb", state="not_known").status_code == 403
    hidden = live.entries[SECRET]
    for place in ("change/", "move/", "strike/", "restore/", "prompt/"):
        assert send(practitioner, live, f"entries/{hidden.pk}/{place}", line="x", version="1").status_code == 404
    for place in ("", "answer/"):
        assert practitioner.get(f"{live.path}entries/{hidden.pk}/{place}").status_code == 404


def test_an_observer_records_nothing(live: Live) -> None:
    viewer = live.world.practitioner
    client = live.world.client(viewer)
    entry_id = line(live, client, "Bullying goes unaddressed").json()["id"]
    live.meeting.attendance.filter(membership=viewer.membership).update(state="observer")
    answers = [
        line(live, client, "Nobody is on the gate"),
        line(live, client, "Put staff on the gate", "school", "actions"),
        send(client, live, f"entries/{entry_id}/change/", line="Bullying is dealt with", version="1"),
        send(client, live, f"entries/{entry_id}/strike/", reason="Not so"),
        send(client, live, f"entries/{entry_id}/move/", to="school-strengths", version="1"),
        send(client, live, "instances/", kind="neighbourhood", name="The yard"),
    ]
    assert {(each.status_code, each.json()["message"]) for each in answers} == {
        (403, "Observers listen; they do not record.")
    }
    assert list(Entry.objects.values_list("text", "version")) == [("Bullying goes unaddressed", 1)]
    page = client.get(live.path).content.decode()
    assert 'id="line-school-risk"' not in page


def test_on_the_wall_a_saved_entry_comes_back_masked_or_not_at_all(live: Live) -> None:
    client = live.world.client(live.writer)
    open_to_all = line(live, client, "Test-Kofi likes his tutor", view="room").json()["html"]
    assert "Kofi" not in open_to_all
    assert "the young person likes his tutor" in open_to_all
    assert line(live, client, "Mother is afraid !not family", view="room").json()["html"] == ""


def test_the_entry_s_page_shows_every_wording_and_changes_every_field() -> None:
    live = make_written()
    client, entry = live.world.client(live.writer), live.entries["The group admires older boys who brag"]
    police = live.world.agencies["police"]
    fields = {
        "text": "The group admires boasting",
        "source": str(police.pk),
        "basis": "opinion",
        "sharing": "everyone",
        "version": "1",
    }
    assert client.post(f"{live.path}entries/{entry.pk}/change/", fields).status_code == 302
    page = client.get(f"{live.path}entries/{entry.pk}/").content.decode()
    assert "The group admires older boys who brag" in page
    entry.refresh_from_db()
    assert (entry.text, entry.source, entry.basis) == ("The group admires boasting", police, "opinion")


def test_presence_names_people_and_on_the_wall_their_part(live: Live) -> None:
    live.world.client(live.chair).post(f"{live.path}presence", {"editing": ""}, headers=SCRIPT)
    client = live.world.client(live.writer)
    assert live.chair.name in [each["name"] for each in client.get(f"{live.path}presence").json()["here"]]
    wall = client.get(f"{live.path}presence?view=room").json()["here"]
    assert [each["name"] for each in wall] == ["Chair"]


def decided(live: Live, client: Client) -> tuple[Decision, Dissent]:
    send(client, live, "decisions/", text="We meet monthly", reasons="The plan is long")
    send(client, live, "dissent/", text="Too late", who="A fictional nurse")
    return Decision.objects.get(meeting=live.meeting), Dissent.objects.get(meeting=live.meeting)


def test_a_decision_is_reworded_and_its_earlier_wording_stays_in_the_record(live: Live) -> None:
    client = live.world.client(live.writer)
    decision, _ = decided(live, client)
    page = client.get(live.path).content.decode()
    assert f'action="{live.path}decisions/{decision.pk}/change/"' in page
    place = f"{live.path}decisions/{decision.pk}/change/"
    back = client.post(place, {"text": "We meet every two weeks", "reasons": "Much is open"})
    assert back.headers["Location"] == f"{live.path}?part=decisions#part-decisions"
    decision.refresh_from_db()
    assert (decision.text, decision.reasons) == ("We meet every two weeks", "Much is open")
    assert Decision.ever.get(reworded_as=decision).text == "We meet monthly"
    empty = client.post(place, {"text": "Kept as typed", "reasons": " "})
    assert (empty.status_code, "Kept as typed" in empty.content.decode()) == (400, True)


def test_what_was_struck_leaves_the_screen_and_stays_among_the_removed(live: Live) -> None:
    client = live.world.client(live.writer)
    decision, dissent = decided(live, client)
    for place, words in (
        (f"decisions/{decision.pk}/strike/", decision.text),
        (f"dissent/{dissent.pk}/strike/", dissent.text),
    ):
        assert words in client.get(live.path).content.decode()
        assert words not in send(client, live, place).json()["html"]
        assert send(client, live, place).status_code == 200  # sent again, it is answered like the first
    assert Decision.ever.get(pk=decision.pk).removed_by == live.writer.membership
    assert Dissent.ever.get(pk=dissent.pk).removed_by == live.writer.membership
    assert send(client, live, f"decisions/{decision.pk}/change/", text="Again", reasons="So").status_code == 404


def test_a_decision_struck_while_somebody_reworded_it_is_refused_in_words(live: Live) -> None:
    decision, _ = decided(live, live.world.client(live.writer))
    strike_decision(viewer=live.chair, decision=decision)
    with pytest.raises(Refusal, match="struck this decision meanwhile"):
        change_decision(viewer=live.writer, decision=decision, text="Another", reasons="Of course")
    assert list(Decision.ever.values_list("text", flat=True)) == ["We meet monthly"]


def test_rewording_and_striking_are_for_those_who_record_and_never_on_the_wall() -> None:
    live = make_live()
    client = live.world.client(live.writer)
    decision, dissent = decided(live, client)
    practitioner = live.world.client(live.world.practitioner)
    for page in (practitioner.get(live.path), client.get(f"{live.path}?view=room")):
        assert decision.text in page.content.decode()
        assert "mt-reword" not in page.content.decode()
    for place in (
        f"decisions/{decision.pk}/change/",
        f"decisions/{decision.pk}/strike/",
        f"dissent/{dissent.pk}/strike/",
    ):
        assert send(practitioner, live, place, text="x", reasons="y").status_code == 403
    other = make_live()
    elsewhere = f"{other.path}decisions/{decision.pk}/strike/"
    assert other.world.client(other.writer).post(elsewhere).status_code == 404
    assert (Decision.objects.get().text, Dissent.objects.count()) == ("We meet monthly", 1)
