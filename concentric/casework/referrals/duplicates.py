"""Whether the partnership may know a young person already, without telling a viewer what they may not see.

The database finds candidates through two indexes (dates of birth one slip away; the sound of the family name where a
date is missing); `cases.likeness` then compares each pair. Cost follows the candidates, not the table.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from concentric.casework.cases.likeness import Identity, likeness, near_dates, sounds
from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import visible_cases
from concentric.casework.referrals.models import Referral
from concentric.casework.referrals.queries import visible_referrals
from concentric.foundation.accounts.viewer import Viewer

SHOWN = 10
COMPARED = ("reference", "given_name", "family_name", "known_as", "date_of_birth", "status")
RecordT = TypeVar("RecordT", Case, Referral)


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be about the same young person. `kind` is "case" or "referral"; `score` is out of 100."""

    kind: str
    id: uuid.UUID
    reference: str
    young_person: str
    date_of_birth: dt.date | None
    status: str
    score: float


@dataclass(frozen=True, slots=True)
class Matches:
    """The likeliest matches that the viewer may see, and whether there is any that they may not."""

    shown: list[Match]
    hidden: bool

    @property
    def cases(self) -> set[uuid.UUID]:
        return {match.id for match in self.shown if match.kind == "case"}

    @property
    def any(self) -> bool:
        return bool(self.shown) or self.hidden


def identity_of(record: Case | Referral) -> Identity:
    return Identity(record.given_name, record.family_name, record.known_as, record.date_of_birth)


def possible_duplicates(viewer: Viewer, person: Identity, *, besides: Referral | None = None) -> Matches:
    """Cases and referrals of the viewer's partnership that may be about `person`, less the referral in hand.

    A referral that led to a matching case is not listed beside it.
    """
    cases = _scored(person, Case.objects.filter(partnership_id=viewer.partnership_id))
    others = Referral.objects.filter(partnership_id=viewer.partnership_id)
    others = others.exclude(case__in=[case.pk for case, _ in cases])
    referrals = _scored(person, others.exclude(pk=besides.pk) if besides else others)
    matches = [_match("case", case, score) for case, score in cases]
    matches += [_match("referral", referral, score) for referral, score in referrals]
    seen = _visible(viewer, matches)
    shown = sorted((match for match in matches if match.id in seen), key=lambda match: (-match.score, match.reference))
    return Matches(shown[:SHOWN], hidden=len(seen) < len(matches))


def candidates(person: Identity) -> list[Q]:
    """What the database looks up, each by an index of its own (one query with OR reads the whole partnership)."""
    names = (person.family_name, person.given_name, person.known_as)
    by_name = Q(surname_sound__in=sorted(set().union(*map(sounds, names))))
    if person.date_of_birth is None:
        return [by_name]
    return [Q(date_of_birth__in=near_dates(person.date_of_birth)), by_name & Q(date_of_birth=None)]


def _scored(person: Identity, known: QuerySet[RecordT]) -> list[tuple[RecordT, float]]:
    found = (record for where in candidates(person) for record in known.filter(where).only(*COMPARED).order_by())
    return [(record, score) for record in found if (score := likeness(person, identity_of(record)))]


def _match(kind: str, record: Case | Referral, score: float) -> Match:
    status = record.get_status_display()
    return Match(kind, record.pk, record.reference, record.young_person, record.date_of_birth, status, score)


def _visible(viewer: Viewer, matches: list[Match]) -> set[uuid.UUID]:
    found = {match.id for match in matches}
    if viewer.sees_every_case or not found:
        return found
    return {
        *visible_cases(viewer).filter(pk__in=found).values_list("pk", flat=True),
        *visible_referrals(viewer).filter(pk__in=found).values_list("pk", flat=True),
    }
