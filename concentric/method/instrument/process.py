"""A partnership's process: meeting types, agenda, terms, quorum, clocks, retention. `process_default` is the default.

A process is frozen and checked as a whole: `problems_of` names everything that is wrong, each by its path in the file
("agenda[3].title"). Reading and writing files is in `process_file`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from concentric.method.instrument.grid import CONTEXTS
from concentric.method.instrument.vocabulary import Labelled

MOST_CHARACTERS = 5_000
MOST_ITEMS = 60


class AgencyKind(Labelled):
    """The kinds of agency a quorum can ask for; the keys are those of the partnership's own agencies."""

    SOCIAL_CARE = "social_care", "Children's social care"
    POLICE = "police", "Police"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    HEALTH = "health", "Health"
    CAMHS = "camhs", "CAMHS"
    EDUCATION = "education", "School or education"
    HOUSING = "housing", "Housing"
    COMMUNITY_SAFETY = "community_safety", "Community safety"
    VOLUNTARY = "voluntary", "Voluntary sector"
    OTHER = "other", "Other"


class Role(Labelled):
    """What a member may do. Most of what a practitioner sees comes from involvement in a case, not from a role."""

    ADMINISTRATOR = "administrator", "Administrator"
    COORDINATOR = "coordinator", "Coordinator (SPOC)"
    CHAIR = "chair", "Chair"
    MINUTE_TAKER = "minute_taker", "Minute-taker"
    LEAD_PROFESSIONAL = "lead_professional", "Lead professional"
    PRACTITIONER = "practitioner", "Practitioner"
    GOVERNANCE = "governance", "Information governance officer"


class Part(StrEnum):
    """The part of the meeting screen that an agenda item opens. `note` opens none: the item is only ticked."""

    INTRODUCTIONS = "introductions"
    CONFIDENTIALITY = "confidentiality"
    APOLOGIES = "apologies"
    OPEN_ACTIONS = "open_actions"
    IMMEDIATE_SAFETY = "immediate_safety"
    HSB = "hsb"
    INDIVIDUAL = "context:individual"
    FAMILY = "context:family"
    PEERS = "context:peers"
    SCHOOL = "context:school"
    NEIGHBOURHOOD = "context:neighbourhood"
    SUMMARY = "summary"
    PLAN = "plan"
    BARRIERS = "barriers"
    DECISIONS = "decisions"
    DISSENT = "dissent"
    REVIEW = "review"
    NOTE = "note"


# Without these a meeting cannot do what it is for, so no agenda may leave them out.
NEEDED_PARTS: tuple[Part, ...] = (
    Part.IMMEDIATE_SAFETY,
    *(Part(f"context:{context.key}") for context in CONTEXTS),
    Part.PLAN,
    Part.DECISIONS,
    Part.DISSENT,
    Part.REVIEW,
)


@dataclass(frozen=True, slots=True)
class MeetingType:
    key: str
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of the agenda; `guidance` helps the chair and may be empty."""

    key: str
    title: str
    guidance: str
    part: Part


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many agencies must be in the room, and which kinds among them."""

    minimum_agencies: int
    required: tuple[AgencyKind, ...]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Working days, but for `review_weeks`. `agenda_out` counts back from the meeting, the rest on from their start."""

    agenda_out: int
    actions_out: int
    draft_minutes: int
    corrections: int
    referral_decision: int
    review_weeks: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long records are kept: a case from closure, a referral not accepted from its decision, sealed copies (of what
    was sent to studies, and of consents signed on paper) from when it was sent, the audit trail from the event.
    """

    case_years: int
    referral_not_accepted_years: int
    sealed_copies_months: int
    audit_years: int
    hold_new_cases: bool


@dataclass(frozen=True, slots=True)
class SecondStep:
    """Who must have a second step to sign in, and how many days a member has to set it up: from joining, or from the
    day that it was first asked for, whichever is later. A member who is given the role later has no more time.
    """

    roles: tuple[Role, ...]
    grace_days: int


