"""The checklist of a signed framework: each rule by what it says of a small record, and all of them over any record."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.grid import COLUMNS, CONTEXTS, NEED_COLUMNS, ColumnKey, ContextKey
from concentric.method.instrument.inclusion import ORIGINAL_STUDY, IncidentFacts, InclusionRule
from concentric.method.instrument.vocabulary import Cohort, HarmedRelation, Level, Silence
from concentric.method.records.quality import WHY, CaseFacts, Check, Place, StudyRule, checklist
from concentric.method.records.signed import (
    ActionRecord,
    DecisionRecord,
    DissentRecord,
    EntryRecord,
    MeetingRecord,
    SilenceRecord,
)
from tests.factories.any_record import meeting_records

SCHOOL, PEERS = ContextKey.SCHOOL, ContextKey.PEERS
RISK, ACTIONS = ColumnKey.RISK, ColumnKey.ACTIONS
STUDY = StudyRule("11111111-2222-3333-4444-555555555555", "The Larkmoor study", ORIGINAL_STUDY)
HARMFUL = IncidentFacts(Level.PROBLEMATIC, HarmedRelation.PEER)
SOUND = CaseFacts(Cohort.GROUP, "One incident with others.", (HARMFUL,), studies=(STUDY,))


def entry(number, context=SCHOOL, column=RISK, text="Staff do not act on bullying", source="School", action=None):
    return EntryRecord(str(UUID(int=number)), context, column, text, source=source, action=action)


def action(number, *answers, context=SCHOOL, owner="Police", due=date(2026, 5, 1), text="Staff the corridor"):
    plan = ActionRecord(owner_agency=owner, due=due, answers=tuple(str(UUID(int=need)) for need in answers))
    return entry(number, context, ACTIONS, text, source="", action=plan)


def silence(context, column, state=Silence.NOTHING_IDENTIFIED):
    return SilenceRecord(context, column, state)


def whole(*entries, silences=(), **fields):
    """A record with nothing to say of it but what the entries give."""
    used = {each.context for each in entries}
    cells = {(each.context, each.column) for each in entries}
    given = {(each.context, each.column) for each in silences}
    filled = [silence(c.key, None) for c in CONTEXTS if c.key not in used and (c.key, None) not in given]
    filled += [
        silence(context, column.key)
        for context in used
        for column in COLUMNS
        if not {(context, column.key), (context, None)} & (cells | given)
    ]
    head = {"reference": "LM-1", "partnership": "Larkmoor", "young_person": "Test-Kofi", "age": 14}
    people = {"place": "", "chair": "", "minute_taker": "", "lead_professional": "", "meeting_type": "MAP meeting"}
    rest = {"cohort": Cohort.GROUP, "cohort_reason": "", "held_at": datetime(2026, 4, 9, 10, tzinfo=UTC)}
    return MeetingRecord(**{**head, **people, **rest, "entries": entries, "silences": (*filled, *silences), **fields})


def said(record, facts=SOUND):
    return [(line.check, line.key, line.text) for line in checklist(record, facts)]


ANSWERED = (entry(1), action(2, 1))
E1, E2 = str(UUID(int=1)), str(UUID(int=2))


def test_a_whole_framework_has_no_lines():
    assert said(whole(*ANSWERED)) == []


SPEC = [
    (
        whole(*ANSWERED, silences=[silence(PEERS, None, Silence.NOT_DISCUSSED)]),
        [(Check.CONTEXT, "context:peers", "Peers: It was not discussed.")],
    ),
    (
        whole(*ANSWERED, silences=[silence(PEERS, None, Silence.NOT_KNOWN)]),
        [(Check.CONTEXT, "context:peers", "Peers: It was not known, and somebody was to find out.")],
    ),
    (
        whole(*ANSWERED, silences=[silence(SCHOOL, ColumnKey.HSB, Silence.NOT_KNOWN)]),
        [(Check.CELL, "cell:school:hsb", "School, HSB: It was not known, and somebody was to find out.")],
    ),
    (
        whole(entry(1, source=""), action(2, 1)),
        [(Check.SOURCE, f"source:{E1}", "School, Risk: Nobody is named as its source.")],
    ),
    (
        whole(entry(1), action(2, 1, context=PEERS)),
        [
            (
                Check.GAP,
                "gap:school",
                "School: 1 risk or vulnerability and no planned action here; it is answered only by actions in other "
                "contexts.",
            )
        ],
    ),
    (whole(entry(1), action(2)), [(Check.NEED, f"need:{E1}", "School, Risk: No action answers it.")]),
    (whole(entry(1), action(2, 1, owner="")), [(Check.OWNER, f"owner:{E2}", "School, Actions: Nobody owns it.")]),
    (whole(entry(1), action(2, 1, due=None)), [(Check.DATE, f"date:{E2}", "School, Actions: It has no date.")]),
    (
        whole(entry(1), replace(action(2, 1), action=None)),
        [
            (Check.NEED, f"need:{E1}", "School, Risk: No action answers it."),
            (Check.OWNER, f"owner:{E2}", "School, Actions: Nobody owns it."),
            (Check.DATE, f"date:{E2}", "School, Actions: It has no date."),
        ],
    ),
    (
        whole(entry(1, text="He is often late and his attendance is poor"), action(2, 1)),
        [
            (
                Check.MISPLACED,
                f"misplaced:{E1}:attendance",
                "School, Risk: Is this about the school, or about how often this young person attends? "
                "It would stand under Individual, Risk.",
            )
        ],
    ),
    (
        whole(*ANSWERED, age=18),
        [
            (
                Check.STUDY,
                f"study:{STUDY.id}:1",
                "The Larkmoor study: Aged 18 at the meeting; the study takes in ages 10 to 17.",
            )
        ],
    ),
]


@pytest.mark.parametrize(("record", "lines"), SPEC)
def test_the_lines_for_each_row_of_the_table(record, lines):
    assert said(record) == lines


def test_a_context_of_which_nothing_is_said_and_cells_of_one_that_was_discussed():
    record = replace(whole(*ANSWERED), silences=())
    texts = [text for check, _, text in said(record) if check in {Check.CONTEXT, Check.CELL}]
    assert texts == [
        "Individual: Nothing is recorded, and nobody said why.",
        "Family: Nothing is recorded, and nobody said why.",
        "Peers: Nothing is recorded, and nobody said why.",
        "Neighbourhood: Nothing is recorded, and nobody said why.",
        "School: Nothing is recorded or said under "
        "HSB, Vulnerability, Resilience, Strengths, Involvement and Barriers.",
    ]


def test_a_prompt_that_somebody_answered_with_keep_is_not_asked_again():
    record = whole(entry(1, text="He is often late and his attendance is poor"), action(2, 1))
    assert said(record, replace(SOUND, kept=frozenset({(E1, "attendance")}))) == []


def test_the_case_says_what_the_record_cannot():
    """The cohort and the incidents are the case's; a card that cannot be read is said to be one."""
    broken = StudyRule("9", "A study", None)
    needs = StudyRule("8", "Window", InclusionRule(latest=date(2026, 3, 1)))
    facts = CaseFacts(None, "No incident is recorded yet.", studies=(STUDY, broken, needs))
    assert [text for _, _, text in said(whole(*ANSWERED), facts)] == [
        "The Larkmoor study: No incident is recorded; the study needs at least one.",
        "A study: What its card says of the frameworks it takes in cannot be read. Ask the study for a new card.",
        "Window: The meeting was in April 2026; the study takes in meetings held up to March 2026.",
        "No incident is recorded yet.",
    ]


