"""Coding over the pages, as without a script: plain forms, each answered by the page as it then stands."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concentric.foundation.audit.models import AuditEvent
from concentric.research.coding.codebook import add_code, remove, take_back_change
from concentric.research.coding.coders import coder_of
from concentric.research.coding.memos import mark_of, note_coding
from concentric.research.coding.models import Code, Coding, DoubleCoding, DoubleFramework, Memo, Step
from concentric.research.frameworks.models import Entry
from tests.factories.coding import CodedStudy, make_coded_study
from tests.support.pages import form_to, words

pytestmark = pytest.mark.django_db


class Sheet:
    """The coder's browser on the first framework."""

    def __init__(self, made: CodedStudy, client: Client, framework: int = 0) -> None:
        self.made, self.client = made, client
        self.root = f"/studies/{made.world.study.pk}/coding"
        self.page = f"{self.root}/frameworks/{made.frameworks[framework].pk}/"

    def get(self, query: str = "") -> str:
        return self.read(self.page + query)

    def read(self, address: str) -> str:
        answer: Any = self.client.get(address)
        assert answer.status_code == 200
        return words(answer)

    def post(self, address: str, status: int = 200, **data: object) -> str:
        """What the page says after a form."""
        answer: Any = self.client.post(f"{self.root}/{address}/", data, follow=True)
        assert answer.status_code == status
        return words(answer)

    def on(self, entry: Entry, what: str, status: int = 200, **data: object) -> str:
        return self.post(f"entries/{entry.pk}/{what}", status, **data)


@pytest.fixture
def made() -> CodedStudy:
    return make_coded_study(2, coded=False)


@pytest.fixture
def sheet(made: CodedStudy) -> Sheet:
    return Sheet(made, made.world.client(made.world.coder))


def test_the_end_of_a_framework_leads_to_the_next_of_its_sample_and_back_to_it(sheet: Sheet, made: CodedStudy) -> None:
    for position in range(8):
        made.code_entry("risks", 0, position)
    assert "All entries are coded. To the next framework" in sheet.get()
    first, second = (coder_of(one) for one in (made.world.coder, made.world.lead))
    sample = DoubleCoding.objects.create(
        study=made.world.study, name="Autumn", first=first, second=second, by=made.world.lead.place
    )
    for framework in made.frameworks:
        DoubleFramework.objects.create(sample=sample, framework=framework)
    page: Any = sheet.client.get(sheet.page)
    assert f"All entries are coded. Next in this sample: {made.frameworks[1].code}" in words(page)
    assert f"/double/{sample.pk}/" in page.content.decode()  # among the breadcrumbs
    made.code_entry("risks", 0, 1, by=made.world.lead)
    assert "All entries are coded" not in words(made.world.client(made.world.lead).get(sheet.page))
    for position in range(8):
        made.code_entry("risks", 1, position)
    assert "All entries are coded. Back to the sample" in sheet.get()


def test_typing_that_met_an_ended_session_is_given_back(sheet: Sheet, made: CodedStudy) -> None:
    address = f"{sheet.root}/entries/{made.entry(position=3).pk}/apply/"
    sheet.client.logout()
    ours = {"headers": {"Sec-Fetch-Site": "same-origin"}}
    kept: Any = sheet.client.post(address, {"called": "Low self-esteem"}, **ours)
    assert kept.status_code == 401
    assert "Low self-esteem" in words(kept)
    asked_by_script: Any = sheet.client.post(address, {"called": "x"}, headers={"X-Concentric-Fetch": "1"})
    assert asked_by_script.status_code == 401
    assert "You were signed out" in asked_by_script.json()["message"]
    sheet.client.force_login(made.world.coder.user)
    again: Any = sheet.client.post(address, form_to(kept, ""))
    assert "No code is called that. Type another, or make it with “A new code” below." in words(again)
    assert "Low self-esteem" in again.content.decode()