@dataclass(frozen=True, slots=True)
class Process:
    meeting_types: tuple[MeetingType, ...]
    agenda: tuple[AgendaItem, ...]
    terms_of_reference: str
    principles: tuple[str, ...]
    confidentiality: str
    quorum: Quorum
    clocks: Clocks
    retention: Retention
    reminder_days: tuple[int, ...]  # days before an action is due; 0 is the day itself
    second_step: SecondStep


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a process, where, and what would be right."""

    path: str
    message: str


_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MAY_BE_EMPTY = re.compile(r"agenda\[\d+\]\.guidance|terms_of_reference")
_LIMITS: dict[str, tuple[int, int]] = {
    "quorum.minimum_agencies": (1, 20),
    "clocks.agenda_out": (0, 20),
    "clocks.actions_out": (0, 20),
    "clocks.draft_minutes": (0, 40),
    "clocks.corrections": (0, 40),
    "clocks.referral_decision": (0, 40),
    "clocks.review_weeks": (1, 52),
    "retention.case_years": (1, 100),
    "retention.referral_not_accepted_years": (1, 100),
    "retention.sealed_copies_months": (1, 240),
    "retention.audit_years": (1, 100),
}


def problems_of(process: Process) -> tuple[Problem, ...]:
    """Everything wrong with the values of a process, in the order of its fields; empty where it is sound."""
    found = [problem for path, value in _leaves(process) for problem in _value_problems(path, value)]
    return tuple(found + list(_whole_problems(process)))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text and number of a process with its path."""
    if is_dataclass(value):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _leaves(item, f"{path}[{at}]")
    else:
        yield path, value


def _value_problems(path: str, value: Any) -> Iterator[Problem]:
    if isinstance(value, bool | StrEnum):
        return
    if isinstance(value, int):
        low, high = _LIMITS.get(path, (0, 90))
        if not low <= value <= high:
            yield Problem(path, f"Give a whole number from {low} to {high}, not {value}.")
    elif path.endswith(".key"):
        if not _KEY.fullmatch(value):
            yield Problem(path, "Use lower-case letters, digits and underscores, starting with a letter, 40 at most.")
    elif not value.strip() and not _MAY_BE_EMPTY.fullmatch(path):
        yield Problem(path, "Write something here.")
    elif len(value) > MOST_CHARACTERS:
        yield Problem(path, f"This is {len(value):,} characters long; {MOST_CHARACTERS:,} is the most.")
    elif _CONTROL.search(value):
        yield Problem(path, "This holds control characters. Type it again, or paste it as plain text.")


def _whole_problems(process: Process) -> Iterator[Problem]:
    """What only several values together can get wrong."""
    yield from _list_problems("meeting_types", [each.key for each in process.meeting_types], "The key")
    yield from _list_problems("agenda", [each.key for each in process.agenda], "The key")
    yield from _list_problems("principles", list(process.principles), "The principle")
    yield from _repeats("reminder_days", process.reminder_days, "The day")
    yield from _repeats("quorum.required", process.quorum.required, "The kind of agency")
    yield from _repeats("second_step.roles", process.second_step.roles, "The role")
    parts = [item.part for item in process.agenda]
    yield from _repeats("agenda", [part for part in parts if part is not Part.NOTE], "The part")
    for part in NEEDED_PARTS:
        if part not in parts:
            yield Problem("agenda", f"An item for the part “{part}” is needed.")
    if len(set(process.quorum.required)) > process.quorum.minimum_agencies:
        yield Problem("quorum.minimum_agencies", "This is fewer than the kinds of agency that must be there.")
    if process.retention.audit_years < process.retention.case_years:
        yield Problem("retention.audit_years", "The audit trail must be kept at least as long as a case.")


def _list_problems(path: str, keys: list[str], what: str) -> Iterator[Problem]:
    if not keys:
        yield Problem(path, "Give at least one.")
    if len(keys) > MOST_ITEMS:
        yield Problem(path, f"There are {len(keys)}; {MOST_ITEMS} is the most.")
    yield from _repeats(path, keys, what)


def _repeats(path: str, values: Iterable[Any], what: str) -> Iterator[Problem]:
    for value, count in Counter(values).items():
        if count > 1:
            yield Problem(path, f"{what} “{str(value)[:60]}” is given {count} times; once is right.")
