"""Reading plan.txt: which codes there are, how many frameworks of each cohort hold them, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

Counts = tuple[int, int, int]
_PLAN = Path(__file__).parent / "plan.txt"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the plan. `counts` are frameworks of the sole, group and both cohort, None where `rest` says which.

    `node`, `context` and `column` are keys, empty where there is none; `first` is the cell that `misplaced` entries
    were put into.
    """

    handle: str
    name: str
    node: str
    context: str
    column: str
    counts: Counts | None
    rest: str = ""
    inside: str = ""
    outside: tuple[str, ...] = ()
    beside: str = ""
    together: Counts = (0, 0, 0)
    first: tuple[str, str] = ("", "")
    misplaced: int = 0
    answers: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def is_code(self) -> bool:
        return bool(self.name)


def read_plan() -> tuple[Item, ...]:
    """Every item in the order of the file, which is the order of the codebook."""
    return tuple(_items(_PLAN.read_text("utf-8").splitlines()))


def _items(lines: list[str]) -> Iterator[Item]:
    place, item = ("", "", ""), None
    for line in lines:
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith(" ") and item:
            item = replace(item, sentences=(*item.sentences, line.strip()))
            continue
        if item:
            yield item
        item = None if line.startswith("[") else _item(line, place)
        if line.startswith("["):
            node, context, column = ("" if part == "-" else part for part in line.strip("[]").split())
            place = (node, context, column)
    if item:
        yield item


def _item(line: str, place: tuple[str, str, str]) -> Item:
    handle, name, counts, *conditions = (part.strip() for part in line.split("|"))
    rest = counts.removeprefix("rest ") if counts.startswith("rest ") else ""
    item = Item(handle, name, *place, counts=None if rest else _counts(counts.split()), rest=rest)
    for condition in conditions[0].split(",") if conditions else ():
        item = _with_condition(item, condition.split())
    return item


def _with_condition(item: Item, words: list[str]) -> Item:
    match words:
        case ["in", other]:
            return replace(item, inside=other)
        case ["not", other]:
            return replace(item, outside=(*item.outside, other))
        case ["with", other, *counts]:
            return replace(item, beside=other, together=_counts(counts))
        case ["first", context, column, count]:
            return replace(item, first=(context, column), misplaced=int(count))
        case ["answers", other]:
            return replace(item, answers=other)
    raise ValueError(f"the plan does not know this condition: {words}")


def _counts(words: list[str]) -> Counts:
    sole, group, both = map(int, words)
    return sole, group, both
