"""How the professionals' minutes put things."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from concentric.method.exchange.family_content import family_content
from concentric.method.exchange.minutes_content import minutes_content
from concentric.method.exchange.plain_text import moment
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.records.signed import ActionRecord, AttendanceRecord, EntryRecord
from tests.factories.records import rich_record


@pytest.mark.parametrize("state", ["attended", "observer", "apologies", "absent", "invited", "something new"])
def test_nobody_on_the_list_is_dropped(state: str) -> None:
    record = replace(rich_record(), attendance=(AttendanceRecord("A. Person", "Housing", "", state),))
    for content in (minutes_content(record), family_content(record)):
        ((_, people),) = content.attendance
        assert people == ("A. Person, Housing",)


def test_the_plan_says_what_is_missing_and_shortens_a_long_need() -> None:
    need = EntryRecord("need", ContextKey.PEERS, ColumnKey.RISK, "word " * 100)
    action = EntryRecord(
        "act", ContextKey.PEERS, ColumnKey.ACTIONS, "Act", action=ActionRecord(answers=("need", "gone"))
    )
    (row,) = minutes_content(replace(rich_record(), entries=(need, action))).plan
    assert (row.owner, row.due, row.context, row.status) == ("No owner yet", "No date yet", "Peer group", "Open")
    assert len(row.answers) == 1
    assert len(row.answers[0]) <= 160
    assert row.answers[0].endswith("…")


def test_an_action_that_nobody_has_planned_out_still_stands_in_the_plan() -> None:
    bare = EntryRecord("act", ContextKey.PEERS, ColumnKey.ACTIONS, "Act")
    (row,) = minutes_content(replace(rich_record(), entries=(bare,))).plan
    assert (row.action, row.owner) == ("Act", "No owner yet")


def test_times_are_british() -> None:
    assert moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026 at 00:30"
    assert moment(datetime(2026, 7, 1, 23, 0, tzinfo=UTC)) == "2 July 2026"  # no time was stated
    with pytest.raises(ValueError, match="zone"):
        moment(datetime(2026, 7, 1))


def test_any_version_of_the_record_says_for_whom_it_is() -> None:
    assert minutes_content(replace(rich_record(), recipient="A. Brandt")).marking == "Confidential: for A. Brandt only"
    assert minutes_content(rich_record()).marking == "Confidential: for those named here only"
