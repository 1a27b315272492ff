"""Words in the texts of a study: the index finds the entries, and only those that are shown are read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from django.db import transaction
from django.db.models import QuerySet

from concentric.foundation.search.index import Index
from concentric.foundation.search.words import stems, words_of
from concentric.research.frameworks.beside import go_beside
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
AT_ONCE = 100
"""So many frameworks are made findable while the person waits; more of them beside the requests."""
_BATCH = 20  # SQLite keeps other writers waiting for as long as one takes
_AROUND = 70
_begun: set[uuid.UUID] = set()  # the studies that this process makes findable beside the requests
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
    """Every entry that holds all words of `query`, once the index has them all."""
    index_missing(study)
    return hits(matching(study, query), query)


def matching(study: Study, query: str) -> QuerySet[EntryWords, Row]:
    """The entries in the index that hold every word of `query`, in the order of the frameworks' codes, to be counted or
    cut.

    Words are found by their stems ("schools" finds "school"); the last one, still being typed, also as a beginning.
    """
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


def make_findable(study: Study) -> int:
    """Have the index take what was laid out since it was last asked; in how many frameworks nothing is found yet.

    Thousands of them, as an import brings, take seconds: nobody waits for these.
    """
    missing = _missing(study).count()
    if missing <= AT_ONCE:
        index_missing(study)
        return 0
    if study.pk not in _begun:
        _begun.add(study.pk)
        # Where it breaks off, the next search begins again.
        go_beside(partial(_index_beside, study), lambda _: None, "")
    return missing


def _index_beside(study: Study) -> None:
    try:
        index_missing(study)
    finally:
        _begun.discard(study.pk)


def index_missing(study: Study) -> None:
    """The whole of it, in small transactions."""
    while _index(study):
        pass


def _missing(study: Study) -> QuerySet[Framework]:
    return Framework.objects.filter(study=study, status=Framework.Status.HELD, indexed=None)


@transaction.atomic
def _index(study: Study) -> bool:
    """A few more frameworks, held against corrections; whether there were any."""
    held = _missing(study).order_by("pk").select_for_update(of=("self",), no_key=True)
    ids = list(held.values_list("pk", flat=True)[:_BATCH])
    texts = Entry.objects.filter(framework__in=ids).order_by("framework", "position")
    EntryWords.objects.bulk_create(
        [
            EntryWords(entry_id=entry, framework_id=framework, body=" ".join(stems(text)))
            for entry, framework, text in texts.values_list("pk", "framework", "text")
        ],
        ignore_conflicts=True,
    )
    Indexed.objects.bulk_create([Indexed(framework_id=one) for one in ids], ignore_conflicts=True)
    return bool(ids)


@lru_cache(maxsize=50_000)
def _stems_of(word: str) -> tuple[str, ...]:
    return tuple(stems(word))


def _first(text: str, wanted: frozenset[str], beginning: str) -> tuple[int, int]:
    """Where the first of the words stands, by the rule of the index."""
    for match in _WORD.finditer(text):
        if any(stem in wanted or stem.startswith(beginning) for stem in _stems_of(match.group())):
            return match.span()
    return 0, 0
