"""The case list: filtered, counted and downloaded from one description of what is wanted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Switch
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from concentric.casework.cases.models import Case, CohortDecision, Incident
from concentric.casework.cases.queries import visible_cases
from concentric.casework.contexts.models import CaseContext
from concentric.casework.meetings.models import Entry
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import CONTEXT, CONTEXTS
from concentric.method.instrument.vocabulary import Cohort, Company, Level, Outcome

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the case list to show. Empty means any; dates are of opening, inclusive."""

    reference: str = ""
    status: str = ""
    cohort: str = ""
    level: str = ""
    outcome: str = ""
    context: str = ""
    opened_from: dt.date | None = None
    opened_to: dt.date | None = None


def wanted_cases(viewer: Viewer, wanted: Wanted) -> QuerySet[Case]:
    """The cases a viewer may see that match, the latest opened first."""
    return _filtered(visible_cases(viewer), wanted).select_related("lead_professional__user")


def _filtered(cases: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    if wanted.reference:
        cases = cases.filter(reference__icontains=wanted.reference)
    if wanted.status:
        cases = cases.filter(status=wanted.status)
    if wanted.opened_from:
        cases = cases.filter(opened_on__gte=wanted.opened_from)
    if wanted.opened_to:
        cases = cases.filter(opened_on__lte=wanted.opened_to)
    if wanted.level:
        cases = cases.filter(_has_incident(level=wanted.level))
    if wanted.outcome:
        cases = cases.filter(_has_incident(outcome=wanted.outcome))
    if wanted.context:
        cases = cases.filter(_touches(wanted.context))
    if wanted.cohort:
        cases = with_cohort(cases).filter(cohort_now=wanted.cohort)
    return cases


def _has_incident(**fields: str) -> Exists:
    return Exists(Incident.objects.filter(case=OuterRef("pk"), **fields))


def _touches(kind: str) -> Q:
    """Something was recorded about that context, or a named one of that kind belongs to the case."""
    entries = Entry.objects.filter(meeting__case=OuterRef("pk"), context_key=kind, struck_at=None)
    named = CaseContext.objects.filter(case=OuterRef("pk"), context__kind=kind)
    return Q(Exists(entries)) | Q(Exists(named))


def with_cohort(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Cases with `cohort_now`: what a person decided last, else what the incidents say, else UNKNOWN.

    The rule is that of `derive_cohort` and `cohorts_of`; a test holds the two equal.
    """
    decided = CohortDecision.objects.filter(case=OuterRef("pk")).order_by("-at", "-id").values("cohort")[:1]
    alone = _has_incident(company=Company.ALONE.value)
    together = _has_incident(company=Company.WITH_OTHERS.value)
    annotated = cases.annotate(decided_cohort=Subquery(decided), was_alone=alone, was_together=together)
    return annotated.annotate(
        cohort_now=Switch(
            *(When(decided_cohort=cohort.value, then=Value(cohort.value)) for cohort in Cohort),
            When(was_alone=True, was_together=True, then=Value(Cohort.BOTH.value)),
            When(was_alone=True, then=Value(Cohort.SOLE.value)),
            When(was_together=True, then=Value(Cohort.GROUP.value)),
            default=Value(UNKNOWN),
        )
    )


@dataclass(frozen=True, slots=True)
class CountLine:
    """One line of a count: what is counted, how many cases, of how many."""

    label: str
    cases: int
    of: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts that councils are asked for. A case may stand in several lines of level, outcome and context."""

    total: int
    by_month: tuple[CountLine, ...]
    by_status: tuple[CountLine, ...]
    by_cohort: tuple[CountLine, ...]
    by_level: tuple[CountLine, ...]
    by_outcome: tuple[CountLine, ...]
    by_context: tuple[CountLine, ...]


def countable_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases a viewer may count: an information governance officer counts all without seeing one."""
    if viewer.has(Role.GOVERNANCE):
        return Case.objects.filter(partnership_id=viewer.partnership_id)
    return visible_cases(viewer)


def counts(viewer: Viewer, wanted: Wanted) -> Counts:
    """How many cases match, by month of opening, status, cohort, level, outcome and context."""
    cases = _filtered(countable_cases(viewer), wanted).order_by()
    months: Counter[dt.date] = Counter()
    statuses: Counter[str] = Counter()
    # By day: an index answers that, and SQLite's months are a function in Python, called for each case.
    for day, status, number in cases.values_list("opened_on", "status").annotate(n=Count("id")):
        months[day.replace(day=1)] += number
        statuses[status] += number
    total, decided = statuses.total(), _decided(cases)
    incidents = _incidents(cases, decided)
    cohorts = Counter(dict(decided.values_list("last").annotate(n=Count("id"))))
    cohorts.update({cohort.value: incidents[cohort.value] for cohort in Cohort})
    return Counts(
        total=total,
        by_month=tuple(CountLine(f"{month:%B %Y}", number, total) for month, number in sorted(months.items())),
        by_status=tuple(CountLine(s.label, statuses[s.value], total) for s in Case.Status),
        by_cohort=(
            *(CountLine(c.label, cohorts[c.value], total) for c in Cohort),
            CountLine("Not known", total - cohorts.total(), total),
        ),
        by_level=tuple(CountLine(level.label, incidents[f"level_{level}"], total) for level in Level),
        by_outcome=tuple(CountLine(outcome.label, incidents[f"outcome_{outcome}"], total) for outcome in Outcome),
        by_context=_by_context(cases, total),
    )


def _decided(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Cases whose cohort a person decided, as `last`."""
    decisions = CohortDecision.objects.filter(case=OuterRef("pk"))
    last = Subquery(decisions.order_by("-at", "-id").values("cohort")[:1])
    return cases.filter(Exists(decisions)).annotate(last=last).exclude(last="")


def _incidents(cases: QuerySet[Case], decided: QuerySet[Any]) -> Mapping[str, int]:
    """How many cases have an incident of each level ("level_abusive") and of each outcome ("outcome_nfa"), and of each
    cohort by their incidents alone ("group"). The rule of cohorts is that of `with_cohort`, which asks each case.
    """
    open_ = ~Q(case__in=decided.values("pk"))
    conditions = {f"level_{level}": Q(level=level.value) for level in Level}
    conditions |= {f"outcome_{outcome}": Q(outcome=outcome.value) for outcome in Outcome}
    company = {"alone": Q(open_, company=Company.ALONE.value), "together": Q(open_, company=Company.WITH_OTHERS.value)}
    incidents = Incident.objects.filter(case__in=cases.values("pk"))
    return _how_many(
        _each_case(incidents, "case", {**conditions, **company}),
        conditions,
        both=Count("case", filter=Q(alone=1, together=1)),
        sole=Count("case", filter=Q(alone=1, together=0)),
        group=Count("case", filter=Q(alone=0, together=1)),
    )


def _by_context(cases: QuerySet[Case], total: int) -> tuple[CountLine, ...]:
    entries = Entry.objects.filter(meeting__case__in=cases.values("pk"), struck_at=None)
    each = _each_case(entries, "meeting__case", {key: Q(context_key=key) for key in CONTEXT})
    found = _how_many(each, CONTEXT)
    return tuple(CountLine(context.label, found[context.key.value], total) for context in CONTEXTS)


def _each_case(rows: QuerySet[Any], case: str, conditions: Mapping[str, Q]) -> QuerySet[Any]:
    """One line a case, 1 or 0 for each condition: every row is read once. (Distinct cases would be sorted for each.)"""
    marks = {name: Max(Switch(When(held, then=Value(1)), default=Value(0))) for name, held in conditions.items()}
    each: QuerySet[Any] = rows.order_by().values(case).annotate(**marks)
    return each


def _how_many(each: QuerySet[Any], names: Iterable[str], **more: Count) -> Mapping[str, int]:
    """How many lines of `_each_case` have a 1 under each name, and what `more` counts."""
    found = each.aggregate(**{f"cases_{name}": Sum(name) for name in names}, **more)
    return {name.removeprefix("cases_"): number or 0 for name, number in found.items()}
