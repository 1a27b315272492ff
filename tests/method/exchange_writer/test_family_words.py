"""How the family's version says who will do what, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from concentric.method.exchange.family_content import family_content
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Silence
from concentric.method.records.signed import ActionRecord, EntryRecord, MeetingRecord, SilenceRecord
from tests.factories.records import rich_record

BLANK = replace(rich_record(), entries=(), silences=(), amendments=(), dissents=())


def school(record: MeetingRecord) -> object:
    return family_content(record).chapters[3]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (ActionRecord(), "We still need to agree who will do this, with no date yet"),
        (ActionRecord("Housing", "T. Marsh", date(2026, 12, 1)), "T. Marsh, Housing will do this, by 1 December 2026"),
        (
            ActionRecord("Housing", measure="The light is on"),
            "Housing will do this, with no date yet. We will know it worked when: The light is on",
        ),
        (ActionRecord("Housing", status=ActionStatus.DONE), "Housing: This has been done"),
        (
            ActionRecord("Housing", status=ActionStatus.CHANGED, status_reason="They moved"),
            "Housing: Things have changed: They moved",
        ),
    ],
)
def test_who_and_when(action: ActionRecord, words: str) -> None:
    entry = EntryRecord("1", ContextKey.SCHOOL, ColumnKey.ACTIONS, "Mend the light", action=action)
    (block,) = school(replace(BLANK, entries=(entry,))).blocks
    assert (block.heading, block.lines[0].details) == ("What will happen", words)


@pytest.mark.parametrize(
    ("basis", "words"),
    [(Basis.FACT, "From CAMHS"), (Basis.REPORTED, "From CAMHS. This is what somebody told us")],
)
def test_who_said_it_and_how_sure_we_are(basis: Basis, words: str) -> None:
    entry = EntryRecord("1", ContextKey.SCHOOL, ColumnKey.RISK, "Worry", source="CAMHS", basis=basis)
    (block,) = school(replace(BLANK, entries=(entry,))).blocks
    assert block.lines[0].details == words


def test_a_context_without_words_says_the_same_whatever_was_said_of_it() -> None:
    silent = replace(BLANK, silences=(SilenceRecord(ContextKey.SCHOOL, None, Silence.NOTHING_IDENTIFIED),))
    assert school(silent) == school(BLANK)
    assert school(BLANK).notice == "There is nothing about this in your copy."


def test_without_a_contact_or_a_name_it_still_reads() -> None:
    content = family_content(replace(BLANK, young_person="", lead_professional="", chair="", review_date=None))
    assert "with your child" in content.opening[0]
    assert any("the person who gave you this" in line for line in content.closing)
    assert content.chapters[0].heading == "About your child"


@pytest.mark.parametrize(
    ("young_person", "called"),
    [("Jamie Test-Cole (Jay)", "Jay"), ("Jamie Test-Cole", "Jamie Test-Cole"), ("", "your child")],
)
def test_the_letter_calls_the_young_person_what_they_go_by(young_person: str, called: str) -> None:
    opening = family_content(replace(BLANK, young_person=young_person)).opening
    assert f"what has been happening with {called}, and" in opening[0]
    assert opening[1].startswith(f"We did not talk only about {called}. We also")
    assert not any("(" in paragraph for paragraph in opening[:2])
