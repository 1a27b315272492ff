"""What leaves, built field by field: a field that nobody names here cannot leave.

Free text comes from the review's replaced passages alone; people become counts, agencies kinds, places pseudonyms,
dates days from the meeting. The record is the signed one; what it does not hold (incidents, the referral) is the case's
as it is today.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from concentric.casework.meetings.models import Attendance, Entry, Meeting
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Agency
from concentric.method.instrument.grid import NEED_COLUMNS, ContextKey
from concentric.method.instrument.inclusion import InclusionFacts, InclusionRule, reasons_out
from concentric.method.instrument.process import AgencyKind, Part
from concentric.method.instrument.vocabulary import ActionStatus
from concentric.method.records.framework import (
    AttendanceCount,
    Framework,
    NamedContext,
    RedactionCount,
    SubmittedAction,
    SubmittedAmendment,
    SubmittedDecision,
    SubmittedDissent,
    SubmittedEntry,
    SubmittedMeeting,
    SubmittedSilence,
)
from concentric.method.records.signed import EntryRecord, MeetingRecord
from concentric.method.records.submission import Submission, new_bundle_id, new_entry_id
from concentric.method.records.submission_words import (
    Answer,
    Kind,
    MeetingKind,
    MeetingRole,
    Presence,
    RedactionTier,
)
from concentric.submission.dispatch.facts import attributes_of, days_from, incidents_of, people_of, referral_of
from concentric.submission.review.attributes import kept
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.review.outgoing import pseudonyms_for, replaced
from concentric.submission.review.passages import record_of
from concentric.submission.review.roster import roster_of
from concentric.submission.studies.queries import rule_of

_PLAIN_KIND = re.compile(r"[a-z][a-z -]{0,39}")


def submission_of(outgoing: Outgoing, *, code: str, kind: Kind, supersedes: str | None = None) -> Submission:
    """A framework, its correction or its withdrawal under its code, in a new bundle. Raises InvalidSubmissionError."""
    return Submission(
        study=str(outgoing.study.study_id),
        site=str(outgoing.study.site_id),
        code=code,
        bundle=new_bundle_id(),
        kind=kind,
        framework=None if kind is Kind.WITHDRAWAL else framework_of(outgoing),
        supersedes=supersedes,
    )


def framework_of(outgoing: Outgoing) -> Framework:
    """Everything of the framework that leaves."""
    made = _Composition.of(outgoing)
    incidents = list(outgoing.case.incidents.all())
    return Framework(
        attributes=attributes_of(outgoing, incidents, made.met),
        meeting=made.the_meeting(),
        referral=referral_of(outgoing.case, made.met),
        incidents=tuple(incidents_of(outgoing, incidents, made.met)),
        people=tuple(people_of(outgoing.case)),
        contexts=made.contexts(),
        entries=tuple(made.entries()),
        silences=tuple(SubmittedSilence(one.context, one.column, one.state) for one in made.record.silences),
        contextual_summary=made.text("summary"),
        decisions=tuple(made.decisions()),
        dissents=tuple(made.dissents()),
        amendments=tuple(made.amendments()),
        redactions=tuple(_redactions(outgoing)),
    )


@dataclass(frozen=True)
class _Composition:
    """What the parts are made from, read once. `named` and `actions` are by the id of the entry."""

    outgoing: Outgoing
    record: MeetingRecord
    meeting: Meeting
    met: date
    texts: dict[str, str]
    kinds: dict[str, AgencyKind]
    named: dict[str, NamedContext]
    actions: dict[str, Action]
    ids: dict[str, str]

    @classmethod
    def of(cls, outgoing: Outgoing) -> _Composition:
        record, meeting = record_of(outgoing.minutes), outgoing.minutes.meeting
        agencies = Agency.objects.filter(partnership_id=outgoing.case.partnership_id)
        actions = Action.objects.filter(entry__meeting=meeting)
        return cls(
            outgoing=outgoing,
            record=record,
            meeting=meeting,
            met=timezone.localdate(meeting.starts_at),
            texts=replaced(outgoing),
            kinds={key: AgencyKind(one.kind) for one in agencies for key in (str(one.pk), one.name)},
            named=_named(outgoing, meeting),
            actions={str(action.entry_id): action for action in actions},
            ids={entry.id: new_entry_id() for entry in record.entries if entry.text.strip()},
        )

    def text(self, path: str) -> str:
        """A passage as it was confirmed; an empty one is no passage."""
        return self.texts.get(path, "")

    def the_meeting(self) -> SubmittedMeeting:
        known = MeetingKind._value2member_map_
        return SubmittedMeeting(
            kind=MeetingKind(self.meeting.type_key) if self.meeting.type_key in known else MeetingKind.OTHER,
            term=kept(self.outgoing).term,
            in_window=_in_window(rule_of(self.outgoing.study), self.met),
            imported=self.meeting.imported,
            is_review=self.meeting.previous_id is not None,
            review_in_days=days_from(self.met, self.record.review_date),
            agenda=tuple(Part(item.part) for item in self.meeting.agenda.all()[:60]),
            attendance=tuple(_attendance(self.meeting)),
        )

    def contexts(self) -> tuple[NamedContext, ...]:
        return tuple(sorted(set(self.named.values()), key=lambda one: (one.kind, one.pseudonym)))

    def entries(self) -> Iterator[SubmittedEntry]:
        needs = {entry.id for entry in self.record.entries if entry.column in NEED_COLUMNS}
        for entry in self.record.entries:
            if entry.id in self.ids:
                yield SubmittedEntry(
                    id=self.ids[entry.id],
                    context=entry.context,
                    column=entry.column,
                    text=self.text(f"entry:{entry.id}:text"),
                    named=self.named[entry.id].pseudonym if entry.id in self.named else None,
                    source=self.kinds.get(entry.source_id),
                    basis=entry.basis,
                    sharing=entry.sharing,
                    before_meeting=entry.before_meeting,
                    action=self._action(entry, needs),
                )

    def _action(self, entry: EntryRecord, needs: set[str]) -> SubmittedAction | None:
        """As it was signed. When it was finished is told where it was done by then."""
        signed, live = entry.action, self.actions.get(entry.id)
        if signed is None:
            return None
        is_done = live is not None and signed.status is ActionStatus.DONE
        return SubmittedAction(
            owner=self.kinds.get(signed.owner_agency),
            person_named=bool(signed.owner_name),
            due_in_days=days_from(self.met, signed.due),
            measure=self.text(f"entry:{entry.id}:measure"),
            status=signed.status,
            status_reason=self.text(f"entry:{entry.id}:status_reason"),
            finished_in_days=days_from(self.met, live.finished_on) if live and is_done else None,
            answers=tuple(self.ids[need] for need in signed.answers if need in self.ids and need in needs),
        )

    def decisions(self) -> Iterator[SubmittedDecision]:
        for number in range(1, len(self.record.decisions) + 1):
            if text := self.text(f"decision:{number}:text"):
                yield SubmittedDecision(text, self.text(f"decision:{number}:reasons"))

    def dissents(self) -> Iterator[SubmittedDissent]:
        """Numbered as in the record, which has them in the order of the meeting's own."""
        said = list(self.meeting.dissents.select_related("agency"))
        for number, dissent in enumerate(said[: len(self.record.dissents)], start=1):
            if text := self.text(f"dissent:{number}:text"):
                by = AgencyKind(dissent.agency.kind) if dissent.agency else None
                yield SubmittedDissent(by, text, dissent.escalate)

    def amendments(self) -> Iterator[SubmittedAmendment]:
        for number in range(1, len(self.record.amendments) + 1):
            if text := self.text(f"amendment:{number}:text"):
                yield SubmittedAmendment(text, self.text(f"amendment:{number}:reason"))


