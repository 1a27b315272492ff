"""What is kept of a drawn entry: never other words than its own, and nothing of the person who asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest

from concentric.casework.live.elements import entry_element
from concentric.casework.live.shown import ShownAction, ShownEntry
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.prompts import Prompt
from concentric.method.instrument.vocabulary import ActionStatus

BASE = "/meetings/1/"
PLAN = ShownAction("Larkmoor Police", dt.date(2026, 12, 1), 1, ActionStatus.OPEN, ("n",))
WHOLE = ShownEntry(
    id="e",
    context="school",
    column="risk",
    text="Said aloud",
    position=1,
    version=1,
    instance="Larkfield",
    source="Police",
    basis="Reported",
    limit="Only Police",
    author_id="a",
    before=True,
    struck=False,
    struck_reason="",
    prompt=None,
    action=PLAN,
    is_need=True,
    answered=True,
    may_change=True,
    line="Said aloud #Larkfield",
)
ANOTHER: dict[str, Any] = {
    **dict.fromkeys(("id", "text", "instance", "source", "basis", "limit", "author_id", "line"), "Something else"),
    "context": "peers",
    "column": "hsb",
    "position": 2,
    "version": 2,
    "struck_reason": "Said by mistake",
    "before": False,
    "struck": True,
    "is_need": False,
    "answered": False,
    "may_change": False,
    "prompt": Prompt("a-rule", "Is this about the school?", ContextKey.INDIVIDUAL, ColumnKey.RISK),
    "action": replace(PLAN, owner="Larkmoor Housing", due=None, version=2, answers=()),
}


@pytest.mark.parametrize("name", [field.name for field in fields(ShownEntry)])
def test_an_entry_that_differs_in_anything_is_drawn_anew(name: str) -> None:
    before = entry_element(WHOLE, BASE, "")
    assert entry_element(replace(WHOLE, **{name: ANOTHER[name]}), BASE, "") != before
    assert entry_element(WHOLE, BASE, "") == before


def test_a_plan_that_changed_and_another_meeting_are_drawn_anew() -> None:
    before = entry_element(WHOLE, BASE, "")
    for change in ({"owner": "Larkmoor Housing"}, {"due": None}, {"version": 2}, {"answers": ("n", "m")}):
        assert entry_element(replace(WHOLE, action=replace(PLAN, **change)), BASE, "") != before, change
    assert "/meetings/2/" in entry_element(WHOLE, "/meetings/2/", "")


def test_the_form_of_a_prompt_holds_only_the_fields_of_whoever_asks() -> None:
    asked = replace(WHOLE, prompt=ANOTHER["prompt"])
    assert "mine" in entry_element(asked, BASE, "mine")
    assert "mine" not in entry_element(asked, BASE, "yours")
    assert "yours" not in entry_element(WHOLE, BASE, "yours")
