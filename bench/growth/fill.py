"""A partnership of many fictional cases, straight into the tables: what years of work leave behind.

Run with Django set up. A thousand cases are made through the models and then copied inside the database. Every case has
an incident, a signed meeting with entries and actions, three people who work on it, and its texts in the search index;
every second one came by a referral.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import connection, models, transaction

from bench.growth.copying import copy_base
from concentric.casework.cases.likeness import sound
from concentric.casework.cases.models import Case, CohortDecision, Incident, Involvement
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.plans.models import Action
from concentric.casework.referrals.models import Referral
from concentric.casework.search.models import SearchText
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.search.words import stems
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.method.instrument.vocabulary import Company, Level, Outcome
from tests.factories.world import make_member, make_partnership

GIVEN = [a + b for a in ("Ka", "Mi", "Te", "Lo", "Sa", "Ri", "Ju", "Na", "Be", "Do") for b in ("ro", "la", "ni", "sha")]
FAMILY = [
    a + b + c
    for a in ("Ash", "Brack", "Cran", "Dun", "El", "Fen", "Har", "Kil", "Mar", "Nor")
    for b in ("en", "ing", "ow", "er")
    for c in ("ford", "ley", "ton", "by", "wick")
]
WORDS = [
    f"{a}{b}{c}" for a in "bcdfglmnprst" for b in ("a", "e", "i", "o", "u") for c in ("nder", "st", "lt", "mp", "rk")
]
BASE = 1_000
TODAY = dt.date(2026, 11, 22)


@dataclass
class Filled:
    """The partnership and who looks at it; `cases` counts what is there."""

    coordinator: Viewer
    people: list[Viewer]
    agencies: list[uuid.UUID]
    cases: int = 0
    random: random.Random = field(default_factory=lambda: random.Random(2026))


def begin(people: int = 100) -> Filled:
    """An empty partnership with its members."""
    partnership, agencies = make_partnership("Benchford")
    coordinator = make_member(partnership, agencies["social"], "Coordinator Fictional", Role.COORDINATOR)
    handles = list(agencies)
    members = [
        make_member(partnership, agencies[handles[n % len(handles)]], f"Person-{n} Fictional", Role.PRACTITIONER)
        for n in range(people)
    ]
    return Filled(coordinator, members, [agency.pk for agency in agencies.values()])


def grow(filled: Filled, cases: int, entries_a_case: int) -> None:
    """Bring the partnership to `cases` cases. Ends with the statistics that a database at work would have."""
    if not filled.cases:
        _batch(filled, BASE, entries_a_case)
    for copy in range(max(1, filled.cases // BASE), cases // BASE):
        copy_base(copy, entries_a_case)
    filled.cases = cases
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def _batch(filled: Filled, count: int, entries_a_case: int) -> None:
    cases = [_case(filled, n) for n in range(count)]
    meetings = [_meeting(filled, case) for case in cases]
    entries = [entry for meeting in meetings for entry in _entries(filled, meeting, entries_a_case)]
    actions = [_action(filled, entry) for entry in entries if entry.column_key == "actions"]
    _keep(Case, cases)
    _keep(Referral, [_referral(filled, case) for case in cases[::2]])
    _keep(Incident, [_incident(filled, case) for case in cases])
    _keep(CohortDecision, [_decision(filled, case) for case in cases[::20]])
    _keep(Involvement, [one for case in cases for one in _involvements(filled, case)])
    _keep(Meeting, meetings)
    _keep(Minutes, [_minutes(filled, meeting) for meeting in meetings])
    _keep(Entry, entries)
    _keep(Action, actions)
    _keep(SearchText, [*_case_texts(cases), *_entry_texts(entries)])


def _keep(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    model._default_manager.bulk_create(rows, batch_size=500)


def _case(filled: Filled, number: int) -> Case:
    pick = filled.random
    family = pick.choice(FAMILY)
    opened = TODAY - dt.timedelta(days=pick.randrange(3_000))
    return Case(
        partnership=filled.coordinator.partnership,
        reference=f"BE-{opened.year}-{number:06}",
        given_name=pick.choice(GIVEN),
        family_name=family,
        surname_sound=sound(family),
        date_of_birth=opened - dt.timedelta(days=pick.randrange(3_700, 6_500)),
        lead_professional=pick.choice(filled.people).membership,
        status="open" if number % 5 == 0 else "closed",
        opened_on=opened,
    )


def _referral(filled: Filled, case: Case) -> Referral:
    return Referral(
        partnership_id=case.partnership_id,
        reference=case.reference.replace("BE", "R"),
        agency_id=filled.random.choice(filled.agencies),
        referred_by=filled.random.choice(filled.people).membership,
        referrer_name="A person",
        given_name=case.given_name,
        family_name=case.family_name,
        surname_sound=case.surname_sound,
        date_of_birth=case.date_of_birth,
        concern="A concern",
        lawful_basis="consent",
        urgency="soon",
        status="accepted",
        decide_by=case.opened_on,
        case=case,
    )


def _incident(filled: Filled, case: Case) -> Incident:
    pick = filled.random
    return Incident(
        case=case,
        happened_on=case.opened_on,
        company=pick.choice(list(Company)).value,
        role="not_known",
        level=pick.choice(list(Level)).value,
        relation="peer",
        age_gap="similar",
        setting="school",
        outcome=pick.choice(list(Outcome)).value,
        recorded_by=filled.coordinator.membership,
    )


def _decision(filled: Filled, case: Case) -> CohortDecision:
    return CohortDecision(case=case, cohort="both", reason="Looked at", by=filled.coordinator.membership)


def _involvements(filled: Filled, case: Case) -> Iterator[Involvement]:
    for viewer in filled.random.sample(filled.people, 3):
        yield Involvement(
            case=case,
            membership=viewer.membership,
            part="Works with the young person",
            since=case.opened_on,
            added_by=filled.coordinator.membership,
        )


def _meeting(filled: Filled, case: Case) -> Meeting:
    chair, minutes = filled.random.sample(filled.people, 2)
    return Meeting(
        case=case,
        type_key="map",
        type_name="MAP meeting",
        status="signed",
        starts_at=dt.datetime.combine(case.opened_on, dt.time(12), dt.UTC),
        chair=chair.membership,
        minute_taker=minutes.membership,
    )


def _minutes(filled: Filled, meeting: Meeting) -> Minutes:
    sent = meeting.starts_at + dt.timedelta(days=filled.random.randrange(12))
    return Minutes(meeting=meeting, drafted_at=meeting.starts_at, circulated_at=sent, signed_at=sent)


def _entries(filled: Filled, meeting: Meeting, count: int) -> Iterator[Entry]:
    """One in five is an action. "Bullying" is said in one of fifty entries, "lighthouse" in one of two thousand."""
    pick = filled.random
    for position in range(count):
        said = [*pick.choices(WORDS, k=12)]
        said += ["bullying"] if pick.random() < 0.02 else []
        said += ["lighthouse"] if pick.random() < 0.0005 else []
        yield Entry(
            meeting=meeting,
            context_key=pick.choice(CONTEXTS).key.value,
            column_key="actions" if pick.random() < 0.25 else pick.choice(COLUMNS[:6]).key.value,
            text=" ".join(said),
            position=position + 1,
            created_by=meeting.minute_taker,
        )


def _action(filled: Filled, entry: Entry) -> Action:
    pick = filled.random
    is_open = pick.random() < 0.1
    return Action(
        entry=entry,
        case=entry.meeting.case,
        partnership=filled.coordinator.partnership,
        owner_agency_id=pick.choice(filled.agencies),
        owner=pick.choice(filled.people).membership,
        due_on=TODAY + dt.timedelta(days=pick.randrange(-90, 90)) if pick.random() < 0.9 else None,
        status="open" if is_open else "done",
    )


def _case_texts(cases: list[Case]) -> Iterator[SearchText]:
    for case in cases:
        yield _text(case, SearchText.Kind.CASE, case.pk, f"{case.reference} {case.young_person}")


def _entry_texts(entries: list[Entry]) -> Iterator[SearchText]:
    for entry in entries:
        yield _text(entry.meeting.case, SearchText.Kind.ENTRY, entry.pk, entry.text)


@cache
def _stem(word: str) -> str:
    return " ".join(stems(word))


def _text(case: Case, kind: SearchText.Kind, subject: uuid.UUID, body: str) -> SearchText:
    words = " ".join(map(_stem, body.split()))
    return SearchText(partnership_id=case.partnership_id, case_id=case.pk, kind=kind, subject_id=subject, body=words)
