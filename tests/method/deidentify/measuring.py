"""Counts what was found and missed in marked notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from concentric.method.deidentify.find import find
from concentric.method.deidentify.roster import read_roster

Ranges = Sequence[tuple[int, int]]
_TITLE = re.compile(r"(?:(?:The|Mr|Mrs|Ms|Miss|Dr|PC|Station Manager)\.?\s+)?")
_HOUSE = re.compile(r"(?:\d+[a-z]?\s+)?")


@dataclass
class Measured:
    """`found` and `marked` by "known direct", "unlisted direct" and "quasi"; `missed` texts; false findings' texts."""

    found: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    notes: int = 0

    def share_found(self, group: str) -> float:
        return self.found[group] / self.marked[group]

    @property
    def false_in_a_note(self) -> float:
        return len(self.false) / self.notes


def ours(row: dict[str, Any]) -> Ranges:
    return [(span.start, span.end) for span in find(row["text"], read_roster(row["roster"]))]


def measured(rows: Iterable[dict[str, Any]], finder: Callable[[dict[str, Any]], Ranges] = ours) -> Measured:
    """An identifier is found where every letter and digit of it is covered (a title or a house number may stay)."""
    result = Measured()
    for row in rows:
        text, ranges = row["text"], sorted(finder(row))
        covered = {place for start, end in ranges for place in range(start, end)}
        marked = {place for span in row["spans"] for place in range(span["start"], span["end"])}
        result.notes += 1
        result.false += [text[start:end] for start, end in ranges if marked.isdisjoint(range(start, end))]
        for span in row["spans"]:
            if span["cls"] == "keep":
                continue
            group = "quasi" if span["cls"] == "quasi" else "known direct" if span["on_case"] else "unlisted direct"
            needed = [place for place in range(_core(span), span["end"]) if text[place].isalnum()]
            is_found = covered.issuperset(needed)
            result.marked[group] += 1
            result.found[group] += is_found
            if not is_found:
                result.missed.append(f"{span['variant']}: {text[span['start'] : span['end']]}")
    return result


def _core(span: dict[str, Any]) -> int:
    excused = {"person": _TITLE, "street": _HOUSE}.get(span["kind"])
    match = excused.match(span["text"]) if excused else None
    return int(span["start"]) + (match.end() if match else 0)
