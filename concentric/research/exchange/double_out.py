"""Samples that two coders coded, as they travel: whose codings count, and what was decided of which entry."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator

from concentric.method.records.coded import Decided, DoubleCoded
from concentric.research.coding.models import DoubleCoding
from concentric.research.exchange.documents import travelling
from concentric.research.exchange.words import sayable
from concentric.research.frameworks.models import Entry
from concentric.research.frameworks.researcher import Researcher


def doubles_of(researcher: Researcher) -> Iterator[DoubleCoded]:
    """Those that are compared: of one that is coded blind, a file would show who codes what."""
    documents = set(travelling(researcher).values_list("pk", flat=True))
    for sample in researcher.study.double_codings.exclude(opened_at=None).order_by("at", "pk"):
        frameworks = sample.frameworks.order_by("framework__code").values_list("framework", flat=True)
        inside = tuple(str(one) for one in frameworks if one in documents)
        if inside:
            decided = tuple(one for one in _decided(sample) if one.document in inside)
            name = " ".join(sayable(sample.name).split())
            yield DoubleCoded(str(sample.pk), name, str(sample.first_id), str(sample.second_id), inside, decided)


def _decided(sample: DoubleCoding) -> Iterator[Decided]:
    """The last word on each entry and code, in the order in which they were said."""
    found = sample.adjudications.filter(code__is_removed=False).order_by("at", "pk")
    last = {(one.entry_id, one.code_id): one for one in found}
    places = _places(sample) if last else {}
    for (entry, code), one in sorted(last.items(), key=lambda item: (item[1].at, item[1].pk)):
        framework, at = places[entry]
        reason = " ".join(sayable(one.reason).split())
        yield Decided(str(framework), at, str(code), one.holds, one.given_by, one.at.isoformat(), reason)


def _places(sample: DoubleCoding) -> dict[uuid.UUID, tuple[uuid.UUID, int]]:
    """Each entry's framework, and which it is in its text, from 1."""
    before: Counter[uuid.UUID] = Counter()
    places = {}
    rows = Entry.objects.filter(framework__double__sample=sample).order_by("framework", "position")
    for pk, framework in rows.values_list("pk", "framework_id"):
        before[framework] += 1
        places[pk] = (framework, before[framework])
    return places
