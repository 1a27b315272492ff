"""The minutes as professionals read them: every word of the page, in order, before any file format.

The PDF, HTML and Word writers each lay this out; none of them composes wording of its own beyond column headings.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten

from concentric.method.exchange.plain_text import clean, day, every_text, joined, moment
from concentric.method.exchange.release import AGENCY, FAMILY
from concentric.method.instrument.grid import COLUMNS, CONTEXT, CONTEXTS, Column, ColumnKey, Context, ContextKey
from concentric.method.instrument.vocabulary import Basis, Sharing
from concentric.method.records.signed import ActionRecord, EntryRecord, MeetingRecord, Omission

TITLE = "Minutes of a multi-agency planning meeting"
NO_ENTRY = "Nothing recorded"
NO_ENTRY_HERE = "No entry in this version"
_NEED_WIDTH = 160  # letters of a need repeated in the plan; the whole of it stands in the grid
GROUPS = {"attended": "Attended", "observer": "Observers", "apologies": "Apologies", "absent": "Absent"}
INVITED = "Invited"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: the named context it is about, its text, and what stands after it in small type."""

    lead: str
    text: str
    details: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `silence` says why there are no lines."""

    key: str
    heading: str
    lines: tuple[Line, ...]
    silence: str


@dataclass(frozen=True, slots=True)
class ContextPart:
    """One context. `notices` say what was left out, or what was said of the context as a whole."""

    key: str
    heading: str
    notices: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One planned action with its numbered place in the plan."""

    number: int
    action: str
    context: str
    answers: tuple[str, ...]
    owner: str
    due: str
    measure: str
    status: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything on the page. Pairs are a heading and what stands under it."""

    title: str
    version: str
    marking: str
    state: str
    reference: str
    head: tuple[Pair, ...]
    introduction: tuple[Pair, ...]
    attendance: tuple[tuple[str, tuple[str, ...]], ...]
    contexts: tuple[ContextPart, ...]
    summary: str
    plan: tuple[PlanRow, ...]
    decisions: tuple[Pair, ...]
    dissents: tuple[Pair, ...]
    review: str
    amendments: tuple[Pair, ...]
    left_out: tuple[str, ...]
    signature: str
    record_hash: str


def minutes_content(record: MeetingRecord) -> Minutes:
    """The words of the minutes of `record`, cleaned of characters that files refuse."""
    record = every_text(record, clean)
    return Minutes(
        title=TITLE,
        version=_version(record),
        marking=marking(record),
        state=state(record),
        reference=record.reference,
        head=_head(record),
        introduction=introduction(record),
        attendance=attendance(record),
        contexts=tuple(_context(record, context) for context in CONTEXTS),
        summary=record.contextual_summary,
        plan=plan(record),
        decisions=tuple((decision.text, decision.reasons) for decision in record.decisions),
        dissents=tuple((dissent.who, dissent.text) for dissent in record.dissents),
        review=day(record.review_date) or "No date set",
        amendments=amendments(record),
        left_out=left_out(record),
        signature=signature(record),
        record_hash=record.record_hash,
    )


def marking(record: MeetingRecord) -> str:
    """Who may hold this copy."""
    return (
        f"Confidential: for {record.recipient} only" if record.recipient else "Confidential: for those named here only"
    )


def state(record: MeetingRecord) -> str:
    """Empty once signed."""
    return "" if record.signed_at else "Draft: not yet signed by the chair"


def signature(record: MeetingRecord) -> str:
    """By whom the record was signed and when."""
    return f"Signed by {record.signed_by} on {moment(record.signed_at)}" if record.signed_at else "Not yet signed"


def group_or_sole(record: MeetingRecord) -> str:
    """The cohort with its reason."""
    label = record.cohort.label if record.cohort else "Not yet established"
    return joined(label, record.cohort_reason, by=": ")


def attendance(record: MeetingRecord) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """People by how they took part, groups without anyone left out; whoever is in none of the groups was invited."""
    groups: dict[str, list[str]] = {label: [] for label in (*GROUPS.values(), INVITED)}
    for person in record.attendance:
        groups[GROUPS.get(person.state, INVITED)].append(joined(person.name, person.role, person.agency, by=", "))
    return tuple((label, tuple(people)) for label, people in groups.items() if people)


def introduction(record: MeetingRecord) -> tuple[Pair, ...]:
    """What the meeting is for and what binds those in it."""
    parts = (
        ("Purpose", record.purpose),
        ("Principles", record.principles),
        ("Confidentiality", record.confidentiality),
    )
    return tuple((heading, text) for heading, text in parts if text)


def plan(record: MeetingRecord) -> tuple[PlanRow, ...]:
    """Every planned action in the order of the contexts."""
    texts = {entry.id: entry.text for entry in record.entries}
    actions = [entry for context in CONTEXTS for entry in record.cell(context.key, ColumnKey.ACTIONS)]
    return tuple(_plan_row(number, entry, texts) for number, entry in enumerate(actions, 1))


def _plan_row(number: int, entry: EntryRecord, texts: dict[str, str]) -> PlanRow:
    action = entry.action or ActionRecord()
    return PlanRow(
        number=number,
        action=entry.text,
        context=joined(CONTEXT[entry.context].label, entry.instance, by=": "),
        answers=tuple(shorten(texts[need], _NEED_WIDTH, placeholder=" …") for need in action.answers if need in texts),
        owner=owner(action) or "No owner yet",
        due=day(action.due) or "No date yet",
        measure=action.measure,
        status=joined(action.status.label, action.status_reason, by=": "),
    )


def owner(action: ActionRecord) -> str:
    """The person and the agency, as far as they are known."""
    return joined(action.owner_name, action.owner_agency, by=", ")


def amendments(record: MeetingRecord) -> tuple[Pair, ...]:
    """Each with who made it and when, then the change and its reason."""
    return tuple(
        (f"{amendment.by}, {moment(amendment.at)}", joined(amendment.text, amendment.reason, by="\nReason: "))
        for amendment in record.amendments
    )


def left_out(record: MeetingRecord) -> tuple[str, ...]:
    """What the reader is told is missing, one line for a context."""
    return tuple(f"{omission.where}: {omission_in_words(omission)}" for omission in record.omissions)


def omission_in_words(omission: Omission) -> str:
    """The notice of one omission; a count of 0 means that the number is not told."""
    if not omission.count:
        return omission.why
    things = "1 entry is" if omission.count == 1 else f"{omission.count} entries are"
    return f"{things} not in this version. {omission.why}."


def context_silence(record: MeetingRecord, context: ContextKey) -> str:
    """What was said of the whole context, where anything was."""
    marks = (mark.state.label for mark in record.silences if mark.context is context and mark.column is None)
    return next(marks, "")


def cell_silence(record: MeetingRecord, context: ContextKey, column: ColumnKey) -> str:
    """What was said of an empty cell; empty when nothing was."""
    marks = (mark.state.label for mark in record.silences if mark.context is context and mark.column is column)
    return next(marks, "")


def _version(record: MeetingRecord) -> str:
    names = {AGENCY: f"Version for {record.recipient}", FAMILY: "The family's version"}
    return names.get(record.release, "Full minutes")


def _head(record: MeetingRecord) -> tuple[Pair, ...]:
    age = f"aged {record.age}" if record.age is not None else ""
    facts = (
        ("Reference", record.reference),
        ("Young person", joined(record.young_person, age, by=", ")),
        ("Group or sole", group_or_sole(record)),
        ("Meeting", joined(record.meeting_type, record.partnership, by=", ")),
        ("Held", joined(moment(record.held_at), record.place, by=", ")),
        ("Chair", record.chair),
        ("Minute-taker", record.minute_taker),
        ("Lead professional", record.lead_professional),
    )
    return tuple((label, value) for label, value in facts if value)


def _context(record: MeetingRecord, context: Context) -> ContextPart:
    omitted = tuple(omission_in_words(omission) for omission in record.omissions if omission.where == context.label)
    notices = (context_silence(record, context.key), *omitted)
    return ContextPart(
        key=context.key.value,
        heading=context.label,
        notices=tuple(notice for notice in notices if notice),
        cells=tuple(_cell(record, context, column) for column in COLUMNS),
    )


def _cell(record: MeetingRecord, context: Context, column: Column) -> Cell:
    lines = tuple(Line(entry.instance, entry.text, _details(entry)) for entry in record.cell(context.key, column.key))
    return Cell(column.key.value, column.label, lines, "" if lines else empty_cell(record, context, column.key))


def empty_cell(record: MeetingRecord, context: Context, column: ColumnKey) -> str:
    """What an empty cell says. Where the context has something left out it never says that there was nothing."""
    partial = any(omission.where == context.label for omission in record.omissions)
    return cell_silence(record, context.key, column) or (NO_ENTRY_HERE if partial else NO_ENTRY)


def _details(entry: EntryRecord) -> str:
    limit = {
        Sharing.EVERYONE: "",
        Sharing.NOT_FAMILY: Sharing.NOT_FAMILY.label,
        Sharing.AGENCIES: f"Only for {', '.join(entry.sharing_agencies)}",
    }
    return joined(
        entry.source,
        "" if entry.basis is Basis.FACT else entry.basis.label,
        limit[entry.sharing],
        "Before the meeting" if entry.before_meeting else "",
        *_action_details(entry.action),
    )


def _action_details(action: ActionRecord | None) -> tuple[str, ...]:
    if action is None:
        return ()
    return (f"Owner: {owner(action) or 'none yet'}", f"By {day(action.due)}" if action.due else "No date yet")
