"""The cohort, from the company the young person kept in each incident: sole, group or both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from concentric.method.instrument.vocabulary import Cohort, Company

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class CohortFinding:
    """`cohort` is None while no incident's company is known; `reason` is a sentence that says what it rests on."""

    cohort: Cohort | None
    reason: str


def derive_cohort(companies: Iterable[Company]) -> CohortFinding:
    """The cohort from one `Company` per incident; incidents whose company is not known never decide it.

    The rule is the study's: *sole* when every known incident was alone, *group* when every one was with others,
    *both* when there were some of each.
    """
    counts = Counter(companies)
    alone, together, unknown = (counts[key] for key in (Company.ALONE, Company.WITH_OTHERS, Company.NOT_KNOWN))
    if not (alone or together):
        return CohortFinding(None, _undecided(unknown))
    cohort = Cohort.BOTH if alone and together else Cohort.SOLE if alone else Cohort.GROUP
    return CohortFinding(cohort, _reason(alone, together, unknown))


def _undecided(unknown: int) -> str:
    if not unknown:
        return "No incident is recorded yet."
    if unknown == 1:
        return "One incident, and it is not known whether it was alone or with others."
    return f"{_incidents(unknown)}, and it is not known whether any was alone or with others."


def _reason(alone: int, together: int, unknown: int) -> str:
    if alone:
        known = f"{_incidents(alone)} alone" + (f" and {_number(together)} with others" if together else "")
    else:
        known = f"{_incidents(together)} with others"
    if not unknown:
        return f"{known}."
    effect = "this cannot change the cohort" if alone and together else "the cohort may change when it is"
    return f"{known}, {_number(unknown)} not known: {effect}."


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _incidents(count: int) -> str:
    return f"{_number(count)} incident{'' if count == 1 else 's'}".capitalize()
