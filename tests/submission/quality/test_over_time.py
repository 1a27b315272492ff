"""The partnership over time: counted in the database, held against the same counts made by hand."""

from __future__ import annotations

import csv
import datetime as dt
import random
import re
import uuid
from collections import defaultdict
from io import BytesIO, StringIO
from itertools import pairwise
from statistics import median

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from concentric.casework.meetings.models import CellMark, Entry, Meeting
from concentric.casework.plans.models import Action
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Role
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.submission.quality.over_time import Days, Finished, Share, over_time
from concentric.submission.quality.periods import HOW_MANY, By, periods
from tests.factories.counting import queries_for
from tests.factories.world import World, make_case, make_meeting, make_world
from tests.support.pages import words

PAGE = "/door/quality/over-time/"
UNTIL = dt.date(2026, 9, 30)
KEYS = [context.key.value for context in CONTEXTS]


@pytest.fixture
def world() -> World:
    return make_world()


def at(day: dt.date, hour: int = 12) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def held(world: World, day: dt.date, case=None, status: str = "signed", hour: int = 12) -> Meeting:
    return make_meeting(
        case or make_case(world.partnership, lead=world.lead),
        chair=world.viewers[Role.CHAIR],
        minute_taker=world.viewers[Role.MINUTE_TAKER],
        starts_at=at(day, hour),
        status=status,
    )


def entry(meeting: Meeting, context: str, column: str, *, struck: bool = False) -> Entry:
    return Entry.objects.create(
        meeting=meeting,
        context_key=context,
        column_key=column,
        text="Staff do not act",
        position=1,
        struck_at=timezone.now() if struck else None,
        created_by=meeting.minute_taker,
    )


def action(meeting: Meeting, context: str, due: dt.date | None, status: str = "open", done: dt.date | None = None):
    planned = entry(meeting, context, "actions")
    return Action.objects.create(
        entry=planned,
        case=meeting.case,
        partnership=meeting.case.partnership,
        due_on=due,
        status=status,
        finished_on=done,
    )


def referred(meeting: Meeting, day: dt.date, status: str = "accepted") -> Referral:
    made = Referral.objects.create(
        partnership=meeting.case.partnership,
        reference=f"R-{uuid.uuid4().hex[:12]}",
        agency=meeting.chair.agency,
        referred_by=meeting.chair,
        referrer_name="A person",
        given_name="Test-Noor",
        family_name="Imagined",
        concern="A concern",
        lawful_basis="consent",
        urgency="soon",
        status=status,
        decide_by=day,
        case=meeting.case,
    )
    Referral.objects.filter(pk=made.pk).update(submitted_at=at(day))
    return made


