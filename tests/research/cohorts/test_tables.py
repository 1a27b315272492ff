"""The pages that compare: presets, tables of one's own, what stands behind a number, saving, snapshots, files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from django.urls import reverse
from lxml import html

from concentric.foundation.audit.models import AuditEvent
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort, Silence
from concentric.method.records.framework import SubmittedSilence
from concentric.research.coding.double.actions import Wanted, draw_sample, open_sample
from concentric.research.coding.double.queries import candidates
from concentric.research.cohorts.actions import DRAFTS, ask_for, save_table
from concentric.research.cohorts.asking import Question, plain_question
from concentric.research.cohorts.data import freeze
from concentric.research.cohorts.models import SavedTable
from concentric.research.cohorts.presets import PRESET, PRESETS
from concentric.research.frameworks.models import Attribute, Framework
from concentric.research.frameworks.receive import receive
from concentric.research.frameworks.researcher import Researcher
from tests.factories.coding import CodedStudy, coding_document, make_coded_study, new_detail
from tests.factories.counting import queries_for
from tests.factories.studies import make_study
from tests.support.pages import form_to, main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> CodedStudy:
    """Attitudes are coded in the second and the third framework, places without anybody on duty in all three."""
    made = make_coded_study(3)
    for framework, cohort in zip(made.frameworks, ("sole", "group", "both"), strict=True):
        Framework.objects.filter(pk=framework.pk).update(values={**framework.values, "cohort": cohort})
    return made


def url(study: CodedStudy, name: str, *more: object) -> str:
    return reverse(f"cohorts:{name}", args=[study.world.study.pk, *more])


def get(study: CodedStudy, address: str, *, by: Researcher | None = None, status: int = 200):
    answer = study.world.client(by or study.world.reader).get(address)
    assert answer.status_code == status, answer.content
    return answer


def cells_of(page) -> dict[str, list[str]]:
    """The table's rows as read: the text of each cell by the row's heading."""
    rows = html.fromstring(page.content.decode()).xpath("//table[@class='cp-table']/tbody/tr")
    return {
        " ".join(row.find("th").text_content().split()): [
            " ".join(cell.text_content().split()) for cell in row.findall("td")
        ]
        for row in rows
    }


def test_every_preset_is_shown_and_says_what_it_is(study: CodedStudy) -> None:
    client = study.world.client(study.world.reader)
    listed = words(client.get(url(study, "compare")))
    for preset in PRESETS:
        assert preset.name in listed
        page = client.get(url(study, "preset", preset.key))
        assert page.status_code == 200
        assert preset.name in words(page)


def test_a_table_says_n_of_n_and_how_far_it_can_be_trusted(study: CodedStudy) -> None:
    page = get(study, url(study, "preset", "peers"))

    assert cells_of(page)["Risks › Peer › Harmful attitudes"] == [
        "0 of 1 0%", "1 of 1 100%", "1 of 1 100%", "2 of 2 100%", "1 of 2 50%", "2 of 3 67%", "1.000",
    ]  # fmt: skip
    text = words(page)
    assert "Exploratory" in text
    assert "The groups are small (Sole 1, Group 1, Both 1) and were not drawn at random" in text
    assert "What is not recorded is not absent" in text


def test_what_shows_is_ticked_until_somebody_chooses(study: CodedStudy) -> None:
    frozen = freeze(study.world.lead, "As sent")
    for more, shown in (
        ("", {"percent", "p"}),
        (f"?of={frozen.pk}", {"percent", "p"}),
        ("?asked=1&show=odds", {"odds"}),
    ):
        page = html.fromstring(get(study, url(study, "preset", "peers") + more).content.decode())
        assert set(page.xpath("//input[@name='show'][@checked]/@value")) == shown
        assert page.xpath("//input[@name='asked']/@value") == ["1"]


def test_the_columns_of_statistics_are_chosen(study: CodedStudy) -> None:
    address = url(study, "preset", "peers")
    bare = cells_of(get(study, f"{address}?asked=1"))["Risks › Peer"]
    assert bare == ["0 of 1", "1 of 1", "1 of 1", "2 of 2", "1 of 2", "2 of 3"]
    chosen = "&".join(f"show={one}" for one in ("interval", "states", "shrunken", "adjusted", "odds", "difference"))
    full = get(study, f"{address}?asked=1&{chosen}")
    row = cells_of(full)["Risks › Peer"]
    assert row[0].startswith("0 of 1 0–79% absent 0 not recorded 1 0% to 100% shrunken ")
    assert row[6:] == ["1.000; 1.000", "0.00 (0.00 to 19.50)", "−100 points (−100 to +3)"]
    assert "Difference, Sole and Any group" in words(full)


def test_interventions_are_counted_and_not_compared(study: CodedStudy) -> None:
    response = study.world.study.codes.get(node="response")
    school = study.world.study.codes.get(parent=response, context="school")
    study.codes |= {"watch": new_detail(study.world.lead, school, "Somebody on duty")}  # type: ignore[operator]
    for start in (0, 6, 13):
        study.code_entry("watch", 1, 1, start=start, end=start + 4)
    page = get(study, url(study, "preset", "interventions"))

    assert cells_of(page)["Response › School"][:4] == ["0 in 0 of 1", "3 in 1 of 1", "0 in 0 of 1", "3 in 1 of 2"]
    assert "Exact p" not in html.fromstring(page.content.decode()).xpath("//table[@class='cp-table']")[0].text_content()


def test_behind_a_number_stand_its_frameworks_and_their_words(study: CodedStudy) -> None:
    table = html.fromstring(get(study, url(study, "preset", "peers")).content.decode())
    links = table.xpath("//tr[contains(., 'Harmful attitudes')]//a/@href")
    assert len(links) == 5, "five columns hold it; 0 of 1 leads nowhere"
    text = words(get(study, links[2]))

    assert "Harmful attitudes, Any group: 2 of 2" in text
    assert text.count("harmful attitudes") == 2
    for at, framework in enumerate(study.frameworks):
        assert (framework.code in text) == (at > 0)
    assert AuditEvent.objects.filter(verb="table_cell.read").exists()
    silent = words(get(study, f"{links[3]}&state=not-recorded"))
    assert study.frameworks[0].code in silent
    assert "nobody wrote it down" in silent
    for nonsense in ("?row=999&column=0", "?row=x&column=y", "?row=²&column=0", "?row=0", ""):
        get(study, url(study, "preset_cell", "peers") + nonsense, status=404)


def test_a_nought_leads_to_those_of_whom_it_was_said(study: CodedStudy) -> None:
    document = coding_document(Cohort.SOLE)
    silence = SubmittedSilence(ContextKey.PEERS, ColumnKey.RISK, Silence.NOTHING_IDENTIFIED)
    quiet = study.world.submission(replace(document, entries=document.entries[:1], silences=(silence,)))
    receive(study.world.sealed(quiet), study=study.world.study)
    Framework.objects.filter(code=quiet.code).update(values={"cohort": "sole"})
    page = html.fromstring(get(study, url(study, "preset", "peers")).content.decode())
    (sole,) = page.xpath("//tr[contains(., 'Harmful attitudes')]/td[1]/a")

    assert sole.text_content() == "0 of 2"
    assert quiet.code in words(get(study, sole.get("href")))


def test_no_own_word_stands_in_an_address_and_a_link_made_before_is_told(study: CodedStudy) -> None:
    for framework, value in zip(study.frameworks, ("Elm House", "Elm House", "Oak Lodge"), strict=True):
        framework.values["home"] = value
        framework.save(update_fields=["values"])
    Attribute.objects.create(study=study.world.study, key="home", label="Home")
    asked = ask_for(researcher=study.world.reader, question=Question(attributes=("home",), by="home"))
    page = get(study, url(study, "table", asked.pk))
    links = html.fromstring(page.content.decode()).xpath("//a[@class='cp-cell']/@href")
    assert "Elm House" in words(page)
    assert not any(word in link for link in links for word in ("Elm", "Oak", "home"))
    behind = " ".join(words(get(study, link)) for link in links)
    for told in ("Elm House, Elm House: 2 of 2", "Oak Lodge, Oak Lodge: 1 of 1"):
        assert told in behind
    assert "0 of" not in behind, "nobody is behind a nought"

    named = html.fromstring(get(study, url(study, "gaps")).content.decode()).xpath("//select[@name='of']/option")
    assert "Home: Elm House (2)" in {option.text_content().strip() for option in named}
    assert all(option.get("value").isdigit() for option in named[1:])
    assert get(study, url(study, "gaps") + f"?of={named[-1].get('value')}&level=2")

    study.frameworks[0].values["home"] = "Ash Court"
    study.frameworks[0].save(update_fields=["values"])
    client = study.world.client(study.world.reader)
    assert "other rows or columns than before" in words(client.get(links[0], follow=True))


def test_what_two_code_without_seeing_each_other_is_counted_and_not_listed(study: CodedStudy) -> None:
    lead, people = study.world.lead, {one.name: one for one in candidates(study.world.lead)}
    wanted = Wanted("Blind", people[study.world.coder.name], people[lead.name], (study.frameworks[1].code,))
    sample = draw_sample(researcher=lead, wanted=wanted)
    address = html.fromstring(get(study, url(study, "preset", "peers")).content.decode()).xpath(
        "//tr[contains(., 'Harmful attitudes')]//a/@href"
    )[0]
    for person in (lead, study.world.coder, study.world.reader):
        for state in ("", "&state=not-recorded", "&state=absent"):
            text = words(get(study, address + state, by=person))
            assert study.frameworks[1].code not in text
    assert "1 framework is counted and not listed" in words(get(study, address))
    open_sample(researcher=lead, sample=sample)
    assert study.frameworks[1].code in words(get(study, address, by=lead))


def test_the_two_who_code_blind_are_shown_tables_without_what_they_code(study: CodedStudy) -> None:
    lead, people = study.world.lead, {one.name: one for one in candidates(study.world.lead)}
    frozen = freeze(lead, "Before")
    wanted = Wanted("Blind", people[study.world.coder.name], people[lead.name], (study.frameworks[1].code,))
    sample = draw_sample(researcher=lead, wanted=wanted)
    peers = url(study, "preset", "peers")

    def attitudes(person: Researcher, query: str = "") -> int:
        """In how many frameworks of all cohorts."""
        rows = cells_of(get(study, peers + query, by=person))
        return sum(int(cell.split()[0]) for name, cells in rows.items() if "Harmful" in name for cell in cells[:3])

    for person, seen in ((study.world.reader, 2), (lead, 1), (study.world.coder, 1)):
        assert attitudes(person) == attitudes(person, f"?of={frozen.pk}&asked=1") == seen
        for address in (peers, url(study, "gaps"), url(study, "together")):
            assert ("1 framework is not counted here for you" in words(get(study, address, by=person))) == (seen == 1)
    assert freeze(lead, "Meanwhile").frameworks == 3
    open_sample(researcher=lead, sample=sample)
    assert attitudes(lead) == 2


def test_a_second_coders_codes_that_do_not_count_are_not_quoted(study: CodedStudy) -> None:
    study.code_entry("attitudes", 1, 4, by=study.world.lead)
    coding = study.frameworks[1].codings.get(entry__position=4)
    coding.counts = False
    coding.save()
    address = html.fromstring(get(study, url(study, "preset", "peers")).content.decode()).xpath(
        "//tr[contains(., 'Harmful attitudes')]//a/@href"
    )[1]
    text = words(get(study, address))
    assert "harmful attitudes" in text
    assert "cooking" not in text


def test_a_table_of_ones_own_is_built_without_a_script(study: CodedStudy) -> None:
    client = study.world.client(study.world.reader)
    form = main_form(client.get(url(study, "build")))
    risks = study.codes["attitudes"]
    asked = {**form, "rows": "codes", "codes": [f"#{risks.number}"], "by": "site", "counting": "entries"}
    page = client.post(url(study, "build"), asked, follow=True)

    assert page.status_code == 200
    assert cells_of(page) == {"Risks › Peer › Harmful attitudes": ["2 in 2 of 3", "2 in 2 of 3"]}
    table = SavedTable.objects.get()
    assert (table.name, table.by_id) == ("", study.world.reader.id)
    get(study, url(study, "table", table.pk), by=study.world.lead, status=404)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rows": "codes"}, "Choose at least one code"),
        ({"rows": "attributes"}, "Choose at least one attribute"),
        ({"by": "site", "group_label": "Both", "group_values": ["cohort:both"]}, "Choose values of what the columns"),
        ({"group_label": "Both"}, "Choose what the column takes together"),
        ({"group_values": ["cohort:both"]}, "Give the column a name"),
        ({"first": "cohort:sole"}, "Choose both of the columns to compare"),
        ({"first": "own", "second": "cohort:sole"}, "Name the column first"),
        ({"first": "cohort:sole", "second": "cohort:sole"}, "Choose another column"),
    ],
)
def test_what_cannot_be_asked_is_said(study: CodedStudy, changes: dict[str, object], said: str) -> None:
    client = study.world.client(study.world.coder)
    page = client.post(url(study, "build"), {**main_form(client.get(url(study, "build"))), **changes})
    assert page.status_code == 422
    assert said in words(page)
    assert not SavedTable.objects.exists()


def test_a_table_is_saved_shared_renamed_and_deleted(study: CodedStudy) -> None:
    coder, lead = study.world.client(study.world.coder), study.world.client(study.world.lead)
    page = coder.get(url(study, "preset", "peers"))
    coder.post(url(study, "preset_save", "peers"), {**form_to(page, "/save/"), "name": "Peers first"})
    table = SavedTable.objects.get()
    address = url(study, "table", table.pk)
    assert table.question == plain_question(PRESET["peers"].question)
    assert lead.get(address).status_code == 404
    assert coder.post(url(study, "table_save", table.pk), {"name": ""}).status_code == 422
    coder.post(url(study, "table_save", table.pk), {"name": "Peers", "is_shared": "on"})

    assert "Peers" in words(lead.get(url(study, "compare")))
    assert cells_of(lead.get(address)) == cells_of(page)
    reader = study.world.client(study.world.reader)
    assert reader.post(url(study, "table_delete", table.pk)).status_code == 403
    assert lead.post(url(study, "table_delete", table.pk)).status_code == 302
    assert not SavedTable.objects.exists()
    verbs = AuditEvent.objects.filter(verb__startswith="table.", chain=str(study.world.study.pk)).order_by("position")
    kept = [verb for verb in verbs.values_list("verb", flat=True) if verb not in ("table.read",)]
    assert kept == ["table.saved", "table.changed", "table.deleted"]


def test_old_tables_without_a_name_go(study: CodedStudy) -> None:
    coder = study.world.coder
    kept = save_table(researcher=coder, question=Question(), name="Kept", is_shared=False)
    asked = [ask_for(researcher=coder, question=Question(level=1)) for _ in range(DRAFTS + 3)]
    left = set(SavedTable.objects.values_list("pk", flat=True))
    assert left == {kept.pk, *(one.pk for one in asked[3:])}


def test_a_snapshot_shows_the_table_as_it_was(study: CodedStudy) -> None:
    client = study.world.client(study.world.lead)
    client.post(url(study, "freeze"), {"snapshot_name": "As published"})
    snapshot = study.world.study.snapshots.get()
    before = cells_of(client.get(url(study, "preset", "peers")))
    study.code_entry("attitudes", 0, 2)

    now = client.get(url(study, "preset", "peers"))
    then = client.get(url(study, "preset", "peers"), {"asked": "1", "show": ["percent", "p"], "of": snapshot.pk})
    assert cells_of(now) != before == cells_of(then)
    assert "As frozen: As published" in words(then)
    assert not html.fromstring(then.content.decode()).xpath("//a[@class='cp-cell']")
    assert client.post(url(study, "freeze"), {"snapshot_name": " "}).status_code == 422
    other = freeze(make_study().lead, "Another study’s")
    for unknown in (other.pk, "nonsense"):
        assert cells_of(client.get(url(study, "preset", "peers"), {"of": unknown})) == cells_of(now)


def test_a_file_holds_every_number_and_no_formula(study: CodedStudy) -> None:
    new_detail(study.world.lead, study.codes["peer"], "=HYPERLINK(1)")
    assert study.world.client(study.world.reader).get(url(study, "preset_file", "peers", "csv")).status_code == 403
    client = study.world.client(study.world.coder)
    answer = client.get(url(study, "preset_file", "peers", "csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    attitudes = next(row for row in rows if row["Row"] == "Harmful attitudes")
    assert attitudes["Above it"] == "Risks › Peer"
    assert (attitudes["Any group: frameworks"], attitudes["Any group: of frameworks"]) == ("2", "2")
    assert float(attitudes["Total: share"]) == pytest.approx(2 / 3)
    assert float(attitudes["Exact p"]) == 1
    assert "'=HYPERLINK(1)" in {row["Row"] for row in rows}
    workbook = client.get(url(study, "preset_file", "peers", "xlsx"))
    assert workbook.content[:2] == b"PK"
    assert client.get(url(study, "preset_file", "interventions", "csv")).status_code == 200
    assert client.get(url(study, "preset_file", "sample", "csv")).status_code == 200
    assert client.get(url(study, "preset_file", "peers", "exe")).status_code == 404
    assert client.get(url(study, "preset", "nobody")).status_code == 404


def test_a_table_whose_attribute_or_codes_are_gone_says_so(study: CodedStudy) -> None:
    reader, coder = study.world.reader, study.world.coder
    gone = ask_for(researcher=coder, question=Question(by="no-more"))
    assert "an attribute that is not there" in words(get(study, url(study, "table", gone.pk), by=coder))
    get(study, url(study, "table_file", gone.pk, "csv"), by=coder, status=404)
    some = ask_for(researcher=reader, question=Question(codes=("#9999", "risks")))
    assert "1 of the codes that this table asks for is not in the codebook any more" in words(
        get(study, url(study, "table", some.pk))
    )
    SavedTable.objects.filter(pk=some.pk).update(question={"codes": 3})
    get(study, url(study, "table", some.pk), status=403)


def test_a_study_without_frameworks_teaches() -> None:
    world = make_study()
    client = world.client(world.reader)
    address = reverse("cohorts:compare", args=[world.study.pk])
    assert "Tables count the frameworks that are in the study" in words(client.get(address))
    page = client.get(reverse("cohorts:preset", args=[world.study.pk, "sample"]))
    assert "Nobody to count" in words(page)
    assert "No framework in the study fits" in words(page)


def test_a_page_costs_as_many_queries_for_many_frameworks_as_for_few(study: CodedStudy) -> None:
    client = study.world.client(study.world.reader)
    address = html.fromstring(client.get(url(study, "preset", "peers")).content.decode()).xpath(
        "//tr[contains(., 'Harmful attitudes')]//a/@href"
    )[4]
    few = [queries_for(client, one) for one in (url(study, "preset", "peers"), address)]
    more = make_coded_study(3)
    Framework.objects.filter(study=more.world.study).update(study=study.world.study, site=study.world.site)
    for framework in more.frameworks:
        study.frameworks.append(framework)
        study.code_entry("attitudes", len(study.frameworks) - 1, 3)
    client.get(address)
    assert [queries_for(client, one) for one in (url(study, "preset", "peers"), address)] == few
