"""Cards survive their files, and whatever is no card is refused in a sentence."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.exchange.bundle.keys import OpeningKey, SigningKey
from concentric.method.exchange.study_card import (
    CardInclusion,
    SiteCard,
    StudyCard,
    UnreadableCardError,
    read_site_card,
    read_study_card,
    written,
)
from concentric.method.instrument.inclusion import ORIGINAL_STUDY

STUDY, SITE = str(uuid.uuid4()), str(uuid.uuid4())
CARD = StudyCard(
    study=STUDY,
    site=SITE,
    name="What plans do",
    question="Do they reach the group?\nAnd the school?",
    contact="The team",
    inclusion=CardInclusion.of(ORIGINAL_STUDY),
    consent_text="I agree.",
    destroy_months=12,
    recipients=(OpeningKey.new().recipient,),
)
ANSWER = SiteCard(STUDY, SITE, SigningKey.new().public.written())
PLAIN: dict[str, Any] = json.loads(written(CARD))


def test_both_cards_survive_their_files() -> None:
    assert read_study_card(written(CARD)) == CARD
    assert read_study_card(b"\xef\xbb\xbf" + written(CARD)) == CARD, "saved again by a Windows editor"
    assert read_site_card(written(ANSWER)) == ANSWER
    assert CARD.inclusion.rule == ORIGINAL_STUDY


def test_a_site_card_names_nothing_but_the_site_and_its_key() -> None:
    assert set(json.loads(written(ANSWER))) == {"study", "site", "signer", "format"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "concentric.site-card/1"}, "a site card, not a study card"),
        ({"format": "concentric.study-card/2"}, "made by a newer version"),
        ({"format": 7}, "something else, not a study card"),
        ({"name": ""}, "name is empty"),
        ({"site": "../../etc"}, "site is not written as it must be"),
        ({"recipients": []}, "no key to seal"),
        ({"recipients": ["ssh-ed25519 AAAA"]}, "not an age public key"),
        ({"destroy_months": 12.0}, "not as it must be"),
        ({"destroy_months": 0}, "destroy_months is too small"),
        ({"inclusion": {**PLAIN["inclusion"], "youngest": 18}}, "youngest age is above the oldest"),
        ({"inclusion": {**PLAIN["inclusion"], "earliest": "2026-13"}}, "A month is written like"),
        ({"inclusion": {**PLAIN["inclusion"], "cohorts": []}}, "At least one cohort"),
        ({"colour": "blue"}, "has a field that does not belong"),
    ],
)
def test_what_is_wrong_with_a_card_is_said(change: dict[str, object], said: str) -> None:
    with pytest.raises(UnreadableCardError, match=said):
        read_study_card(json.dumps({**PLAIN, **change}).encode())


@pytest.mark.parametrize("field", sorted(PLAIN))
def test_every_field_is_needed(field: str) -> None:
    with pytest.raises(UnreadableCardError):
        read_study_card(json.dumps({name: value for name, value in PLAIN.items() if name != field}).encode())


@given(st.sampled_from(sorted(PLAIN)), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_value_is_a_fault(field: str, value: object) -> None:
    """Any JSON in any field gives the card back as it was written, or a refusal."""
    changed = {**PLAIN, field: value}
    try:
        card = read_study_card(json.dumps(changed).encode())
    except UnreadableCardError:
        return
    assert json.loads(written(card)) == changed


@given(st.binary(max_size=200))
def test_no_file_is_a_fault(data: bytes) -> None:
    for read in (read_study_card, read_site_card):
        with pytest.raises(UnreadableCardError, match=r"\.$"):
            read(data)
