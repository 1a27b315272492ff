"""The facts of a framework in plain words: whoever lets it go reads what leaves beside the texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from concentric.method.records.framework import AttendanceCount, Attributes, Distance, SubmittedIncident
from concentric.submission.review.attribute_words import in_words
from concentric.submission.review.facts import Facts
from concentric.web.jinja import plural


@dataclass(frozen=True, slots=True)
class About:
    """One heading of the list, with its rows: what it is, and what leaves of it."""

    title: str
    rows: tuple[tuple[str, str], ...]


def facts_in_words(facts: Facts) -> list[About]:
    """Every fact that leaves, as the page lists them."""
    return [
        About("The young person", tuple(_attributes(facts.attributes))),
        *(About(f"Incident {number}", tuple(_incident(one))) for number, one in enumerate(facts.incidents, start=1)),
        About("People around the young person", tuple(_people(facts))),
        About("The referral", tuple(_referral(facts))),
        About("The meeting", tuple(_meeting(facts))),
        About("Actions that are done", tuple(_finished(facts))),
    ]


def _attributes(told: Attributes) -> Iterator[tuple[str, str]]:
    yield "Age at the meeting", in_words(told.age)
    yield "Gender", told.gender.label
    yield "Group or sole", f"{in_words(told.cohort)} ({told.cohort_basis.label.lower()})"
    yield "Highest level of behaviour", told.level.label
    yield "Incidents", told.series.label
    yield "Ongoing at the meeting", told.ongoing.label
    yield "No further action in the history", told.nfa_in_history.label
    yield "The case", told.case_status.label


def _incident(told: SubmittedIncident) -> Iterator[tuple[str, str]]:
    yield "When", _distance(told.happened)
    yield "Company", told.company.label
    yield "Part in it", told.role.label
    yield "Level", told.level.label
    yield "Who was harmed", f"{told.relation.label}; {told.age_gap.label.lower()}"
    yield "Number harmed", "Not known" if told.number_harmed is None else str(told.number_harmed)
    yield "Where", told.setting.label
    yield "Characteristics", "; ".join(one.label for one in told.characteristics) or "None"
    yield "Outcome", told.outcome.label


def _people(facts: Facts) -> Iterator[tuple[str, str]]:
    for one in facts.people:
        where = "in the household" if one.in_household else "outside the household"
        yield f"{one.kind.label}, {where}", str(one.count)
    if not facts.people:
        yield "Counted", "Nobody"


def _referral(facts: Facts) -> Iterator[tuple[str, str]]:
    told = facts.referral
    if told is None:
        yield "Referral", "None"
        return
    yield "From", told.by.label if told.by else "Not known"
    yield "Lawful basis", told.lawful_basis.label
    yield "Urgency", told.urgency.label
    yield "When", days_in_words(told.days)


def _meeting(facts: Facts) -> Iterator[tuple[str, str]]:
    told = facts.meeting
    kind = told.kind.label + (", a review of an earlier one" if told.is_review else "")
    yield "Kind", kind + (", read from a Word file" if told.imported else "")
    yield "School term", in_words(told.term)
    yield "Within the study’s dates", told.in_window.label
    yield "Next review", days_in_words(told.review_in_days)
    yield "Agenda", ", ".join(part.value.replace("_", " ") for part in told.agenda) or "None"
    for one in told.attendance:
        yield _who(one), f"{one.presence.label}: {one.count}"


def _who(told: AttendanceCount) -> str:
    return f"{told.agency.label if told.agency else 'No agency'}, {told.role.label.lower()}"


def _finished(facts: Facts) -> Iterator[tuple[str, str]]:
    days = [days for _, days in facts.finished if days is not None]
    yield "Finished", "; ".join(map(days_in_words, sorted(days))) or "None"


def _distance(happened: Distance | None) -> str:
    return "Not known" if happened is None else _from_meeting(happened.count, happened.unit.value.removesuffix("s"))


def days_in_words(days: int | None) -> str:
    """Days from the meeting, as people say them."""
    return "Not known" if days is None else _from_meeting(days, "day")


def _from_meeting(count: int, unit: str) -> str:
    if count == 0:
        return f"The {unit} of the meeting"
    return f"{plural(abs(count), unit)} {'before' if count < 0 else 'after'} the meeting"
