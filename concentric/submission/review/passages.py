"""Every free text of a record that could leave, each under a path that stays the same for the life of the record.

What becomes of each text of a record is said in one table, `TEXTS`: a field that is not in it fails the sweep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from concentric.casework.signoff.models import Minutes
from concentric.casework.signoff.record import amendments_of
from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.method.records.canonical import from_plain
from concentric.method.records.signed import ActionRecord, EntryRecord, MeetingRecord
from concentric.submission.review.models import Outgoing

Fate = Literal["passage", "named", "dropped"]

# passage: reviewed word by word. named: leaves as a pseudonym, a kind or an id of the bundle's own. dropped: stays.
TEXTS: dict[str, dict[Fate, str]] = {
    "MeetingRecord": {
        "passage": "contextual_summary",
        "named": "meeting_type",
        "dropped": "reference partnership young_person cohort_reason place chair minute_taker lead_professional "
        "purpose principles confidentiality release recipient status signed_by record_hash",
    },
    "EntryRecord": {
        "passage": "text",
        "named": "id instance source source_id",
        "dropped": "sharing_agencies sharing_agency_ids",
    },
    "ActionRecord": {"passage": "measure status_reason", "named": "owner_agency answers", "dropped": "owner_name"},
    "AttendanceRecord": {"named": "agency role state", "dropped": "name"},
    "DecisionRecord": {"passage": "text reasons"},
    "DissentRecord": {"passage": "text", "named": "who"},
    "AmendmentRecord": {"passage": "text reason", "dropped": "by"},
    "SilenceRecord": {},
    "Omission": {"dropped": "where why"},
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, and where it stands: by path ("entry:<id>:text", "decision:2:reasons"), and in words for people."""

    path: str
    where: str
    text: str


def passages(outgoing: Outgoing) -> tuple[Passage, ...]:
    """What of the signed record and its amendments could leave, in the order of the minutes. Empty texts are not."""
    return passages_of(record_of(outgoing.minutes))


def record_of(minutes: Minutes) -> MeetingRecord:
    """The frozen record of signed minutes. Its amendments are those of today."""
    return replace(from_plain(MeetingRecord, minutes.record), amendments=amendments_of(minutes))


def passages_of(record: MeetingRecord) -> tuple[Passage, ...]:
    """The free texts of any record, signed or not."""
    return tuple(passage for passage in _all(record) if passage.text.strip())


def _all(record: MeetingRecord) -> Iterator[Passage]:
    for entry in record.entries:
        where = place_of(entry)
        yield Passage(f"entry:{entry.id}:text", where, entry.text)
        if entry.action:
            yield from _action(entry.id, where, entry.action)
    yield Passage("summary", "Contextual summary", record.contextual_summary)
    for number, decision in enumerate(record.decisions, start=1):
        yield Passage(f"decision:{number}:text", f"Decision {number}", decision.text)
        yield Passage(f"decision:{number}:reasons", f"Decision {number}: reasons", decision.reasons)
    for number, dissent in enumerate(record.dissents, start=1):
        yield Passage(f"dissent:{number}:text", f"Disagreement {number}", dissent.text)
    for number, amendment in enumerate(record.amendments, start=1):
        yield Passage(f"amendment:{number}:text", f"Amendment {number}", amendment.text)
        yield Passage(f"amendment:{number}:reason", f"Amendment {number}: reason", amendment.reason)


def place_of(entry: EntryRecord) -> str:
    """The cell that an entry stands in."""
    return f"{CONTEXT[entry.context].label}: {COLUMN[entry.column].label.lower()}"


def _action(entry_id: str, where: str, action: ActionRecord) -> Iterator[Passage]:
    yield Passage(f"entry:{entry_id}:measure", f"{where}: how we will know", action.measure)
    yield Passage(f"entry:{entry_id}:status_reason", f"{where}: how it went", action.status_reason)
