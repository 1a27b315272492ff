"""Words in the texts of a study, as the command line prints where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.searching import search as search_texts


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds every word, and the words around the first of them."""

    framework: str
    entry: int
    context: str
    column: str
    excerpt: str


def search(researcher: Researcher, words: Sequence[str]) -> Iterator[Hit]:
    """Entries that hold every one of the words, in the order of the frameworks."""
    for hit in search_texts(researcher.study, " ".join(words)):
        context = CONTEXT[hit.context].label if hit.context else ""
        column = COLUMN[hit.column].label if hit.column else ""
        excerpt = " ".join(f"{hit.before}{hit.words}{hit.after}".split())
        yield Hit(hit.code, hit.number, context, column, excerpt)
