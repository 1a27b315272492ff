"""Home, lists, counts, search and downloads: each person finds what is open to them, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import re
import uuid
from collections import Counter
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from concentric.casework.cases.models import Case, CohortDecision, Incident
from concentric.casework.cases.queries import cohorts_of
from concentric.casework.contexts.actions import name_context
from concentric.casework.meetings.actions import add_entry, open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.overview.listing import UNKNOWN, CountLine, Wanted, counts, with_cohort
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Role
from concentric.method.instrument.vocabulary import Cohort
from tests.factories.counting import queries_for
from tests.factories.world import World, make_case, make_meeting, make_world
from tests.support.pages import words

pytestmark = pytest.mark.django_db

PAGES = ("/", "/cases/", "/search/", "/actions/", "/settings/")


def incident(case: Case, by: World, company: str, level: str = "abusive", outcome: str = "nfa") -> None:
    Incident.objects.create(
        case=case,
        company=company,
        role="not_known",
        level=level,
        relation="peer",
        age_gap="similar",
        setting="school",
        outcome=outcome,
        recorded_by=by.lead.membership,
    )


def said(world: World, text: str, **fields: object) -> None:
    """The minute-taker records it under School, Risk."""
    draft = EntryDraft("school", "risk", text, **fields)  # type: ignore[arg-type]
    add_entry(viewer=world.viewers[Role.MINUTE_TAKER], meeting=world.meeting, entry_id=uuid.uuid4(), draft=draft)


@pytest.fixture
def world() -> World:
    made = make_world()
    open_meeting(viewer=made.viewers[Role.MINUTE_TAKER], meeting=made.meeting)
    return made


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_home_and_the_pages_of_their_work(world: World, role: Role) -> None:
    client = world.client(role)
    for page in PAGES:
        assert client.get(page).status_code == 200, page


def test_a_practitioner_lists_their_own_cases_only(world: World) -> None:
    other = make_case(world.partnership, reference="HV-9999-0001", given_name="Test-Amara")
    assert other.reference not in words(world.client(Role.PRACTITIONER).get("/cases/"))
    assert other.reference in words(world.client(Role.COORDINATOR).get("/cases/"))
    assert world.case.reference not in words(world.client(world.practitioner_other).get("/cases/"))
    assert world.client(world.elsewhere_coordinator).get(f"/cases/{world.case.pk}/").status_code == 404


def test_the_cohort_that_the_list_filters_by_is_the_cohort_that_it_shows(world: World) -> None:
    """One rule in SQL and in Python, over every mix of incidents and decisions."""
    mixes = [(), ("alone",), ("with_others",), ("alone", "with_others"), ("not_known",), ("alone", "not_known")]
    for mix in mixes:
        for decision in (None, "", "both"):
            case = make_case(world.partnership)
            for company in mix:
                incident(case, world, company)
            if decision is not None:
                CohortDecision.objects.create(case=case, cohort=decision, reason="x", by=world.lead.membership)
    cases = Case.objects.filter(partnership=world.partnership)
    shown = {key: view.cohort for key, view in cohorts_of(cases.values_list("pk", flat=True)).items()}
    filtered = dict(with_cohort(cases).values_list("pk", "cohort_now"))
    assert filtered == {key: cohort.value if cohort else UNKNOWN for key, cohort in shown.items()}
    assert len(set(filtered.values())) == 4
    counted = {line.label: line.cases for line in counts(world.coordinator, Wanted()).by_cohort}
    by_hand = Counter(filtered.values())
    assert counted == {**{c.label: by_hand[c.value] for c in Cohort}, "Not known": by_hand[UNKNOWN]}


def test_a_case_counts_once_in_each_line_however_many_rows_it_has(world: World) -> None:
    for level, outcome in (("abusive", "nfa"), ("abusive", "charged"), ("violent", "nfa")):
        incident(world.case, world, "alone", level=level, outcome=outcome)
    other = make_case(world.partnership, status="closed", opened_on=dt.date(2020, 1, 31))
    incident(other, world, "alone", level="abusive", outcome="nfa")
    for _ in range(2):
        said(world, "Bullying between year groups")
    counted = counts(world.coordinator, Wanted())
    found = {line.label: line.cases for line in (*counted.by_level, *counted.by_outcome) if line.cases}
    assert found == {"Abusive": 2, "Violent": 1, "No further action (NFA)": 2, "Charged, awaiting outcome": 1}
    assert [line.cases for line in counted.by_context] == [0, 0, 0, 1, 0]
    assert counted.by_month[0] == CountLine("January 2020", 1, counted.total)
    assert {line.label: line.cases for line in counted.by_status if line.cases} == {"Open": 1, "Closed": 1}
    assert counted.total == 2


def test_the_filters_narrow_the_list_and_its_downloads_alike(world: World) -> None:
    incident(world.case, world, "with_others")
    make_case(world.partnership, status="closed", opened_on=dt.date(2020, 1, 1))
    client = world.client(Role.COORDINATOR)
    for query in ("cohort=group", "outcome=nfa", "level=abusive", "status=open", "opened_from=1/1/2024"):
        rows = list(csv.reader(StringIO(client.get(f"/cases/download.csv?{query}").content.decode("utf-8-sig"))))
        assert [row[0] for row in rows[1:]] == [world.case.reference], query
        sheet = load_workbook(BytesIO(client.get(f"/cases/download.xlsx?{query}").content)).active
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [world.case.reference], query
    assert client.get("/cases/download.exe").status_code == 404


def test_a_filter_that_makes_no_sense_is_said_beside_the_field(world: World) -> None:
    page = world.client(Role.COORDINATOR).get("/cases/?opened_from=2026-02-01&opened_to=2026-01-01")
    assert page.status_code == 200
    assert "before the first date" in words(page)


def test_counts_carry_their_denominator_and_open_to_governance_without_content(world: World) -> None:
    incident(world.case, world, "alone")
    read = words(world.client(Role.GOVERNANCE).get("/counts/"))
    assert "Sole 1 1 100%" in read
    assert world.case.reference not in read
    assert world.case.family_name not in read
    assert world.client(Role.GOVERNANCE).get(f"/cases/{world.case.pk}/").status_code == 404
    assert world.client(Role.PRACTITIONER).get("/counts/").status_code == 403


@pytest.mark.parametrize("typed", ["bullied", "bullying unaddressed", "UNADDRESSED", "unaddr", "  Bullies ! "])
def test_search_finds_words_in_any_of_their_forms(world: World, typed: str) -> None:
    said(world, "Bullying between year groups goes unaddressed")
    assert "goes unaddressed" in words(world.client(Role.PRACTITIONER).post("/search/", {"q": typed}))


@pytest.mark.parametrize(
    "typed", ["'", '"', "a OR b", "NEAR(a b)", "* *", ":*", "\\", "-", "a:b | !", "%", "\x00", "ü" * 500]
)
def test_search_takes_anything_that_can_be_typed(world: World, typed: str) -> None:
    assert world.client(Role.COORDINATOR).post("/search/", {"q": typed}).status_code == 200


def test_search_shows_a_limited_entry_to_those_who_may_see_it_alone(world: World) -> None:
    said(world, "Lighthouse", sharing="agencies", sharing_agencies=(world.agencies["police"],))
    query = {"q": "lighthouse"}
    assert "1 result" in words(world.client(Role.CHAIR).post("/search/", query))
    assert "1 result" in words(world.client(Role.COORDINATOR).post("/search/", query))
    assert "0 results" in words(world.client(Role.PRACTITIONER).post("/search/", query))
    assert "0 results" in words(world.client(world.elsewhere_coordinator).post("/search/", query))


def test_the_tracker_shows_a_person_their_actions_and_exports_harmless_cells(world: World) -> None:
    plan_action(
        viewer=world.viewers[Role.MINUTE_TAKER],
        meeting=world.meeting,
        entry_id=uuid.uuid4(),
        draft=EntryDraft("peers", "actions", "=HYPERLINK(1) group sessions on respect"),
        plan=ActionDraft(owner=world.practitioner.membership, due_on=dt.date(2026, 1, 5)),
    )
    client = world.client(Role.PRACTITIONER)
    read = words(client.get("/actions/"))
    assert "group sessions on respect" in read
    assert "Overdue" in read
    assert "No actions here" in words(world.client(world.practitioner_other).get("/actions/"))
    row = list(csv.reader(StringIO(client.get("/actions/download.csv").content.decode("utf-8-sig"))))[1]
    assert row[1].startswith("'=")


@pytest.mark.parametrize(
    ("asked", "pages"), [("whose=all&status=open", 2), ("whose=all&status=", 3), ("status=done", 1)]
)
def test_the_tracker_has_as_many_pages_as_it_has_actions(
    world: World, monkeypatch: pytest.MonkeyPatch, asked: str, pages: int
) -> None:
    monkeypatch.setattr("concentric.casework.plans.views.ACTIONS_A_PAGE", 1)
    for number in range(3):
        action = plan_action(
            viewer=world.viewers[Role.MINUTE_TAKER],
            meeting=world.meeting,
            entry_id=uuid.uuid4(),
            draft=EntryDraft("peers", "actions", f"Group sessions on respect {number}"),
            plan=ActionDraft(owner=world.practitioner.membership),
        )
    Action.objects.filter(pk=action.pk).update(status="done")
    client = world.client(Role.COORDINATOR)
    read = [words(client.get(f"/actions/?{asked}&page={page}")) for page in (1, 2, 3)]
    assert sum(any(f"respect {number}" in page for page in read) for number in range(3)) == pages


def test_the_two_lists_of_a_context_are_turned_over_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concentric.casework.overview.views.ENTRIES_A_PAGE", 1)
    monkeypatch.setattr("concentric.casework.overview.views.ACTIONS_A_PAGE", 1)
    minutes = world.viewers[Role.MINUTE_TAKER]
    school = name_context(viewer=minutes, case=world.case, kind="school", name="Larkfield Test Academy")
    for number in range(3):
        said(world, f"Bullying goes unaddressed {number}", instance=school)
        draft = EntryDraft("school", "actions", f"Talk to staff {number}", instance=school)
        plan_action(
            viewer=minutes, meeting=world.meeting, entry_id=uuid.uuid4(), draft=draft, plan=ActionDraft(owner=None)
        )
    client = world.client(Role.COORDINATOR)

    def shown(query: str) -> tuple[list[str], list[str]]:
        page = client.get(f"/contexts/{school.pk}/?{query}").content.decode()
        return re.findall(r"unaddressed (\d)", page), re.findall(r"Talk to staff (\d)", page)

    turned = [shown(f"page=2&actions={number}") for number in (1, 2, 3)]
    assert {tuple(entries) for entries, _ in turned} == {("1",)}
    assert sorted(action for _, actions in turned for action in actions) == ["0", "1", "2"]
    page = client.get(f"/contexts/{school.pk}/?page=2&actions=1").content.decode()
    assert "page=2&amp;actions=2" in page
    assert "actions=1&amp;page=3" in page


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["/cases/", "/actions/?whose=all", "/", "/meetings/"])
def test_no_page_asks_more_of_the_database_when_there_is_more_to_show(world: World, page: str) -> None:
    client = world.client(Role.COORDINATOR)

    def add(count: int) -> None:
        for number in range(count):
            case = make_case(world.partnership, lead=world.lead)
            make_meeting(case, chair=world.viewers[Role.CHAIR], minute_taker=world.viewers[Role.MINUTE_TAKER])
            said(world, f"Bullying goes unaddressed {number}")
            plan_action(
                viewer=world.viewers[Role.MINUTE_TAKER],
                meeting=world.meeting,
                entry_id=uuid.uuid4(),
                draft=EntryDraft("school", "actions", "Talk to staff"),
                plan=ActionDraft(owner=world.coordinator.membership),
            )

    add(2)
    few = queries_for(client, page)
    add(6)
    assert queries_for(client, page) == few