def test_the_first_without_a_code_is_in_hand_with_what_the_grid_proposes(sheet: Sheet, made: CodedStudy) -> None:
    page = sheet.get()
    assert "0 of 8 entries coded" in page
    assert "Entry 4 Individual young person, Vulnerability factors" in page
    assert "Accept Vulnerabilities › Individual" in page
    said = sheet.on(made.entry(position=3), "apply", code=made.codes["exclusion"].pk)
    assert "Entry 4 is coded with Vulnerabilities › Individual › Exclusion." in said
    assert "1 of 8 entries coded" in said
    assert "Accept Vulnerabilities" not in said  # a code below the proposed one answers it
    lead = Sheet(made, made.world.client(made.world.lead))
    assert "Accept Vulnerabilities" not in lead.get("?entry=4")  # for everybody who sees it
    assert "Entry 5 Individual young person, Strengths" in sheet.get()


def test_a_code_is_found_by_what_is_typed_of_it(sheet: Sheet, made: CodedStudy) -> None:
    entry = made.entry(position=2)
    assert "Type the name of a code." in sheet.on(entry, "apply", 422)
    assert "No code is called that." in sheet.on(entry, "apply", 422, called="zebra")
    several = sheet.on(entry, "apply", 422, called="peer")
    assert "More than one code is called that." in several
    assert "Which of them?" in several
    assert "Risks › Peer › Harmful attitudes" in sheet.on(entry, "apply", called="risks attitudes")
    assert "coded with Risks › School." in sheet.on(entry, "apply", called="Risks › School")
    assert set(Coding.objects.values_list("code__name", flat=True)) == {"Harmful attitudes", "School"}


def test_words_are_coded_as_they_are_typed_or_counted(sheet: Sheet, made: CodedStudy) -> None:
    entry, code = made.entry(position=2), made.codes["attitudes"].pk
    sheet.on(entry, "apply", code=code, words="🙂 towards")
    start = entry.text.index("girls")
    sheet.on(entry, "apply", code=code, start=start, end=start + 5)
    found = [entry.text[one.start : one.end] for one in Coding.objects.order_by("start")]
    assert found == ["🙂 towards", "girls"]
    assert "not in the entry" in sheet.on(entry, "apply", 422, code=code, words="boys")
    assert "times in the entry" in sheet.on(entry, "apply", 422, code=code, words="ar")
    assert "Select them again" in sheet.on(entry, "apply", 422, code=code, start=4, end=4_000)
    assert Coding.objects.count() == 2


def test_sent_twice_is_once(sheet: Sheet, made: CodedStudy) -> None:
    given: dict[str, Any] = {"code": made.codes["duty"].pk, "coding_id": uuid.uuid4()}
    for _ in range(2):
        assert "is coded with" in sheet.on(made.entry(), "apply", **given)
    assert Coding.objects.get().pk == given["coding_id"]
    assert "Taken back." in sheet.post("undo")
    assert not Coding.objects.exists()
    assert "There is nothing to take back." in sheet.post("undo")  # one step, and the lead's are not ours


def test_a_new_detail_is_made_where_it_is_met(sheet: Sheet, made: CodedStudy) -> None:
    under = made.codes["school"].pk
    said = sheet.on(made.entry(), "apply-new", name="Staff shortage", under=under)
    assert "“Staff shortage” is new below Risks › School, and entry 1 is coded with it." in said
    assert Coding.objects.get().code.parent_id == under
    assert "two codes" in sheet.on(made.entry(), "apply-new", 422, name="staff shortage", under=under)
    assert "Enter" in sheet.on(made.entry(), "apply-new", 422, name="", under=under)
    sheet.on(made.entry(), "apply-new", 422, name="Anything", under=uuid.uuid4())
    sheet.post("undo")  # one step, both of it
    assert not Code.objects.filter(name="Staff shortage", is_removed=False).exists()
    assert not Coding.objects.exists()
    sheet.post("redo")
    assert Coding.objects.get().code.name == "Staff shortage"
    assert "Again Staff shortage" in sheet.get()


