"""The codebook's pages, as a team uses them."""

from __future__ import annotations

import csv
import io
from typing import Any

import docx
import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from concentric.foundation.audit.models import AuditEvent
from concentric.research.coding import codebook, codebook_reading
from concentric.research.coding.codebook_reading import usage_of
from concentric.research.coding.coders import coder_of
from concentric.research.coding.models import Code, Coding, DoubleCoding, DoubleFramework, Step
from concentric.research.coding.packing import coded_rows, pack
from concentric.research.coding.split_forms import CODINGS_A_PAGE
from concentric.research.coding.tree import tree_of
from tests.factories.coding import CodedStudy, make_coded_study
from tests.support.pages import form_to, main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded() -> CodedStudy:
    return make_coded_study(3)


@pytest.fixture
def client(coded: CodedStudy) -> Client:
    return coded.world.client(coded.world.coder)


def url(coded: CodedStudy, rest: str = "") -> str:
    return f"/studies/{coded.world.study.pk}/codebook/{rest}"


def code_url(coded: CodedStudy, name: str, rest: str = "") -> str:
    return url(coded, f"codes/{coded.codes[name].pk}/{rest}")


def drawn(page: HttpResponse) -> list[str]:
    """The tree as it stands on the page: depth, name, how much it is used."""
    rows = html.fromstring(page.content.decode()).xpath("//div[@class='cx-tree__row']")
    return [
        f"{len(row.xpath('ancestor::ul'))} {row.xpath('.//a')[0].text} ({row[-1].text_content().strip()})"
        for row in rows
    ]


def test_the_tree_with_how_much_each_code_is_used(coded: CodedStudy, client: Client) -> None:
    page = client.get(url(coded))
    rows = drawn(page)
    assert "1 Risks (3 frameworks, 5 codings)" in rows
    assert "2 Peer (2 frameworks, 2 codings)" in rows
    assert "3 Harmful attitudes (2 frameworks, 2 codings)" in rows
    assert "3 Unsupervised places (3 frameworks, 3 codings)" in rows
    assert "1 Challenges of response (not used)" in rows
    assert len(rows) == coded.world.study.codes.count()
    assert AuditEvent.objects.filter(verb="codebook.read", subject_id=str(coded.world.study.pk)).exists()


def test_what_does_not_count_in_tables_is_not_counted(coded: CodedStudy) -> None:
    Coding.objects.filter(code=coded.codes["duty"], framework=coded.frameworks[0]).update(counts=False)
    pack([coded.frameworks[0].pk])
    tree = tree_of(coded.world.study)
    usage = usage_of(tree, coded_rows(coded.world.study))[coded.codes["school"].number]
    assert (usage.frameworks, usage.codings, usage.codings_here) == (2, 2, 0)


def test_looking_for_a_code_shows_it_with_those_above_it(coded: CodedStudy, client: Client) -> None:
    codebook.describe(
        researcher=coded.world.lead,
        code=coded.codes["duty"],
        description="",
        includes="A corridor at break",
        excludes="",
    )
    for asked in ("unSUPERvised", "corridor break"):
        assert [row.partition(" (")[0] for row in drawn(client.get(url(coded), {"q": asked}))] == [
            "1 Risks",
            "2 School",
            "3 Unsupervised places",
        ]
    assert "No code has these words" in words(client.get(url(coded), {"q": "nothing of that kind \0"}))


def test_the_number_of_queries_does_not_grow(coded: CodedStudy, client: Client) -> None:
    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = (url(coded), url(coded, "whole/"), url(coded, "history/"), code_url(coded, "duty"))
    before = [asked(one) for one in addresses]
    for place in range(12):
        codebook.add_code(researcher=coded.world.lead, name=f"Detail {place}", parent=coded.codes["duty"])
        coded.code_entry("duty", place % 3, 1, start=place, end=place + 2)
    assert all(now <= then for now, then in zip(map(asked, addresses), before, strict=True))


def test_a_code_s_page_quotes_what_was_coded_and_where(coded: CodedStudy, client: Client) -> None:
    page = client.get(code_url(coded, "attitudes"))
    said = words(page)
    assert "… harmful attitudes …" in said
    for framework in coded.frameworks[1:]:
        assert framework.code in said
    assert coded.frameworks[0].code not in said
    assert "Below Risks › Peer" in said
    assert "Added Harmful attitudes" in said
    assert AuditEvent.objects.filter(verb="code.read", subject_id=str(coded.codes["attitudes"].pk)).exists()


