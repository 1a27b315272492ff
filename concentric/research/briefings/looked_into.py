"""What was looked into, and what not: for each part of the grid, how many frameworks record something, how many that
nothing was found, and how many neither. What nobody recorded may be so or not, hence the bounds.
"""

from __future__ import annotations

from collections.abc import Iterator

from concentric.method.analysis.asking import Cell, Table, TableRow
from concentric.method.analysis.disclosure.truths import written
from concentric.method.analysis.printed import per_cent
from concentric.method.exchange.report.content import Block, Bullets, Sheet, Words
from concentric.research.briefings.figures import Figures
from concentric.research.briefings.sheets import HIDDEN

_FEWEST = 4
_HEAD = ("Part of the grid", "Recorded", "Nothing found", "Not recorded", "Share that may hold it")
_NOTE = (
    "Frameworks. Nothing found: the meeting marked that it had looked. Of the others nobody knows, so the share is at "
    "the least what is recorded, and at the most all but where nothing was found."
)


def looked_into(figures: Figures, table: Table, hidden: frozenset[str]) -> Iterator[Block]:
    """The three states of everything that is looked into, and of what least was recorded. `hidden`: keys of counts."""
    rows = [(row, _Told(figures, table, row, hidden)) for row in figures.looked_into]
    if not rows:
        return
    yield Sheet("What was looked into", _HEAD, tuple((_name(row), *told.cells()) for row, told in rows), _NOTE)
    shown = [(told.silent, row) for row, told in rows if told.silent is not None and 2 * told.silent > told.of]
    unknown = tuple(_name(row) for row, told in rows if told.silent is None)
    if least := sorted(shown, key=lambda one: -one[0])[:_FEWEST]:
        yield Words(f"{'Of what can be shown, least' if unknown else 'Least'} was recorded of these:")
        yield Bullets(tuple(f"{_name(row)}: nothing in {n} of {row.cells[-1].of} frameworks" for n, row in least))
    if unknown:
        yield Words("Of these it is hidden in how many nothing was recorded. It may be fewer, or more:")
        yield Bullets(unknown)


def _name(row: TableRow) -> str:
    return " › ".join((*row.path, row.name))


class _Told:
    """The states of one row in all frameworks: None where a count is hidden."""

    def __init__(self, figures: Figures, table: Table, row: TableRow, hidden: frozenset[str]) -> None:
        cell: Cell = row.cells[-1]
        states = figures.gathered.state_atoms(table, row)
        keys = (figures.key(table, row, table.columns[-1]), *(written(states[state]) for state in states))
        counts = (cell.n, cell.absent, cell.not_recorded)
        self.of = cell.of
        self.held, self.absent, self.silent = (
            None if key in hidden else n for key, n in zip(keys, counts, strict=True)
        )

    def cells(self) -> tuple[str, ...]:
        """As they are printed: the counts, and what they leave open."""
        counts = (self.held, self.absent, self.silent)
        return *(HIDDEN if one is None else str(one) for one in counts), self._bounds()

    def _bounds(self) -> str:
        least = None if self.held is None else per_cent(self.held / self.of)
        most = None if self.absent is None else per_cent(1 - self.absent / self.of)
        if least and most:
            return least if least == most else f"{least} to {most}"
        return f"at least {least}" if least else f"at most {most}" if most else HIDDEN
