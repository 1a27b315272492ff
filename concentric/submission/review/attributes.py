"""What of a young person's attributes leaves, as exactly as somebody chose; and which combinations of them are rare.

A study knows a partnership by a letter only, so those who could be told apart are the partnership's own frameworks.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any

from django.utils import timezone

from concentric.casework.cases.models import Incident
from concentric.casework.signoff.models import Minutes
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.vocabulary import Cohort, Level
from concentric.method.records.framework import AgeRange, Term
from concentric.method.records.submission_words import Gender, TermName
from concentric.submission.review.models import Outgoing
from concentric.submission.review.states import State

RARE = 3
BANDS = ((0, 9), (10, 12), (13, 15), (16, 17), (18, 30))
LEVELS = (Level.NORMAL, Level.INAPPROPRIATE, Level.PROBLEMATIC, Level.ABUSIVE, Level.VIOLENT)
_IN_SET = (State.REVIEW, State.SECOND_LOOK, State.READY, State.SENT)
_BOY = re.compile(r"\b(?:boy|male|man|m)\b", re.IGNORECASE)
_GIRL = re.compile(r"\b(?:girl|female|woman|f)\b", re.IGNORECASE)


class How(StrEnum):
    """How an attribute leaves."""

    AS_IS = "as_is"
    WIDER = "wider"
    OUT = "out"


# Each attribute with its words and the ways it may leave.
CHOICES: dict[str, tuple[str, tuple[How, ...]]] = {
    "age": ("Age at the meeting", tuple(How)),
    "gender": ("Gender", (How.AS_IS, How.OUT)),
    "cohort": ("Group or sole", (How.AS_IS, How.OUT)),
    "level": ("Highest level of behaviour", (How.AS_IS, How.OUT)),
    "term": ("School term of the meeting", (How.AS_IS, How.OUT)),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """The attributes as they leave; None where one is not known or is left out."""

    age: AgeRange | None
    gender: Gender | None
    cohort: Cohort | None
    level: Level | None
    term: Term | None


@dataclass(frozen=True, slots=True)
class Rare:
    """A combination of attributes that so few frameworks of the set share, this one among them."""

    attributes: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Effect:
    """One way for one attribute: how many frameworks of the set would share everything with this one."""

    how: How
    value: object
    sharing: int


def kept(outgoing: Outgoing) -> Kept:
    """The attributes of one framework as it would leave."""
    return _kept_of([outgoing])[outgoing.pk]


def checked_choices(choices: dict[str, str]) -> dict[str, str]:
    """One offered way for each attribute. Raises Refusal for any other."""
    if any(name not in CHOICES or how not in CHOICES[name][1] for name, how in choices.items()):
        raise Refusal("One of these ways is not offered.")
    return {name: How(choices.get(name, How.AS_IS)).value for name in CHOICES}


class SubmissionSet:
    """The partnership's frameworks for one study, sent or on their way: each meeting once. A few queries in all."""

    def __init__(self, outgoing: Outgoing) -> None:
        others = (
            Outgoing.objects.filter(study_id=outgoing.study_id, state__in=_IN_SET)
            .exclude(minutes_id=outgoing.minutes_id)
            .select_related("case", "minutes__meeting")
            .defer("minutes__record")
            .order_by("begun_at", "pk")
        )
        latest = {other.minutes_id: other for other in others}
        self._whole = _whole_of([outgoing])[outgoing.pk]
        self.own = kept(outgoing)
        self._others = list(_kept_of(latest.values()).values())
        self.size = 1 + len(self._others)

    def rare(self) -> list[Rare]:
        """The smallest combinations that fewer than RARE frameworks share, the fewest first."""
        found: list[Rare] = []
        names = _said(self.own)
        for size in range(1, len(names) + 1):
            for combination in combinations(names, size):
                count = self._sharing(self.own, combination)
                if count < RARE and not any(set(rare.attributes) <= set(combination) for rare in found):
                    found.append(Rare(combination, count))
        return sorted(found, key=lambda rare: rare.count)

    def effects(self, name: str) -> list[Effect]:
        """Every way for one attribute, the others as chosen: what would leave, and how many would share it all."""
        effects = []
        for how in CHOICES[name][1]:
            value = _as_chosen(name, self._whole[name], how)
            own = replace(self.own, **{name: value})
            effects.append(Effect(how, value, self._sharing(own, _said(own))))
        return effects

    def _sharing(self, own: Kept, names: Iterable[str]) -> int:
        """How many frameworks these attributes fit, itself counted. One that leaves them out does not hide another."""
        asked = tuple(names)
        return 1 + sum(all(getattr(own, name) == getattr(other, name) for name in asked) for other in self._others)


def _said(kept_attributes: Kept) -> tuple[str, ...]:
    return tuple(name for name in CHOICES if getattr(kept_attributes, name) is not None)


def _kept_of(many: Iterable[Outgoing]) -> dict[uuid.UUID, Kept]:
    outgoing = list(many)
    whole = _whole_of(outgoing)
    return {
        one.pk: Kept(
            **{
                name: _as_chosen(name, whole[one.pk][name], one.attributes.get(name, How.AS_IS.value))
                for name in CHOICES
            }
        )
        for one in outgoing
    }


def _whole_of(many: Iterable[Outgoing]) -> dict[uuid.UUID, dict[str, Any]]:
    """Every attribute as it is, by framework. Three queries, however many there are."""
    outgoing = list(many)
    minutes = Minutes.objects.filter(pk__in=[one.minutes_id for one in outgoing])
    signed = {pk: (age, cohort) for pk, age, cohort in minutes.values_list("pk", "record__age", "record__cohort")}
    levels = _highest_levels(one.case_id for one in outgoing)
    return {
        one.pk: {
            "age": _age(signed[one.minutes_id][0]),
            "gender": gender_of(one.case.gender),
            "cohort": Cohort(signed[one.minutes_id][1]) if signed[one.minutes_id][1] else None,
            "level": levels.get(one.case_id),
            "term": term_of(timezone.localdate(one.minutes.meeting.starts_at)),
        }
        for one in outgoing
    }


def _as_chosen(name: str, value: Any, how: str) -> Any:
    if how == How.OUT:
        return None
    if name == "age" and how == How.WIDER and value is not None:
        return next((AgeRange(low, high) for low, high in BANDS if low <= value.low <= high), None)
    return value


def _age(years: int | None) -> AgeRange | None:
    return None if years is None or not 0 <= years <= BANDS[-1][1] else AgeRange(years, years)


def gender_of(written: str) -> Gender | None:
    """The study's word for what the case says; None where it says nothing."""
    if not written.strip():
        return None
    if re.search(r"\btrans", written, re.IGNORECASE) or bool(_BOY.search(written)) == bool(_GIRL.search(written)):
        return Gender.ANOTHER
    return Gender.BOY if _BOY.search(written) else Gender.GIRL


def term_of(day: date) -> Term:
    """The term a day falls in: autumn to December, spring to March, summer to August."""
    name = TermName.AUTUMN if day.month > 8 else TermName.SPRING if day.month < 4 else TermName.SUMMER
    return Term(day.year - (day.month < 9), name)


def _highest_levels(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Level]:
    """The highest level of any incident of each case; a case without an assessed one is not in it."""
    highest: dict[uuid.UUID, Level] = {}
    for case_id, level in Incident.objects.filter(case__in=set(case_ids)).values_list("case_id", "level"):
        if level in LEVELS:
            highest[case_id] = max(highest.get(case_id, LEVELS[0]), Level(level), key=LEVELS.index)
    return highest
