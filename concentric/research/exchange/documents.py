"""A study's frameworks as texts with their codings, read a hundred at a time so that memory holds no more."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from concentric.method.records.coded import Coding as TravellingCoding
from concentric.method.records.coded import Document, Segment
from concentric.research.coding.models import Coding, DoubleCoding, Memo
from concentric.research.coding.queries import visible
from concentric.research.exchange.document import Laid, Placed, joined
from concentric.research.exchange.words import sayable
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.researcher import Researcher

BEING_IMPORTED = "It is being imported."
_BATCH = 100
_SEGMENT = 0x5E6
_AS_TEXT = [Cast(name, TextField()) for name in ("pk", "framework_id", "entry_id", "code_id", "coder_id")]
_PLACED = ("text", "kind", "context", "column", "first_context", "first_column", "named", "source", "name")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A framework as one text. `starts` and `lengths` are of its entries' words."""

    id: uuid.UUID
    code: str
    laid: Laid
    starts: dict[uuid.UUID, int]
    lengths: dict[uuid.UUID, int]


def held(researcher: Researcher) -> QuerySet[Framework]:
    """Frameworks that the study holds and that are not being imported just now, by code."""
    found = researcher.study.frameworks.filter(status=Framework.Status.HELD).defer("document")
    return found.exclude(ruled_out=[BEING_IMPORTED]).order_by("code")


def travelling(researcher: Researcher) -> QuerySet[Framework]:
    """Those that a project carries. What was said in the de-brief is nobody's framework, and would come in as one."""
    return held(researcher).exclude(origin=Framework.Origin.REFLECTION)


def texts_of(researcher: Researcher) -> Iterator[tuple[uuid.UUID, str]]:
    for batch in _batches(researcher):
        for whole in _wholes(batch):
            yield whole.id, whole.laid.text


def documents_of(researcher: Researcher, memos: Iterable[Memo]) -> Iterator[Document]:
    """One for each framework, coded as far as the researcher may see."""
    noted: dict[uuid.UUID | None, list[Memo]] = defaultdict(list)
    for memo in memos:
        noted[memo.framework_id].append(memo)
    for batch in _batches(researcher):
        codings = _codings(researcher, batch)
        for whole in _wholes(batch):
            yield _document(whole, codings[whole.id], noted.get(whole.id, []))


def other(pk: uuid.UUID, mark: int) -> uuid.UUID:
    """Another id that belongs to `pk`, the same each time."""
    return uuid.UUID(int=pk.int ^ mark)


def _batches(researcher: Researcher) -> Iterator[dict[uuid.UUID, str]]:
    rows = list(travelling(researcher).values_list("pk", "code"))
    for first in range(0, len(rows), _BATCH):
        yield dict(rows[first : first + _BATCH])


def _wholes(batch: dict[uuid.UUID, str]) -> Iterator[_Whole]:
    found: dict[uuid.UUID, list[tuple[Any, ...]]] = {pk: [] for pk in batch}
    rows = Entry.objects.filter(framework__in=batch).order_by("framework", "position")
    for framework, *row in rows.values_list("framework_id", "pk", "key", "answers", *_PLACED):
        found[framework].append(tuple(row))
    for pk, code in batch.items():
        yield _whole(pk, code, found[pk])


def _whole(pk: uuid.UUID, code: str, rows: list[tuple[Any, ...]]) -> _Whole:
    place = {key: at for at, (_, key, *_rest) in enumerate(rows) if key}
    entries = [
        Placed(*(*fields, tuple(place[need] for need in answers if need in place))) for _, _, answers, *fields in rows
    ]
    ids, laid = [row[0] for row in rows], joined(code, entries)
    lengths = dict(zip(ids, (len(entry.text) for entry in entries), strict=True))
    return _Whole(pk, code, laid, dict(zip(ids, laid.starts, strict=True)), lengths)


def _codings(researcher: Researcher, batch: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    rows = Coding.objects.filter(framework__in=list(batch)).order_by(
        "framework", "entry__position", "start", "end", "pk"
    )
    if DoubleCoding.objects.filter(study=researcher.study, opened_at=None).exists():
        rows = visible(researcher, rows)
    found: dict[uuid.UUID, list[tuple[Any, ...]]] = {pk: [] for pk in batch}
    # Most ids recur: read as text, each is made an id once.
    as_id = lru_cache(maxsize=None)(uuid.UUID)
    for pk, framework, entry, code, coder, *row in rows.values_list(*_AS_TEXT, "start", "end", "memo", "at"):
        found[as_id(framework)].append((uuid.UUID(pk), as_id(entry), as_id(code), as_id(coder), *row))
    return found


def _document(whole: _Whole, codings: list[tuple[Any, ...]], memos: list[Memo]) -> Document:
    """A segment for each coding, since a note on some words is a coder's; then one for each memo on an entry."""
    segments = [_segment(whole, *row) for row in codings]
    on_entries = [memo for memo in memos if memo.entry_id and whole.lengths.get(memo.entry_id)]
    segments += [_noted(whole, memo) for memo in on_entries]
    rest = tuple(memo.pk for memo in memos if memo not in on_entries)
    return Document(whole.id, whole.code, whole.laid.text, tuple(segments), memos=rest)


def _segment(
    whole: _Whole,
    pk: uuid.UUID,
    entry: uuid.UUID,
    code: uuid.UUID,
    coder: uuid.UUID,
    start: int,
    end: int,
    memo: str,
    at: Any,
) -> Segment:
    first = whole.starts[entry]
    given = (TravellingCoding(pk, code, coder, at),)
    return Segment(other(pk, _SEGMENT), first + start, first + end, given, sayable(memo), (), coder, at)


def _noted(whole: _Whole, memo: Memo) -> Segment:
    start = whole.starts[memo.entry_id]  # type: ignore[index]  # on an entry
    end = start + whole.lengths[memo.entry_id]  # type: ignore[index]
    return Segment(other(memo.pk, _SEGMENT), start, end, (), "", (memo.pk,), memo.by_id, memo.at)
