"""A briefing from its draft to its release: what it says is counted, what is small is hidden, and stays so."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from lxml import html

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.method.analysis.disclosure.truths import read, written
from concentric.method.exchange.report.content import Sheet, Words
from concentric.method.records.canonical import to_plain
from concentric.research.briefings import actions, commands, working
from concentric.research.briefings.drafting import Drafting
from concentric.research.briefings.facts import Facts
from concentric.research.briefings.files import file_name
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.parts import PART
from concentric.research.briefings.standing import report_of, standing_of
from concentric.research.frameworks.commands import study as study_command
from concentric.research.frameworks.entries import lay_out
from concentric.research.frameworks.leaving import clear
from concentric.research.frameworks.models import Framework, Study
from tests.factories.coding import CodedStudy, coding_document, make_coded_study
from tests.support.pages import form_to, main_form, words

pytestmark = pytest.mark.django_db
PARTS = ["background", "method", "school", "peers", "gaps", "cohorts", "limitations", "codebook"]


@pytest.fixture(scope="module")
def made(shared_rows: None) -> CodedStudy:
    """18 frameworks, six of each cohort; school risk in all, peers' attitudes in nine: 6 sole, 2 group, 1 both."""
    study = make_coded_study(0)
    plain, site = to_plain(coding_document()), study.world.site
    for place in range(18):
        values = {"cohort": ("sole", "group", "both")[place % 3], "site": site.letter}
        framework = Framework.objects.create(
            study=study.world.study,
            site=site,
            code=f"F{place:02}",
            document=plain,
            values=values,
            received_on=timezone.localdate(),
        )
        lay_out(framework, coding_document())
        study.frameworks.append(framework)
        study.code_entry("duty", place, 0)
        if place in (0, 3, 6, 9, 12, 15, 1, 4, 2):
            study.code_entry("attitudes", place, 2, start=13, end=30)
    return study


@pytest.fixture
def study(made: CodedStudy) -> CodedStudy:
    return deepcopy(made)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 10_000)


@pytest.fixture
def briefing(study: CodedStudy) -> Briefing:
    begun = actions.begin(researcher=study.world.lead, title="Corridors")
    policy = standing_of(begun).policy
    actions.set_up(
        researcher=study.world.lead, briefing=begun, title="Corridors", parts=PARTS, policy=policy, version=1
    )
    begun.refresh_from_db()
    return begun


@pytest.fixture
def lead(study: CodedStudy) -> Client:
    return study.world.client(study.world.lead)


def protected(study: CodedStudy, briefing: Briefing) -> Briefing:
    working.work_out(researcher=study.world.lead, briefing=briefing)
    briefing.refresh_from_db()
    assert briefing.protection, briefing.work_said
    return briefing


def sheet(briefing: Briefing, title: str) -> dict[str, tuple[str, ...]]:
    """A table of the draft by its rows' names."""
    found = next(block for block in report_of(briefing).blocks if getattr(block, "title", "") == title)
    return {row[0]: row[1:] for row in found.rows}


def test_until_it_is_worked_out_nothing_that_could_be_small_is_shown(briefing):
    sheets = [block for block in report_of(briefing).blocks if isinstance(block, Sheet)]
    assert sheets
    assert not [row for one in sheets if one.title == "Peer factors" for row in one.rows if "attitudes" in row[0]]


def test_small_counts_are_hidden_with_what_would_give_them_back(study, briefing):
    protected(study, briefing)
    standing = standing_of(briefing)
    told = {standing.in_words(key) for key in standing.protection.small}

    assert any("Harmful attitudes; Cohort: Group" in one for one in told)
    assert any("Harmful attitudes; Cohort: Both" in one for one in told)
    row = sheet(briefing, "Peer factors")["Harmful attitudes"]
    sole, group, both, any_group, any_sole, total, p = row
    assert (group, both, any_group) == ("hidden", "hidden", "hidden"), "2, 1 and 3 of them"
    assert p == "–", "a p-value would give the counts back"
    assert "hidden" in (any_sole, total), "with all but one in print, the last could be worked out"
    assert sole == "6 (100%; 61–100%)" or sole == "hidden"
    everybodys = sheet(briefing, "School factors")["Unsupervised places"]
    assert everybodys[:3] == ("6 (100%; 61–100%)",) * 3
    assert everybodys[-1] == "–", "all hold it: there is nothing to test"


