"""Which frameworks a study takes in, as data: the rule stands on the study's card and both sides read it alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from concentric.method.instrument.vocabulary import Cohort, HarmedRelation, Level

# Hackett's continuum from "inappropriate" on.
HSB_LEVELS = (Level.INAPPROPRIATE, Level.PROBLEMATIC, Level.ABUSIVE, Level.VIOLENT)
_OLDEST_POSSIBLE = 25


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the rule asks of one incident."""

    level: Level
    relation: HarmedRelation


@dataclass(frozen=True, slots=True)
class InclusionFacts:
    """What is known of one framework. `age` is in whole years at the meeting; `age_to` where only a band is known.

    `met` is None where no date is at hand, as on the study's side: whoever sends has kept to the window of meetings.
    """

    age: int | None
    cohort: Cohort | None
    incidents: tuple[IncidentFacts, ...]
    met: date | None = None
    age_to: int | None = None


@dataclass(frozen=True, slots=True)
class InclusionRule:
    """Ages in whole years at the meeting, both ends included; `None` sets no limit.

    `earliest` and `latest` are months of the meeting, both included; the day in them means nothing.
    `needs_hsb`: at least one incident is inappropriate or beyond, towards a child or young person.
    Raises ValueError, in plain words, when the limits contradict each other.
    """

    youngest: int | None = None
    oldest: int | None = None
    cohorts: tuple[Cohort, ...] = tuple(Cohort)
    needs_hsb: bool = False
    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        for years in (self.youngest, self.oldest):
            if years is not None and not 0 <= years <= _OLDEST_POSSIBLE:
                raise ValueError(f"An age limit is a whole number from 0 to {_OLDEST_POSSIBLE}.")
        if self.youngest is not None and self.oldest is not None and self.youngest > self.oldest:
            raise ValueError("The youngest age is above the oldest.")
        if self.earliest and self.latest and _month(self.earliest) > _month(self.latest):
            raise ValueError("The first month of meetings is after the last.")
        if not self.cohorts:
            raise ValueError("At least one cohort has to be allowed.")


# The rule of the study that the instrument comes from; its window was its own.
ORIGINAL_STUDY = InclusionRule(youngest=10, oldest=17, needs_hsb=True)


def reasons_out(rule: InclusionRule, facts: InclusionFacts) -> list[str]:
    """Why the study does not take this framework in, one sentence each; empty when it does."""
    reasons = [_age(rule, facts), _cohort(rule, facts.cohort), _hsb(rule, facts.incidents), _window(rule, facts)]
    return [reason for reason in reasons if reason]


def in_words(rule: InclusionRule) -> list[str]:
    """The rule as its study's card shows it, one line a limit; empty when it takes everything."""
    lines = []
    if ages := _ages(rule):
        lines.append(f"Aged {ages} at the meeting")
    if set(rule.cohorts) != set(Cohort):
        lines.append(f"Cohort: {_either(rule.cohorts)}")
    if rule.needs_hsb:
        lines.append("At least one incident of HSB towards a child or young person")
    if window := months_in_words(rule):
        lines.append(f"Meeting held {window}")
    return lines


def to_plain(rule: InclusionRule) -> dict[str, Any]:
    """The rule as JSON values; months as "2026-04"."""
    return {
        "youngest": rule.youngest,
        "oldest": rule.oldest,
        "cohorts": [cohort.value for cohort in rule.cohorts],
        "needs_hsb": rule.needs_hsb,
        "earliest": _plain_month(rule.earliest),
        "latest": _plain_month(rule.latest),
    }


def from_plain(plain: object) -> InclusionRule:
    """The rule that `to_plain` wrote; a limit that is missing is none. Raises ValueError in plain words."""
    if not isinstance(plain, Mapping) or set(plain) - {field.name for field in fields(InclusionRule)}:
        raise ValueError("This is not an inclusion rule, or it holds a limit that is not known here.")
    needs_hsb = plain.get("needs_hsb", False)
    if not isinstance(needs_hsb, bool):
        raise ValueError("Whether an incident of HSB is needed has to be true or false.")
    return InclusionRule(
        youngest=_read_age(plain.get("youngest")),
        oldest=_read_age(plain.get("oldest")),
        cohorts=_read_cohorts(plain.get("cohorts", list(Cohort))),
        needs_hsb=needs_hsb,
        earliest=_read_month(plain.get("earliest")),
        latest=_read_month(plain.get("latest")),
    )


