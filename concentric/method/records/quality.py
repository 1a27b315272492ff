"""What a lead professional may want to look at in a signed framework before it goes to a study: record in, lines out.

A line asks; it never blocks. Its key stays the same for as long as the record does, so that an answer stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from concentric.method.instrument import prompts
from concentric.method.instrument.gaps import EntryFacts, response_gaps, unanswered_needs
from concentric.method.instrument.grid import COLUMN, COLUMNS, CONTEXT, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.inclusion import IncidentFacts, InclusionFacts, InclusionRule, reasons_out
from concentric.method.instrument.vocabulary import Cohort, Labelled, Silence
from concentric.method.records.signed import ActionRecord, EntryRecord, MeetingRecord

_LOCAL = ZoneInfo("Europe/London")


class Check(Labelled):
    """The rules, in the order of the page."""

    STUDY = "study", "Outside a study’s rule"
    COHORT = "cohort", "Cohort not known"
    CONTEXT = "context", "Contexts without an answer"
    CELL = "cell", "Cells without an answer"
    MISPLACED = "misplaced", "Entries that may belong elsewhere"
    SOURCE = "source", "Entries without a source"
    GAP = "gap", "Contexts at risk without an action of their own"
    NEED = "need", "Risks and vulnerabilities that no action answers"
    OWNER = "owner", "Actions that nobody owns"
    DATE = "date", "Actions without a date"
    NAME = "name", "People named where a role would do"


WHY: dict[Check, str] = {
    Check.STUDY: "A study takes in what its card says, and sets aside what is outside.",
    Check.COHORT: "A study compares cohorts. Incidents, alone or with others, give it.",
    Check.CONTEXT: "An empty context can mean that nothing was there, or that nobody asked. A study cannot tell which.",
    Check.CELL: "The context was discussed. Its empty cells can mean that nothing was there, or that nobody asked.",
    Check.MISPLACED: "A fact about the young person, written under a context, hides that nobody looked at the context.",
    Check.SOURCE: "Who said it tells a reader how far to rely on it.",
    Check.GAP: "Harm that belongs to a context is seldom mended by work with one young person.",
    Check.NEED: "What nobody answers is either forgotten or left on purpose. Say which.",
    Check.OWNER: "What belongs to nobody is seldom done.",
    Check.DATE: "Without a date nobody can say whether it was done in time.",
    Check.NAME: "Names are taken out before anything is sent. The fewer there are, the less can be missed.",
}


class Place(Labelled):
    """Where a line leads: a part of the record, or a page of the case."""

    ENTRY = "entry", "The entry"
    CONTEXT = "context", "The context"
    SUMMARY = "summary", "The contextual summary"
    DECISIONS = "decisions", "The decisions"
    DISSENTS = "dissents", "The disagreements"
    INCIDENTS = "incidents", "The incidents of the case"
    DETAILS = "details", "The details of the case"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at. `subject` is the entry's id or the context's key where `place` is one; `quote` is the
    entry's own text.
    """

    key: str
    check: Check
    text: str
    place: Place
    subject: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class StudyRule:
    """A study that the partnership sends to. `rule` is None when what its card says cannot be read."""

    id: str
    name: str
    rule: InclusionRule | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the case knows and the record does not. `kept` holds (entry id, prompt rule): somebody said Keep to it.

    `called` is what the young person goes by, for the prompts; `named` everybody whose name should not be in a text.
    """

    cohort: Cohort | None
    cohort_reason: str
    incidents: tuple[IncidentFacts, ...] = ()
    called: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    kept: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    studies: tuple[StudyRule, ...] = ()


def checklist(record: MeetingRecord, facts: CaseFacts) -> tuple[Line, ...]:
    """Every line, in the order of `Check` and within it of the record."""
    lines = [
        *_studies(record, facts),
        *_cohort(facts),
        *_contexts(record),
        *_cells(record),
        *_misplaced(record, facts),
        *_sources(record),
        *_plan(record),
        *_names(record, facts.named),
    ]
    order = list(Check)
    return tuple(sorted(lines, key=lambda line: order.index(line.check)))


def _studies(record: MeetingRecord, facts: CaseFacts) -> Iterator[Line]:
    known = InclusionFacts(record.age, facts.cohort, facts.incidents, record.held_at.astimezone(_LOCAL).date())
    for study in facts.studies:
        unreadable = ["What its card says of the frameworks it takes in cannot be read. Ask the study for a new card."]
        reasons = unreadable if study.rule is None else reasons_out(study.rule, known)
        for number, reason in enumerate(reasons, 1):
            place = Place.DETAILS if reason.startswith(("Aged", "The age")) else Place.INCIDENTS
            yield Line(f"study:{study.id}:{number}", Check.STUDY, f"{study.name}: {reason}", place)


def _cohort(facts: CaseFacts) -> Iterator[Line]:
    if facts.cohort is None:
        yield Line("cohort", Check.COHORT, facts.cohort_reason, Place.INCIDENTS)


def _contexts(record: MeetingRecord) -> Iterator[Line]:
    said = {s.context: s.state for s in record.silences if s.column is None}
    recorded = {entry.context for entry in record.entries} | {s.context for s in record.silences if s.column}
    for context in CONTEXTS:
        if context.key in recorded:
            continue
        state = said.get(context.key)
        if state is not Silence.NOTHING_IDENTIFIED:
            yield _of_context(f"context:{context.key}", Check.CONTEXT, context.key, _left_open(state))


def _left_open(state: Silence | None) -> str:
    if state is Silence.NOT_DISCUSSED:
        return "It was not discussed."
    return "It was not known, and somebody was to find out." if state else "Nothing is recorded, and nobody said why."


def _cells(record: MeetingRecord) -> Iterator[Line]:
    """One line for the silent cells of a context that was discussed, one for each that somebody was to find out."""
    silences = {(s.context, s.column): s.state for s in record.silences}
    discussed = {entry.context for entry in record.entries}
    for context in CONTEXTS:
        unknown = [c for c in COLUMNS if silences.get((context.key, c.key)) is Silence.NOT_KNOWN]
        for column in unknown:
            key = f"cell:{context.key}:{column.key}"
            text = f"{context.short}, {column.short}: It was not known, and somebody was to find out."
            yield Line(key, Check.CELL, text, Place.CONTEXT, context.key.value)
        silent = [
            c.short for c in COLUMNS if not record.cell(context.key, c.key) and (context.key, c.key) not in silences
        ]
        if silent and context.key in discussed and (context.key, None) not in silences:
            text = f"Nothing is recorded or said under {_listed(silent)}."
            yield _of_context(f"cells:{context.key}", Check.CELL, context.key, text)


def _misplaced(record: MeetingRecord, facts: CaseFacts) -> Iterator[Line]:
    for entry in record.entries:
        asked = prompts.ask(entry.text, entry.context, entry.column, young_person_names=facts.called)
        for prompt in asked:
            if (entry.id, prompt.rule) not in facts.kept:
                there = f"{CONTEXT[prompt.target_context].short}, {COLUMN[prompt.target_column].short}"
                text = f"{prompt.question} It would stand under {there}."
                yield _of_entry(f"misplaced:{entry.id}:{prompt.rule}", Check.MISPLACED, entry, text)


def _sources(record: MeetingRecord) -> Iterator[Line]:
    """An action has an owner in place of a source."""
    for entry in record.entries:
        if not entry.source and entry.column is not ColumnKey.ACTIONS:
            yield _of_entry(f"source:{entry.id}", Check.SOURCE, entry, "Nobody is named as its source.")


def _plan(record: MeetingRecord) -> Iterator[Line]:
    facts = [
        EntryFacts(entry.id, entry.context, entry.column, entry.action.answers if entry.action else ())
        for entry in record.entries
    ]
    for gap in response_gaps(facts):
        message = gap.message.partition(": ")[2]
        yield _of_context(f"gap:{gap.context}", Check.GAP, gap.context, message[0].upper() + message[1:])
    entries = {entry.id: entry for entry in record.entries}
    for need in unanswered_needs(facts):
        yield _of_entry(f"need:{need}", Check.NEED, entries[need], "No action answers it.")
    for entry in (entry for entry in record.entries if entry.column is ColumnKey.ACTIONS):
        plan = entry.action or ActionRecord()
        if not (plan.owner_agency or plan.owner_name):
            yield _of_entry(f"owner:{entry.id}", Check.OWNER, entry, "Nobody owns it.")
        if not plan.due:
            yield _of_entry(f"date:{entry.id}", Check.DATE, entry, "It has no date.")


def _names(record: MeetingRecord, named: Iterable[str]) -> Iterator[Line]:
    """Names as they stand on the case. Finding every form of them is the work of the review before sending."""
    forms = sorted({form for name in named for form in _forms(name)}, key=len, reverse=True)
    if not forms:
        return
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)").search
    text = "Somebody on the case is named here."
    for entry in record.entries:
        if found(f"{entry.text}\n{entry.action.measure if entry.action else ''}"):
            yield _of_entry(f"name:{entry.id}", Check.NAME, entry, text)
    if found(record.contextual_summary):
        yield Line("name:summary", Check.NAME, text, Place.SUMMARY)
    for number, decision in enumerate(record.decisions, 1):
        if found(f"{decision.text}\n{decision.reasons}"):
            yield Line(f"name:decision:{number}", Check.NAME, text, Place.DECISIONS, quote=decision.text)
    for number, dissent in enumerate(record.dissents, 1):
        if found(dissent.text):
            yield Line(f"name:dissent:{number}", Check.NAME, text, Place.DISSENTS, quote=dissent.text)


_TITLES = frozenset("Mr Mrs Ms Miss Mx Dr".split())
_SHORTEST = 3  # letters of a single name that is looked for: "Al" would be found everywhere


def _forms(name: str) -> Iterator[str]:
    """The whole name, its first word and its last. "Skate park regulars" is a description: it has no forms."""
    words = [word for word in name.replace("(", " ").replace(")", " ").split() if word.strip(".") not in _TITLES]
    if not words or not all(word[:1].isupper() for word in words):
        return
    yield " ".join(words)
    yield from (word for word in (words[0], words[-1]) if len(word.strip(".")) >= _SHORTEST)


def _of_entry(key: str, check: Check, entry: EntryRecord, text: str) -> Line:
    where = f"{CONTEXT[entry.context].short}, {COLUMN[entry.column].short}"
    return Line(key, check, f"{where}: {text}", Place.ENTRY, entry.id, entry.text)


def _of_context(key: str, check: Check, context: ContextKey, text: str) -> Line:
    return Line(key, check, f"{CONTEXT[context].short}: {text}", Place.CONTEXT, context.value)


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
