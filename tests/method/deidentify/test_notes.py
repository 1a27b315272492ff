"""Marked notes: how much is found, and how often something is found that is nothing."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.method.deidentify.measuring import measured
from tests.method.deidentify.notes import generated, hand

DEVELOPMENT = Path(__file__).parents[4] / "shared" / "deid" / "dev.jsonl"


@pytest.fixture(params=["written by hand", "put together", "people named like words", "the development set"])
def notes(request) -> list[dict[str, Any]]:
    if request.param == "written by hand":
        return hand.rows()
    if request.param == "put together":
        return generated.rows(200)
    if request.param == "people named like words":
        return generated.rows(200, "people_named_like_words")
    if not DEVELOPMENT.exists():
        warnings.warn("No development set here: its test measures the hand-written notes again.", stacklevel=1)
        return hand.rows()
    return [json.loads(line) for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines()]


def test_the_aims_are_met(notes):
    result = measured(notes)

    assert result.share_found("known direct") >= 0.99, result.missed
    assert result.share_found("unlisted direct") >= 0.91, result.missed
    assert result.share_found("quasi") >= 0.9, result.missed
    assert result.false_in_a_note <= 0.6, result.false


def test_every_mark_lies_on_the_text_it_names():
    for row in [*hand.rows(), *generated.rows(200)]:
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]


def test_there_are_enough_notes_of_both_kinds():
    assert len(hand.rows()) >= 60
    assert len({row["text"] for row in generated.rows()}) == 400
