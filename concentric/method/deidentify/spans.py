"""What is found in a text: spans in code points, each with a tier and a reason that a reviewer can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Tier(StrEnum):
    """How sure the finding is. The order is that of strength: where two overlap, the earlier tier stays."""

    KNOWN = "known"  # somebody or something the case names
    PATTERN = "pattern"  # identifies by its form alone: a phone number, a postcode
    UNKNOWN = "unknown"  # not ordinary English, and not on the case
    QUASI = "quasi"  # points at nobody by itself: a date, an age, a place, an ordinary word that is a name too


STRENGTH = {tier: place for place, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`; `kind` says what it is, `key` which one (the same key is the same person or thing).

    A key that several people of the case share (a family name, initials) holds all of them: "person:1|person:2".
    """

    start: int
    end: int
    tier: Tier
    reason: str
    kind: str
    key: str

    @property
    def is_doubtful(self) -> bool:
        return is_doubtful(self.tier, self.kind)


def is_doubtful(tier: str, kind: str) -> bool:
    """Whether a finding is an ordinary word that is also a name on the case, and may be meant as either."""
    return tier == Tier.QUASI and kind == "person"


def settled(found: Iterable[Span]) -> tuple[Span, ...]:
    """In the order of the text, with overlaps united: the longest gives the meaning, the strongest gives the tier."""
    apart: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if apart and span.start < apart[-1].end:
            apart[-1] = _united(apart[-1], span)
        elif span.start < span.end:
            apart.append(span)
    return tuple(apart)


def _united(one: Span, other: Span) -> Span:
    meaning = min(one, other, key=lambda span: (span.start - span.end, STRENGTH[span.tier]))
    tier = min(one.tier, other.tier, key=STRENGTH.__getitem__)
    kind = other.kind if meaning is one and meaning.kind == "reference" and other.tier is Tier.PATTERN else meaning.kind
    return replace(meaning, kind=kind, start=min(one.start, other.start), end=max(one.end, other.end), tier=tier)
