"""Where two coders differ: an entry and a code that one of them gave it and the other did not; and what was decided."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import numpy as np
from django.db.models import F, Q, QuerySet

from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.research.coding.counting import EntryCode
from concentric.research.coding.models import Adjudication, Code, Coding, DoubleCoding, Memo, Step
from concentric.research.coding.packing import CODE, CODER, ENTRY, coded_rows
from concentric.research.coding.stepping import TAKEN
from concentric.research.frameworks.models import Entry

Spot = tuple[uuid.UUID, int]  # a framework, and the position of an entry in it
Key = tuple[Spot, int]  # an entry, and the number of a code
By = Adjudication.By
_BY = (By.NEITHER, By.FIRST, By.SECOND, By.BOTH)


@dataclass(frozen=True, slots=True)
class Difference:
    """One code of one entry, who of the two gives it now, and the id of what was decided of it last."""

    spot: Spot
    code: int
    given_by: By
    decided: uuid.UUID | None = None

    @property
    def key(self) -> Key:
        return self.spot, self.code


@dataclass(frozen=True, slots=True)
class Differences:
    """All of a sample, by framework, entry and code: where the two differ, and where they did when it was decided.

    `settled` are those that were decided on as they stand now. `reopened` were decided on, and one of the two changed
    something since: what was decided stands until it is decided anew.
    """

    all: tuple[Difference, ...]
    settled: frozenset[Key]
    reopened: frozenset[Key]

    @property
    def undecided(self) -> tuple[Difference, ...]:
        """What is to be decided: never yet, or anew."""
        return tuple(one for one in self.all if one.key not in self.settled)

    @property
    def decided(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.all if one.key in self.settled)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a code holds for an entry. `instead_of`: the last decision on it that whoever decides has read."""

    entry: uuid.UUID
    code: uuid.UUID
    holds: bool
    reason: str = ""
    instead_of: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A difference with its code, and the last decision on it, if there is one; `is_reopened`: of something else."""

    code: Code
    given_by: By
    decision: Adjudication | None
    is_reopened: bool


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
    """Every difference of a sample's two coders, as their codings stand now, and what was decided."""
    decided = _last_decided(sample)
    given = _given(sample, decided)
    since = _last_changed(sample, decided)
    found: list[Difference] = []
    settled: set[Key] = set()
    reopened: set[Key] = set()
    for key, by in given.items():
        decision = decided.get(key)
        if decision is None:
            if by in (By.FIRST, By.SECOND):
                found.append(Difference(*key, by))
        elif decision.holds or by != By.NEITHER:
            found.append(Difference(*key, by, decision.pk))
            is_as_decided = by == decision.given_by and since.get(key, decision.at) <= decision.at
            (settled if is_as_decided else reopened).add(key)
    return Differences(tuple(found), frozenset(settled), frozenset(reopened))


def _given(sample: DoubleCoding, decided: Iterable[Key]) -> dict[Key, By]:
    """Who gives the code now, where the two differ and wherever something was decided; in the order of the texts."""
    coded = coded_rows(sample.study, all_held=True)
    inside = set(sample.frameworks.values_list("framework", flat=True))
    chosen = np.array([one in inside for one in coded.frameworks], bool)[coded.framework]
    framework, rows = coded.framework[chosen].astype(np.int64), coded.rows[chosen].astype(np.int64)
    place = {one: at for at, one in enumerate(coded.frameworks)}
    spoken_of = [(place[one], at, code) for (one, at), code in decided if one in place]
    triples = np.column_stack([framework, rows[:, ENTRY], rows[:, CODE]])
    triples = np.concatenate([triples, np.array(spoken_of, np.int64).reshape(-1, 3)])
    wide = triples[:, 1:].max(axis=0, initial=0) + 1
    keys = (triples[:, 0] * wide[0] + triples[:, 1]) * wide[1] + triples[:, 2]
    first, second = (keys[: len(rows)][rows[:, CODER] == one.number] for one in (sample.first, sample.second))
    asked = np.union1d(np.setxor1d(first, second), keys[len(rows) :])
    spots, codes = np.divmod(asked, wide[1])
    by = np.isin(asked, first) + 2 * np.isin(asked, second)
    found = zip(*np.divmod(spots, wide[0]), codes, by, strict=True)
    return {((coded.frameworks[at], int(entry)), int(code)): _BY[one] for at, entry, code, one in found}


def _last_decided(sample: DoubleCoding) -> dict[Key, Adjudication]:
    found = sample.adjudications.order_by("at", "pk").annotate(
        framework=F("entry__framework"), position=F("entry__position"), number=F("code__number")
    )
    return {((one.framework, one.position), one.number): one for one in found}


def _last_changed(sample: DoubleCoding, decided: dict[Key, Adjudication]) -> dict[Key, dt.datetime]:
    """When something of the two was given, or taken away, since the first of these decisions."""
    if not decided:
        return {}
    two = (sample.first_id, sample.second_id)
    later = {"framework__double__sample": sample, "at__gt": min(one.at for one in decided.values())}
    given = Coding.objects.filter(**later, coder__in=two).values_list("entry", "code", "at")
    taken = Step.objects.filter(**later, verb=TAKEN, state=Step.State.DONE).values_list("changes", "at")
    gone = [
        (uuid.UUID(change["entry"]), uuid.UUID(change["before"]["code_id"]), at)
        for changes, at in taken.order_by()
        for change in changes
        if uuid.UUID(change["before"]["coder_id"]) in two
    ]
    keys = {(one.entry_id, one.code_id): key for key, one in decided.items()}
    rows = sorted([*given.order_by(), *gone], key=lambda row: row[2])
    return {keys[entry, code]: at for entry, code, at in rows if (entry, code) in keys}


def shown(sample: DoubleCoding, wanted: Sequence[Difference], reopened: Collection[Key]) -> list[Shown]:
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
            here.rows.append(Row(codes[one.code], one.given_by, decision, one.key in reopened))
    return [by_spot[spot] for spot in spots if spot in by_spot]


def last_decisions(
    sample: DoubleCoding, entries: Iterable[uuid.UUID] | QuerySet[Entry]
) -> dict[EntryCode, Adjudication]:
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


def decisions(sample: DoubleCoding, wanted: Sequence[Difference], *, whose: By, reason: str) -> Iterator[Decision]:
    """The first or the second coder's word on each: what they give holds, what they do not give does not."""
    codes = dict(sample.study.codes.values_list("number", "pk"))
    frameworks = {one.spot[0] for one in wanted}
    found = Entry.objects.filter(framework__in=frameworks).order_by().values_list("framework", "position", "pk")
    entries = {(framework, position): entry for framework, position, entry in found}
    for one in wanted:
        if one.spot in entries:
            holds = one.given_by in (whose, By.BOTH)
            yield Decision(entries[one.spot], codes[one.code], holds, reason, one.decided)


def place_in_words(entry: Entry) -> str:
    """Where an entry stands now: its context and column, or what kind of text it is."""
    if not entry.context:
        return entry.get_kind_display()
    context, column = CONTEXT[entry.context], COLUMN[entry.column]
    return f"{context.label}, {column.label}"