def _age(rule: InclusionRule, facts: InclusionFacts) -> str:
    if not (ages := _ages(rule)):
        return ""
    low, high = facts.age, facts.age if facts.age_to is None else facts.age_to
    if low is None or high is None:
        return f"The age at the meeting is not known; the study takes in ages {ages}."
    too_young = rule.youngest is not None and low < rule.youngest
    too_old = rule.oldest is not None and high > rule.oldest
    aged = f"Aged {low}" if low == high else f"Aged {low} to {high}"
    return f"{aged} at the meeting; the study takes in ages {ages}." if too_young or too_old else ""


def _cohort(rule: InclusionRule, cohort: Cohort | None) -> str:
    if cohort in rule.cohorts or set(rule.cohorts) == set(Cohort):
        return ""
    now = f"The cohort is {cohort.label.lower()}" if cohort else "The cohort is not known"
    return f"{now}; the study takes in {_either(rule.cohorts)}."


def _hsb(rule: InclusionRule, incidents: tuple[IncidentFacts, ...]) -> str:
    if not rule.needs_hsb:
        return ""
    if not incidents:
        return "No incident is recorded; the study needs at least one."
    harmful = [incident for incident in incidents if incident.level in HSB_LEVELS]
    if not harmful:
        unknown = any(incident.level is Level.NOT_KNOWN for incident in incidents)
        assessed = "is assessed as inappropriate or beyond yet" if unknown else "is inappropriate or beyond"
        return f"No incident {assessed}; the study needs at least one."
    if all(incident.relation is HarmedRelation.ADULT for incident in harmful):
        return "Every incident was towards an adult; the study needs one towards a child or young person."
    return ""


def _window(rule: InclusionRule, facts: InclusionFacts) -> str:
    if facts.met is None:
        return ""
    early = rule.earliest and _month(facts.met) < _month(rule.earliest)
    late = rule.latest and _month(facts.met) > _month(rule.latest)
    return f"The meeting was in {facts.met:%B %Y}; the study takes in meetings held {months_in_words(rule)}." * bool(
        early or late
    )


def _ages(rule: InclusionRule) -> str:
    if rule.youngest is None:
        return "" if rule.oldest is None else f"up to {rule.oldest}"
    return f"{rule.youngest} and over" if rule.oldest is None else f"{rule.youngest} to {rule.oldest}"


def months_in_words(rule: InclusionRule) -> str:
    """The window of meetings, "from April 2026 to May 2027"; empty where there is no limit."""
    if rule.earliest is None:
        return "" if rule.latest is None else f"up to {rule.latest:%B %Y}"
    return f"from {rule.earliest:%B %Y}" + (f" to {rule.latest:%B %Y}" if rule.latest else " on")


def _either(cohorts: tuple[Cohort, ...]) -> str:
    return " or ".join(cohort.label.lower() for cohort in cohorts)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _plain_month(day: date | None) -> str | None:
    return day.isoformat()[:7] if day else None


def _read_age(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError("An age limit has to be a whole number, or nothing.")


def _read_cohorts(value: object) -> tuple[Cohort, ...]:
    known = {cohort.value for cohort in Cohort}
    if not isinstance(value, list) or not all(isinstance(item, str) and item in known for item in value):
        raise ValueError(f"Cohorts have to be a list of: {', '.join(known)}.")
    return tuple(cohort for cohort in Cohort if cohort.value in value)


def _read_month(value: object) -> date | None:
    if value is None:
        return None
    if isinstance(value, str) and len(value) == len("2026-04"):
        try:
            return date.fromisoformat(f"{value}-01")
        except ValueError:
            pass
    raise ValueError("A month is written like 2026-04.")
