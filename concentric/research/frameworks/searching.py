"""Words in the texts of a study: the index finds the frameworks, and their entries are read for the places."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from concentric.foundation.search.index import Index
from concentric.foundation.search.words import fold, stems, words_of
from concentric.research.frameworks.models import Entry, Framework, FrameworkWords, Study

INDEX = Index("research_frameworkwords", "frameworkwords")
_BATCH = 200
_AROUND = 70
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds every word; `before`, `words` and `after` are those around the first of them."""

    entry: Entry
    before: str
    words: str
    after: str


def search(study: Study, query: str) -> Iterator[Hit]:
    """Entries that hold every word of `query`, in the order of the frameworks' codes.

    Words are found by their stems ("schools" finds "school"); the last one, still being typed, also as a beginning.
    """
    index_missing(study)
    wanted = stems(query)
    if not wanted:
        return
    beginning = words_of(query)[-1]
    held = FrameworkWords.objects.filter(framework__study=study, framework__status=Framework.Status.HELD)
    ids = INDEX.matching(held, query).values("framework_id")
    entries = Entry.objects.filter(framework__in=ids).select_related("framework__site").defer("framework__document")
    for entry in entries.order_by("framework__code", "position").iterator(chunk_size=_BATCH):
        found = _first(entry.text, wanted, beginning)
        if found:
            start, end = found
            yield Hit(
                entry,
                ("… " if start > _AROUND else "") + entry.text[max(0, start - _AROUND) : start],
                entry.text[start:end],
                entry.text[end : end + _AROUND] + (" …" if end + _AROUND < len(entry.text) else ""),
            )


def index_missing(study: Study) -> None:
    """Make findable what was laid out since the index was last asked."""
    held = Framework.objects.filter(study=study, status=Framework.Status.HELD, words=None)
    ids = list(held.values_list("pk", flat=True))
    for first in range(0, len(ids), _BATCH):
        _index(ids[first : first + _BATCH])


def _index(ids: list[uuid.UUID]) -> None:
    texts = Entry.objects.filter(framework__in=ids).order_by("framework", "position").values_list("framework", "text")
    bodies = {
        one: " ".join(stems("\n".join(text for _, text in its))) for one, its in groupby(texts, lambda row: row[0])
    }
    FrameworkWords.objects.bulk_create(
        [FrameworkWords(framework_id=one, body=bodies.get(one, "")) for one in ids], ignore_conflicts=True
    )


@lru_cache(maxsize=50_000)
def _stems_of(word: str) -> tuple[str, ...]:
    return tuple(stems(word))


def _first(text: str, wanted: list[str], beginning: str) -> tuple[int, int] | None:
    """Where the first of the words stands, when all of them do."""
    missing, first = set(wanted), None
    last = wanted[-1]
    for match in _WORD.finditer(text):
        hit = [one for one in _stems_of(match.group()) if one in wanted]
        if not hit and fold(match.group()).startswith(beginning):
            hit = [last]
        if hit:
            first = first or (match.start(), match.end())
            missing.difference_update(hit)
            if not missing:
                return first
    return None