def test_a_code_that_is_gone_is_not_offered_again(sheet: Sheet, made: CodedStudy) -> None:
    code = add_code(researcher=made.world.lead, name="Staff shortage", parent=made.codes["school"])
    added = Step.objects.latest("at")
    sheet.on(made.entry(), "apply", code=code.pk)
    assert "Again Staff shortage" in sheet.get()
    sheet.post(f"codings/{Coding.objects.get().pk}/remove")
    take_back_change(researcher=made.world.lead, step=added)
    assert "Again" not in sheet.get()
    code.delete()  # as where an import is taken back
    assert "Again" not in sheet.get()


def test_everything_is_taken_back_and_done_again(sheet: Sheet, made: CodedStudy) -> None:
    entry = made.entry(position=2)
    sheet.on(entry, "apply", code=made.codes["peer"].pk)
    coding = Coding.objects.get()
    sheet.post(f"codings/{coding.pk}/memo", text="Said by whom?")
    sheet.on(entry, "place", context="school", column="risk")
    sheet.on(entry, "memo", text="Belongs to the school")
    said = sheet.post(f"codings/{coding.pk}/remove")
    assert "Risks › Peer is taken away from entry 3." in said
    stands = _rows()
    for verb in ("took Risks › Peer away", "memo on entry 3", "moved entry 3", "memo on entry 3", "coded entry 3"):
        assert f"{verb}" in sheet.post("undo", entry=entry.pk)
    assert not Coding.objects.exists()
    assert not Memo.objects.exists()
    assert not made.entry(position=2).was_moved
    for _ in range(5):
        said = sheet.post("redo")
        assert "Done again." in said
        assert "Entry 3" in said  # where it was
    assert _rows() == stands
    assert "There is nothing to do again." in sheet.post("redo")


def past_in(page: Any) -> str:
    """The step that the page offers to leave as it is."""
    return re.findall(r'name="past" value="([\w-]+)"', page.content.decode())[0]


def test_a_step_that_cannot_be_taken_back_is_passed_over(sheet: Sheet, made: CodedStudy) -> None:
    entry, other = made.entry(position=2), made.entry(position=3)
    sheet.on(other, "apply", code=made.codes["exclusion"].pk)
    sheet.on(entry, "apply", code=made.codes["peer"].pk)
    depended_on = Coding.objects.get(entry=entry)
    note_coding(researcher=made.world.lead, coding=depended_on, text="Read with the team")
    refused: Any = sheet.client.post(f"{sheet.root}/undo/", {"entry": entry.pk})
    assert refused.status_code == 422
    said = words(refused)
    for expected in ("changed since", "coded entry 3 with Risks › Peer", "Leave that as it is, and undo what comes"):
        assert expected in said
    past = past_in(refused)
    assert "Taken back." in sheet.post("undo", entry=entry.pk, past=past)
    assert list(Coding.objects.all()) == [depended_on]
    # Sent twice, it does not reach further down; and what was passed over stays done.
    assert "out of date" in sheet.post("undo", 422, entry=entry.pk, past=past)
    sheet.post("redo", entry=entry.pk)
    assert Coding.objects.count() == 2


def test_what_cannot_be_done_again_is_passed_over_too(sheet: Sheet, made: CodedStudy) -> None:
    entry = made.entry(position=2)
    for name in ("attitudes", "duty"):
        sheet.on(entry, "apply", code=made.codes[name].pk)
    sheet.post("undo")
    sheet.post("undo")
    remove(researcher=made.world.lead, code=made.codes["attitudes"], reason="Not met")
    refused: Any = sheet.client.post(f"{sheet.root}/redo/", {"entry": entry.pk})
    assert "Done again." in sheet.post("redo", entry=entry.pk, past=past_in(refused))
    assert [one.code.name for one in Coding.objects.select_related("code")] == ["Unsupervised places"]


