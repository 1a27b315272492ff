"""Gathers what is read. Every paragraph given to it ends up somewhere: that is its one promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from concentric.method.exchange.entry_mark import Mark, split_suffix
from concentric.method.exchange.framework_docx.entries import Line, read_cell
from concentric.method.exchange.framework_docx.found import HeadField, Label, Piece, ReadSilence, Unplaced
from concentric.method.exchange.framework_docx.head import read_head
from concentric.method.exchange.framework_docx.labels import context_of
from concentric.method.exchange.framework_docx.silence import says_empty, silence_of
from concentric.method.exchange.framework_docx.text import Paragraph, Standing
from concentric.method.instrument.grid import COLUMN, ColumnKey, ContextKey
from concentric.method.records.signed import ActionRecord, EntryRecord

SILENCE_PART = "silence"
Record = TypeVar("Record", EntryRecord, ActionRecord)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands. Without a context, or with other than one column, `why` says what is wrong with it."""

    context: ContextKey | None
    columns: tuple[ColumnKey, ...]
    instance: str
    why: str
    whole_context: bool = False

    @property
    def column(self) -> ColumnKey | None:
        return self.columns[0] if len(self.columns) == 1 else None


@dataclass(slots=True)
class Builder:
    """Pieces, silences, head, labels and tray of one file.

    `marks` are what our own minutes remember of entries, `names` the homes, groups, schools and places among them.
    """

    marks: dict[str, Mark]
    pieces: list[Piece] = field(default_factory=list)
    silences: list[ReadSilence] = field(default_factory=list)
    head: list[HeadField] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    used_marks: set[str] = field(default_factory=set)
    names: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {mark.entry.instance for mark in self.marks.values()}

    def note(self, text: str) -> None:
        self.notes[text] = None

    def tray(self, text: str, where: str, why: str, place: Place | None = None) -> None:
        if text.strip():
            context, column = (place.context, place.column) if place else (None, None)
            self.unplaced.append(Unplaced(text.strip(), where, why, context, column))

    def label(self, text: str, where: str) -> None:
        if text.strip():
            self.labels.append(Label(text.strip(), where))

    def sort(self, found: Iterable[HeadField | Label | str], where: str, why: str) -> None:
        """What a line of the head was taken apart into; plain strings go to the tray."""
        for item in found:
            if isinstance(item, HeadField):
                self.head.append(item)
            elif isinstance(item, Label):
                self.labels.append(item)
            else:
                self.tray(item, where, why)

    def asides(self, paragraph: Paragraph, place: Place | None = None) -> None:
        """Words of a paragraph that do not stand: to the tray, each with why."""
        for aside in paragraph.asides:
            if aside.standing is Standing.PROMPT:
                self.label(aside.text, paragraph.where)
                continue
            self.tray(aside.text, paragraph.where, aside.standing.capitalize(), place)
            if aside.standing in {Standing.DELETED, Standing.MOVED}:
                self.note("The file has tracked changes. What was deleted is in the tray; what was added is read.")
        if paragraph.inserted:
            self.note("The file has tracked changes. What was deleted is in the tray; what was added is read.")

    def aside_only(self, paragraph: Paragraph, place: Place | None = None) -> bool:
        """Deal with what is never an entry: text boxes, fixed parts of our own minutes. True when that was all."""
        self.asides(paragraph, place)
        if paragraph.part and not (paragraph.part == SILENCE_PART and silence_of(paragraph.text)):
            self._part(paragraph)
            return True
        if paragraph.in_box:
            self.tray(paragraph.text, paragraph.where, "In a text box", place)
        return paragraph.in_box

    def _part(self, paragraph: Paragraph) -> None:
        """One of our own minutes' parts; what somebody typed beside its content control goes to the tray."""
        inside = "".join(stretch.text for stretch in paragraph.stretches if stretch.part and not stretch.standing)
        beside = "".join(stretch.text for stretch in paragraph.stretches if not stretch.part and not stretch.standing)
        if paragraph.part == "notes" and (silence := _noted_silence(inside, paragraph.where)):
            self.silences.append(silence)
            inside = ""
        found = read_head(inside, paragraph.where) if paragraph.part in {"head", "label"} else None
        if found is not None:
            self.sort(found, paragraph.where, "In the head of the minutes")
        elif paragraph.part in {"label", SILENCE_PART}:
            self.label(inside, paragraph.where)
        elif inside.strip():
            self.head.append(HeadField(paragraph.part, inside.strip(), paragraph.where))
        self.tray(beside, paragraph.where, f"Beside “{paragraph.part}”")

    def cell(self, paragraphs: Iterable[Paragraph], place: Place) -> None:
        """The content of one cell: entries, a silence, or the tray."""
        own = [paragraph for paragraph in paragraphs if not self.aside_only(paragraph, place)]
        text = read_cell(paragraph for paragraph in own if not paragraph.entry)
        lines = iter(text.lines)
        said = self._silence(text.lines, place) if len(text.lines) == 1 and len(own) == 1 else None
        if said:
            self.silences.append(said)
            return
        self.labels += text.labels
        waiting = next(lines, None)
        for paragraph in own:
            if paragraph.entry:
                self._own_entries(paragraph, place)
            while waiting and waiting.paragraph is paragraph:
                self._line(waiting, place)
                waiting = next(lines, None)

    def _silence(self, lines: list[Line], place: Place) -> ReadSilence | None:
        silence = silence_of(lines[0].text)
        if not silence or not place.context or not place.columns:
            return None
        columns = () if place.whole_context else place.columns
        state, certain = silence
        return ReadSilence(place.context, columns, place.instance, state, lines[0].text, lines[0].where, certain)

    def _line(self, line: Line, place: Place) -> None:
        if says_empty(line.text):
            self.label(line.text, line.where)
            return
        if not place.context or not place.column:
            self.tray(line.text, line.where, place.why, place)
            return
        blank = EntryRecord("", place.context, place.column, line.text)
        text, record = split_suffix(line.text, blank)
        found = self._piece(text or line.text, place.context, place.column, place.instance, line.paragraph)
        if text and record != blank:
            self.label(line.text[len(text) :], line.where)
            record = replace(record, text=text, instance=record.instance or place.instance)
            found = replace(found, record=record, instance=record.instance)
        self.pieces.append(replace(found, level=line.level, lead_in=line.lead_in))

    def _piece(self, text: str, context: ContextKey, column: ColumnKey, instance: str, paragraph: Paragraph) -> Piece:
        crossed = {Standing.DELETED, Standing.STRUCK, Standing.MOVED}
        return Piece(
            text=text,
            context=context,
            column=column,
            instance=instance,
            order=len(self.pieces),
            level=paragraph.level,
            where=paragraph.where,
            inserted=paragraph.inserted,
            struck=any(aside.standing in crossed for aside in paragraph.asides),
        )

    def _own_entries(self, paragraph: Paragraph, place: Place) -> None:
        for entry_id, inside, beside in _by_entry(paragraph):
            self._own_entry(entry_id, inside, beside, paragraph, place)

    def _own_entry(self, entry_id: str, inside: str, beside: str, paragraph: Paragraph, place: Place) -> None:
        """An entry of our own minutes: details from its mark unless the page says otherwise, place from the page."""
        mark = self.marks.get(entry_id)
        context = place.context if place.column else None
        column = place.column if place.context else None
        if mark and not (context and column):
            context, column = mark.entry.context, mark.entry.column
        if not context or not column:
            self.tray(f"{inside} {beside}", paragraph.where, place.why, place)
            return
        first = entry_id not in self.used_marks
        self.used_marks.add(entry_id)
        blank = EntryRecord(entry_id if first else "", context, column, "")
        record = replace(mark.entry, id=blank.id, context=context, column=column) if mark else blank
        typed, said = split_suffix(beside, blank)
        record = _as_said(said, record)
        if said != blank:
            self.label(beside[len(typed) :], paragraph.where)
        text = f"{inside} {typed.strip()}" if typed.strip() else inside
        edited = mark is not None and (mark.edited(text) or record.id != entry_id or _moved(mark, record))
        found = self._piece(text, context, column, _instance(record, place, mark), paragraph)
        record = replace(record, text=text, instance=found.instance)
        self.pieces.append(replace(found, record=record, edited=edited))