def test_what_is_coded_blind_is_not_quoted_to_the_other(coded: CodedStudy) -> None:
    world = coded.world
    sample = DoubleCoding.objects.create(
        study=world.study, name="Blind", first=coder_of(world.coder), second=coder_of(world.lead), by=world.lead.place
    )
    DoubleFramework.objects.create(sample=sample, framework=coded.frameworks[1])
    for researcher, sees in ((world.coder, True), (world.lead, False), (world.reader, False)):
        page = world.client(researcher).get(code_url(coded, "attitudes"))
        assert (coded.frameworks[1].code in words(page)) is sees


CHANGED: dict[str, tuple[dict[str, Any], Any]] = {
    "rename": ({"name": "Places without staff", "reason": "Plainer"}, lambda code: code.name == "Places without staff"),
    "describe": (
        {"description": "Nobody is there", "includes": "A corridor"},
        lambda code: code.includes == "A corridor",
    ),
    "recolour": ({"colour": "#44aa99"}, lambda code: code.colour == "#44aa99"),
    "deprecate": ({"reason": "Too wide"}, lambda code: code.is_deprecated),
    "memo": ({"text": "Is a bus a place?"}, lambda code: code.memos.get().text == "Is a bus a place?"),
}


def test_changing_a_code_from_its_page(coded: CodedStudy, client: Client) -> None:
    for change, (asked, holds) in CHANGED.items():
        form = form_to(client.get(code_url(coded, "duty")), f"/{change}/")
        answer = client.post(code_url(coded, "duty", f"{change}/"), {**form, **asked})
        assert answer.status_code == 302, change
        assert holds(Code.objects.get(pk=coded.codes["duty"].pk)), change


def test_using_a_code_again(coded: CodedStudy, client: Client) -> None:
    codebook.deprecate(researcher=coded.world.lead, code=coded.codes["duty"], reason="Too wide")
    page = client.get(code_url(coded, "duty"))
    assert "Not used any more" in words(page)
    client.post(code_url(coded, "duty", "restore/"), {"reason": "It was not"})
    assert not Code.objects.get(pk=coded.codes["duty"].pk).is_deprecated


