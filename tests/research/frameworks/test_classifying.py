"""Attributes of frameworks: proposed, confirmed, changed with a reason, questioned; the list of frameworks."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from django.http import HttpResponse

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.vocabulary import Cohort, Company
from concentric.method.records.framework import Framework as Document
from concentric.research.frameworks.attributes import judged_by_researchers, of_study, proposals
from concentric.research.frameworks.classifying import Word, classify, standings
from concentric.research.frameworks.models import Attribute, Classification, Framework
from concentric.research.frameworks.own_attributes import add_attribute, remove_attribute, rename_attribute
from concentric.research.frameworks.receive import receive
from tests.factories.counting import queries_for
from tests.factories.studies import StudyWorld, aged, make_study
from tests.factories.submissions import correction_of, small_framework, withdrawal_of
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> StudyWorld:
    return make_study()


def held(world: StudyWorld, document: Document | None = None) -> Framework:
    receipt = receive(world.sealed(world.submission(document)), study=world.study)
    return Framework.objects.select_related("site").get(code=receipt.code)


def in_company(*companies: Company, said: Cohort | None = Cohort.GROUP) -> Document:
    """The small framework with one incident for each, and what the site says of the cohort."""
    small = small_framework()
    incidents = tuple(replace(small.incidents[0], company=company) for company in companies)
    return replace(small, incidents=incidents, attributes=replace(small.attributes, cohort=said))


def page(world: StudyWorld, path: str = "") -> str:
    return f"/studies/{world.study.pk}/{path}"


def say(world: StudyWorld, framework: Framework, key: str, value: str, reason: str = "") -> int:
    framework.refresh_from_db()
    word = {key: Word(value, reason)}
    return classify(researcher=world.coder, framework=framework, words=word, version=framework.version)


@pytest.mark.parametrize(
    ("companies", "said", "value", "why"),
    [
        ((Company.ALONE,), None, "sole", "One incident alone."),
        ((Company.ALONE, Company.WITH_OTHERS), Cohort.BOTH, "both", "One incident alone and one with others."),
        ((Company.ALONE,), Cohort.GROUP, "sole", "One incident alone. The site says: group."),
        ((), Cohort.GROUP, "group", "No incident is recorded yet. The site says: group."),
        ((), None, "", "No incident is recorded yet."),
    ],
)
def test_the_cohort_is_proposed_from_the_incidents_with_its_reason(
    companies: tuple[Company, ...], said: Cohort | None, value: str, why: str
) -> None:
    proposal = proposals(in_company(*companies, said=said), "A")["cohort"]
    assert (proposal.value, proposal.why) == (value, why)


def test_a_proposal_is_counted_until_a_researcher_says_otherwise(world: StudyWorld) -> None:
    one = held(world, in_company(Company.WITH_OTHERS))
    assert (one.values["cohort"], one.settled) == ("group", {})
    assert say(world, one, "cohort", "group") == 1
    assert (one.values["cohort"], one.settled) == ("group", {"cohort": True})
    assert say(world, one, "cohort", "group") == 0  # said already
    with pytest.raises(Refusal, match="say why"):
        say(world, one, "cohort", "sole")
    say(world, one, "cohort", "sole", "The others came later")
    say(world, one, "gender", "", "The form contradicts itself")
    one.refresh_from_db()
    assert one.values["cohort"] == "sole"
    assert "gender" not in one.values
    assert [word.value for word in one.classifications.filter(attribute="cohort")] == ["sole", "group"]
    assert AuditEvent.objects.filter(verb="framework.classified").count() == 4


def test_a_correction_proposes_anew_and_keeps_the_researchers_word(world: StudyWorld) -> None:
    first = world.submission(in_company(Company.WITH_OTHERS))
    receive(world.sealed(first), study=world.study)
    one = Framework.objects.get(code=first.code)
    say(world, one, "cohort", "group")
    say(world, one, "age_band", "16-17", "By its file")
    second = correction_of(first)
    small = in_company(Company.ALONE, said=Cohort.SOLE)
    receive(world.sealed(replace(second, framework=small)), study=world.study)
    one.refresh_from_db()
    assert (one.values["cohort"], one.values["age_band"]) == ("group", "16-17")
    # What the researcher knew is settled; what they did not is questioned.
    assert one.settled == {"age_band": True}
    (standing,) = standings([one], [kind for kind in of_study(world.study) if kind.key == "cohort"])[one.pk]
    assert (standing.is_questioned, standing.proposal.value) == (True, "sole")
    shown = words(world.client(world.reader).get(page(world, f"frameworks/{one.pk}/")))
    assert "Questioned A correction now says: sole." in shown
    with pytest.raises(Refusal, match="A correction of this framework came in meanwhile"):
        classify(researcher=world.coder, framework=one, words={"cohort": Word("sole")}, version=1)
    assert say(world, one, "cohort", "sole", "So it is") == 1
    assert one.settled == {"age_band": True, "cohort": True}


def test_a_withdrawal_leaves_no_word(world: StudyWorld) -> None:
    first = world.submission()
    receive(world.sealed(first), study=world.study)
    one = Framework.objects.get(code=first.code)
    say(world, one, "ongoing", "yes", "Because they said so")
    receive(world.sealed(withdrawal_of(first)), study=world.study)
    one.refresh_from_db()
    assert (one.values, one.settled, Classification.objects.count()) == ({}, {}, 0)
    with pytest.raises(Refusal, match="Nothing of this framework is held"):
        say(world, one, "ongoing", "no", "Again")


def test_what_cannot_be_said_is_refused_and_nothing_kept(world: StudyWorld) -> None:
    one, other = held(world), make_study()
    for key, value in (("cohort", "everybody"), ("site", "B"), ("made_up", "x")):
        with pytest.raises(Refusal):
            say(world, one, key, value, "Why not")
    foreign = add_attribute(researcher=other.lead, label="Elsewhere")
    with pytest.raises(Refusal):
        say(world, one, foreign.key, "x")
    with pytest.raises(Refusal, match="Only lead researchers and coders"):
        classify(researcher=world.reader, framework=one, words={"cohort": Word("sole", "Mine")}, version=1)
    assert not Classification.objects.exists()


def test_one_press_confirms_a_framework_and_goes_on_to_the_next(world: StudyWorld) -> None:
    first, second = sorted((held(world), held(world)), key=lambda one: one.code)
    browser = world.client(world.coder)
    address = page(world, f"frameworks/{first.pk}/attributes/")
    answer = browser.post(address, main_form(browser.get(address)) | {"next": "yes"})
    assert answer.headers["Location"] == page(world, f"frameworks/{second.pk}/attributes/")
    first.refresh_from_db()
    assert set(first.settled) == {kind.key for kind in judged_by_researchers(world.study)}
    changed = main_form(browser.get(answer.headers["Location"])) | {"value-0": "sole"}
    refused = browser.post(answer.headers["Location"], changed)
    assert refused.status_code == 422
    assert "Cohort: say why it is not as proposed, or as it stood" in words(refused)
    last = browser.post(answer.headers["Location"], changed | {"reason-0": "Alone both times", "next": "yes"})
    assert last.headers["Location"] == page(world)
    assert "Changed Changed from group to sole: Alone both times." in words(
        browser.get(page(world, f"frameworks/{second.pk}/"))
    )


def many(world: StudyWorld, change: dict[str, str]) -> HttpResponse:
    browser, address = world.client(world.coder), page(world, "classify/?attribute=cohort")
    return browser.post(address, main_form(browser.get(address)) | change)


def test_many_are_classified_at_once(world: StudyWorld) -> None:
    kept, changed, other = (held(world) for _ in range(3))
    assert many(world, {f"value-{changed.pk.hex}": "sole"}).status_code == 422  # without a reason
    said = {f"value-{changed.pk.hex}": "sole", f"reason-{changed.pk.hex}": "Alone", f"value-{other.pk.hex}": "group"}
    assert many(world, said).status_code == 302
    assert dict(Classification.objects.values_list("framework", "value")) == {changed.pk: "sole", other.pk: "group"}
    assert many(world, {"rest": "proposed"}).status_code == 302
    kept.refresh_from_db()
    assert kept.settled == {"cohort": True}
    assert "Nothing waits" in words(world.client(world.coder).get(page(world, "classify/?attribute=cohort")))


def test_what_somebody_else_answered_meanwhile_is_not_answered_twice(world: StudyWorld) -> None:
    one, two = held(world), held(world)
    browser, address = world.client(world.coder), page(world, "classify/?attribute=cohort")
    form = main_form(browser.get(address))
    say(world, one, "cohort", "sole", "Read again")
    assert browser.post(address, form | {"rest": "proposed"}).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.values["cohort"], one.classifications.count(), two.settled) == ("sole", 1, {"cohort": True})


def test_a_studys_own_attributes(world: StudyWorld) -> None:
    one, browser = held(world), world.client(world.coder)
    assert browser.post(page(world, "attributes/"), {"label": "Who referred"}).status_code == 302
    own = Attribute.objects.get()
    assert (own.key, of_study(world.study)[-1].label) == ("who_referred", "Who referred")
    for taken in ("who REFERRED", "Cohort"):
        with pytest.raises(Refusal, match="of this name already"):
            add_attribute(researcher=world.lead, label=taken)
    assert add_attribute(researcher=world.lead, label="Who, referred").key == "who_referred_2"
    assert add_attribute(researcher=world.lead, label="Куда").key == "attribute"
    say(world, one, own.key, "A school")
    rename_attribute(researcher=world.coder, attribute=own, label="Referred by")
    assert "Referred by A school: 1 This study" in words(browser.get(page(world, "attributes/")))
    assert "who_referred" not in str(AuditEvent.objects.get(verb="framework.classified").details)
    remove_attribute(researcher=world.coder, attribute=own)
    one.refresh_from_db()
    assert own.key not in one.values.keys() | one.settled.keys()
    assert not Classification.objects.filter(attribute=own.key).exists()
    with pytest.raises(Refusal):
        add_attribute(researcher=world.reader, label="Mine")


def test_the_list_is_filtered_counted_and_taken_with_sites_as_letters(world: StudyWorld) -> None:
    group, sole, out = held(world), held(world, in_company(Company.ALONE, said=Cohort.SOLE)), held(world, aged(18, 18))
    say(world, group, "cohort", "group")
    browser = world.client(world.reader)
    shown = words(browser.get(page(world, "?cohort=sole")))
    assert sole.code in shown
    assert group.code not in shown
    for said in ("Site A (3)", "Sole (1)", "Group (2)", "In (2)", "Left out (1)", "Cohort (2)", "Gender (3)"):
        assert said in shown
    browser = world.client(world.coder)  # readers take no files
    taken = table(browser.get(page(world, "download.csv?confirm=cohort")))
    assert {row["Code"] for row in taken} == {sole.code, out.code}
    assert {row["Site"] for row in taken} == {"A"}
    assert {row["Code"]: row["In the study"] for row in taken} == {sole.code: "Yes", out.code: "No"}
    assert (
        "Cohort" not in table(browser.get(page(world, "download.csv?cohort=group&standing=in")))[0]["Still to confirm"]
    )
    assert browser.get(page(world, "download.xlsx")).content.startswith(b"PK")
    assert browser.get(page(world, "download.pdf")).status_code == 404


def table(answer: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.one_database
def test_the_pages_ask_as_much_for_many_as_for_few(world: StudyWorld) -> None:
    held(world)
    browser = world.client(world.coder)
    pages = ("", "classify/?attribute=cohort", "attributes/", "download.csv")
    before = [queries_for(browser, page(world, one)) for one in pages]
    for _ in range(4):
        say(world, held(world), "cohort", "sole", "Alone")
    held(world)
    assert [queries_for(browser, page(world, one)) for one in pages] == before
