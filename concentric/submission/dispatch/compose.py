"""What leaves, built field by field: a field that nobody names here cannot leave.

Free text comes from the review's replaced passages alone; people become counts, agencies kinds, places pseudonyms,
dates days from the meeting. The record is the signed one; what it does not hold (incidents, the referral) are
the case's facts, which were confirmed with the texts: sending refuses when they have changed since.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from concentric.casework.meetings.models import Entry, Meeting
from concentric.method.instrument.grid import NEED_COLUMNS, ContextKey
from concentric.method.instrument.process import AgencyKind
from concentric.method.instrument.vocabulary import ActionStatus
from concentric.method.records.framework import (
    Framework,
    NamedContext,
    RedactionCount,
    SubmittedAction,
    SubmittedAmendment,
    SubmittedDecision,
    SubmittedDissent,
    SubmittedEntry,
    SubmittedSilence,
)
from concentric.method.records.signed import EntryRecord, MeetingRecord
from concentric.method.records.submission import Submission, new_bundle_id, new_entry_id
from concentric.method.records.submission_words import Kind, RedactionTier
from concentric.submission.review.facts import Facts, days_from, facts_of
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.review.outgoing import pseudonyms_for, replaced
from concentric.submission.review.passages import record_of
from concentric.submission.review.roster import roster_of

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
    return Framework(
        attributes=made.facts.attributes,
        meeting=made.facts.meeting,
        referral=made.facts.referral,
        incidents=made.facts.incidents,
        people=made.facts.people,
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
    """What the parts are made from, read once. `named` and `finished` are by the id of the entry."""

    outgoing: Outgoing
    record: MeetingRecord
    facts: Facts
    met: date
    texts: dict[str, str]
    kinds: dict[str, AgencyKind]
    named: dict[str, NamedContext]
    finished: dict[str, int | None]
    ids: dict[str, str]

    @classmethod
    def of(cls, outgoing: Outgoing) -> _Composition:
        record, meeting = record_of(outgoing.minutes), outgoing.minutes.meeting
        facts = facts_of(outgoing)
        return cls(
            outgoing=outgoing,
            record=record,
            facts=facts,
            met=timezone.localdate(meeting.starts_at),
            texts=replaced(outgoing),
            kinds=dict(facts.agencies),
            named=_named(outgoing, meeting),
            finished=dict(facts.finished),
            ids={entry.id: new_entry_id() for entry in record.entries if entry.text.strip()},
        )

    def text(self, path: str) -> str:
        """A passage as it was confirmed; an empty one is no passage."""
        return self.texts.get(path, "")

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
        signed = entry.action
        if signed is None:
            return None
        is_done = signed.status is ActionStatus.DONE
        return SubmittedAction(
            owner=self.kinds.get(signed.owner_agency),
            person_named=bool(signed.owner_name),
            due_in_days=days_from(self.met, signed.due),
            measure=self.text(f"entry:{entry.id}:measure"),
            status=signed.status,
            status_reason=self.text(f"entry:{entry.id}:status_reason"),
            finished_in_days=self.finished.get(entry.id) if is_done else None,
            answers=tuple(self.ids[need] for need in signed.answers if need in self.ids and need in needs),
        )

    def decisions(self) -> Iterator[SubmittedDecision]:
        for number in range(1, len(self.record.decisions) + 1):
            if text := self.text(f"decision:{number}:text"):
                yield SubmittedDecision(text, self.text(f"decision:{number}:reasons"))

    def dissents(self) -> Iterator[SubmittedDissent]:
        """Numbered as in the record, which has them in the order of the meeting's own."""
        for number, (by, escalate) in enumerate(self.facts.dissents, start=1):
            if text := self.text(f"dissent:{number}:text"):
                yield SubmittedDissent(by, text, escalate)

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


def _redactions(outgoing: Outgoing) -> Iterator[RedactionCount]:
    """How many places were replaced, by how they were found."""
    done = outgoing.findings.filter(decision=Finding.Decision.REPLACE).order_by().values_list("tier", "kind")
    counted = Counter((tier, kind.casefold()) for tier, kind in done)
    for (tier, kind), count in sorted(counted.items())[:200]:
        yield RedactionCount(RedactionTier(tier), kind if _PLAIN_KIND.fullmatch(kind) else "other", count)