def _named(outgoing: Outgoing, meeting: Meeting) -> dict[str, NamedContext]:
    """By entry, the pseudonym of the home, peer group, school or place that it is about."""
    given = pseudonyms_for(outgoing, roster_of(outgoing.case)).given
    entries = Entry.objects.filter(meeting=meeting, instance__isnull=False).select_related("instance")
    named: dict[uuid.UUID, NamedContext] = {}
    for entry in entries:
        if entry.instance is not None:
            of = entry.instance.merged_into_id or entry.instance_id
            named[entry.pk] = NamedContext(given[f"context:{of}"], ContextKey(entry.instance.kind))
    return {str(pk): context for pk, context in named.items()}


def _in_window(rule: InclusionRule, met: date) -> Answer:
    """Whether the meeting fell in the months that the study's card names; without any, nobody could say."""
    if not (rule.earliest or rule.latest):
        return Answer.NOT_KNOWN
    facts = InclusionFacts(age=None, cohort=None, incidents=(), met=met)
    outside = reasons_out(InclusionRule(earliest=rule.earliest, latest=rule.latest), facts)
    return Answer.NO if outside else Answer.YES


def _attendance(meeting: Meeting) -> Iterator[AttendanceCount]:
    people = meeting.attendance.select_related("agency").order_by("agency__kind", "pk")
    counted = Counter((_agency(person), _role(person, meeting), Presence(person.state)) for person in people)
    for (agency, role, presence), count in list(counted.items())[:200]:
        yield AttendanceCount(agency, role, presence, min(count, 1_000))


def _agency(person: Attendance) -> AgencyKind | None:
    return AgencyKind(person.agency.kind) if person.agency else None


def _role(person: Attendance, meeting: Meeting) -> MeetingRole:
    roles = {
        meeting.case.lead_professional_id: MeetingRole.LEAD_PROFESSIONAL,
        meeting.minute_taker_id: MeetingRole.MINUTE_TAKER,
        meeting.chair_id: MeetingRole.CHAIR,
    }
    return roles.get(person.membership_id, MeetingRole.MEMBER) if person.membership_id else MeetingRole.MEMBER


def _redactions(outgoing: Outgoing) -> Iterator[RedactionCount]:
    """How many places were replaced, by how they were found."""
    done = outgoing.findings.filter(decision=Finding.Decision.REPLACE).order_by().values_list("tier", "kind")
    counted = Counter((tier, kind.casefold()) for tier, kind in done)
    for (tier, kind), count in sorted(counted.items())[:200]:
        yield RedactionCount(RedactionTier(tier), kind if _PLAIN_KIND.fullmatch(kind) else "other", count)
