"""The words and shapes that every template of the meeting screen shares: the grid as it is drawn, not what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.casework.live.cells import cell_head, cell_line
from concentric.casework.live.elements import COLUMN_SHORT, CONTEXT_SHORT, entry_element
from concentric.casework.live.shown import owner_of, role_of
from concentric.casework.meetings.models import Attendance
from concentric.foundation.identity import new_id
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, Band, Column, ContextKey


@dataclass(frozen=True, slots=True)
class Side:
    """Columns that stand under one another."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """A row of sides: help stands beside harm."""

    key: str
    sides: tuple[Side, ...]


def _side(title: str, band: Band) -> Side:
    return Side(title, tuple(column for column in COLUMNS if column.band is band))


BANDS = (
    DrawnBand("happened", (_side("What has happened", Band.HAPPENED),)),
    DrawnBand("weighing", (_side("What makes it likelier", Band.LIKELIER), _side("What holds", Band.HOLDS))),
    DrawnBand("involved", (_side("Who is involved", Band.INVOLVED),)),
    DrawnBand("will-do", (_side("What we will do", Band.WILL_DO),)),
)

ABOUT = {
    ContextKey.INDIVIDUAL: "how the young person is supported",
    ContextKey.FAMILY: "the home",
    ContextKey.PEERS: "the peer group",
    ContextKey.SCHOOL: "the school",
    ContextKey.NEIGHBOURHOOD: "the place",
}

ATTENDANCE = [
    (Attendance.State.ATTENDED.value, "Here"),
    (Attendance.State.OBSERVER.value, "Observer"),
    (Attendance.State.APOLOGIES.value, "Apologies"),
    (Attendance.State.ABSENT.value, "Did not come"),
]


def anchor(part: str) -> str:
    """The element id of a part of the screen: "context:school" is "part-context-school"."""
    return "part-" + part.replace(":", "-")


def lines(text: object) -> list[str]:
    """Paragraphs of a statement, kept as one text or as a list."""
    pieces = text if isinstance(text, list | tuple) else str(text).splitlines()
    return [str(piece) for piece in pieces if str(piece).strip()]


FURNITURE: dict[str, object] = {
    "bands": BANDS,
    "contexts": CONTEXTS,
    "columns": COLUMNS,
    "context_short": CONTEXT_SHORT,
    "context_label": {context.key.value: context.label for context in CONTEXTS},
    "context_about": {key.value: words for key, words in ABOUT.items()},
    "column_short": COLUMN_SHORT,
    "attendance_states": ATTENDANCE,
    "anchor": anchor,
    "cell_head": cell_head,
    "cell_line": cell_line,
    "entry_element": entry_element,
    "lines": lines,
    "new_id": new_id,
    "owner_of": owner_of,
    "role_of": role_of,
}
