"""The typing grammar: the shared table of cases, then what holds of any line whatever."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method import instrument
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.line import format_line, parse_line
from concentric.method.instrument.line_shapes import SPACE, Agency, Instance, LineVocabulary, Member, Owner, handle_for
from concentric.method.instrument.vocabulary import Basis, Sharing

SPEC = json.loads((Path(instrument.__file__).parent / "line_cases.json").read_text())
TODAY = date.fromisoformat(SPEC["today"])
VOCABULARY = LineVocabulary(
    agencies=tuple(Agency(**each) for each in SPEC["vocabulary"]["agencies"]),
    members=tuple(Member(**each) for each in SPEC["vocabulary"]["members"]),
    instances=tuple(Instance(each["name"], ContextKey(each["context"])) for each in SPEC["vocabulary"]["instances"]),
)
NOTHING = dict.fromkeys(["context", "column", "source", "instance", "sharing", "basis", "owner", "due"]) | {
    "sharing_agencies": []
}


def read(line, context=None, column=None, today=TODAY):
    return parse_line(line, vocabulary=VOCABULARY, today=today, context=context, column=column)


def said(parsed):
    """What a line says, in the words of the table."""
    owner = parsed.owner and {
        "agency": parsed.owner.agency,
        "member": parsed.owner.member,
        "person": parsed.owner.person,
    }
    return {
        "text": parsed.text,
        "context": parsed.context,
        "column": parsed.column,
        "source": parsed.source,
        "instance": parsed.instance,
        "sharing": parsed.sharing,
        "sharing_agencies": list(parsed.sharing_agencies),
        "basis": parsed.basis,
        "owner": owner,
        "due": parsed.due and parsed.due.isoformat(),
    }


@pytest.mark.parametrize("case", SPEC["cases"], ids=lambda case: case["line"] or "(empty)")
def test_each_case_of_the_shared_table(case):
    place = (
        ContextKey(case["context"]) if case["context"] else None,
        ColumnKey(case["column"]) if case["column"] else None,
    )
    parsed = read(case["line"], *place)
    assert said(parsed) == NOTHING | case["expect"]
    assert [[t.kind, case["line"][t.start : t.end], t.value] for t in parsed.tokens] == case["chips"]
    assert len(parsed.problems) == case["problems"]


def test_the_table_is_large_and_reaches_every_field():
    assert len(SPEC["cases"]) >= 60
    assert set().union(*(case["expect"] for case in SPEC["cases"])) == {*NOTHING, "text"}


def test_every_pair_of_letters_names_one_cell():
    pairs = {
        f"/{context.letter}{column.letter}": (context.key, column.key) for context in CONTEXTS for column in COLUMNS
    }
    assert len(pairs) == 40
    for pair, cell in pairs.items():
        parsed = read(f"{pair} words")
        assert ((parsed.context, parsed.column), parsed.text) == (cell, "words")


def test_labels_are_what_a_chip_shows():
    line = '/na x @housing:jsmith #"The Rec" !police,health only ~n ^3dec'
    assert [token.label for token in read(line).tokens] == [
        "Neighbourhood · Actions",
        "Housing, J Smith",
        "The Rec",
        "Only Police, Health",
        "Not established",
        "Due 3 Dec 2026",
    ]


def test_a_problem_says_what_stayed_text_and_why():
    (problem,) = read("@fire said", column=ColumnKey.RISK).problems
    assert (problem.start, problem.end) == (0, 5)
    assert problem.message.startswith("“@fire” is not an agency or person known here, or could be more than one;")


def test_two_people_with_one_handle_need_their_agency():
    members = (Member("jlee", "J Lee", "police"), Member("jlee", "Jo Lee", "health"))
    known = LineVocabulary(VOCABULARY.agencies, members)
    alone = parse_line("x @jlee", vocabulary=known, today=TODAY, column=ColumnKey.ACTIONS)
    named = parse_line("x @health:jlee", vocabulary=known, today=TODAY, column=ColumnKey.ACTIONS)
    assert (alone.text, alone.owner) == ("x @jlee", None)
    assert named.owner == Owner("health", "jlee", "Jo Lee")


def test_a_leap_day_without_a_year_is_the_next_one_in_reach():
    assert read("x by 29 Feb", column=ColumnKey.ACTIONS, today=date(2027, 6, 1)).due == date(2028, 2, 29)
    assert read("x by 29 Feb", column=ColumnKey.ACTIONS, today=date(2026, 6, 1)).due is None
    assert read("x in 1 month", column=ColumnKey.ACTIONS, today=date(2027, 1, 31)).due == date(2027, 2, 28)


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.sampled_from(["monday", "friday", "sunday"]))
def test_a_weekday_is_the_next_one_after_today(today, name):
    due = read(f"x by {name}", column=ColumnKey.ACTIONS, today=today).due
    assert 1 <= (due - today).days <= 7
    assert f"{due:%A}".lower() == name


def test_handles_are_plain_and_typable():
    assert handle_for("Children’s social care") == "childrens-social-care"
    assert handle_for("Zoë O'Neill") == "zoe-oneill"
    assert handle_for("—") == ""


WORDS = st.one_of(
    st.sampled_from(
        '/pr /sa /xx // @police @h @@x @jsmith @housing:jsmith @housing:"Kit Moss" #Harrow #beck #Harrow Lane '
        '#"New Place" ## ! !not family !family !police,health only !everyone ~ ~o ~not established ~x ^ ^3dec ^none '
        "^2w by Friday 3 Dec in 2 weeks only . , said".split(" ")
    ),
    st.text(alphabet="ab@#!~^/\"':.,; \u00a0\té😀١", max_size=8),
    st.text(max_size=6),
)
LINES = st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=60))
PLACES = {"context": st.none() | st.sampled_from(ContextKey), "column": st.none() | st.sampled_from(ColumnKey)}


def words(text):
    return [word for word in re.split(f"[{SPACE}]+", text) if word]


@given(line=LINES, **PLACES)
def test_every_word_typed_is_in_the_text_or_in_a_token(line, context, column):
    parsed = read(line, context, column)
    left, at = [], 0
    for token in parsed.tokens:
        assert at <= token.start < token.end <= len(line)
        left += words(line[at : token.start])
        at = token.end
    left += words(line[at:])
    kept = parsed.text.split(" ") if parsed.text else []
    assert len(kept) == len(left)
    for shown, typed in zip(kept, left, strict=True):
        # A doubled sign is the sign itself; nothing else changes.
        assert shown == typed or (typed[0] == typed[1] and typed[0] in "@#!~^/" and shown == typed[1:])


@given(line=LINES, **PLACES)
def test_a_line_written_out_again_reads_the_same(line, context, column):
    parsed = read(line, context, column)
    written = format_line(parsed, column=column)
    again = read(written, context, column)
    assert said(again) == said(parsed)
    assert format_line(again, column=column) == written


def test_words_that_only_came_together_make_no_date():
    parsed = read("Mend it by @housing Friday", column=ColumnKey.ACTIONS)
    assert (parsed.text, parsed.due) == ("Mend it by Friday", None)
    written = format_line(parsed, column=ColumnKey.ACTIONS)
    assert written == "Mend it by Friday @housing ^none"
    assert said(read(written, column=ColumnKey.ACTIONS)) == said(parsed)


@given(line=LINES, **PLACES)
def test_each_kind_of_token_counts_once_and_only_where_it_belongs(line, context, column):
    parsed = read(line, context, column)
    kinds = [token.kind.value for token in parsed.tokens]
    assert len(kinds) == len(set(kinds))
    actions = (parsed.column or column) is ColumnKey.ACTIONS
    assert not ({"owner", "due"} & set(kinds)) if not actions else "source" not in kinds
    assert (parsed.sharing is Sharing.AGENCIES) == bool(parsed.sharing_agencies)


@given(st.text(alphabet="abcdefg hij .,'", max_size=60), st.sampled_from(ColumnKey))
def test_a_line_without_signs_is_text_alone(line, column):
    parsed = read(line, column=column)
    assert parsed.text == " ".join(words(line))
    assert (parsed.tokens, parsed.problems) == ((), ())


@given(st.sampled_from(Basis), st.integers(1, 3))
def test_a_basis_may_be_shortened(basis, length):
    assert read(f"~{basis.value[:length]} words").basis is basis


def test_a_line_of_a_hundred_thousand_characters_is_read():
    for piece in ("word ", "@", "@police ", "!a,", "#Harrow ", '#"', "by Friday ", "~", "/pr "):
        typed = piece * (100_000 // len(piece))
        read_back = read(typed, ContextKey.SCHOOL, ColumnKey.ACTIONS)
        in_tokens = sum(token.end - token.start for token in read_back.tokens)
        assert len(read_back.text) + in_tokens >= len(typed.strip()) // 2