def test_moving_merging_and_taking_back_from_the_pages(coded: CodedStudy, client: Client) -> None:
    duty, peer, attitudes = (coded.codes[name] for name in ("duty", "peer", "attitudes"))
    client.post(
        code_url(coded, "duty", "move/"), {"under": str(peer.pk), "before": str(attitudes.pk), "reason": "Closer"}
    )
    assert [code.pk for code in peer.children.all()] == [duty.pk, attitudes.pk]
    answer = client.post(
        code_url(coded, "duty", "merge/"), {"target": str(attitudes.pk), "reason": "One idea"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == code_url(coded, "attitudes")
    assert attitudes.codings.count() == 5
    assert client.get(code_url(coded, "duty")).status_code == 404
    shown = words(client.get(url(coded, "history/")))
    assert "Merged “Unsupervised places” into “Harmful attitudes”: 3 codings" in shown
    assert "One idea" in shown
    assert "Merged “Unsupervised places”" in words(client.get(code_url(coded, "attitudes")))
    step = Step.objects.get(verb="code.merged")
    back = client.post(url(coded, f"history/{step.pk}/back/"), follow=True)
    assert "It is taken back" in words(back)
    assert (attitudes.codings.count(), duty.codings.count()) == (2, 3)
    again = client.post(url(coded, f"history/{step.pk}/back/"), follow=True)
    assert "done already" in words(again)


def test_a_refused_change_is_said_beside_its_field_with_the_typing_kept(coded: CodedStudy, client: Client) -> None:
    codebook.add_code(researcher=coded.world.lead, name="Broken lights", parent=coded.codes["school"])
    page = client.post(code_url(coded, "duty", "rename/"), {"name": "broken LIGHTS", "reason": "Because"})
    assert page.status_code == 422
    assert "two codes" in words(page)
    assert 'value="broken LIGHTS"' in page.content.decode()
    nothing = client.post(
        code_url(coded, "duty", "move/"), {"under": str(coded.codes["peer"].pk), "before": str(coded.codes["duty"].pk)}
    )
    assert nothing.status_code == 422
    wrong = {"under": str(coded.codes["peer"].pk), "before": str(coded.codes["exclusion"].pk), "reason": "x"}
    assert "directly below" in words(client.post(code_url(coded, "duty", "move/"), wrong))
    assert client.post(code_url(coded, "duty", "nonsense/"), {"reason": "x"}).status_code == 404


def test_what_cannot_be_done_is_not_offered(coded: CodedStudy, client: Client) -> None:
    used = client.get(code_url(coded, "duty")).content.decode()
    assert "/remove/" not in used
    assert "/merge/" in used
    beginning = client.get(code_url(coded, "peer"))
    assert "every study begins with" in words(beginning)
    assert "/merge/" not in beginning.content.decode()
    reader = coded.world.client(coded.world.reader)
    assert "/rename/" not in reader.get(code_url(coded, "duty")).content.decode()
    assert reader.post(code_url(coded, "duty", "rename/"), {"name": "x", "reason": "y"}).status_code == 403
    assert "Take it back" not in words(reader.get(url(coded, "history/")))


def test_removing_an_unused_code_leads_back_to_the_codebook(coded: CodedStudy, client: Client) -> None:
    answer = client.post(code_url(coded, "exclusion", "remove/"), {"reason": "Never met"})
    assert answer["Location"] == url(coded)
    assert Code.objects.get(pk=coded.codes["exclusion"].pk).is_removed


def test_adding_a_code_below_another(coded: CodedStudy, client: Client) -> None:
    page = client.get(url(coded, "add/"), {"under": str(coded.codes["peer"].pk)})
    form = main_form(page)
    assert form["under"] == str(coded.codes["peer"].pk)
    client.post(url(coded, "add/"), {**form, "name": "Fear of peers", "description": "As it was said"})
    made = Code.objects.get(name="Fear of peers")
    assert (made.parent_id, made.description) == (coded.codes["peer"].pk, "As it was said")
    assert client.post(url(coded, "add/"), {**form, "name": "fear of PEERS"}).status_code == 422


def test_splitting_by_hand_and_by_words(coded: CodedStudy, client: Client) -> None:
    extra = coded.code_entry("duty", 0, 1, start=0, end=5)  # "Staff"
    address = code_url(coded, "duty", "split/")
    form = main_form(client.get(address))
    first = Coding.objects.get(code=coded.codes["duty"], framework=coded.frameworks[0], entry__position=0)
    asked = {
        **form,
        "name_1": "At break",
        "words_1": "CORRIDORS at break",
        "name_2": "By hand",
        "below": "beside",
        "reason": "Two ideas",
        f"to_{first.pk.hex}": "2",
    }
    looked = client.post(address, {**asked, "look": "yes", "reason": ""})
    assert looked.status_code == 200
    for goes in ("At break: 2 codings", "By hand: 1 coding", "Stays with Unsupervised places: 1 coding"):
        assert goes in words(looked)
    assert not Code.objects.filter(name="At break").exists()
    client.post(address, asked)
    counts = {code.name: code.codings.count() for code in coded.codes["school"].children.all()}
    assert counts == {"Unsupervised places": 1, "At break": 2, "By hand": 1}
    assert coded.codes["duty"].codings.get() == extra


def test_a_split_of_many_codings_into_many_codes_page_by_page(coded: CodedStudy, client: Client) -> None:
    entry = coded.entry(0, 3)
    for start in range(len(entry.text) - 1):
        for end in range(start + 1, start + 4):
            if end <= len(entry.text):
                coded.code_entry("exclusion", 0, 3, start=start, end=end)
    every = list(codebook_reading.quotes(coded.world.lead, coded.codes["exclusion"]))
    assert len(every) > CODINGS_A_PAGE
    address = code_url(coded, "exclusion", "split/")

    def turned(form: dict[str, Any], **more: object) -> tuple[dict[str, Any], str]:
        """The form as the page gives it back when something else of it is to be shown."""
        page = client.post(address, {**form, **more})
        assert page.status_code == 200
        assert "There is a problem" not in words(page)
        return main_form(page), words(page)

    typed = {"name_1": "First", "words_1": "zebra", f"to_{every[0].pk.hex}": "1", "below": "below"}
    form, said = turned({**main_form(client.get(address)), **typed}, more="yes")
    assert "New code 8: its name" in said
    form, said = turned({**form, "name_7": "Seventh"}, page="2")
    assert f"Codings {CODINGS_A_PAGE + 1} to" in said
    assert (form["name_7"], form["words_1"]) == ("Seventh", "zebra")
    form, said = turned({**form, f"to_{every[CODINGS_A_PAGE].pk.hex}": "7"}, page="1")
    assert form[f"to_{every[0].pk.hex}"] == "1"
    form, said = turned({**form, "find": "Often", "left": "on"}, find_now="yes")
    assert not any(key == f"to_{every[-1].pk.hex}" for key in form)
    client.post(address, {**form, "reason": "Two ideas"})
    made = {code.name: set(code.codings.all()) for code in coded.codes["exclusion"].children.all()}
    assert made == {"First": {every[0]}, "Seventh": {every[CODINGS_A_PAGE]}}


NO_SPLIT = (
    ({"reason": "x"}, "Name at least one new code"),
    ({"name_1": "A", "words_2": "break", "reason": "x"}, "Name the code that these words are for"),
    ({"name_1": "A", "name_2": "a", "reason": "x"}, "two codes"),
    ({"name_1": "A", "placed": "{duty}:2", "reason": "x"}, "Name this code: there are codings"),
    ({"name_1": "A", "retire": "on", "reason": "x"}, "Something is coded with"),
    ({"name_1": "A"}, "Enter the reason"),
)


def test_a_split_that_cannot_be_is_refused(coded: CodedStudy, client: Client) -> None:
    for asked, said in NO_SPLIT:
        placed = asked.get("placed", "").replace("{duty}", coded.codes["duty"].codings.all()[0].pk.hex)
        page = client.post(code_url(coded, "duty", "split/"), {"below": "beside", **asked, "placed": placed})
        assert page.status_code == 422
        assert said.lower() in words(page).lower()
    assert coded.codes["school"].children.count() == 1


def test_a_description_that_somebody_changed_meanwhile_is_not_written_over(coded: CodedStudy, client: Client) -> None:
    describe = code_url(coded, "duty", "describe/")
    typed = form_to(client.get(code_url(coded, "duty")), "describe/") | {"description": "Nobody on duty"}
    codebook.describe(
        researcher=coded.world.lead,
        code=coded.codes["duty"],
        description="No adult",
        includes="A corridor",
        excludes="",
    )
    page = client.post(describe, typed)
    assert page.status_code == 422
    for said in ("Somebody changed this description while you wrote", "It says now: No adult", "A corridor"):
        assert said in words(page)
    again = form_to(page, "describe/")
    assert str(again["description"]).strip() == "Nobody on duty"
    assert coded.world.study.codes.get(pk=coded.codes["duty"].pk).description == "No adult"
    assert client.post(describe, again).status_code == 302
    assert coded.world.study.codes.get(pk=coded.codes["duty"].pk).description == "Nobody on duty"


def test_the_whole_codebook_to_read(coded: CodedStudy, client: Client) -> None:
    codebook.describe(
        researcher=coded.world.lead, code=coded.codes["duty"], description="Nobody there", includes="", excludes=""
    )
    page = client.get(url(coded, "whole/"))
    said = words(page)
    assert "Unsupervised places" in said
    assert "Nobody there" in said
    widths = html.fromstring(page.content.decode()).xpath("//*[contains(@class, 'cx-width')]/@class")
    assert len(widths) > 2
    assert all("cx-width--wide" in each for each in widths), "header and footer are as wide as what stands between them"


def test_the_codebook_as_files(coded: CodedStudy, client: Client) -> None:
    codebook.describe(
        researcher=coded.world.lead, code=coded.codes["duty"], description="=Nobody", includes="A corridor", excludes=""
    )
    rows = list(csv.DictReader(io.StringIO(client.get(url(coded, "whole/csv/")).content.decode("utf-8-sig"))))
    found = next(row for row in rows if row["Child node 2"] == "Unsupervised places")
    assert (found["Primary node"], found["Child node 1"]) == ("Risks", "School")
    assert (found["What it means"], found["What is coded with it"], found["In use"]) == (
        "'=Nobody",
        "A corridor",
        "Yes",
    )
    assert found["Codings by itself"] == "3"
    assert len(rows) == coded.world.study.codes.count()
    book = openpyxl.load_workbook(io.BytesIO(client.get(url(coded, "whole/xlsx/")).content))
    assert len(book.worksheets[0]["A"]) == len(rows) + 1
    tables = docx.Document(io.BytesIO(client.get(url(coded, "whole/docx/")).content)).tables
    cells = [row.cells for table in tables for row in table.rows]
    assert ["Unsupervised places", "=Nobody", "A corridor", "", "3", "3"] in [
        [one.text for one in row] for row in cells
    ]
    assert client.get(url(coded, "whole/pdf/")).status_code == 404
    assert AuditEvent.objects.filter(verb="codebook.downloaded").count() == 3
