"""A study's frameworks as texts with their codings, read a hundred at a time so that memory holds no more."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from concentric.method.records.coded import Coding as TravellingCoding
from concentric.method.records.coded import Document, Segment
from concentric.research.coding.models import Coding, DoubleCoding, Memo
from concentric.research.coding.queries import visible
from concentric.research.exchange.database_text import Hex, as_text, guid_of, known_guid, time_of
from concentric.research.exchange.document import Laid, Placed, joined
from concentric.research.exchange.words import sayable
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.silences import Said

BEING_IMPORTED = "It is being imported."
_BATCH = 100
_SEGMENT = "8"
Row = tuple[Any, ...]

_CODING = (*map(Hex, ("framework_id", "entry_id", "pk", "code_id", "coder_id")), as_text("at"))
_ENTRY = (*map(Hex, ("framework_id", "pk")), as_text("answers"))
_PLACED = ("text", "kind", "context", "column", "first_context", "first_column", "named", "source", "name")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A framework as one text. `starts` and `lengths` are of its entries' words, by 32 hexadecimal digits."""

    id: uuid.UUID
    code: str
    laid: Laid
    starts: dict[str, int]
    lengths: dict[str, int]


def held(researcher: Researcher) -> QuerySet[Framework]:
    """Frameworks that the study holds and that are not being imported just now, by code."""
    found = researcher.study.frameworks.filter(status=Framework.Status.HELD).defer("document")
    return found.exclude(ruled_out=[BEING_IMPORTED]).order_by("code")


def travelling(researcher: Researcher) -> QuerySet[Framework]:
    """Those that a project carries. What was said in the de-brief is nobody's framework, and would come in as one."""
    return held(researcher).exclude(origin=Framework.Origin.REFLECTION)


def documents_of(researcher: Researcher, memos: Iterable[Memo]) -> Iterator[Document]:
    """One for each framework, coded as far as the researcher may see."""
    noted: dict[uuid.UUID | None, list[Memo]] = defaultdict(list)
    for memo in memos:
        noted[memo.framework_id].append(memo)
    frameworks = list(travelling(researcher).values_list("pk", "code", "silences"))
    for first in range(0, len(frameworks), _BATCH):
        batch = frameworks[first : first + _BATCH]
        ids = [pk for pk, *_ in batch]
        entries, codings = _entries(ids), _codings(researcher, ids)
        for pk, code, silences in batch:
            whole = _whole(pk, code, silences, entries[pk.hex])
            yield _document(whole, codings[pk.hex], noted.get(pk, []))


def other(guid: str, version: str) -> str:
    """Another id that belongs to a random one, the same each time: of another version."""
    return f"{guid[:14]}{version}{guid[15:]}"


def _entries(frameworks: list[uuid.UUID]) -> dict[str, list[Row]]:
    rows = Entry.objects.filter(framework__in=frameworks).order_by("framework", "position")
    return _by_framework(frameworks, rows.values_list(*_ENTRY, "key", *_PLACED))


def _by_framework(frameworks: list[uuid.UUID], rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {pk.hex: [] for pk in frameworks}
    for row in rows:
        found[row[0]].append(row)
    return found


def _whole(pk: uuid.UUID, code: str, silences: list[Said], rows: list[Row]) -> _Whole:
    place = {key: at for at, (_, _, _, key, *_rest) in enumerate(rows) if key}
    entries = [Placed(*(*fields, _places(answers, place))) for _, _, answers, _, *fields in rows]
    ids, laid = [row[1] for row in rows], joined(code, entries, silences)
    lengths = dict(zip(ids, (len(entry.text) for entry in entries), strict=True))
    return _Whole(pk, code, laid, dict(zip(ids, laid.starts, strict=True)), lengths)


def _places(answers: str, place: dict[str, int]) -> tuple[int, ...]:
    if answers == "[]":  # as most are
        return ()
    return tuple(place[need] for need in json.loads(answers) if need in place)


def _codings(researcher: Researcher, frameworks: list[uuid.UUID]) -> dict[str, list[Row]]:
    rows = Coding.objects.filter(framework__in=frameworks).order_by()
    if DoubleCoding.objects.filter(study=researcher.study, opened_at=None).exists():
        rows = visible(researcher, rows)
    return _by_framework(frameworks, rows.values_list(*_CODING, "start", "end", "memo"))


def _document(whole: _Whole, codings: list[Row], memos: list[Memo]) -> Document:
    """Its coded segments, then one for each memo on an entry."""
    on_entries = [memo for memo in memos if memo.entry_id and whole.lengths.get(memo.entry_id.hex)]
    segments = (*_segments(whole, codings), *(_noted(whole, memo) for memo in on_entries))
    rest = tuple(str(memo.pk) for memo in memos if memo not in on_entries)
    return Document(str(whole.id), whole.code, whole.laid.text, segments, memos=rest)


def _segments(whole: _Whole, codings: list[Row]) -> Iterator[Segment]:
    """One for all codings of the same words; one of its own for each with a memo, which speaks of that coding alone."""
    given: dict[tuple[int, int, str, str], list[TravellingCoding]] = defaultdict(list)
    for _, entry, pk, code, coder, at, start, end, memo in codings:
        first = whole.starts[entry]
        coding = TravellingCoding(guid_of(pk), known_guid(code), known_guid(coder), time_of(at))
        given[first + start, first + end, pk if memo else "", memo].append(coding)
    for (start, end, _, memo), together in sorted(given.items()):
        together.sort()
        its_id, _, by, at = together[0]
        yield Segment(other(its_id, _SEGMENT), start, end, tuple(together), sayable(memo), (), by, at)


def _noted(whole: _Whole, memo: Memo) -> Segment:
    entry = memo.entry_id.hex  # type: ignore[union-attr]  # on an entry
    start, its_id = whole.starts[entry], str(memo.pk)
    end = start + whole.lengths[entry]
    return Segment(other(its_id, _SEGMENT), start, end, (), "", (its_id,), str(memo.by_id), memo.at.isoformat())