def test_what_is_hidden_is_named_as_the_tables_name_it_table_by_table(study, briefing, lead):
    protected(study, briefing)
    standing = standing_of(briefing)
    tables = dict(standing.by_table(standing.protection.small))
    headings = [PART[key].heading for key in briefing.parts]
    assert [one for one in headings if one in tables] == [one for one in tables if one in headings], "in their order"
    assert sum(map(len, tables.values())) == len(standing.protection.small), "each once"
    attitudes = [one for one in tables["Peer factors"] if one.startswith("Risks › Peer › Harmful attitudes; ")]
    assert [one.rpartition(": ")[2] for one in attitudes] == ["Group", "Both", "Any group"], (
        "by columns, as they are called"
    )

    page = lead.get(reverse("briefings:hidden", args=[study.world.study.pk, briefing.pk]))
    assert f"Peer factors: {len(tables['Peer factors'])}" in words(page)
    assert all(one in words(page) for one in attitudes)


def test_sentences_and_drawings_say_nothing_that_the_tables_hide(study, briefing):
    protected(study, briefing)
    report = report_of(briefing)
    said = " ".join(block.text for block in report.blocks if hasattr(block, "text"))
    drawn = " ".join(block.drawing.words for block in report.blocks if hasattr(block, "drawing"))

    assert "Group: of 6 young people" in said, said
    group = said.partition("Group: of 6")[2].partition("Both: of 6")[0]
    assert "attitudes" not in group
    attitudes = drawn.partition("Harmful attitudes: ")[2].partition(".")[0]
    assert not attitudes or attitudes.endswith("Group (6) hidden, Both (6) hidden")
    assert "Unsupervised places: Sole (6) 6 of 6, 100% (61% to 100%)" in drawn


def test_a_release_is_held_against_the_one_before_it(study, briefing):
    lead = study.world.lead
    protected(study, briefing)
    actions.release(researcher=lead, briefing=briefing, version=briefing.version)
    briefing.refresh_from_db()
    counts = briefing.published["counts"]
    assert all(value == 0 or value > 4 for value in counts.values())
    later = actions.begin(researcher=lead, title="Corridors again")
    protected(study, later)

    standing = standing_of(later)
    tied = {key for relation in standing.release.relations for key in relation.terms}
    (earlier,) = standing.earlier
    shared = standing.figures.gathered.cells.keys() & earlier.gathered.cells.keys()
    then = {key: written(read(f"{key} & release:{briefing.pk}")) for key in shared}
    assert shared
    assert all({key, then[key]} <= tied for key in shared), "nobody came since: they are the same count"
    hidden_then = shared - counts.keys()
    assert hidden_then
    assert hidden_then <= standing.protection.hidden, "what was hidden stays so"
    assert standing.problems == []


def test_what_left_since_or_came_in_small_numbers_stops_a_release(study, briefing):
    lead = study.world.lead
    protected(study, briefing)
    gone = study.frameworks[0]
    clear(Framework.objects.filter(pk=gone.pk))
    with pytest.raises(Refusal, match="left the study since"):
        actions.release(researcher=lead, briefing=briefing, version=briefing.version)
    Study.objects.filter(pk=study.world.study.pk).update(last_left_at=None)
    actions.release(researcher=lead, briefing=briefing, version=briefing.version)
    Framework.objects.filter(pk=gone.pk).update(included=False)
    later = protected(study, actions.begin(researcher=lead, title="One fewer"))
    with pytest.raises(Refusal, match="since “Corridors” was released: in all, none came and 1 left"):
        actions.release(researcher=lead, briefing=later, version=later.version)


