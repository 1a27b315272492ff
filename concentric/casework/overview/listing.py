"""The case list: filtered, counted and downloaded from one description of what is wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Switch
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncMonth

from concentric.casework.cases.models import Case, CohortDecision, Incident
from concentric.casework.cases.queries import visible_cases
from concentric.casework.contexts.models import CaseContext
from concentric.casework.meetings.models import Entry
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import CONTEXTS
from concentric.method.instrument.vocabulary import Cohort, Company, Labelled, Level, Outcome

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
    total = cases.count()
    months = (
        cases.annotate(month=TruncMonth("opened_on")).values_list("month").annotate(n=Count("id")).order_by("month")
    )
    statuses = dict(cases.values_list("status").annotate(n=Count("id")))
    cohorts = dict(with_cohort(cases).values_list("cohort_now").annotate(n=Count("id")))
    return Counts(
        total=total,
        by_month=tuple(CountLine(f"{month:%B %Y}", n, total) for month, n in months),
        by_status=tuple(CountLine(s.label, statuses.get(s.value, 0), total) for s in Case.Status),
        by_cohort=(
            *(CountLine(c.label, cohorts.get(c.value, 0), total) for c in Cohort),
            CountLine("Not known", cohorts.get(UNKNOWN, 0), total),
        ),
        by_level=_by_incident(cases, "level", Level, total),
        by_outcome=_by_incident(cases, "outcome", Outcome, total),
        by_context=_by_context(cases, total),
    )


def _by_incident(cases: QuerySet[Case], field: str, vocabulary: type[Labelled], total: int) -> tuple[CountLine, ...]:
    rows = Incident.objects.filter(case__in=cases.values("pk")).order_by()
    found = dict(rows.values_list(field).annotate(n=Count("case", distinct=True)))
    return tuple(CountLine(member.label, found.get(member.value, 0), total) for member in vocabulary)


def _by_context(cases: QuerySet[Case], total: int) -> tuple[CountLine, ...]:
    rows = Entry.objects.filter(meeting__case__in=cases.values("pk"), struck_at=None).order_by()
    found = dict(rows.values_list("context_key").annotate(n=Count("meeting__case", distinct=True)))
    return tuple(CountLine(context.label, found.get(context.key.value, 0), total) for context in CONTEXTS)