def test_a_meeting_just_after_midnight_is_of_its_own_month():
    late = whole(*ANSWERED, held_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))  # 00:30 on 1 April in London
    april = StudyRule("8", "April", InclusionRule(earliest=date(2026, 4, 1)))
    assert said(late, replace(SOUND, studies=(april,))) == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Grace Adeyemi", "Grace’s sister was there", True),
        ("Grace Adeyemi", "Mrs Adeyemi called", True),
        ("Grace Adeyemi", "They say grace before meals", False),
        ("Grace Adeyemi", "Graceland is a shop", False),
        ("Mr D. Fenn", "Fenn will tell them", True),
        ("Mr D. Fenn", "Mr Test will tell them", False),
        ("Al Pine", "Al will tell them", False),
        ("Skate park regulars", "Skate park regulars meet on Fridays", False),
        ("Joel Adeyemi-Clarke", "His brother, Joel, is eleven", True),
    ],
)
def test_people_of_the_case_are_found_by_name_in_every_text(name, text, found):
    facts = replace(SOUND, named=(name,))
    places = {
        f"name:{E1}": whole(entry(1, text=text, source="School"), action(2, 1)),
        f"name:{E2}": whole(entry(1), replace(action(2, 1), action=replace(action(2, 1).action, measure=text))),
        "name:summary": whole(*ANSWERED, contextual_summary=text),
        "name:decision:2": whole(*ANSWERED, decisions=(DecisionRecord("Yes", "So"), DecisionRecord("No", text))),
        "name:dissent:1": whole(*ANSWERED, dissents=(DissentRecord("Police", text),)),
    }
    for key, record in places.items():
        assert ([line.key for line in checklist(record, facts) if line.check is Check.NAME] == [key]) is found


@given(meeting_records(), st.sampled_from([None, *Cohort]))
def test_any_record_gives_each_line_once_in_order_and_leading_somewhere(record, cohort):
    facts = CaseFacts(cohort, "No incident is recorded yet.", studies=(STUDY,), named=("Staff Mother",))
    lines = checklist(record, facts)
    assert len({line.key for line in lines}) == len(lines)
    assert all(len(line.key) <= 160 for line in lines)
    order = list(Check)
    assert [line.check for line in lines] == sorted((line.check for line in lines), key=order.index)
    ids, contexts = {each.id for each in record.entries}, {c.key.value for c in CONTEXTS}
    for line in lines:
        assert line.check in WHY
        assert {Place.ENTRY: ids, Place.CONTEXT: contexts}.get(line.place, {""}) >= {line.subject}


@given(meeting_records())
def test_the_plan_of_any_record_is_read_as_a_person_would(record):
    lines = checklist(record, SOUND)
    of = lambda check: {line.subject for line in lines if line.check is check}  # noqa: E731
    answered = {need for each in record.entries if each.action for need in each.action.answers}
    needs = {each.id for each in record.entries if each.column in NEED_COLUMNS}
    assert of(Check.NEED) == needs - answered
    actions = [each for each in record.entries if each.column is ACTIONS]
    assert of(Check.DATE) == {each.id for each in actions if not each.action.due}
    with_needs = {each.context.value for each in record.entries if each.id in needs}
    assert of(Check.GAP) == with_needs - {each.context.value for each in actions}
    assert of(Check.SOURCE) == {each.id for each in record.entries if each.column is not ACTIONS and not each.source}
