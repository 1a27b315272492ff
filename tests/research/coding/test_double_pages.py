"""The pages of double coding, and its command, as the team uses them."""

from __future__ import annotations

import csv
import io
import json
import re
from math import nan

import pytest
from click.testing import CliRunner
from django.test import Client
from lxml import html

from concentric.foundation.audit.models import AuditEvent
from concentric.method.analysis.proportions import Interval
from concentric.research.coding.double.commands import agreement
from concentric.research.coding.double.plot import between
from concentric.research.coding.double.queries import candidates
from concentric.research.coding.memos import note_coding, write_memo
from concentric.research.coding.models import Adjudication, Coding, DoubleCoding
from tests.factories.coding import CodedStudy, make_coded_study
from tests.factories.counting import queries_for
from tests.support.pages import form_to, main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded() -> CodedStudy:
    """The lead codes blind beside the coder: "duty" as the coder did, and "attitudes" where the coder did not."""
    made = make_coded_study(3)
    for place in range(3):
        made.code_entry("duty", place, 0, by=made.world.lead)
    given = made.code_entry("attitudes", 0, 2, by=made.world.lead, start=0, end=7)
    note_coding(researcher=made.world.lead, coding=given, text="Said of the friends, not of him")
    write_memo(researcher=made.world.lead, about=made.entry(0, 2), text="Ask what the school saw")
    return made


def url(coded: CodedStudy, rest: str = "") -> str:
    return f"/studies/{coded.world.study.pk}/double/{rest}"


def draw(coded: CodedStudy, **changes: str) -> tuple[Client, str]:
    """The lead draws all three from the page; the sample's own address."""
    browser = coded.world.client(coded.world.lead)
    keys = {one.name: one.key for one in candidates(coded.world.lead)}
    two = {"first": keys[coded.world.coder.name], "second": keys[coded.world.lead.name]}
    form = main_form(browser.get(url(coded, "draw/")))
    answer = browser.post(url(coded, "draw/"), {**form, "name": "Autumn", **two, "size": "100%", **changes})
    assert answer.status_code == 302, words(answer)
    return browser, answer["Location"]


def opened(coded: CodedStudy) -> tuple[Client, str]:
    browser, page = draw(coded)
    assert browser.post(f"{page}open/").status_code == 302
    return browser, page


def test_a_sample_is_drawn_coded_blind_and_compared_when_both_have_finished(coded: CodedStudy) -> None:
    lead, page = draw(coded, seed="77")
    coder, reader = (coded.world.client(one) for one in (coded.world.coder, coded.world.reader))
    said = words(coder.get(page))
    assert "drawn at random with the seed 77" in said
    assert "5 of 24 entries coded by you" in said
    assert "In 3 of the 3 frameworks, one of the two had begun to code before" in said
    assert "coded by you" not in words(reader.get(page))
    form = form_to(coder.get(page), "finish/")
    assert coder.post(f"{page}finish/", {**form, "anyway": "on"}).status_code == 302
    assert "I have finished this sample" not in words(coder.get(page))
    assert coder.post(f"{page}go-on/", form_to(coder.get(page), "go-on/")).status_code == 302
    assert "Kwame Test-Boateng: has not finished yet" in words(lead.get(page))
    coder.post(f"{page}finish/", {**form, "anyway": "on"})
    said = words(lead.get(page))
    assert "Kwame Test-Boateng: finished on" in said
    assert "Kwame Test-Boateng has finished. As soon as you say so too, the two of you are compared." in said
    assert lead.post(f"{page}finish/", {"anyway": "on"}).status_code == 302
    too_late = coder.post(f"{page}go-on/")
    assert too_late.status_code == 403
    assert "compared already" in words(too_late)
    for browser in (coder, lead, reader):
        compared = words(browser.get(page))
        assert "How far they agree" in compared
        assert "In 3 of the 3 frameworks, one of the two had begun to code before" in compared
    listed = words(reader.get(url(coded)))
    assert "Autumn" in listed
    assert "Compared" in listed


def test_who_has_left_entries_without_a_code_is_asked_before_the_sample_is_finished(coded: CodedStudy) -> None:
    _, page = draw(coded)
    coder = coded.world.client(coded.world.coder)
    assert "19 entries stay without a code" in words(coder.get(page))
    asked = coder.post(f"{page}finish/", form_to(coder.get(page), "finish/"))
    assert asked.status_code == 422
    assert "Code them first, or tick" in words(asked)
    assert "has not finished yet" in words(coder.get(page))

    for framework in range(3):
        for position in range(8):
            if not Coding.objects.filter(entry=coded.entry(framework, position), coder__name="Kwame Test-Boateng"):
                coded.code_entry("risks", framework, position)
    assert "without a code" not in words(coder.get(page))
    assert coder.post(f"{page}finish/", form_to(coder.get(page), "finish/")).status_code == 302
    assert "Kwame Test-Boateng: finished on" in words(coder.get(page))