def test_only_a_lead_hides_less_than_before(study, briefing):
    laxer = replace(standing_of(briefing).policy, largest=2)
    with pytest.raises(Refusal, match="Only a lead"):
        actions.set_up(
            researcher=study.world.coder,
            briefing=briefing,
            title="Corridors",
            parts=PARTS,
            policy=laxer,
            version=briefing.version,
        )


def test_a_release_stays_as_it_was_read(study, briefing):
    protected(study, briefing)
    actions.release(researcher=study.world.lead, briefing=briefing, version=briefing.version)
    briefing.refresh_from_db()
    before = report_of(briefing)
    study.code_entry("exclusion", 0, 3)
    briefing.snapshot = None  # as when the study's time is up

    assert report_of(briefing) == before
    with pytest.raises(Refusal, match="is released"):
        actions.write(
            researcher=study.world.lead, briefing=briefing, part="method", words="More", version=briefing.version
        )


def test_it_is_not_released_before_all_is_worked_out_or_when_a_column_is_small(study, briefing):
    lead = study.world.lead
    with pytest.raises(Refusal, match="not worked out"):
        actions.release(researcher=lead, briefing=briefing, version=briefing.version)
    for framework in study.frameworks[2::3][:4]:
        framework.values["cohort"] = "sole"
        framework.save(update_fields=["values"])
    actions.count_anew(researcher=lead, briefing=briefing, version=briefing.version)
    briefing.refresh_from_db()
    protected(study, briefing)

    with pytest.raises(Refusal, match="“Both” has only 2 frameworks"):
        actions.release(researcher=lead, briefing=briefing, version=briefing.version)


def test_a_table_of_which_all_is_hidden_says_so(briefing):
    standing = standing_of(briefing)
    facts = Facts("", "", (), sites=1, frozen=timezone.localdate())
    everything = frozenset(str(cell.key) for cell in standing.release.cells)
    told = list(Drafting(facts, standing.figures, everything, standing.policy).part("peers"))
    assert told == [Words("Every count of this table is hidden.", is_quiet=True)]


def test_words_kept_by_somebody_else_are_not_overwritten(study, briefing, lead):
    address = reverse("briefings:write", args=[study.world.study.pk, briefing.pk, "background"])
    form = main_form(lead.get(address))
    actions.write(
        researcher=study.world.coder, briefing=briefing, part="method", words="Theirs", version=briefing.version
    )
    refused = lead.post(address, form | {"words": "Mine, which took an hour"})

    assert refused.status_code == 422
    assert "Mine, which took an hour" in words(refused)
    assert "in the meantime" in words(refused)
    briefing.refresh_from_db()
    assert briefing.words == {"method": "Theirs"}


