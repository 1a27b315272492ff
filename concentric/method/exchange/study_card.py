"""The two cards by which a study and a site get to know each other: small JSON files, handed over once.

A **study card** is the study's, made for one site: what is asked, of whom, and the keys to seal to. A **site card** is
the answer: the key that the site signs with. Neither names a young person; a site card does not name its partnership.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from jsonschema import Draft202012Validator

from concentric.method.exchange.bundle.keys import SignerKey, UnreadableKeyError, check_recipient
from concentric.method.instrument import inclusion
from concentric.method.instrument.inclusion import InclusionRule
from concentric.method.instrument.vocabulary import Cohort
from concentric.method.records.canonical import from_plain, to_plain
from concentric.method.records.schema import Many, Text, Whole, faults, schema_of

MOST_BYTES = 256 * 1024

Id = Annotated[str, Text(36, pattern="[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
Line = Annotated[str, Text(2_000, least=1)]
Prose = Annotated[str, Text(20_000, least=1)]
Month = Annotated[str, Text(7, pattern="[0-9]{4}-[0-9]{2}")]
Age = Annotated[int, Whole(0, 25)]
C = TypeVar("C", "StudyCard", "SiteCard")


class StudyCardFormat(StrEnum):
    """The version of a study card."""

    V1 = "concentric.study-card/1"


class SiteCardFormat(StrEnum):
    """The version of a site card."""

    V1 = "concentric.site-card/1"


class UnreadableCardError(ValueError):
    """Not a card that can be used; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class CardInclusion:
    """An inclusion rule as it stands on a card: ages at the meeting, cohorts, and the months of meetings."""

    youngest: Age | None
    oldest: Age | None
    cohorts: Annotated[tuple[Cohort, ...], Many(len(Cohort), once=True)]
    needs_hsb: bool
    earliest: Month | None
    latest: Month | None

    @classmethod
    def of(cls, rule: InclusionRule) -> CardInclusion:
        return from_plain(cls, inclusion.to_plain(rule))

    @property
    def rule(self) -> InclusionRule:
        """Raises ValueError, in plain words, where its limits contradict each other."""
        return inclusion.from_plain(to_plain(self))


@dataclass(frozen=True, slots=True)
class StudyCard:
    """A study, for one of its sites. `recipients` are the age public keys that bundles are sealed to."""

    study: Id
    site: Id
    name: Annotated[str, Text(160, least=1)]
    question: Prose
    contact: Line
    inclusion: CardInclusion
    consent_text: Prose
    destroy_months: Annotated[int, Whole(1, 120)]
    recipients: Annotated[tuple[Annotated[str, Text(160, least=1)], ...], Many(8, once=True)]
    format: StudyCardFormat = StudyCardFormat.V1


@dataclass(frozen=True, slots=True)
class SiteCard:
    """The key that a site signs with: one line, `ssh-ed25519 …`."""

    study: Id
    site: Id
    signer: Annotated[str, Text(160, least=1)]
    format: SiteCardFormat = SiteCardFormat.V1


def written(card: StudyCard | SiteCard) -> bytes:
    """The card as a file that people can read, too."""
    return (json.dumps(to_plain(card), ensure_ascii=False, indent=2) + "\n").encode()


def read_study_card(data: bytes) -> StudyCard:
    """Raises UnreadableCardError."""
    card = _read(StudyCard, data, "study card")
    _check(lambda: card.inclusion.rule)
    if not card.recipients:
        raise UnreadableCardError("The card has no key to seal frameworks to. Ask the study for a new one.")
    for recipient in card.recipients:
        _check(lambda key=recipient: check_recipient(key))  # type: ignore[misc]
    return card


def read_site_card(data: bytes) -> SiteCard:
    """Raises UnreadableCardError."""
    card = _read(SiteCard, data, "site card")
    _check(lambda: SignerKey.read(card.signer))
    return card


def _read(kind: type[C], data: bytes, what: str) -> C:
    if len(data) > MOST_BYTES:
        raise UnreadableCardError(f"The file is too large to be a {what}.")
    try:
        plain = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableCardError(f"The file is not a {what}: it is not JSON. Choose the .json file.") from None
    _check_format(plain, what)
    if found := faults(_VALIDATORS[kind], plain):
        where = "; ".join(str(fault).removeprefix("$.") for fault in found)
        raise UnreadableCardError(f"The {what} is not as it must be: {where}. Ask for a new one.")
    try:
        return from_plain(kind, plain)
    except TypeError:  # 1.0 is a whole number to JSON Schema
        raise UnreadableCardError(f"The {what} is not as it must be. Ask for a new one.") from None


def _check_format(plain: object, what: str) -> None:
    said = plain.get("format") if isinstance(plain, dict) else None
    name = str(said).rpartition("/")[0]
    wanted = f"concentric.{what.replace(' ', '-')}"
    if name != wanted:
        other = {"concentric.study-card": "a study card", "concentric.site-card": "a site card"}.get(name)
        raise UnreadableCardError(f"The file is {other or 'something else'}, not a {what}.")
    if said != f"{wanted}/1":
        raise UnreadableCardError(f"The {what} was made by a newer version of Concentric. Update this one first.")


def _check(reads: Callable[[], Any]) -> None:
    try:
        reads()
    except (UnreadableKeyError, ValueError) as fault:
        raise UnreadableCardError(f"The card cannot be used. {fault}") from None


_VALIDATORS: dict[type[Any], Draft202012Validator] = {
    kind: Draft202012Validator(schema_of(kind, name=f"urn:concentric:{name}:1"))
    for kind, name in ((StudyCard, "study-card"), (SiteCard, "site-card"))
}
