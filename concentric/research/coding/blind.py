"""`queries.visible` for packed codings: what a count may be made of, for one researcher."""

from __future__ import annotations

import numpy as np

from concentric.research.coding.models import Coder, DoubleFramework
from concentric.research.coding.packing import CODER, CodedRows, coded_rows
from concentric.research.frameworks.researcher import Researcher


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
