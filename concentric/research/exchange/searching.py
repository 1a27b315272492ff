"""Words in the texts of a study, wherever they stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.research.exchange.documents import held
from concentric.research.frameworks.models import Entry
from concentric.research.frameworks.researcher import Researcher

_CHUNK = 2_000
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds every word, and the words around the first of them."""

    framework: str
    entry: int
    context: str
    column: str
    excerpt: str


def search(researcher: Researcher, words: Sequence[str]) -> Iterator[Hit]:
    """Entries that hold every one of the words, in the order of the frameworks; capitals make no difference."""
    wanted = [word.casefold() for word in words]
    found = Entry.objects.filter(framework__in=held(researcher).values("pk")).order_by("framework__code", "position")
    rows = found.values_list("framework__code", "position", "context", "column", "text")
    for code, position, context, column, text in rows.iterator(_CHUNK):
        folded = text.casefold()
        if all(word in folded for word in wanted):
            place = (CONTEXT[context].label if context else "", COLUMN[column].label if column else "")
            yield Hit(code, position + 1, *place, _excerpt(text, folded.find(wanted[0])))


def _excerpt(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + _AROUND
    words = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{words}{' …' if end < len(text) else ''}"
