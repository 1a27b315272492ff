"""Which frameworks there are to code, and how far each is. Only what the researcher may see of the coding counts.

Counted from the packed codings: asking the database for every entry without a code takes seconds in a large study.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from concentric.method.instrument.vocabulary import Labelled
from concentric.research.coding.blind import coded_blind_by_others, visible_rows
from concentric.research.coding.packing import CODER, ENTRY, CodedRows
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher


class Standing(Labelled):
    """How far the coding of a framework is."""

    NOT_BEGUN = "not_begun", "Nothing coded yet"
    TO_FINISH = "to_finish", "Some entries without a code"
    WHOLE = "whole", "Every entry coded"


@dataclass(frozen=True, slots=True)
class Row:
    """`coded` of `entries` have a code; `by` says who coded how many of them. Nothing of it is said where two others
    are coding it blind.
    """

    framework: Framework
    entries: int
    coded: int
    by: tuple[tuple[str, int], ...]
    is_blind: bool


@dataclass(frozen=True)
class Progress:
    """The frameworks that are in the study, by code. `coded` entries have a code, of `entries`, both by framework;
    `of_coder` is frameworks × coders, the coders in the order of `coders` (number and name). `is_blind`: two others are
    coding it without seeing each other's work, and nobody else is shown how far they are.
    """

    frameworks: tuple[uuid.UUID, ...]
    values: tuple[dict[str, str], ...]
    entries: NDArray[np.int64]
    coded: NDArray[np.int64]
    of_coder: NDArray[np.int64]
    coders: tuple[tuple[int, str], ...]
    is_blind: NDArray[np.bool_]

    @property
    def next_one(self) -> uuid.UUID | None:
        """The first that has an entry without a code."""
        left = np.flatnonzero((self.coded < self.entries) & ~self.is_blind)
        return self.frameworks[left[0]] if len(left) else None

    def chosen(self, asked: dict[str, Any]) -> NDArray[np.intp]:
        """The places of those that are as asked: by `standing`, `site`, `cohort` and `coder`."""
        fits = np.ones(len(self.frameworks), bool)
        standing = asked.get("standing")
        if standing:
            fits &= ~self.is_blind
        if standing == Standing.NOT_BEGUN:
            fits &= self.coded == 0
        elif standing == Standing.TO_FINISH:
            fits &= (self.coded > 0) & (self.coded < self.entries)
        elif standing == Standing.WHOLE:
            fits &= self.coded == self.entries
        if coder := asked.get("coder"):
            column = [number for number, _ in self.coders].index(coder.number)
            fits &= self.of_coder[:, column] > 0
        if site := asked.get("site"):
            of_site = set(site.frameworks.values_list("pk", flat=True))
            fits &= np.array([one in of_site for one in self.frameworks], bool)
        if cohort := asked.get("cohort"):
            fits &= np.array([values.get("cohort") == cohort for values in self.values], bool)
        return np.flatnonzero(fits)

    def rows(self, places: Sequence[int]) -> list[Row]:
        """These frameworks as the list shows them, in one query."""
        ids = [self.frameworks[place] for place in places]
        found = Framework.objects.select_related("site").defer("document").in_bulk(ids)
        return [
            Row(
                found[pk], int(self.entries[place]), int(self.coded[place]), self._by(place), bool(self.is_blind[place])
            )
            for pk, place in zip(ids, places, strict=True)
            if pk in found
        ]

    def _by(self, place: int) -> tuple[tuple[str, int], ...]:
        counted = zip(self.coders, self.of_coder[place].tolist(), strict=True)
        return tuple(sorted((name, n) for (_, name), n in counted if n))


def progress_of(researcher: Researcher) -> Progress:
    study, coded = researcher.study, visible_rows(researcher)
    coders = tuple(study.coders.order_by("number").values_list("number", "name"))
    of_coder = [_coded_entries(coded, coded.rows[:, CODER] == number) for number, _ in coders]
    counted = _entries(study)
    blind = coded_blind_by_others(researcher)
    return Progress(
        coded.frameworks,
        coded.values,
        np.array([counted.get(pk, 0) for pk in coded.frameworks], np.int64),
        _coded_entries(coded),
        np.stack(of_coder, axis=1) if of_coder else np.zeros((len(coded.frameworks), 0), np.int64),
        coders,
        np.array([one in blind for one in coded.frameworks], bool),
    )


def _entries(study: Study) -> dict[uuid.UUID, int]:
    """How many each framework has. Counted from the index alone: no entry's row is read."""
    held = study.frameworks.filter(status=Framework.Status.HELD, included=True)
    counted = Entry.objects.filter(framework__in=held).order_by().values_list("framework")
    return dict(counted.annotate(n=Count("*")))


def _coded_entries(coded: CodedRows, those: NDArray[np.bool_] | slice = slice(None)) -> NDArray[np.int64]:
    """How many entries of each framework `those` codings are on. They stand in the order of the text, so that nothing
    need be sorted.
    """
    framework = coded.framework[those]
    entry = framework.astype(np.int64) << 32 | coded.rows[those, ENTRY]
    is_another = np.diff(entry, prepend=-1) != 0
    return np.bincount(framework[is_another], minlength=len(coded.frameworks))
