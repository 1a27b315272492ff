"""Reference numbers: one run for each partnership, kind and year, without gaps that come from two people at once."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from concentric.casework.process.models import ReferenceCounter
from concentric.foundation.accounts.models import Partnership


def next_reference(partnership: Partnership, kind: str) -> str:
    """The next reference, such as "HV-2026-0007" for a case or "HV-R-2026-0012" for kind "referral".

    Must run inside the transaction that uses it: the counter's row stays locked until then, so that a number is given
    out once, and is given back when the write fails.
    """
    run = ReferenceCounter(partnership=partnership, kind=kind, year=timezone.localdate().year)
    counters = ReferenceCounter.objects.filter(partnership=partnership, kind=kind, year=run.year)
    if not counters.update(last=F("last") + 1):
        ReferenceCounter.objects.bulk_create([run], ignore_conflicts=True)
        counters.update(last=F("last") + 1)
    counter = counters.get()
    letter = "" if kind == "case" else f"{kind[0].upper()}-"
    return f"{partnership.reference_prefix}-{letter}{counter.year}-{counter.last:04}"
