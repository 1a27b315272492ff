"""Words in the texts of a study: the index finds the entries, and only those that are shown are read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet

from concentric.foundation.search.index import Index
from concentric.foundation.search.words import stems, words_of
from concentric.research.frameworks.models import Entry, EntryWords, Framework, Indexed, Study

INDEX = Index("research_entrywords", "entrywords")
Row = tuple[uuid.UUID, str, str, int, str, str, str]
_ROW = (
    "framework_id",
    "framework__code",
    "framework__site__letter",
    "entry__position",
    "entry__context",
    "entry__column",
    "entry__text",
)
_BATCH = 200
_AROUND = 70
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds every word, by its framework and its number there; `before`, `words` and `after` are those
    around the first of them.
    """

    framework: uuid.UUID
    code: str
    site: str
    number: int
    context: str
    column: str
    before: str
    words: str
    after: str


def search(study: Study, query: str) -> Iterator[Hit]:
    """Every entry that holds all words of `query`."""
    return hits(matching(study, query), query)


def matching(study: Study, query: str) -> QuerySet[EntryWords, Row]:
    """The entries that hold every word of `query`, in the order of the frameworks' codes, to be counted or cut.

    Words are found by their stems ("schools" finds "school"); the last one, still being typed, also as a beginning.
    """
    index_missing(study)
    held = EntryWords.objects.filter(framework__study=study, framework__status=Framework.Status.HELD)
    return INDEX.matching(held, query).order_by("framework__code", "entry__position").values_list(*_ROW)


def hits(rows: Iterable[Row], query: str) -> Iterator[Hit]:
    """What `matching` found, with the words that were looked for."""
    wanted, beginning = frozenset(stems(query)), "".join(words_of(query)[-1:])
    for framework, code, site, position, context, column, text in rows:
        start, end = _first(text, wanted, beginning)
        before = ("… " if start > _AROUND else "") + text[max(0, start - _AROUND) : start]
        after = text[end : end + _AROUND] + (" …" if end + _AROUND < len(text) else "")
        yield Hit(framework, code, site, position + 1, context, column, before, text[start:end], after)


def index_missing(study: Study) -> None:
    """Make findable what was laid out since the index was last asked."""
    missing = Framework.objects.filter(study=study, status=Framework.Status.HELD, indexed=None).order_by("code")
    ids = list(missing.values_list("pk", flat=True))
    for first in range(0, len(ids), _BATCH):
        with transaction.atomic():
            _index(ids[first : first + _BATCH])


def _index(ids: list[uuid.UUID]) -> None:
    texts = Entry.objects.filter(framework__in=ids).order_by("framework", "position")
    EntryWords.objects.bulk_create(
        [
            EntryWords(entry_id=entry, framework_id=framework, body=" ".join(stems(text)))
            for entry, framework, text in texts.values_list("pk", "framework", "text")
        ],
        ignore_conflicts=True,
    )
    Indexed.objects.bulk_create([Indexed(framework_id=one) for one in ids], ignore_conflicts=True)


@lru_cache(maxsize=50_000)
def _stems_of(word: str) -> tuple[str, ...]:
    return tuple(stems(word))


def _first(text: str, wanted: frozenset[str], beginning: str) -> tuple[int, int]:
    """Where the first of the words stands, by the rule of the index."""
    for match in _WORD.finditer(text):
        if any(stem in wanted or stem.startswith(beginning) for stem in _stems_of(match.group())):
            return match.span()
    return 0, 0