def test_who_coded_nothing_in_a_framework_has_not_finished(coded: CodedStudy) -> None:
    Coding.objects.filter(framework=coded.frameworks[1], coder__place=coded.world.coder.id).delete()
    _, page = draw(coded)
    coder = coded.world.client(coded.world.coder)
    why = f"You have coded nothing yet in {coded.frameworks[1].code}."
    assert why in words(coder.get(page))
    refused = coder.post(f"{page}finish/", {"anyway": "on"})
    assert refused.status_code == 403
    assert why in words(refused)
    assert DoubleCoding.objects.get().first_done_at is None


def test_a_lead_gives_a_sample_up_from_its_page(coded: CodedStudy) -> None:
    browser, page = draw(coded)
    assert "Give this sample up" not in words(coded.world.client(coded.world.coder).get(page))
    assert browser.post(f"{page}discard/", form_to(browser.get(page), "discard/")).status_code == 302
    assert not DoubleCoding.objects.exists()
    assert browser.get(page).status_code == 404


def test_nothing_of_the_others_is_on_any_page_before_it_is_opened(coded: CodedStudy) -> None:
    _, page = draw(coded)
    # On the pages of the sample, its coder finds the number of their own codes alone: 1, 2 and 2.
    coder = coded.world.client(coded.world.coder)
    numbers = re.findall(r'data-label="Your codes"[^>]*><span>(\d+)', coder.get(page).content.decode())
    assert sorted(numbers) == ["1", "2", "2"]
    for browser in (coder, coded.world.client(coded.world.reader)):
        for rest in ("differences/", "agreement.csv", "agreement.xlsx", "?unit=character&show=all"):
            answer = browser.get(page + rest)
            said = answer.content.decode()
            assert answer.status_code == (200 if rest.startswith("?") else 403)
            assert "Harmful attitudes" not in said
            assert "Said of the friends" not in said


def test_the_form_says_what_is_wrong_and_keeps_the_typing(coded: CodedStudy) -> None:
    browser, _ = draw(coded, how="chosen", codes=coded.frameworks[0].code)
    form = main_form(browser.get(url(coded, "draw/")))
    key = candidates(coded.world.lead)[0].key
    for wrong, said in (
        ({"size": "many"}, "Enter how many"),
        ({"size": "0"}, "Enter how many"),
        ({"size": "9"}, "There are 2 frameworks to draw from"),
        ({"how": "chosen", "codes": " "}, "Enter the code of one framework"),
        ({"how": "chosen", "codes": "XX-0000"}, "XX-0000"),
        ({"first": key, "second": key}, "Choose another than the first"),
        ({"name": "AUTUMN"}, "There is a sample of this name already"),
        ({"seed": "-1"}, "There is a problem"),
    ):
        two = dict(zip(("first", "second"), (one.key for one in candidates(coded.world.lead)), strict=False))
        answer = browser.post(url(coded, "draw/"), {**form, "name": "Winter Zebra", "size": "1", **two, **wrong})
        assert answer.status_code == 422, wrong
        assert said in words(answer)
        assert wrong.get("name", "Winter Zebra") in answer.content.decode()
    assert DoubleCoding.objects.count() == 1


