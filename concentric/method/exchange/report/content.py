"""What a report is made of, before it is a page, a Word file or a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from concentric.method.exchange.drawing.shapes import Drawing

DRAFT = "Draft, not released"


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a chapter, 2 what lies in it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs; an empty line parts them. `is_quiet`: a note beside the text. `key`: the part they belong to."""

    text: str
    is_quiet: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. The first column heads its rows; figures in the others stand to the right where `numbers`."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    drawing: Drawing


Block = Heading | Words | Bullets | Sheet | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """`marking` stands at the foot of every page. With its author, `by`, the title has a page of its own."""

    title: str
    subtitle: str
    marking: str
    made: datetime
    blocks: tuple[Block, ...]
    by: str = ""
    is_draft: bool = False

    @property
    def date(self) -> str:
        return f"{self.made.day} {self.made:%B %Y}"

    def printed(self) -> Iterator[tuple[Block, str]]:
        """Each block with its caption: a table has none that would only say the heading above it again."""
        above: Block | None = None
        for block in self.blocks:
            caption = block.drawing.title if isinstance(block, Picture) else getattr(block, "title", "")
            yield block, "" if isinstance(above, Heading) and caption == above.text else caption
            above = block


def to_plain(report: Report) -> dict[str, Any]:
    """As JSON keeps it."""
    blocks = [{"kind": type(block).__name__, **asdict(block)} for block in report.blocks]
    return {**asdict(report), "made": report.made.isoformat(), "blocks": blocks}


def from_plain(plain: dict[str, Any]) -> Report:
    """What `to_plain` wrote."""
    blocks = tuple(_block(dict(block)) for block in plain["blocks"])
    return Report(**{**plain, "made": datetime.fromisoformat(plain["made"]), "blocks": blocks})


def _block(plain: dict[str, Any]) -> Block:
    kind = plain.pop("kind")
    if kind == "Picture":
        return Picture(Drawing(**plain["drawing"]))
    if kind == "Sheet":
        return Sheet(**{**plain, "head": tuple(plain["head"]), "rows": tuple(tuple(row) for row in plain["rows"])})
    if kind == "Bullets":
        return Bullets(tuple(plain["items"]))
    return Heading(**plain) if kind == "Heading" else Words(**plain)
