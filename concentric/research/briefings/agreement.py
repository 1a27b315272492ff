"""How far two coders agreed, as a briefing's method tells it: over all codes, and code by code where enough was coded.

Agreement is of entries, and says of no child anything; that a code was given at all could. So only codes of which it is
told how many frameworks hold them stand by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, isnan

from django.db.models import Count

from concentric.method.analysis.printed import per_cent, written
from concentric.method.analysis.proportions import Interval
from concentric.method.exchange.drawing.dot_plot import Dot, DotRow, Scale, dot_plot
from concentric.method.exchange.report.content import Block, Picture, Sheet
from concentric.method.records.codebook import TreeCode
from concentric.research.coding.double.comparing import (
    FEW,
    RARE,
    Comparison,
    Level,
    Line,
    Unit,
    compare,
    frameworks_in,
)
from concentric.research.coding.double.plot import between
from concentric.research.coding.double.queries import coded_before, steps_since
from concentric.research.coding.models import DoubleCoding
from concentric.research.frameworks.models import Study

_TITLE = "How far the two coders agreed"
_STEP = 0.25
LEAST = 10  # frameworks: fewer can be drawn anew in too few ways for an interval to say anything


@dataclass(frozen=True, slots=True)
class Agreed:
    """`is_blind`: in no framework could one of the two have seen what the other had coded."""

    comparison: Comparison
    is_blind: bool

    def in_words(self) -> str:
        """The sentences of the method."""
        pooled, frameworks = self.comparison.pooled.agreement, self.comparison.frameworks
        unseen = " without seeing each other’s codes" if self.is_blind else ""
        seen = "" if self.is_blind else " In some of them, one may have seen what the other had given."
        return (
            f"Two coders coded {frameworks} frameworks{unseen}.{seen} Over all codes and entries Krippendorff’s alpha "
            f"is {self._told(pooled.alpha, pooled.alpha_interval)}, Cohen’s kappa "
            f"{self._told(pooled.kappa, pooled.kappa_interval)}; they agree on {per_cent(pooled.percent, 1)} of what "
            f"either could have coded.{self._caution()}"
        )

    def by_code(self, is_told: Callable[[TreeCode], bool]) -> Iterator[Block]:
        """Kappa of the codes that are not rare, drawn, and the same as a table. `is_told`: how many hold a code is."""
        frequent = (line for line in self.comparison.lines if not (line.is_rare or isnan(line.agreement.kappa)))
        named = [line for line in frequent if line.code and is_told(line.code)]
        if not (named and self._has_intervals):
            return
        lines = [self.comparison.pooled, *named]
        yield Picture(dot_plot(_TITLE, ["Cohen’s kappa"], [_dots(line) for line in lines], _scale(lines)))
        rows = tuple(
            (line.path, written(line.agreement.kappa), between(line.agreement.kappa_interval)) for line in lines
        )
        note = f"Codes given in fewer than {RARE} entries, and those whose count is hidden, do not stand by themselves."
        yield Sheet(_TITLE, ("Code", "Cohen’s kappa", "95% interval"), rows, note)

    @property
    def _has_intervals(self) -> bool:
        return self.comparison.frameworks >= LEAST

    def _told(self, value: float, interval: Interval) -> str:
        ends = between(interval) if self._has_intervals else "–"
        return written(value) if ends == "–" else f"{written(value)} (95% interval {ends})"

    def _caution(self) -> str:
        if not self._has_intervals:
            return " These are too few frameworks for an interval, and say little of how far the two agree elsewhere."
        if self.comparison.has_few:
            return f" Figures from fewer than {FEW} frameworks are rough, and their intervals often too narrow."
        return ""


def _dots(line: Line) -> DotRow:
    found = line.agreement
    interval = found.kappa_interval if between(found.kappa_interval) != "–" else Interval(found.kappa, found.kappa)
    return DotRow(line.path, (Dot(found.kappa, interval.low, interval.high),))


def _scale(lines: Sequence[Line]) -> Scale:
    """From the lowest value there is, in whole steps, to 1."""
    values = [end for line in lines for end in (line.agreement.kappa, line.agreement.kappa_interval.low)]
    steps = range(floor(min(0.0, *(value for value in values if not isnan(value))) / _STEP), round(1 / _STEP) + 1)
    ticks = tuple(step * _STEP for step in steps)
    return Scale(ticks[0], 1.0, ticks, written, "The line is the 95% interval. 0 is agreement as by chance, 1 is full.")


def agreement_of(study: Study) -> Agreed | None:
    """In the largest sample that was opened, the newest of these; None where nobody can be said to agree or not."""
    opened = study.double_codings.exclude(opened_at=None).select_related("first", "second")
    sample = opened.annotate(size=Count("frameworks")).order_by("-size", "-opened_at").first()
    if sample is None:
        return None
    found = compare(study, sample.first, sample.second, frameworks_in(sample), Unit.ENTRY, Level.DETAIL)
    return None if isnan(found.pooled.agreement.alpha) else Agreed(found, _is_blind(sample))


def _is_blind(sample: DoubleCoding) -> bool:
    """One that was open at once was not to be coded blind."""
    return sample.opened_at != sample.at and not coded_before(sample) and not steps_since(sample)
