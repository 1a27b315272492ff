"""The record of a meeting with pseudonyms in the place of names, for reading aloud and for a copy that names nobody.

The days of the meeting and of the plan stay: without them a plan cannot be read out. So do the partnership's own words
about what the meeting is for.
"""

from __future__ import annotations

from dataclasses import replace

from concentric.method.deidentify.find import find
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.pseudonyms import Pseudonyms
from concentric.method.deidentify.pseudonyms import replace as put_pseudonyms
from concentric.method.deidentify.roster import Roster
from concentric.method.records.signed import (
    ActionRecord,
    AmendmentRecord,
    AttendanceRecord,
    DecisionRecord,
    DissentRecord,
    EntryRecord,
    MeetingRecord,
)
from concentric.submission.review.names import read_name

SOMEBODY = "Somebody"
LEFT_OUT = "Left out here"
AN_AGENCY = "An agency"


class Spoken:
    """One case's names as they are said aloud. `pseudonyms` gains those that the texts made necessary."""

    def __init__(self, roster: Roster, pseudonyms: Pseudonyms) -> None:
        self._roster, self._pseudonyms = roster, pseudonyms
        given = pseudonyms.given
        parts = (roster.schools, roster.streets, roster.places, roster.contexts)
        # Where a school is an agency as well, an entry means the school and an owner the agency.
        things = [thing for part in parts for thing in part]
        self._contexts = {folded(t.name): given.get(t.key, "") for t in things if t.key.startswith("context:")}
        self._agencies = {folded(t.name): given.get(t.key, "") for t in things if t.key.startswith("agency:")}
        self._people = {folded(p.given + p.family): given.get(p.key, "") for p in reversed(roster.people)}

    def record(self, record: MeetingRecord) -> MeetingRecord:
        """The whole record. Its reference, place and hash are left out: each would say whose it is."""
        return replace(
            record,
            reference=LEFT_OUT,
            partnership="",
            young_person="Young person",
            cohort_reason=self.text(record.cohort_reason),
            place=LEFT_OUT,
            chair=self.member(record.chair),
            minute_taker=self.member(record.minute_taker),
            lead_professional=self.member(record.lead_professional),
            purpose=self.text(record.purpose),
            principles=self.text(record.principles),
            confidentiality=self.text(record.confidentiality),
            attendance=tuple(self._attendance(person) for person in record.attendance),
            entries=tuple(self._entry(entry) for entry in record.entries),
            contextual_summary=self.text(record.contextual_summary),
            decisions=tuple(DecisionRecord(self.text(d.text), self.text(d.reasons)) for d in record.decisions),
            dissents=tuple(DissentRecord(self._either(d.who), self.text(d.text)) for d in record.dissents),
            amendments=tuple(self._amendment(amendment) for amendment in record.amendments),
            recipient="",
            signed_by=self.member(record.signed_by),
            record_hash="",
        )

    def text(self, text: str) -> str:
        """Any text, with its identifiers replaced."""
        return put_pseudonyms(text, find(text, self._roster), self._pseudonyms)

    def person(self, name: str) -> str:
        """Somebody by name."""
        if not name:
            return ""
        read = read_name(name)
        return self._people.get(folded(read.given + read.family)) or SOMEBODY

    def agency(self, name: str) -> str:
        """An agency by name. One whose name tells nothing ("Police") keeps it."""
        return name and (self._agencies.get(folded(name)) or self._unchanged(name) or AN_AGENCY)

    def member(self, name: str) -> str:
        """ "Name, agency" as minutes have it."""
        who, _, agency = name.partition(", ")
        return ", ".join(filter(None, (self.person(who), self.agency(agency))))

    def _either(self, who: str) -> str:
        """A dissent's "who": a person, an agency, or both."""
        return self.agency(who) if folded(who) in self._agencies else self.member(who)

    def _unchanged(self, name: str) -> str:
        return name if not find(name, self._roster) else ""

    def _attendance(self, person: AttendanceRecord) -> AttendanceRecord:
        return replace(
            person, name=self.person(person.name), agency=self.agency(person.agency), role=self.text(person.role)
        )

    def _entry(self, entry: EntryRecord) -> EntryRecord:
        return replace(
            entry,
            text=self.text(entry.text),
            instance=entry.instance and (self._contexts.get(folded(entry.instance)) or self.text(entry.instance)),
            source=self.agency(entry.source),
            sharing_agencies=tuple(self.agency(agency) for agency in entry.sharing_agencies),
            source_id="",
            sharing_agency_ids=(),
            action=entry.action and self._action(entry.action),
        )

    def _action(self, action: ActionRecord) -> ActionRecord:
        return replace(
            action,
            owner_agency=self.agency(action.owner_agency),
            owner_name=self.person(action.owner_name),
            measure=self.text(action.measure),
            status_reason=self.text(action.status_reason),
        )

    def _amendment(self, amendment: AmendmentRecord) -> AmendmentRecord:
        return replace(
            amendment,
            text=self.text(amendment.text),
            reason=self.text(amendment.reason),
            by=self.member(amendment.by),
        )