def _rows() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in (Coding, Memo, Entry)]


def test_memos_stand_together(sheet: Sheet, made: CodedStudy) -> None:
    sheet.on(made.entry(), "memo", text="Seen in three frameworks")
    sheet.post(f"frameworks/{made.frameworks[0].pk}/memo", text="A long meeting")
    sheet.post("memos", text="Ask the sites", called="")
    page = sheet.post("memos", text="Too wide a code", called="Risks › Peer")
    for said in ("Seen in three frameworks", "A long meeting", "Ask the sites", "Too wide a code", "Code: Peer"):
        assert said in page
    assert "No code is called that." in sheet.post("memos", 422, text="Kept", called="zebra")
    memo = Memo.objects.get(about="code")
    assert "The memo is changed." in sheet.post(f"memos/{memo.pk}", text="Wide")
    assert "The memo is removed." in sheet.post(f"memos/{memo.pk}", text="")
    assert "Wide" not in sheet.post("memos", 422, text="")


def mark_in(page: Any) -> str:
    return re.findall(r'name="mark" value="(\w+)"', page.content.decode())[0]


def test_a_memo_that_somebody_changed_meanwhile_is_not_written_over(sheet: Sheet, made: CodedStudy) -> None:
    sheet.on(made.entry(), "memo", text="Which break?")
    memo, lead = Memo.objects.get(), made.world.client(made.world.lead)
    address = f"{sheet.root}/memos/{memo.pk}/"
    read = mark_in(lead.get(address))
    sheet.client.post(address, {"text": "The long break", "mark": read})
    refused = lead.post(address, {"text": "Ask the school", "mark": read})
    assert refused.status_code == 422
    for said in ("Somebody changed this memo while you wrote", "It says now: The long break", "Ask the school"):
        assert said in words(refused)
    assert Memo.objects.get().text == "The long break"
    lead.post(address, {"text": "Ask the school", "mark": mark_in(refused)})
    assert Memo.objects.get().text == "Ask the school"


def test_what_is_typed_into_a_memo_that_is_removed_meanwhile_is_kept(sheet: Sheet, made: CodedStudy) -> None:
    sheet.on(made.entry(), "memo", text="Which break?")
    coding = made.code_entry("duty")
    for address in (f"memos/{Memo.objects.get().pk}", f"codings/{coding.pk}/memo"):
        typed = {"text": "The long break", "mark": mark_of("Which break?")}
        Memo.objects.all().delete()
        Coding.objects.all().delete()
        answer = sheet.client.post(f"{sheet.root}/{address}/", typed)
        assert answer.status_code == 422
        assert "This memo was removed while you wrote" in words(answer)
        assert sheet.client.post(f"{sheet.root}/memos/", form_to(answer, "memos/")).status_code == 302
        assert Memo.objects.get().text == "The long break"
        for sent in ({}, {"mark": typed["mark"]}):
            assert sheet.client.post(f"{sheet.root}/{address}/", sent).status_code == 404


def test_a_note_on_coded_words_is_not_written_over_either(sheet: Sheet, made: CodedStudy) -> None:
    coding = made.code_entry("duty")
    page = f"{sheet.page}?entry=1"
    read = mark_in(sheet.client.get(page))
    note_coding(researcher=made.world.lead, coding=coding, text="Read with the team")
    address = f"{sheet.root}/codings/{coding.pk}/memo/"
    refused = sheet.client.post(address, {"text": "Mine alone", "mark": read})
    assert refused.status_code == 422
    assert "It says now: Read with the team" in words(refused)
    assert "Mine alone" in words(refused)
    sheet.client.post(address, {"text": "Both", "mark": mark_in(refused)})
    assert Coding.objects.get().memo == "Both"


