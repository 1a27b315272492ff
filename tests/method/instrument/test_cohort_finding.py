"""The cohort: a table of what is known about each incident, and the finding it must give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.cohort import derive_cohort
from concentric.method.instrument.vocabulary import Cohort, Company

A, O, U = Company.ALONE, Company.WITH_OTHERS, Company.NOT_KNOWN  # noqa: E741

SPEC = [
    ([], None, "No incident is recorded yet."),
    ([U], None, "One incident, and it is not known whether it was alone or with others."),
    ([U, U], None, "Two incidents, and it is not known whether any was alone or with others."),
    ([A], Cohort.SOLE, "One incident alone."),
    ([A, A], Cohort.SOLE, "Two incidents alone."),
    ([A, A, U], Cohort.SOLE, "Two incidents alone, one not known: the cohort may change when it is."),
    ([O], Cohort.GROUP, "One incident with others."),
    ([O, U, O, U], Cohort.GROUP, "Two incidents with others, two not known: the cohort may change when it is."),
    ([A, O], Cohort.BOTH, "One incident alone and one with others."),
    ([O, A, O, A, A], Cohort.BOTH, "Three incidents alone and two with others."),
    ([A, O, U], Cohort.BOTH, "One incident alone and one with others, one not known: this cannot change the cohort."),
    ([A] * 12 + [O], Cohort.BOTH, "12 incidents alone and one with others."),
]


@pytest.mark.parametrize(("companies", "cohort", "reason"), SPEC)
def test_the_finding_for_each_row_of_the_table(companies, cohort, reason):
    finding = derive_cohort(companies)
    assert (finding.cohort, finding.reason) == (cohort, reason)


@given(st.lists(st.sampled_from(Company)))
def test_the_finding_follows_from_which_companies_occur(companies):
    known = {company for company in companies if company is not U}
    expected = {frozenset(): None, frozenset({A}): Cohort.SOLE, frozenset({O}): Cohort.GROUP}
    finding = derive_cohort(companies)
    assert finding.cohort is expected.get(frozenset(known), Cohort.BOTH)
    assert finding.reason.endswith(".")
    assert derive_cohort(reversed(companies)) == finding