def test_the_comparison_shows_every_code_and_downloads_the_same(coded: CodedStudy) -> None:
    browser, page = opened(coded)
    said = words(browser.get(page))
    for expected in (
        "All codes together",
        "Risks › School › Unsupervised places",
        "3 frameworks are compared",
        "2 rare codes",
    ):
        assert expected in said
    assert "Compare at child node 1" in said
    assert "Compare at child node 1" not in words(browser.get(f"{page}?level=child"))
    # Both gave it everywhere alike: an interval without width would look exact.
    assert "1.00 to 1.00" not in said
    assert "Risks › School › Unsupervised" not in words(browser.get(f"{page}?level=primary"))
    nonsense = browser.get(f"{page}?level=zz&unit=1")
    assert "Unsupervised places" in words(nonsense)

    file = browser.get(f"{page}agreement.csv?unit=character").content.decode("utf-8-sig")
    rows = {row["Code"]: row for row in csv.DictReader(io.StringIO(file))}
    attitudes = rows["Risks › Peer › Harmful attitudes"]
    assert (attitudes["Both"], attitudes["First only"], attitudes["Second only"]) == ("0", "34", "7")
    assert rows["Risks › School › Unsupervised places"]["Kappa"] == "1.0"
    assert AuditEvent.objects.get(verb="double_coding.downloaded").details == {"format": "csv"}
    assert browser.get(f"{page}agreement.exe").status_code == 404
    reader = coded.world.client(coded.world.reader)
    assert "Download this table" in words(browser.get(page))
    assert "Download this table" not in words(reader.get(page))
    assert reader.get(f"{page}agreement.csv").status_code == 403


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.54, 0.721, "0.54 to 0.72"),
        (-0.012, -0.0085, "−0.012 to −0.009"),
        (0.0, 0.0, "–"),
        (1.0, 1.0, "–"),
        (nan, nan, "–"),
        (-0.004, 0.1, "0.00 to 0.10"),
    ],
)
def test_an_interval_never_looks_more_exact_than_it_is(low: float, high: float, said: str) -> None:
    assert between(Interval(low, high)) == said


def test_where_one_codes_a_code_that_does_not_hold_says_so(coded: CodedStudy) -> None:
    _, page = opened(coded)
    entry, number = coded.entry(0, 2), coded.codes["attitudes"].number
    coder = coded.world.client(coded.world.coder)
    sheet = f"/studies/{coded.world.study.pk}/coding/frameworks/{coded.frameworks[0].pk}/?entry={entry.position + 1}"

    def decide(holds: str) -> str:
        form = form_to(coder.get(f"{page}differences/?show=all"), "settle/?show=all")
        answers = {f"holds-{entry.pk}-{number}": holds, f"reason-{entry.pk}-{number}": "Read again"}
        assert coder.post(f"{page}differences/settle/", {**form, **answers}).status_code == 302
        return words(coder.get(sheet))

    assert "does not hold" not in words(coder.get(sheet))
    said = decide("no")
    assert "Harmful attitudes does not hold Friends" in said
    assert "It was decided that this does not hold" in said
    assert "waits among their differences" in said
    assert "does not hold" not in decide("yes")


def test_differences_are_looked_at_side_by_side_and_decided(coded: CodedStudy) -> None:
    _, page = opened(coded)
    browser = coded.world.client(coded.world.coder)
    shown = browser.get(f"{page}differences/")
    said = words(shown)
    for expected in (
        "Friends hold harmful attitudes",
        "Peer group, Risk factors",
        "Imogen Test-Vale only",
        "Kwame Test-Boateng only",
        "Said of the friends, not of him",
        "Ask what the school saw",
        "0 of 3 settled",
    ):
        assert expected in said
    form = form_to(shown, "settle/?")
    holds, mine = (f"{what}-{coded.entry(0, 2).pk}-{coded.codes['attitudes'].number}" for what in ("holds", "reason"))

    without = browser.post(f"{page}differences/settle/", {**form, mine: "It is in the text"})
    assert without.status_code == 422
    assert "Choose whether it holds" in words(without)
    assert "It is in the text" in without.content.decode()
    decided = browser.post(f"{page}differences/settle/?show=all", {**form, mine: "It is in the text", holds: "yes"})
    assert decided["Location"].endswith("differences/?show=all")
    assert Coding.objects.get(entry=coded.entry(0, 2)).counts
    after = browser.get(decided["Location"])
    assert "1 of 3 settled" in words(after)
    assert "Holds: Kwame Test-Boateng" in words(after)

    # Sent twice, or with nothing chosen, nothing is decided anew; the other way, it is.
    browser.post(f"{page}differences/settle/", {**form, mine: "It is in the text", holds: "yes"})
    again = form_to(after, "settle/?show=all")
    browser.post(f"{page}differences/settle/", again)
    assert Adjudication.objects.count() == 1
    browser.post(f"{page}differences/settle/", {**again, holds: "no"})
    assert not Coding.objects.get(entry=coded.entry(0, 2)).counts


