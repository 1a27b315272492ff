"""Gentle prompts: silent on every plain statement of context, asking about individual facts in the wrong row.

The statements are in `statements/`, one per line: context | column | statement. Those called held out were written
before there was any rule; those called unseen came after, and the rules never learned from them.
The study's briefing itself is read too where a copy lies beside the checkout.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.grid import NEED_COLUMNS, ColumnKey, ContextKey
from concentric.method.instrument.prompt_rules import RULES
from concentric.method.instrument.prompts import ask

STATEMENTS = Path(__file__).parent / "statements"
BRIEFING = Path(__file__).parents[4] / "shared" / "seeds"
NAMES = ("Amir", "Kai", "JT")


def load(name: str) -> list[tuple[ContextKey, ColumnKey, str]]:
    lines = (STATEMENTS / name).read_text().splitlines()
    rows = (line.split("|", 2) for line in lines if line and not line.startswith("#"))
    return [(ContextKey(c.strip()), ColumnKey(k.strip()), text.strip()) for c, k, text in rows]


def asked(rows) -> list[str]:
    return [text for context, column, text in rows if ask(text, context, column, young_person_names=NAMES)]


def sent_to_individual(rows) -> list[str]:
    return [
        text
        for context, column, text in rows
        for prompt in ask(text, context, column, young_person_names=NAMES)
        if (prompt.target_context, prompt.target_column) == (ContextKey.INDIVIDUAL, column)
    ]


def briefing_statements() -> list[tuple[ContextKey, ColumnKey, str]]:
    """The briefing's own bulleted school, neighbourhood and strength factors; none when no copy is at hand."""
    text = "\n".join(path.read_text() for path in sorted(BRIEFING.glob("004*.txt")))
    found = []
    for context, column, start, end in (
        ("school", "risk", "\nSchools \n", "\nNeighbourhoods \n"),
        ("neighbourhood", "risk", "\nNeighbourhoods \n", "In general, the above"),
        ("peers", "strengths", "they related to the fact that a young person:", "Summary Profiles"),
    ):
        block = text.partition(start)[2].partition(end)[0]
        bullets = [" ".join(re.sub(r"\(n=\d+\)", "", part).split()) for part in block.split("•")[1:]]
        found += [(ContextKey(context), ColumnKey(column), bullet) for bullet in bullets]
    return found


def test_no_plain_statement_of_context_is_asked_about():
    assert asked(load("contextual.txt")) == []
    assert asked(load("contextual_held_out.txt")) == []


def test_the_briefings_own_statements_are_not_asked_about(record_property):
    statements = briefing_statements()
    record_property("briefing statements read", len(statements))
    assert (len(statements) == 15) == BRIEFING.exists(), "the briefing is at hand, but its lists were not found in it"
    for context in set(ContextKey) - {ContextKey.INDIVIDUAL}:
        for column in (*NEED_COLUMNS, ColumnKey.STRENGTHS, ColumnKey.RESILIENCE):
            assert asked((context, column, text) for _, _, text in statements) == []


def test_individual_facts_under_a_context_are_sent_to_the_individual_row():
    rows = load("individual.txt")
    assert sent_to_individual(rows) == [text for _, _, text in rows]


def test_recall_and_precision_on_statements_held_out():
    individual, contextual = load("individual_held_out.txt"), load("contextual_held_out.txt")
    true, false = len(sent_to_individual(individual)), len(asked(contextual))
    assert len(individual) >= 60
    assert len(contextual) >= 40
    assert true / len(individual) >= 0.9
    assert true / (true + false) == 1.0


def test_recall_on_statements_the_rules_never_learned_from(record_property):
    rows = load("individual_unseen.txt")
    recall = len(sent_to_individual(rows)) / len(rows)
    record_property("recall on unseen statements", recall)
    assert recall >= 0.8


def test_the_lists_reach_every_context_and_hold_no_statement_twice():
    rows = [row for name in sorted(path.name for path in STATEMENTS.glob("*.txt")) for row in load(name)]
    around = set(ContextKey) - {ContextKey.INDIVIDUAL}
    assert {context for context, _, _ in load("contextual.txt")} == around
    assert {context for context, _, _ in load("individual.txt")} == around
    assert [row for row, count in Counter(rows).items() if count > 1] == []


def test_individual_facts_in_their_own_row_are_left_alone():
    facts = load("individual.txt") + load("individual_held_out.txt")
    assert asked((ContextKey.INDIVIDUAL, column, text) for _, column, text in facts) == []


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("His friends hold harmful attitudes towards girls", ContextKey.PEERS),
        ("Other pupils bully him", ContextKey.SCHOOL),
        ("The school does not act on bullying", ContextKey.SCHOOL),
        ("Parents argue and there is violence", ContextKey.FAMILY),
        ("Her mother has left", ContextKey.FAMILY),
        ("The estate has hidden stairwells", ContextKey.NEIGHBOURHOOD),
        ("Local shops are a meeting point for gangs", ContextKey.NEIGHBOURHOOD),
    ],
)
def test_context_written_under_the_individual_is_asked_about(text, context):
    (prompt,) = ask(text, ContextKey.INDIVIDUAL, ColumnKey.RISK)
    assert (prompt.target_context, prompt.target_column) == (context, ColumnKey.RISK)


@pytest.mark.parametrize(
    "text",
    [
        "School reports that he is anxious",
        "His mother says he sleeps badly",
        "School attendance is low",
        "School work is hard for him",
    ],
)
def test_who_said_it_does_not_make_it_about_them(text):
    assert ask(text, ContextKey.INDIVIDUAL, ColumnKey.VULNERABILITY) == ()


