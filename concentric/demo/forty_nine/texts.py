"""The entries of one framework: the plan's sentences laid into the grid, some together, some in the wrong cell."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from concentric.demo.forty_nine.plan import Item, read_plan
from concentric.method.instrument.grid import COLUMNS, CONTEXTS

# What a minute-taker adds, and nobody codes.
_ASIDES = (
    "Two agencies said so.",
    "This is known since last year.",
    "The meeting was not of one mind about it.",
    "To be looked at again at the review.",
    "Nobody could say since when.",
)
_DISSENT = "The school holds that this belongs to social care, and that one meeting is not enough"
_WITH_ASIDE, _JOINED = 0.2, 0.3
_TOGETHER = frozenset({"vulnerability", "risk", "strengths"})  # columns in which one entry may say two things
MEANT_FOR = frozenset(item.answers for item in read_plan() if item.answers)
AFTERWARDS = frozenset({"summary", "decision", "dissent"})  # what stands after the grid
NAMED = {"family": "Home", "peers": "Peer group", "school": "School", "neighbourhood": "Place"}


@dataclass
class Written:
    """An entry: where it was put, where it belongs, and what of it is what (`start` to before `end`)."""

    key: str
    first: tuple[str, str]
    place: tuple[str, str]
    text: str
    spans: list[tuple[Item, int, int]]
    named: str = ""
    answers: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return len(self.spans) == 1 and self.spans[0][2] == len(self.text)


def written(items: Iterable[Item], misplaced: frozenset[str], draw: random.Random) -> list[Written]:
    """The grid's entries in the order of the cells. `misplaced` are the handles that were put into the wrong one."""
    entries = [
        _entry(item, item.first if item.handle in misplaced else (item.context, item.column), draw)
        for item in items
        if item.column not in AFTERWARDS
    ]
    cells = {(row.key.value, column.key.value): None for row in CONTEXTS for column in COLUMNS}
    order = {cell: place for place, cell in enumerate(cells)}
    entries.sort(key=lambda entry: order[entry.first])
    joined = list(_joined(entries, draw))
    for entry in joined:
        if (kind := NAMED.get(entry.first[0])) and draw.random() < 0.6:
            entry.named = f"{kind} 1" if draw.random() < 0.8 else f"{kind} 2"
    _answer(joined, draw)
    return joined


def written_afterwards(items: Iterable[Item], draw: random.Random) -> dict[str, tuple[Item, str]]:
    """What stands after the grid, by its kind. A disagreement among the challenges is one that was put as well."""
    after = {item.column: (item, draw.choice(item.sentences)) for item in items if item.column in AFTERWARDS}
    disagreed = next((item for item in items if item.handle == "c_disagreement"), None)
    return {**after, "dissent": (disagreed, _DISSENT)} if disagreed else after


def _entry(item: Item, first: tuple[str, str], draw: random.Random) -> Written:
    text = draw.choice(item.sentences)
    entry = Written(f"{draw.getrandbits(64):016x}", first, (item.context, item.column), text, [])
    entry.spans.append((item, 0, len(text)))
    return entry


def _joined(entries: list[Written], draw: random.Random) -> Iterator[Written]:
    """Now and then two sentences of one cell are one entry, and somebody adds a sentence."""
    before: Written | None = None
    for entry in entries:
        same = before and (before.first, before.place) == (entry.first, entry.place)
        if before and same and entry.place[1] in _TOGETHER and len(before.spans) == 1 and draw.random() < _JOINED:
            start = len(before.text) + 2
            before.text = f"{before.text}. {entry.text}"
            before.spans.append((entry.spans[0][0], start, start + len(entry.text)))
            continue
        if before:
            yield _with_aside(before, draw)
        before = entry
    if before:
        yield _with_aside(before, draw)


def _with_aside(entry: Written, draw: random.Random) -> Written:
    if draw.random() < _WITH_ASIDE:
        entry.text = f"{entry.text.removesuffix('.')}. {draw.choice(_ASIDES)}"
    return entry


def _answer(entries: list[Written], draw: random.Random) -> None:
    """Planned actions answer what they are meant for, where there is any; else now and then a need of their context
    that no kind of action is meant for.
    """
    needs = [entry for entry in entries if entry.first[1] in ("vulnerability", "risk")]
    for action in entries:
        if action.first[1] != "actions":
            continue
        meant = action.spans[0][0].answers
        fitting = [need for need in needs if any(item.handle == meant for item, _, _ in need.spans)]
        if not fitting and draw.random() < 0.6:
            there = [need for need in needs if need.place[0] == action.place[0] and not _is_meant_for(need)]
            fitting = draw.sample(there, min(len(there), draw.choice((1, 1, 2))))
        action.answers = [need.key for need in fitting]


def _is_meant_for(need: Written) -> bool:
    return any(item.handle in MEANT_FOR for item, _, _ in need.spans)
