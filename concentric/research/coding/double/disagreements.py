"""Where two coders differ: an entry and a code that one of them gave it and the other did not; and what was decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import numpy as np
from django.db.models import Q

from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.research.coding.models import Adjudication, Code, Coding, DoubleCoding, Memo
from concentric.research.coding.packing import CODE, CODER, ENTRY, coded_rows
from concentric.research.frameworks.models import Entry

Spot = tuple[uuid.UUID, int]  # a framework, and the position of an entry in it


@dataclass(frozen=True, slots=True)
class Difference:
    """One code of one entry that one coder gave and the other did not."""

    spot: Spot
    code: int
    by_first: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """All of a sample, by framework, entry and code; `settled` are those that were decided on."""

    all: tuple[Difference, ...]
    settled: frozenset[tuple[Spot, int]]

    @property
    def undecided(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.all if (one.spot, one.code) not in self.settled)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a code holds for an entry."""

    entry: uuid.UUID
    code: uuid.UUID
    holds: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A difference with its code, and the last decision on it, if there is one."""

    code: Code
    by_first: bool
    decision: Adjudication | None


@dataclass(slots=True)
class Shown:
    """An entry beside what each of the two coded in it and noted on it."""

    entry: Entry
    rows: list[Row] = field(default_factory=list)
    first: list[Coding] = field(default_factory=list)
    second: list[Coding] = field(default_factory=list)
    first_memos: list[Memo] = field(default_factory=list)
    second_memos: list[Memo] = field(default_factory=list)


def differences(sample: DoubleCoding) -> Differences:
    """Every difference of a sample's two coders, as their codings stand now."""
    coded = coded_rows(sample.study, all_held=True)
    inside = set(sample.frameworks.values_list("framework", flat=True))
    chosen = np.array([one in inside for one in coded.frameworks], bool)[coded.framework]
    framework, rows = coded.framework[chosen], coded.rows[chosen]
    wide = int(rows[:, ENTRY].max(initial=0)) + 1, int(rows[:, CODE].max(initial=0)) + 1
    keys = (framework.astype(np.int64) * wide[0] + rows[:, ENTRY]) * wide[1] + rows[:, CODE]
    first, second = (keys[rows[:, CODER] == one.number] for one in (sample.first, sample.second))
    apart = np.setxor1d(first, second)
    spots, codes = np.divmod(apart, wide[1])
    numbers = zip(*np.divmod(spots, wide[0]), codes, np.isin(apart, first), strict=True)
    found = tuple(
        Difference((coded.frameworks[place], int(entry)), int(code), bool(by_first))
        for place, entry, code, by_first in numbers
    )
    decided = sample.adjudications.order_by().values_list("entry__framework", "entry__position", "code__number")
    settled = {((one, position), number) for one, position, number in decided.distinct()}
    return Differences(found, frozenset(settled & {(one.spot, one.code) for one in found}))


def shown(sample: DoubleCoding, wanted: Sequence[Difference]) -> list[Shown]:
    """These differences entry by entry, in their order, with all that the two coded there."""
    if not wanted:
        return []
    spots = list(dict.fromkeys(one.spot for one in wanted))
    found = Entry.objects.filter(reduce(or_, (Q(framework=one, position=position) for one, position in spots)))
    entries = found.select_related("framework__site").defer("framework__document")
    by_spot = {(one.framework_id, one.position): Shown(one) for one in entries}
    _add_what_was_coded(sample, {one.entry.pk: one for one in by_spot.values()})
    codes = {code.number: code for code in sample.study.codes.filter(number__in={one.code for one in wanted})}
    decisions = last_decisions(sample, [one.entry.pk for one in by_spot.values()])
    for one in wanted:
        if one.spot in by_spot:
            here = by_spot[one.spot]
            decision = decisions.get((here.entry.pk, codes[one.code].pk))
            here.rows.append(Row(codes[one.code], one.by_first, decision))
    return [by_spot[spot] for spot in spots if spot in by_spot]


def last_decisions(
    sample: DoubleCoding, entries: Iterable[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], Adjudication]:
    """By entry and code, what was decided last."""
    found = sample.adjudications.filter(entry__in=entries).select_related("by__user").order_by("at", "pk")
    return {(one.entry_id, one.code_id): one for one in found}


def _add_what_was_coded(sample: DoubleCoding, entries: dict[uuid.UUID, Shown]) -> None:
    two = (sample.first_id, sample.second_id)
    for coding in Coding.objects.filter(entry__in=entries, coder__in=two).select_related("code"):
        here = entries[coding.entry_id]
        (here.first if coding.coder_id == sample.first_id else here.second).append(coding)
    for memo in Memo.objects.filter(entry__in=entries, by__in=two):
        if memo.entry_id:
            of = entries[memo.entry_id]
            (of.first_memos if memo.by_id == sample.first_id else of.second_memos).append(memo)


def spots_of(sample: DoubleCoding, entries: Iterable[uuid.UUID]) -> dict[uuid.UUID, Spot]:
    """Where these entries stand; those that are not in the sample are left out."""
    found = Entry.objects.filter(framework__double__sample=sample, pk__in=list(entries)).order_by()
    return {entry: (framework, at) for entry, framework, at in found.values_list("pk", "framework", "position")}


def decisions(sample: DoubleCoding, wanted: Sequence[Difference], *, by_first: bool, reason: str) -> Iterator[Decision]:
    """One coder's word on each: what they gave holds, what only the other gave does not."""
    codes = dict(sample.study.codes.values_list("number", "pk"))
    frameworks = {one.spot[0] for one in wanted}
    found = Entry.objects.filter(framework__in=frameworks).order_by().values_list("framework", "position", "pk")
    entries = {(framework, position): entry for framework, position, entry in found}
    for one in wanted:
        if one.spot in entries:
            yield Decision(entries[one.spot], codes[one.code], one.by_first == by_first, reason)


def place_in_words(entry: Entry) -> str:
    """Where an entry stands now: its context and column, or what kind of text it is."""
    if not entry.context:
        return entry.get_kind_display()
    context, column = CONTEXT[entry.context], COLUMN[entry.column]
    return f"{context.label}, {column.label}"