def test_the_road_on_the_pages(study, lead):
    world = study.world
    listed = reverse("briefings:briefings", args=[world.study.pk])
    begun = lead.post(listed, {"title": "What corridors hold"}, follow=True)
    assert "counted from the data as they are now" in words(begun)
    briefing = Briefing.objects.get(title="What corridors hold")
    one = begun.redirect_chain[-1][0]
    lead.post(f"{one}set-up/", main_form(lead.get(f"{one}set-up/")) | {"parts": ["background", "peers"]})
    lead.post(f"{one}write/peers/", main_form(lead.get(f"{one}write/peers/")) | {"words": "In 2 of 6 it mattered."})
    asked = form_to(lead.get(one), "release/") | {"is_read": "on", "numbers": "on"}
    refused = lead.post(f"{one}release/", asked, follow=True)
    assert refused.content.decode().count(f'href="{one}hidden/">Work it out</a>') == 2, "in the refusal, and below it"
    early = words(refused)
    assert "Not released. What must be hidden is not worked out yet" in early
    assert "“Risks › Peer; Cohort: Group”; “Risks › Peer; Cohort: Both”; “Risks › Peer; Cohort: Any group”" in early
    assert "Work it out" in words(lead.get(f"{one}hidden/"))
    assert "All is worked out" in words(lead.post(f"{one}hidden/", follow=True))

    shown = lead.get(one)
    assert "In 2 of 6 it mattered." in words(shown)
    form = form_to(shown, "release/")
    assert "Not released" not in words(shown)
    forgot = lead.post(f"{one}release/", form, follow=True)
    assert "tick that you have" in words(forgot)
    assert "Released." in words(lead.post(f"{one}release/", form | {"is_read": "on", "numbers": "on"}, follow=True))
    again = lead.post(f"{one}release/", form, follow=True)
    assert ([(one, 302)], again.status_code) == (again.redirect_chain, 200)
    assert "It was released already" in words(again)
    assert AuditEvent.objects.filter(verb="briefing.released", subject_id=str(briefing.pk)).count() == 1
    file = lead.get(reverse("briefings:file", args=[world.study.pk, briefing.pk, "docx"]))
    assert 'filename="briefing-what-corridors-hold.docx"' in file["Content-Disposition"]
    text = "\n".join(p.text for p in Document(io.BytesIO(file.content)).paragraphs)
    assert "In 2 of 6 it mattered." in text


def test_a_table_on_the_page_is_named_once_and_a_figure_of_it_is_not_broken(study, briefing, lead):
    protected(study, briefing)
    page = html.fromstring(lead.get(reverse("briefings:briefing", args=[study.world.study.pk, briefing.pk])).content)
    headings = {one.text_content() for one in page.xpath("//h2")}
    captions = [one.text_content() for one in page.xpath("//caption[not(contains(@class, 'visually-hidden'))]")]
    assert {"Peer factors", "School factors"} <= headings
    assert headings.isdisjoint(captions)
    cell = page.xpath("//td[@data-label='Sole (6)']/span[contains(., '6 (100%; 61–100%)')]")[0]
    assert cell.xpath("span[@class='br-whole']/text()") == ["6", "(100%; 61–100%)"]


def test_of_two_releases_at_the_same_moment_the_second_says_so(study, briefing, lead, monkeypatch):
    protected(study, briefing)
    one = reverse("briefings:briefing", args=[study.world.study.pk, briefing.pk])
    form = form_to(lead.get(one), "release/") | {"is_read": "on"}
    release = actions.release
    monkeypatch.setattr(actions, "release", lambda **asked: (release(**asked), release(**asked)))
    told = words(lead.post(f"{one}release/", form, follow=True))
    assert "It was released already" in told
    assert "Not released" not in told


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What corridors hold", "briefing-what-corridors-hold"),
        ("../Peers & schools: “what” is missed?\r\n", "briefing-peers-schools-what-is-missed"),
        ("Zoë’s part", "briefing-zoes-part"),
        ("研究", "briefing"),
        ("a" * 300, f"briefing-{'a' * 50}"),
    ],
)
def test_a_file_is_named_after_the_title_in_plain_letters(title, name):
    assert file_name(title) == name


def test_the_attacker_from_the_command_line(study, briefing):
    assert commands.audit_release in study_command.commands.values()
    asked = ["audit-release", "--study", str(study.world.study.pk), "--format", "json"]
    found = CliRunner().invoke(study_command, asked)
    rows = json.loads(found.output)

    assert found.exit_code == 0, found.output
    assert {row["open"] for row in rows} == {True}
    attitudes = next(row for row in rows if "Harmful attitudes" in row["count"] and "Cohort: Group" in row["count"])
    assert attitudes["most"] - attitudes["least"] >= 2
    missing = CliRunner().invoke(study_command, [*asked, "--briefing", "No such"])
    assert (missing.exit_code, "no such briefing" in missing.output) == (1, True)