def test_the_codebook_for_the_picker_is_sent_once(sheet: Sheet, made: CodedStudy) -> None:
    address = f"{sheet.root}/codes.json"
    first = sheet.client.get(address)
    codes = {one["path"]: one["id"] for one in json.loads(first.content)}
    assert codes["Risks › Peer › Harmful attitudes"] == str(made.codes["attitudes"].pk)
    assert "private" in first["Cache-Control"]
    assert sheet.client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    made.codes["attitudes"].is_deprecated = True
    made.codes["attitudes"].save()
    second = sheet.client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert second.status_code == 200
    assert "Harmful attitudes" not in second.content.decode()


def test_what_is_blind_is_not_on_any_page(made: CodedStudy) -> None:
    world = made.world
    second = world.join("Pia Test-Moreno")
    pair = {"first": coder_of(world.coder), "second": coder_of(second)}
    sample = DoubleCoding.objects.create(study=world.study, name="Blind", by=world.lead.place, **pair)
    DoubleFramework.objects.create(sample=sample, framework=made.frameworks[0])
    made.code_entry("duty", 0, 0)
    made.code_entry("attitudes", 1, 2)
    for who, sees in ((world.coder, True), (second, False), (world.lead, False), (world.reader, False)):
        sheet = Sheet(made, world.client(who))
        assert ("Unsupervised places" in sheet.get("?entry=1")) is sees
        assert (f"{1 if sees else 0} of 8 entries coded") in sheet.get()
        listed = sheet.read(f"{sheet.root}/")
        assert listed.count(f"{world.coder.name} (1)") == (2 if sees else 1)
        is_one_of_them = who in (world.coder, second)
        assert ("Coded blind" in listed) is not is_one_of_them
        if who == world.lead:
            assert f"Code the next framework, {made.frameworks[1].code}" in listed
        assert "Harmful attitudes" in Sheet(made, world.client(who), 1).get("?entry=3")
    lead = Sheet(made, world.client(world.lead))
    narrowed = lead.read(f"{lead.root}/?standing=not_begun")
    assert made.frameworks[0].code not in narrowed  # nobody is told that it was not begun


def test_the_list_says_how_far_each_is_and_by_whom(made: CodedStudy) -> None:
    world = made.world
    for position in range(8):
        made.code_entry("duty", 0, position)
    made.code_entry("peer", 0, 2, by=world.lead)
    sheet = Sheet(made, world.client(world.coder))

    def listed(query: str) -> list[bool]:
        page = sheet.read(f"{sheet.root}/{query}")
        return [f"{one.code} " in page.replace(f"next framework, {one.code}", "") for one in made.frameworks]

    page = sheet.read(f"{sheet.root}/")
    assert "8 of 8" in page
    assert f"{world.lead.name} (1), {world.coder.name} (8)" in page
    assert f"Code the next framework, {made.frameworks[1].code}" in page
    assert listed("?standing=whole") == [True, False]
    assert listed("?standing=not_begun") == [False, True]
    made.code_entry("duty", 1, 0)
    assert listed("?standing=to_finish") == [False, True]
    assert listed(f"?coder={coder_of(world.lead).pk}") == [True, False]


def test_opening_a_framework_asks_as_much_of_a_large_study(made: CodedStudy) -> None:
    """Neither more frameworks nor more codings nor more codes cost a query more; readings are in the trail."""
    sheet = Sheet(made, made.world.client(made.world.coder))

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sheet.get("?entry=1")
        return len(queries)

    made.code_entry("school")
    sheet.get()
    before = asked()
    for name, position in (("duty", 0), ("attitudes", 2), ("exclusion", 3), ("peer", 2)):
        made.code_entry(name, 0, position)
        made.code_entry(name, 1, position, by=made.world.lead)
    assert asked() == before
    assert AuditEvent.objects.filter(verb="framework.read", subject_id=str(made.frameworks[0].pk)).count() >= 3
