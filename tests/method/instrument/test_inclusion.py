"""A study's inclusion rule: what it says of a framework, and that it survives its card."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.inclusion import (
    ORIGINAL_STUDY,
    IncidentFacts,
    InclusionFacts,
    InclusionRule,
    from_plain,
    in_words,
    reasons_out,
    to_plain,
)
from concentric.method.instrument.vocabulary import Cohort, HarmedRelation, Level

HARMFUL = IncidentFacts(Level.PROBLEMATIC, HarmedRelation.PEER)
NORMAL = IncidentFacts(Level.NORMAL, HarmedRelation.PEER)
UNASSESSED = IncidentFacts(Level.NOT_KNOWN, HarmedRelation.PEER)
TOWARDS_ADULT = IncidentFacts(Level.ABUSIVE, HarmedRelation.ADULT)
SPRING = InclusionRule(earliest=date(2026, 3, 31), latest=date(2026, 5, 1))
GROUPS = InclusionRule(cohorts=(Cohort.GROUP, Cohort.BOTH))


def facts(age=14, cohort=Cohort.SOLE, incidents=(HARMFUL,), met=date(2026, 4, 9)):
    return InclusionFacts(age, cohort, incidents, met)


SPEC = [
    (ORIGINAL_STUDY, facts(), []),
    (ORIGINAL_STUDY, facts(age=10), []),
    (ORIGINAL_STUDY, facts(age=17), []),
    (ORIGINAL_STUDY, facts(age=9), ["Aged 9 at the meeting; the study takes in ages 10 to 17."]),
    (ORIGINAL_STUDY, facts(age=18), ["Aged 18 at the meeting; the study takes in ages 10 to 17."]),
    (ORIGINAL_STUDY, facts(age=None), ["The age at the meeting is not known; the study takes in ages 10 to 17."]),
    (InclusionRule(youngest=12), facts(age=11), ["Aged 11 at the meeting; the study takes in ages 12 and over."]),
    (InclusionRule(oldest=12), facts(age=13), ["Aged 13 at the meeting; the study takes in ages up to 12."]),
    (InclusionRule(youngest=0), facts(age=0), []),
    (ORIGINAL_STUDY, InclusionFacts(13, Cohort.SOLE, (HARMFUL,), age_to=15), []),
    (
        ORIGINAL_STUDY,
        InclusionFacts(16, Cohort.SOLE, (HARMFUL,), age_to=18),
        ["Aged 16 to 18 at the meeting; the study takes in ages 10 to 17."],
    ),
    (ORIGINAL_STUDY, facts(incidents=()), ["No incident is recorded; the study needs at least one."]),
    (
        ORIGINAL_STUDY,
        facts(incidents=(NORMAL,)),
        ["No incident is inappropriate or beyond; the study needs at least one."],
    ),
    (
        ORIGINAL_STUDY,
        facts(incidents=(NORMAL, UNASSESSED)),
        ["No incident is assessed as inappropriate or beyond yet; the study needs at least one."],
    ),
    (
        ORIGINAL_STUDY,
        facts(incidents=(TOWARDS_ADULT, NORMAL)),
        ["Every incident was towards an adult; the study needs one towards a child or young person."],
    ),
    (ORIGINAL_STUDY, facts(incidents=(TOWARDS_ADULT, HARMFUL)), []),
    (GROUPS, facts(), ["The cohort is sole; the study takes in group or both."]),
    (GROUPS, facts(cohort=None), ["The cohort is not known; the study takes in group or both."]),
    (GROUPS, facts(cohort=Cohort.BOTH), []),
    (InclusionRule(), facts(age=None, cohort=None, incidents=(), met=None), []),
    (SPRING, facts(met=date(2026, 3, 1)), []),
    (SPRING, facts(met=date(2026, 5, 31)), []),
    (
        SPRING,
        facts(met=date(2026, 2, 28)),
        ["The meeting was in February 2026; the study takes in meetings held from March 2026 to May 2026."],
    ),
    (
        InclusionRule(latest=date(2026, 5, 1)),
        facts(met=date(2027, 1, 1)),
        ["The meeting was in January 2027; the study takes in meetings held up to May 2026."],
    ),
    (SPRING, facts(met=None), []),
]


@pytest.mark.parametrize(("rule", "known", "reasons"), SPEC)
def test_the_reasons_for_each_row_of_the_table(rule, known, reasons):
    assert reasons_out(rule, known) == reasons


ages = st.none() | st.integers(0, 25)
months = st.none() | st.dates(date(1, 1, 1), date(9999, 1, 1)).map(lambda day: day.replace(day=1))


@st.composite
def rules(draw):
    youngest, oldest = draw(ages), draw(ages)
    earliest, latest = draw(months), draw(months)
    if youngest is not None and oldest is not None:
        youngest, oldest = sorted((youngest, oldest))
    if earliest and latest:
        earliest, latest = sorted((earliest, latest))
    allowed = draw(st.sets(st.sampled_from(Cohort), min_size=1))
    cohorts = tuple(cohort for cohort in Cohort if cohort in allowed)
    return InclusionRule(youngest, oldest, cohorts, draw(st.booleans()), earliest, latest)


@given(rules())
def test_a_rule_survives_its_card(rule):
    assert from_plain(to_plain(rule)) == rule


@given(rules(), st.integers(0, 25), st.sampled_from(Cohort))
def test_only_a_rule_that_sets_a_limit_turns_a_framework_away(rule, age, cohort):
    known = facts(age=age, cohort=cohort)
    assert len(reasons_out(rule, known)) <= len(in_words(rule))
    assert reasons_out(InclusionRule(), known) == in_words(InclusionRule()) == []


BAD = [
    None,
    [],
    "ten",
    {"colour": 1},
    {"youngest": "10"},
    {"youngest": True},
    {"oldest": -1},
    {"oldest": 10.5},
    {"youngest": 17, "oldest": 10},
    {"cohorts": "sole"},
    {"cohorts": []},
    {"cohorts": ["pair"]},
    {"cohorts": [{}]},
    {"needs_hsb": 1},
    {"earliest": "April"},
    {"earliest": "2026-13"},
    {"earliest": 202604},
    {"earliest": "2026-05", "latest": "2026-04"},
]


@pytest.mark.parametrize("plain", BAD)
def test_what_is_no_rule_is_refused_in_a_sentence(plain):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        from_plain(plain)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s), max_leaves=5))
def test_whatever_stands_on_a_card_is_a_rule_or_is_refused(value):
    for field in to_plain(InclusionRule()):
        with suppress(ValueError):
            rule = from_plain({field: value})
            assert from_plain(to_plain(rule)) == rule
