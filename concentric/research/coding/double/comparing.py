"""How far two coders agreed, code by code and over all: counted from the packed codings, at a level of the codebook."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from django.db import models
from django.db.models import Count, Sum
from django.db.models.functions import Length
from numpy.typing import NDArray

from concentric.method.analysis.agreement import Agreement, agreements
from concentric.method.analysis.double_coding import Spans, tally
from concentric.method.records.codebook import Tree, TreeCode
from concentric.research.coding.models import Coder, DoubleCoding, DoubleFramework
from concentric.research.coding.packing import CODE, CODER, END, ENTRY, START, CodedRows, coded_rows
from concentric.research.coding.tree import tree_of
from concentric.research.frameworks.models import Entry, Study

RARE = 10  # entries: with fewer, one more or one less moves kappa by a tenth and more
FEW = 20  # frameworks: with fewer, drawing them anew tells little of what others would have shown


class Unit(models.TextChoices):
    """What is compared: whether an entry was given a code, or how much of its text."""

    ENTRY = "entry", "Entries"
    CHARACTER = "character", "Characters"


class Level(models.TextChoices):
    """Where in the codebook. What was coded higher up than the level asked for stands for itself."""

    DETAIL = "detail", "Codes as given"
    CHILD = "child", "Child node 1"
    PRIMARY = "primary", "Primary nodes"


_DEPTH = {Level.CHILD: 2, Level.PRIMARY: 1}


@dataclass(frozen=True, slots=True)
class Line:
    """One code (`code` is None: all of them pooled): units given it by both, one alone, the other alone, neither.

    `entries`: how many entries either gave it to, whatever the unit.
    """

    code: TreeCode | None
    path: str
    both: int
    first_only: int
    second_only: int
    neither: int
    entries: int
    agreement: Agreement

    @property
    def is_rare(self) -> bool:
        return self.entries < RARE


@dataclass(frozen=True, slots=True)
class Comparison:
    """`lines` in the order of the codebook: every code that either of the two gave. `pooled` is over these."""

    frameworks: int
    entries: int
    unused: int
    pooled: Line
    lines: tuple[Line, ...]

    @property
    def has_few(self) -> bool:
        return self.frameworks < FEW


def compare(
    study: Study, first: Coder, second: Coder, frameworks: Collection[uuid.UUID], unit: Unit, level: Level
) -> Comparison:
    """The agreement of two coders on these frameworks, with 95 % intervals from 1,000 draws of whole frameworks."""
    tree, coded = tree_of(study), coded_rows(study, all_held=True)
    chosen = np.array([one in frameworks for one in coded.frameworks], bool)
    spans, used = _spans(coded, chosen, first, second, tree, level)
    sizes = _sizes([one for one, is_in in zip(coded.frameworks, chosen, strict=True) if is_in])
    by_entry = tally(spans.whole_entries, sizes[:, 0], len(used))
    cells = by_entry if unit == Unit.ENTRY else tally(spans, sizes[:, 1], len(used))
    pooled, *lines = _lines([None, *used], tree, *(_with_pooled(one) for one in (cells, by_entry)))
    everything = {_lifted(tree, code, level).number for code in tree.codes if not code.is_deprecated}
    unused = len(everything - {code.number for code in used})
    return Comparison(len(sizes), int(sizes[:, 0].sum()), unused, pooled, tuple(lines))


def coded_by_both(study: Study, first: Coder, second: Coder) -> set[uuid.UUID]:
    """The frameworks in which each of the two coded something, but those that are still coded blind."""
    coded = coded_rows(study, all_held=True)
    of_each = [set(np.unique(coded.framework[coded.rows[:, CODER] == one.number])) for one in (first, second)]
    both = {coded.frameworks[place] for place in of_each[0] & of_each[1]}
    closed = DoubleFramework.objects.filter(sample__study=study, sample__opened_at=None)
    return both - set(closed.values_list("framework", flat=True))


def frameworks_in(sample: DoubleCoding) -> set[uuid.UUID]:
    return set(sample.frameworks.values_list("framework", flat=True))


def _spans(
    coded: CodedRows, chosen: NDArray[np.bool_], first: Coder, second: Coder, tree: Tree, level: Level
) -> tuple[Spans, list[TreeCode]]:
    """The codings of the two, and the codes that they used in the order of the codebook."""
    by = coded.rows[:, CODER]
    mine = chosen[coded.framework] & ((by == first.number) | (by == second.number))
    rows, framework = coded.rows[mine].astype(np.int64), (np.cumsum(chosen) - 1)[coded.framework[mine]]
    lifted = np.zeros(max([0, *tree.by_number, *rows[:, CODE]]) + 1, np.int64)
    for code in tree.codes:
        lifted[code.number] = _lifted(tree, code, level).number
    numbers = lifted[rows[:, CODE]]
    given = set(np.unique(numbers).tolist())
    used = [code for code in tree.codes if code.number in given]
    column = np.zeros(len(lifted), np.int64)
    column[[code.number for code in used]] = np.arange(len(used))
    second_coded = rows[:, CODER] == second.number
    return Spans(framework, rows[:, ENTRY], column[numbers], second_coded, rows[:, START], rows[:, END]), used


def _lifted(tree: Tree, code: TreeCode, level: Level) -> TreeCode:
    return code if level == Level.DETAIL else tree.line(code)[: _DEPTH[level]][-1]


def _sizes(frameworks: list[uuid.UUID]) -> NDArray[np.int64]:
    """Frameworks × 2: how many entries each has, and how many code points."""
    found = Entry.objects.filter(framework__in=frameworks).order_by().values("framework")
    counted = found.annotate(n=Count("pk"), size=Sum(Length("text"))).values_list("framework", "n", "size")
    sizes = {framework: (n, size) for framework, n, size in counted}
    return np.array([sizes.get(one, (0, 0)) for one in frameworks], np.int64).reshape(-1, 2)


def _with_pooled(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([cells.sum(axis=1, keepdims=True), cells], axis=1)


def _lines(
    codes: list[TreeCode | None], tree: Tree, cells: NDArray[np.int64], by_entry: NDArray[np.int64]
) -> list[Line]:
    entries = by_entry.sum(axis=0)[:, :3].sum(axis=1)
    lines = []
    for code, cell, n, found in zip(codes, cells.sum(axis=0).tolist(), entries, agreements(cells), strict=True):
        both, first_only, second_only, neither = cell
        path = tree.path(code) if code else "All codes together"
        lines.append(Line(code, path, both, first_only, second_only, neither, int(n), found))
    return lines
