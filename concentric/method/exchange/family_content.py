"""The family's version in plain words: its own headings and order, written for a parent to read.

It says the same as the entries that may be shared, and nothing about how the professionals' grid is built.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from concentric.method.exchange.minutes_content import (
    Pair,
    amendments,
    attendance,
    marking,
    owner,
    state,
)
from concentric.method.exchange.plain_text import clean, day, every_text, joined, local_date, moment
from concentric.method.exchange.release import FAMILY_NOTICE
from concentric.method.instrument.grid import CONTEXTS, ColumnKey, Context, ContextKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis
from concentric.method.records.signed import ActionRecord, EntryRecord, MeetingRecord

NOTHING_HERE = "There is nothing about this in your copy."
TITLE = "What we talked about, and what will happen"

_HEADINGS: dict[ContextKey, str] = {
    ContextKey.FAMILY: "Home and family",
    ContextKey.PEERS: "Friends",
    ContextKey.SCHOOL: "School",
    ContextKey.NEIGHBOURHOOD: "Places nearby",
}
_BLOCKS: tuple[tuple[str, tuple[ColumnKey, ...]], ...] = (
    ("What people are worried about", (ColumnKey.HSB, ColumnKey.VULNERABILITY, ColumnKey.RISK)),
    ("What is going well", (ColumnKey.RESILIENCE, ColumnKey.STRENGTHS)),
    ("Who is already helping", (ColumnKey.INVOLVEMENT,)),
    ("What will happen", (ColumnKey.ACTIONS,)),
    ("What could get in the way", (ColumnKey.CHALLENGES,)),
)
_BASES: dict[Basis, str] = {
    Basis.FACT: "",
    Basis.OPINION: "This is what a professional thinks",
    Basis.REPORTED: "This is what somebody told us",
    Basis.NOT_ESTABLISHED: "We are not sure about this yet",
}
_STATUSES: dict[ActionStatus, str] = {
    ActionStatus.OPEN: "",
    ActionStatus.DONE: "This has been done",
    ActionStatus.CHANGED: "Things have changed",
    ActionStatus.NOT_DONE: "This has not been done",
}


@dataclass(frozen=True, slots=True)
class PlainLine:
    """What was said, and who said it or will do it, in small type."""

    lead: str
    text: str
    details: str


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is the first column it draws on; a layout may colour by it."""

    kind: str
    heading: str
    lines: tuple[PlainLine, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One context. `notice` says that there is nothing, in the same words whether or not something was left out."""

    key: str
    heading: str
    blocks: tuple[Block, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class FamilyVersion:
    """Everything on the page, in order."""

    title: str
    marking: str
    state: str
    reference: str
    head: tuple[Pair, ...]
    opening: tuple[str, ...]
    summary: str
    decisions: tuple[Pair, ...]
    chapters: tuple[Chapter, ...]
    amendments: tuple[Pair, ...]
    attendance: tuple[tuple[str, tuple[str, ...]], ...]
    closing: tuple[str, ...]
    signature: str


def family_content(record: MeetingRecord) -> FamilyVersion:
    """The words of the family's version of `record`, cleaned of characters that files refuse."""
    record = every_text(record, clean)
    return FamilyVersion(
        title=TITLE,
        marking=marking(record),
        state="This is a draft. The person who ran the meeting has not signed it yet." if state(record) else "",
        reference=record.reference,
        head=_head(record),
        opening=_opening(record),
        summary=record.contextual_summary,
        decisions=tuple((decision.text, decision.reasons) for decision in record.decisions),
        chapters=tuple(_chapter(record, context) for context in CONTEXTS),
        amendments=amendments(record),
        attendance=_attendance(record),
        closing=_closing(record),
        signature=f"Signed by {record.signed_by} on {moment(record.signed_at)}." if record.signed_at else "",
    )


def _head(record: MeetingRecord) -> tuple[Pair, ...]:
    facts = (
        ("About", record.young_person),
        ("Meeting", moment(record.held_at)),
        ("Who ran it", record.chair),
        ("Your main contact", record.lead_professional),
    )
    return tuple((label, value) for label, value in facts if value)


def _called(young_person: str) -> str:
    """What they go by: the head of the letter has the whole name, and what stands in brackets there is theirs."""
    _, _, known_as = young_person.rstrip(")").partition(" (")
    return known_as or young_person or "your child"


def _opening(record: MeetingRecord) -> tuple[str, ...]:
    who = _called(record.young_person)
    return (
        f"People who work with children and families met on {day(local_date(record.held_at))}, because they want "
        f"to understand what has been happening with {who}, and to agree how to keep them and other children safe.",
        f"We did not talk only about {who}. We also talked about home, friends, school and places nearby, "
        "because all of them can make things harder or easier.",
        "This is your copy of the notes. Please ask us about anything that is not clear.",
        FAMILY_NOTICE,
    )


def _chapter(record: MeetingRecord, context: Context) -> Chapter:
    blocks = tuple(_blocks(record, context.key))
    heading = _HEADINGS.get(context.key) or f"About {record.young_person or 'your child'}"
    return Chapter(context.key.value, heading, blocks, "" if blocks else NOTHING_HERE)


def _blocks(record: MeetingRecord, context: ContextKey) -> Iterable[Block]:
    for heading, columns in _BLOCKS:
        entries = [entry for column in columns for entry in record.cell(context, column)]
        if entries:
            yield Block(columns[0].value, heading, tuple(_line(entry) for entry in entries))


def _line(entry: EntryRecord) -> PlainLine:
    if entry.action:
        return PlainLine(entry.instance, entry.text, _who_and_when(entry.action))
    source = f"From {entry.source}" if entry.source else ""
    return PlainLine(entry.instance, entry.text, joined(source, _BASES[entry.basis], by=". "))


def _who_and_when(action: ActionRecord) -> str:
    person = owner(action)
    who = f"{person} will do this" if person else "We still need to agree who will do this"
    when = f"by {day(action.due)}" if action.due else "with no date yet"
    told = f"We will know it worked when: {action.measure}" if action.measure else ""
    status = joined(_STATUSES[action.status], action.status_reason, by=": ")
    if action.status is ActionStatus.OPEN:
        return joined(f"{who}, {when}", told, by=". ")
    return joined(person, status, by=": ")


def _attendance(record: MeetingRecord) -> tuple[tuple[str, tuple[str, ...]], ...]:
    plain = {
        "Attended": "At the meeting",
        "Observers": "Listening and learning",
        "Apologies": "Could not come",
        "Absent": "Were asked and did not come",
        "Invited": "Were asked to come",
    }
    return tuple((plain[label], people) for label, people in attendance(record))


def _closing(record: MeetingRecord) -> tuple[str, ...]:
    contact = record.lead_professional or record.chair
    review = (
        f"We will meet again on {day(record.review_date)} to see how things are going." if record.review_date else ""
    )
    whom = contact or "the person who gave you this"
    lines = (
        review,
        f"If something here is wrong, or you see it differently, tell {whom}. We will add what you say to the record.",
        "If you are worried that a child is in danger now, call 999. Do not wait for the next meeting.",
    )
    return tuple(line for line in lines if line)
