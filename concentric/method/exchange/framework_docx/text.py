"""The document as paragraphs and tables, in order, each word kept: what stands, and what was crossed out or hidden."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lxml import etree

from concentric.method.exchange.entry_mark import read_tag
from concentric.method.exchange.framework_docx.ooxml import (
    BOXES,
    BREAKS,
    DELETED,
    INSERTED,
    MC,
    PARAGRAPHS,
    SETTINGS,
    TABS,
    TEXT,
    W,
    character_of,
    chosen_branches,
    is_on,
    value_of,
)
from concentric.method.exchange.framework_docx.styles import Styles


class Standing(StrEnum):
    """Whether words stand in the record. The value says why they do not."""

    STANDS = ""
    DELETED = "deleted with tracked changes"
    MOVED = "moved elsewhere with tracked changes"
    STRUCK = "crossed out"
    HIDDEN = "hidden text"
    PROMPT = "the prompt of an empty field"
    PICTURE = "the description of a picture"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in a row with the same standing; `entry` and `part` name the content control of ours around them."""

    text: str
    standing: Standing
    inserted: bool = False
    entry: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` is what stands; `asides` are the other words. `level` 0 is plain, 1 a list item, 2 an item under it."""

    stretches: tuple[Stretch, ...]
    where: str
    level: int = 0
    heading: bool = False
    in_box: bool = False

    @property
    def text(self) -> str:
        return "".join(stretch.text for stretch in self.stretches if not stretch.standing)

    @property
    def asides(self) -> tuple[Stretch, ...]:
        grouped = itertools.groupby(self.stretches, key=lambda stretch: stretch.standing)
        joined = (Stretch("".join(stretch.text for stretch in group), standing) for standing, group in grouped)
        return tuple(stretch for stretch in joined if stretch.standing and stretch.text.strip())

    @property
    def inserted(self) -> bool:
        return any(stretch.inserted for stretch in self.stretches if not stretch.standing)

    @property
    def entry(self) -> str:
        return next((stretch.entry for stretch in self.stretches if stretch.entry), "")

    @property
    def part(self) -> str:
        return next((stretch.part for stretch in self.stretches if stretch.part), "")


@dataclass(slots=True)
class TableXml:
    """A table still to be laid out, with the state around it."""

    element: etree._Element
    number: int
    where: str
    state: State


Block = Paragraph | TableXml


@dataclass(frozen=True, slots=True)
class State:
    """What the elements around a run say of it."""

    standing: Standing = Standing.STANDS
    inserted: bool = False
    entry: str = ""
    part: str = ""

    def inside(self, element: etree._Element) -> State:
        """The state of what is inside `element`."""
        if element.tag in DELETED:
            return replace(self, standing=Standing.MOVED if element.tag == W + "moveFrom" else Standing.DELETED)
        if element.tag in INSERTED:
            return replace(self, inserted=True)
        if element.tag == W + "sdt":
            return self._controlled(element)
        if element.tag == W + "r" and not self.standing:
            return replace(self, standing=_run_standing(element))
        return self

    def _controlled(self, control: etree._Element) -> State:
        if not self.standing and is_on(control, "sdtPr/showingPlcHdr"):
            return replace(self, standing=Standing.PROMPT)
        kind, name = read_tag(value_of(control, "sdtPr/tag") or "") or ("", "")
        if kind == "entry":
            return replace(self, entry=name)
        return replace(self, part=name) if kind == "part" else self


def _run_standing(run: etree._Element) -> Standing:
    if is_on(run, "rPr/vanish"):
        return Standing.HIDDEN
    if is_on(run, "rPr/strike") or is_on(run, "rPr/dstrike"):
        return Standing.STRUCK
    return Standing.STANDS


def stretch_of(text: str, state: State) -> Stretch:
    """Words with the state that the elements around them give."""
    return Stretch(text, state.standing, state.inserted, state.entry, state.part)


@dataclass(slots=True)
class TextReader:
    """Walks the XML of one file. Tables are numbered through the whole document, nested ones after their host."""

    styles: Styles
    tables: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def blocks(self, container: etree._Element, where: str = "", state: State | None = None) -> list[Block]:
        """Paragraphs and tables of a body, a cell, a text box or a note, in order."""
        place = where + ", " if where else ""
        numbers = itertools.count(1)
        return list(self._blocks(container, place, state or State(), numbers))

    def _blocks(self, container: etree._Element, place: str, state: State, numbers: Iterator[int]) -> Iterator[Block]:
        children = chosen_branches(container) if container.tag == MC + "AlternateContent" else container
        for child in children:
            if child.tag in PARAGRAPHS:
                yield from self._paragraph(child, f"{place}paragraph {next(numbers)}", state)
            elif child.tag == W + "tbl":
                number = next(self.tables)
                yield TableXml(child, number, f"{place}table {number}", state)
            elif child.tag in SETTINGS:
                continue
            elif child.tag in TEXT or child.tag == W + "r":
                yield from self._paragraph(child, f"{place}paragraph {next(numbers)}", state)
            else:
                yield from self._blocks(child, place, state.inside(child), numbers)

    def _paragraph(self, element: etree._Element, where: str, state: State) -> Iterator[Block]:
        """The paragraph, then the paragraphs of the text boxes anchored in it."""
        boxes: list[tuple[etree._Element, State]] = []
        stretches = tuple(self._stretches(element, state, boxes))
        if any(stretch.text.strip() for stretch in stretches):
            heading = self.styles.is_heading(element)
            yield Paragraph(stretches, where, 0 if heading else self.styles.level(element), heading)
        for box, around in boxes:
            for block in self.blocks(box, f"{where}, text box", around):
                yield replace(block, in_box=True) if isinstance(block, Paragraph) else block

    def _stretches(
        self, element: etree._Element, state: State, boxes: list[tuple[etree._Element, State]]
    ) -> Iterator[Stretch]:
        state = state.inside(element)
        if element.tag in TEXT:
            yield stretch_of(element.text or "", state)
        elif element.tag in BREAKS:
            yield stretch_of("\n", state)
        elif element.tag in TABS:
            yield stretch_of("\t", state)
        elif element.tag in BOXES:
            boxes.append((element, state))
        else:
            yield from self._inner(element, state, boxes)

    def _inner(
        self, element: etree._Element, state: State, boxes: list[tuple[etree._Element, State]]
    ) -> Iterator[Stretch]:
        if character := character_of(element):
            yield stretch_of(character, state)
        if element.tag.endswith("}docPr") and (description := element.get("descr")):
            yield Stretch(description, state.standing or Standing.PICTURE)
        children = chosen_branches(element) if element.tag == MC + "AlternateContent" else element
        for child in children:
            if child.tag not in SETTINGS:
                yield from self._stretches(child, state, boxes)