def _noted_silence(text: str, where: str) -> ReadSilence | None:
    """The silence of a whole context, as our minutes note it under the grid: "School: Not discussed"."""
    label = context_of(text)
    silence = silence_of(label.rest)
    if not silence or len(label.contexts) != 1:
        return None
    return ReadSilence(next(iter(label.contexts)), (), "", silence[0], text, where, silence[1])


def _as_said(said: EntryRecord, record: EntryRecord) -> EntryRecord:
    """The details with what the page says of them; of what the page does not say, the mark's stay."""
    usual = EntryRecord(said.id, said.context, said.column, "")
    record = _taken(record, said, usual)
    if said.action:
        action = ActionRecord()
        record = replace(record, action=_taken(record.action or action, said.action, action))
    return record


def _taken(into: Record, said: Record, usual: Record) -> Record:
    changed = {name.name: getattr(said, name.name) for name in fields(said) if name.name != "action"}
    return replace(into, **{name: value for name, value in changed.items() if value != getattr(usual, name)})


def _instance(record: EntryRecord, place: Place, mark: Mark | None) -> str:
    """The row's name, where it has one: a person may have moved the entry. The mark spells a name it knows in full."""
    if mark is None or not record.instance:
        return record.instance or place.instance
    same = mark.entry.context is record.context and _plain(place.instance) in _plain(mark.entry.instance)
    return record.instance if same else place.instance


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _moved(mark: Mark, record: EntryRecord) -> bool:
    return replace(record, id=mark.entry.id) != mark.entry


def _by_entry(paragraph: Paragraph) -> Iterator[tuple[str, str, str]]:
    """Each entry in the paragraph (several when a person joined two): its id, the text in its control, and after it."""
    entry, inside, beside = paragraph.entry, "", ""
    for stretch in paragraph.stretches:
        if stretch.standing:
            continue
        if stretch.entry and stretch.entry != entry:
            yield entry, inside, beside
            entry, inside, beside = stretch.entry, "", ""
        if stretch.entry:
            inside += stretch.text
        else:
            beside += stretch.text
    yield entry, inside, beside


def column_names(columns: Iterable[ColumnKey]) -> str:
    """Columns as a person reads them, in the instrument's order."""
    wanted = set(columns)
    return ", ".join(column.short for column in COLUMN.values() if column.key in wanted)