PLANNED = [
    "Refer to CAMHS",
    "Will visit on Tuesday",
    "Social worker to visit weekly",
    "School to put in place a safety plan",
    "Offer a healthy relationships programme to the year group",
    "Ask the caretaker to lock the back stairs",
    "Police will carry out patrols",
    "We will explore detached youth work",
    "Referral to be made to the domestic abuse service",
    "Housing should review the lighting",
    "Arrange a mapping session with the youth workers",
    "YJS to work with the group",
]
NOT_PLANNED = [
    "Peers will not challenge him",
    "Contact with father is unsafe",
    "A complete lack of supervision",
    "Complete lack of boundaries at home",
    "Set up by older peers to take the blame",
    "Police will not enter the block",
    "Support from grandparents",
    "Increase in violence since the summer",
    "Visits from an older cousin",
    "Referrals made by the school are not followed up",
    "He will be 18 in March",
    "Staff will challenge sexist remarks",
]


@pytest.mark.parametrize("text", PLANNED)
@pytest.mark.parametrize(
    "column", [ColumnKey.RISK, ColumnKey.VULNERABILITY, ColumnKey.STRENGTHS, ColumnKey.INVOLVEMENT]
)
def test_a_planned_action_in_another_column_is_asked_about(text, column):
    targets = [(p.target_context, p.target_column) for p in ask(text, ContextKey.SCHOOL, column)]
    assert targets == [(ContextKey.SCHOOL, ColumnKey.ACTIONS)]
    assert ask(text, ContextKey.SCHOOL, ColumnKey.ACTIONS) == ()


@pytest.mark.parametrize("text", NOT_PLANNED)
def test_what_only_sounds_like_a_plan_is_left_alone(text):
    targets = [prompt.target_column for prompt in ask(text, ContextKey.PEERS, ColumnKey.RISK)]
    assert ColumnKey.ACTIONS not in targets


@pytest.mark.parametrize(
    "text",
    [
        "Open to CAMHS since March",
        "Already known to early help",
        "He was referred to the youth service in May",
        "The family has been assessed by early help",
        "AIM assessment completed in June",
        "Currently working with a mentor",
    ],
)
def test_work_to_date_among_the_plan_is_asked_about(text):
    (prompt,) = ask(text, ContextKey.FAMILY, ColumnKey.ACTIONS)
    assert (prompt.target_context, prompt.target_column) == (ContextKey.FAMILY, ColumnKey.INVOLVEMENT)
    assert ask(text, ContextKey.FAMILY, ColumnKey.INVOLVEMENT) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Find out whether he has been seen by CAMHS",
        "Social worker to check who was referred",
        "School will say when it was closed",
    ],
)
def test_a_plan_that_looks_back_stays_a_plan(text):
    assert ask(text, ContextKey.FAMILY, ColumnKey.ACTIONS) == ()


def test_names_and_initials_are_read_as_the_young_person():
    for name in ("Jordan", "J.T.", "JT", "Zoë-Anne"):
        text = f"{name} is impulsive and bright"
        assert ask(text, ContextKey.SCHOOL, ColumnKey.RISK) == ()
        (prompt,) = ask(text, ContextKey.SCHOOL, ColumnKey.RISK, young_person_names=(name,))
        assert prompt.target_context is ContextKey.INDIVIDUAL


def test_questions_are_questions_in_plain_words_about_the_context_in_hand():
    (prompt,) = ask("Attendance is 60%", ContextKey.SCHOOL, ColumnKey.RISK)
    assert prompt.question == "Is this about the school, or about how often this young person attends?"
    assert prompt.rule == "attendance"
    for rule in RULES:
        assert "?" in rule.question
        assert len(rule.question) <= 120
        assert rule.target_context or rule.target_column
    assert len({rule.key for rule in RULES}) == len(RULES)


def test_every_rule_is_reached_by_some_statement():
    rows = load("individual.txt") + load("individual_held_out.txt")
    rows += [
        (ContextKey.SCHOOL, column, text) for text in PLANNED for column in (ColumnKey.RISK, ColumnKey.INVOLVEMENT)
    ]
    rows += [
        (ContextKey.INDIVIDUAL, ColumnKey.RISK, f"{who} is harmful")
        for who in ("Friends", "Pupils", "Mother", "The park")
    ]
    rows += [(ContextKey.FAMILY, ColumnKey.ACTIONS, "Open to CAMHS since March")]
    reached = {p.rule for context, column, text in rows for p in ask(text, context, column, young_person_names=NAMES)}
    assert reached == {rule.key for rule in RULES}


@given(st.text(max_size=300), st.sampled_from(ContextKey), st.sampled_from(ColumnKey), st.lists(st.text(max_size=5)))
def test_any_text_is_answered_and_no_prompt_points_to_where_the_entry_is(text, context, column, names):
    prompts = ask(text, context, column, young_person_names=names)
    targets = [(prompt.target_context, prompt.target_column) for prompt in prompts]
    assert (context, column) not in targets
    assert len(set(targets)) == len(targets)


def test_a_very_long_entry_is_answered():
    for piece in ("he is very ", "a ", "poor low high ", "Attendance. ", "\u202eх😀"):
        ask(piece * 20_000, ContextKey.SCHOOL, ColumnKey.RISK)
    assert ask("Attendance is 60%. " + "x" * 100_000, ContextKey.SCHOOL, ColumnKey.RISK)
