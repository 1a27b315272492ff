"""How far two coders agreed, as a briefing's method tells it: one figure over all codes, none of a child."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from django.db.models import Count

from concentric.method.analysis.proportions import Interval
from concentric.research.coding.double.comparing import FEW, Comparison, Level, Unit, compare, frameworks_in
from concentric.research.coding.double.plot import between, two
from concentric.research.coding.double.queries import coded_before, steps_since
from concentric.research.coding.models import DoubleCoding
from concentric.research.frameworks.models import Study

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
            f"{self._told(pooled.kappa, pooled.kappa_interval)}; they agree on {pooled.percent:.0%} of what either "
            f"could have coded.{self._caution()}"
        )

    @property
    def _has_intervals(self) -> bool:
        return self.comparison.frameworks >= LEAST

    def _told(self, value: float, interval: Interval) -> str:
        ends = between(interval) if self._has_intervals else "–"
        return two(value) if ends == "–" else f"{two(value)} (95% interval {ends})"

    def _caution(self) -> str:
        if not self._has_intervals:
            return " These are too few frameworks for an interval, and say little of how far the two agree elsewhere."
        if self.comparison.has_few:
            return f" Figures from fewer than {FEW} frameworks are rough, and their intervals often too narrow."
        return ""


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