def test_an_old_page_overwrites_nobodys_later_word(coded: CodedStudy) -> None:
    lead, page = opened(coded)
    coder = coded.world.client(coded.world.coder)
    settle = f"{page}differences/settle/?show=all"
    one, other = (f"{coded.entry(place, 2).pk}-{coded.codes['attitudes'].number}" for place in (0, 1))
    lead.post(settle, {f"holds-{one}": "yes"})
    old = form_to(coder.get(f"{page}differences/?show=all"), "settle/?show=all")
    lead.post(settle, {**form_to(lead.get(f"{page}differences/?show=all"), "settle/?show=all"), f"holds-{one}": "no"})

    assert coder.post(settle, {**old, f"holds-{other}": "yes"}).status_code == 302
    met = coder.post(settle, {**old, f"holds-{one}": "yes", f"reason-{one}": "It is in the text"})

    assert met.status_code == 422
    said = words(met)
    for expected in ("Somebody decided this since", "Does not hold: Imogen", "2 of 3 settled"):
        assert expected in said
    assert "It is in the text" in met.content.decode()
    assert [made.holds for made in Adjudication.objects.filter(entry=coded.entry(0, 2))] == [False, True]
    assert coder.post(settle, form_to(met, "settle/?show=all")).status_code == 302
    assert Adjudication.objects.filter(entry=coded.entry(0, 2)).first().holds  # type: ignore[union-attr]


def test_a_difference_that_changed_since_is_open_again_and_decided_anew(coded: CodedStudy) -> None:
    browser, page = opened(coded)
    browser.post(f"{page}differences/take/", {"whose": "second", "reason": "Hers"})
    coded.code_entry("attitudes", 1, 2, by=coded.world.lead)  # the coder gave it alone, and it was decided against
    assert "1 difference is open again" in words(browser.get(page))
    shown = browser.get(f"{page}differences/")
    said = words(shown)
    for expected in (
        "2 of 3 settled",
        "both give it now Open again",
        "Does not hold: Imogen",
        "alone gave it, and one",
    ):
        assert expected in said
    holds = f"holds-{coded.entry(1, 2).pk}-{coded.codes['attitudes'].number}"
    form = form_to(shown, "settle/?")
    assert holds not in form  # the same word again is chosen again, not sent along
    browser.post(f"{page}differences/settle/", {**form, holds: "yes"})
    assert "Nothing is to be decided here" in words(browser.get(f"{page}differences/"))
    here = Coding.objects.filter(entry=coded.entry(1, 2), counts=True)
    assert [one.coder.name for one in here] == [coded.world.coder.name]


def test_one_coders_word_is_taken_on_all_that_is_undecided(coded: CodedStudy) -> None:
    browser, page = opened(coded)
    code = coded.codes["attitudes"].number
    refused = browser.post(f"{page}differences/take/?code={code}", {"whose": "second"})
    assert refused.status_code == 422
    assert "Say why" in words(refused)
    other = browser.post(f"{page}differences/take/?code={code + 1}", {"whose": "second", "reason": "Hers"})
    assert other.status_code == 302
    assert not Adjudication.objects.exists()
    browser.post(f"{page}differences/take/?code={code}", {"whose": "second", "reason": "She reads it as we agreed"})
    by_coder = {one.coder.name: one.counts for one in Coding.objects.filter(code=coded.codes["attitudes"])}
    assert by_coder == {"Imogen Test-Vale": True, "Kwame Test-Boateng": False}
    assert "Nothing is to be decided here" in words(browser.get(f"{page}differences/"))


def test_differences_are_narrowed_to_a_code_and_a_state_and_stay_so_after_a_decision(coded: CodedStudy) -> None:
    browser, page = opened(coded)
    for place in range(2):
        coded.code_entry("exclusion", place, 3)
    attitudes, exclusion = (coded.codes[name].number for name in ("attitudes", "exclusion"))

    def shown(query: str) -> tuple[set[str], str]:
        """The names of the choices, and what the page says."""
        answer = browser.get(f"{page}differences/?{query}")
        tree = html.fromstring(answer.content.decode())
        names = tree.xpath('//form//input[starts-with(@name, "holds-") and @value="yes"]/@name')
        return {name.rpartition("-")[2] for name in names}, words(answer)

    codes, said = shown("")
    assert codes == {str(attitudes), str(exclusion)}
    assert "Every code (5) " in said
    assert "Harmful attitudes (3)" in said
    assert "Exclusion (2)" in said
    codes, said = shown(f"code={exclusion}")
    assert codes == {str(exclusion)}
    assert "To decide 2 Decided 0 All 2" in said

    narrowed = f"code={exclusion}&show="
    form = form_to(browser.get(f"{page}differences/?{narrowed}"), f"settle/?{narrowed}")
    holds = f"holds-{coded.entry(0, 3).pk}-{exclusion}"
    decided = browser.post(f"{page}differences/settle/?{narrowed}", {**form, holds: "yes"})
    assert decided["Location"].endswith(f"?{narrowed}")
    codes, said = shown(narrowed)
    assert codes == {str(exclusion)}
    assert "To decide 1 Decided 1 All 2" in said
    assert coded.frameworks[1].code in said
    assert f"{coded.frameworks[0].code}, entry" not in said
    codes, said = shown("show=decided")
    assert codes == {str(exclusion)}
    assert "Every code (1)" in said
    assert "Harmful attitudes (" not in said
    codes, said = shown(f"show=decided&code={attitudes}")
    assert codes == set()
    assert "Harmful attitudes (0)" in said
    assert "Nothing is decided here" in said
    # What is no code narrows to nothing: nobody decides on more than they asked for.
    browser.post(f"{page}differences/take/?code=x", {"whose": "first", "reason": "All of it"})
    assert Adjudication.objects.count() == 1


