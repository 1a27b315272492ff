"""`queries.visible` for what is counted: of which codings, and of which frameworks, for one researcher."""

from __future__ import annotations

import uuid

import numpy as np
from django.db.models import Q

from concentric.research.coding.models import Coder, DoubleFramework
from concentric.research.coding.packing import CODER, CodedRows, coded_rows
from concentric.research.frameworks.researcher import Researcher


def coded_blind_by(researcher: Researcher) -> frozenset[uuid.UUID]:
    """The frameworks that the researcher and another code now without seeing each other's work.

    Tables that they look at are made without these: one that is narrow enough would show what the other gave.
    """
    return _closed(researcher, _is_one(researcher))


def coded_blind_by_others(researcher: Researcher) -> frozenset[uuid.UUID]:
    """The frameworks whose coding the researcher is not shown, since two others do it so."""
    return _closed(researcher, ~_is_one(researcher))


def _is_one(researcher: Researcher) -> Q:
    return Q(sample__first__place=researcher.id) | Q(sample__second__place=researcher.id)


def _closed(researcher: Researcher, those: Q) -> frozenset[uuid.UUID]:
    closed = DoubleFramework.objects.filter(those, sample__study=researcher.study, sample__opened_at=None)
    return frozenset(closed.values_list("framework", flat=True))


def visible_rows(researcher: Researcher) -> CodedRows:
    """The codings of the frameworks in the study, but those of samples that are coded blind: there, one's own alone
    for the two coders, and neither's for anybody else.
    """
    coded = coded_rows(researcher.study)
    closed = DoubleFramework.objects.filter(sample__study=researcher.study, sample__opened_at=None)
    numbers = closed.values_list("framework", "sample__first__number", "sample__second__number")
    of_two = {framework: two for framework, *two in numbers}
    if not of_two:
        return coded
    own = Coder.objects.filter(place=researcher.place).values_list("number", flat=True).first() or 0
    first, second = np.array([of_two.get(one, (-1, -1)) for one in coded.frameworks], np.int32)[coded.framework].T
    by = coded.rows[:, CODER]
    is_ones_own_sample = (own == first) | (own == second)
    hidden = (by != own) & (is_ones_own_sample | (by == first) | (by == second))
    return CodedRows(coded.frameworks, coded.values, coded.framework[~hidden], coded.rows[~hidden])