@pytest.mark.django_db
def test_every_count_is_the_one_made_by_hand(world: World) -> None:
    """A hundred random meetings over three years, in all states, with entries, marks and actions at random."""
    pick = random.Random(2026)
    columns = [column.key.value for column in COLUMNS if column.key != "actions"]
    by_hand: dict[dt.date, dict[str, dict[str, set | list]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for _ in range(100):
        day = UNTIL - dt.timedelta(days=pick.randrange(1_100))
        status = pick.choice(["signed", "signed", "closed", "open", "cancelled"])
        meeting = held(world, day, status=status)
        counts = by_hand[dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)]
        counting = status in {"signed", "closed"}
        counts["meetings"]["all"] += [meeting] * counting
        touched = set()
        for _ in range(pick.randrange(4)):
            context, struck = pick.choice(KEYS), pick.random() < 0.2
            entry(meeting, context, pick.choice(columns), struck=struck)
            touched |= set() if struck else {context}
            counts["entries"][context] += [1] * (counting and not struck)
        if pick.random() < 0.5:
            context = pick.choice(KEYS)
            action(meeting, context, None)
            touched.add(context)
            counts["actions"][context] += [1] * counting
        if pick.random() < 0.5:
            context, state = pick.choice(KEYS), pick.choice(["nothing_identified", "not_known", "not_discussed"])
            CellMark.objects.create(meeting=meeting, context_key=context, state=state, by=meeting.chair)
            touched |= {context} if state != "not_discussed" else set()
        for context in touched:
            counts["discussed"][context] += [1] * counting
    found = over_time(world.coordinator, periods(By.QUARTER, UNTIL))
    assert len(found) == 8
    assert sum(each.meetings for each in found) > 20
    for each in found:
        counts = by_hand[each.period.start]
        assert each.meetings == len(counts["meetings"]["all"])
        for name in ("discussed", "entries", "actions"):
            sums = {key: len(counts[name][key]) for key in KEYS}
            whole = each.meetings if name == "discussed" else sum(sums.values())
            assert getattr(each, name) == {key: Share(n, whole) for key, n in sums.items()}, (name, each.period.label)


@pytest.mark.django_db
def test_actions_are_counted_in_the_period_of_their_day(world: World) -> None:
    meeting = held(world, dt.date(2025, 1, 10))
    due = dt.date(2026, 8, 1)
    for status, done in (
        ("done", due),
        ("done", due - dt.timedelta(days=9)),
        ("done", due + dt.timedelta(days=1)),
        ("changed", due),
        ("not_done", due),
        ("open", None),
    ):
        action(meeting, "school", due, status, done)
    action(meeting, "school", None)
    action(meeting, "school", timezone.localdate())
    action(held(world, dt.date(2026, 1, 1), status="cancelled"), "school", due)
    struck = action(meeting, "school", due)
    Entry.objects.filter(pk=struck.entry_id).update(struck_at=timezone.now())
    last = over_time(world.coordinator, periods(By.QUARTER, UNTIL))[-1]
    assert last.finished == Finished(due=6, on_time=2, late=1, changed=1, not_done=1, open=1)
    assert last.finished.share.percent == pytest.approx(100 / 3)
    assert over_time(world.coordinator, periods(By.QUARTER, timezone.localdate()))[-1].finished == Finished()


@pytest.mark.django_db
def test_days_run_from_the_first_accepted_referral_to_the_first_meeting_and_on_to_the_draft(world: World) -> None:
    day = dt.date(2026, 8, 20)
    for waited, circulated in ((10, 3), (20, 5), (60, None)):
        meeting = held(world, day)
        referred(meeting, day - dt.timedelta(days=waited))
        referred(meeting, day - dt.timedelta(days=1))
        referred(meeting, day - dt.timedelta(days=400), status="signposted")
        sent = at(day + dt.timedelta(days=circulated), 8) if circulated else None
        Minutes.objects.create(meeting=meeting, drafted_at=at(day), circulated_at=sent)
        held(world, day + dt.timedelta(days=9), meeting.case)  # a review is not a first meeting
    held(world, day)  # never referred
    late = held(world, day)
    referred(late, day + dt.timedelta(days=30))  # held on paper, referred afterwards
    last = over_time(world.coordinator, periods(By.QUARTER, UNTIL))[-1]
    assert last.to_meeting == Days(median([10, 20, 60]), 3)
    assert last.to_circulation == Days(4, 2)


@pytest.mark.django_db
def test_a_period_begins_at_midnight_here(world: World) -> None:
    held(world, dt.date(2026, 7, 1), hour=0)  # the evening of 30 June in universal time
    held(world, dt.date(2026, 6, 30), hour=23)
    counts = {each.period.label: each.meetings for each in over_time(world.coordinator, periods(By.MONTH, UNTIL))}
    assert (counts["Jun 2026"], counts["Jul 2026"]) == (1, 1)


@pytest.mark.django_db
def test_another_partnership_counts_nothing_of_ours(world: World) -> None:
    entry(held(world, dt.date(2026, 8, 1)), "school", "risk")
    theirs = over_time(world.elsewhere_coordinator, periods(By.YEAR, UNTIL))
    assert all(each.meetings == 0 and each.entries["school"].of == 0 for each in theirs)


@pytest.mark.django_db
def test_the_pages_begin_with_the_first_period_that_has_anything(world: World) -> None:
    assert [each.period.label for each in over_time(world.coordinator, periods(By.QUARTER, UNTIL))] == ["Q3 2026"]
    held(world, dt.date(2026, 2, 2))
    labels = [each.period.label for each in over_time(world.coordinator, periods(By.QUARTER, UNTIL))]
    assert labels == ["Q1 2026", "Q2 2026", "Q3 2026"]


@given(st.sampled_from(By), st.dates())
def test_periods_follow_one_another_and_the_last_holds_the_day(by: By, until: dt.date) -> None:
    found = periods(by, until)
    assert 1 <= len(found) <= HOW_MANY[by]
    assert all(one.end == other.start for one, other in pairwise(found))
    assert found[-1].start <= until
    assert until < found[-1].end or found[-1].end == dt.date.max
    assert len({period.label for period in found}) == len(found)


@pytest.mark.django_db
def test_the_page_and_both_files_say_the_same(world: World) -> None:
    meeting = held(world, dt.date(2026, 8, 1))
    for context, times in (("school", 3), ("peers", 1)):
        for _ in range(times):
            entry(meeting, context, "risk")
    action(meeting, "individual", dt.date(2026, 9, 1), "done", dt.date(2026, 9, 1))
    client = world.client(Role.GOVERNANCE)
    page = client.get(f"{PAGE}?until=30/9/2026")
    read = words(page)
    assert "do not publish" in read
    assert "75% 3/4" in read
    tree = html.fromstring(page.content.decode())
    told = [drawing.get("aria-label") for drawing in tree.xpath("//svg[@role='img']")]
    assert "Entries: 75% in Q3 2026. Planned actions: 0% in Q3 2026." in told
    assert "Done by their day: 100% in Q3 2026." in told
    assert len(told) == 13
    assert len(tree.xpath("//table")) == 5
    rows = list(csv.reader(StringIO(client.get(f"{PAGE}download.csv?until=30/9/2026").content.decode("utf-8-sig"))))
    assert ["Q3 2026", "Entries", "School", "3", "4", "75.0"] in rows
    assert ["Q3 2026", "Actions done by their day", "", "1", "1", "100.0"] in rows
    sheet = load_workbook(BytesIO(client.get(f"{PAGE}download.xlsx?until=30/9/2026").content)).active
    as_text = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    assert [[re.sub(r"\.0$", "", value) for value in row] for row in rows] == [
        [re.sub(r"\.0$", "", value) for value in row] for row in as_text
    ]
    assert world.case.reference not in page.content.decode()
    assert client.get(f"{PAGE}download.exe").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["by=week", "until=yesterday", "by=month&until=1/1/1", "by=year&until=9999-12-31", "by=%00"]
)
def test_whatever_is_asked_for_there_is_a_page(world: World, query: str) -> None:
    client = world.client(Role.COORDINATOR)
    assert client.get(f"{PAGE}?{query}").status_code == 200
    assert client.get(f"{PAGE}download.csv?{query}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.LEAD_PROFESSIONAL, Role.CHAIR, Role.PRACTITIONER, Role.ADMINISTRATOR])
def test_only_those_who_run_the_partnership_count_it(world: World, role: Role) -> None:
    client = world.client(role)
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}download.csv").status_code == 403


@pytest.mark.django_db
def test_the_page_costs_the_same_however_many_meetings(world: World) -> None:
    client = world.client(Role.COORDINATOR)
    none = queries_for(client, PAGE)
    for _ in range(5):
        meeting = held(world, timezone.localdate() - dt.timedelta(days=9))
        action(meeting, "school", timezone.localdate() - dt.timedelta(days=1))
    assert queries_for(client, PAGE) == none