def test_a_reader_reads_after_the_opening_and_decides_nothing(coded: CodedStudy) -> None:
    _, page = opened(coded)
    browser = coded.world.client(coded.world.reader)
    said = browser.get(f"{page}differences/")
    assert "Only lead researchers and coders of this study can decide" in words(said)
    assert "<textarea" not in said.content.decode()
    form = {f"holds-{coded.entry(0, 2).pk}-{coded.codes['attitudes'].number}": "yes"}
    assert browser.post(f"{page}differences/settle/", form).status_code == 403
    assert browser.post(f"{page}differences/take/", {"whose": "first", "reason": "x"}).status_code == 403
    assert not Adjudication.objects.exists()


@pytest.mark.parametrize("query", ["page=999", "page=x", "code=99999999999", "code=²", "show=%00", "page=-1&code=-1"])
def test_nonsense_in_the_address_is_no_fault(coded: CodedStudy, query: str) -> None:
    browser, page = opened(coded)
    assert browser.get(f"{page}differences/?{query}").status_code == 200
    odd = {"holds-x-1": "yes", f"holds-{'a' * 36}-3": "yes", f"holds-{coded.entry(0, 0).pk}-999999999": "yes"}
    assert browser.post(f"{page}differences/settle/?{query}", odd).status_code == 302
    assert not Adjudication.objects.exists()


def test_more_differences_take_no_more_queries(coded: CodedStudy) -> None:
    browser, page = opened(coded)
    few = [queries_for(browser, page + rest) for rest in ("", "differences/")]
    for place in range(3):
        for position in (1, 3, 4):
            coded.code_entry("school", place, position, by=coded.world.lead)
            coded.code_entry("exclusion", place, position, by=coded.world.coder)
    assert [queries_for(browser, page + rest) for rest in ("", "differences/")] == few


def test_the_command_says_per_code_what_the_page_says(coded: CodedStudy) -> None:
    study = str(coded.world.study.pk)

    def run(*more: str) -> tuple[int, str]:
        result = CliRunner().invoke(agreement, ["--study", study, "--format", "json", *more])
        return result.exit_code, result.output

    two = "kwame test-boateng,Imogen Test-Vale"
    code, said = run("--coders", two)
    assert code == 0, said
    rows = {row["code"]: row for row in json.loads(said)}
    assert rows["Risks › School › Unsupervised places"]["kappa"] == 1
    assert next(iter(rows)) == "All codes together"
    attitudes = rows["Risks › Peer › Harmful attitudes"]
    assert (attitudes["both"], attitudes["first_only"], attitudes["second_only"]) == (0, 2, 1)
    assert set(attitudes) >= {f"{name}{end}" for name in ("kappa", "alpha", "ac1") for end in ("", "_low", "_high")}
    assert attitudes["kappa"] < 0, "a number, for programs"
    to_read = run("--coders", two, "--format", "table")[1]
    assert f"−{-attitudes['kappa']:.3f}" in to_read
    assert "-0" not in to_read
    numbers = ",".join(str(one.number) for one in coded.world.study.coders.order_by("number"))
    assert json.loads(run("--coders", numbers, "--level", "primary", "--unit", "character")[1])[1]["code"] == "Risks"

    for wrong in ([], ["--coders", "Kwame Test-Boateng"], ["--coders", f"Nobody,{two[:18]}"], ["--coders", "1,1"]):
        assert run(*wrong)[0] == 1
    _, page = draw(coded)
    assert run("--coders", two)[0] == 1  # all are coded blind now
    assert run("--sample", "autumn")[0] == 1
    coded.world.client(coded.world.lead).post(f"{page}open/")
    assert [row["both"] for row in json.loads(run("--sample", "autumn")[1])] == [
        row["both"] for row in json.loads(run("--coders", two)[1])
    ]
