"""Which codings tables count. All of them, but where two coders code the same framework.

There the first coder's count, and the second's where the first has given nothing in that framework. What was decided
of a code of an entry stands until it is decided anew, whatever anybody does later: where it holds, the first coder's
counts if they gave it, otherwise the second's; where it does not hold, nobody's does.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from concentric.research.coding.models import Adjudication, Coding, DoubleFramework
from concentric.research.coding.packing import hold, pack

_BATCH = 500
EntryCode = tuple[uuid.UUID, uuid.UUID]
Id = TypeVar("Id", uuid.UUID, str)


def count_anew(framework_ids: Iterable[uuid.UUID]) -> int:
    """Set `Coding.counts` in these frameworks, and pack them; how many changed.

    In the transaction that changed a coding, a decision or a sample.
    """
    ids = hold(framework_ids)  # so that what is coded, drawn and decided at the same time see each other
    changed = sum(_count(ids[first : first + _BATCH]) for first in range(0, len(ids), _BATCH))
    pack(ids)
    return changed


def _count(ids: list[uuid.UUID]) -> int:
    doubles = DoubleFramework.objects.filter(framework__in=ids)
    two = {one: pair for one, *pair in doubles.values_list("framework", "sample__first", "sample__second")}
    alone = Coding.objects.filter(framework__in=[one for one in ids if one not in two], counts=False)
    changed = alone.update(counts=True)
    wrong = list(_wrong(two)) if two else []
    for counts in (True, False):
        some = [pk for pk, ought in wrong if ought is counts]
        for first in range(0, len(some), _BATCH):
            changed += Coding.objects.filter(pk__in=some[first : first + _BATCH]).update(counts=counts)
    return changed


def _wrong(two: dict[uuid.UUID, list[uuid.UUID]]) -> Iterator[tuple[uuid.UUID, bool]]:
    """The codings of these frameworks that are not yet as they ought to be, and whether they ought to count."""
    decided = Adjudication.objects.filter(entry__framework__in=two).order_by("at", "pk")
    holds = {(entry, code): one for entry, code, one in decided.values_list("entry", "code", "holds")}
    codings = Coding.objects.filter(framework__in=two).order_by()
    found: dict[uuid.UUID, list[tuple[Any, ...]]] = {framework: [] for framework in two}
    for framework, pk, counts, *given in codings.values_list("framework", "pk", "counts", "entry", "code", "coder"):
        found[framework].append((pk, counts, tuple(given)))
    for framework, (first, second) in two.items():
        ought = counting([given for *_, given in found[framework]], first, second, holds)
        rows = zip(found[framework], ought, strict=True)
        yield from ((pk, right) for (pk, counts, _), right in rows if right != counts)


def counting(
    given: Sequence[tuple[Id, Id, Id]], first: Id, second: Id, holds: Mapping[tuple[Id, Id], bool]
) -> Iterator[bool]:
    """Which codings (entry, code, coder) count, of a framework that these two code. `holds`: what was decided last of a
    code of an entry.
    """
    of_first = {(entry, code) for entry, code, coder in given if coder == first}
    for entry, code, coder in given:
        decision = holds.get((entry, code))
        stands_back = bool(of_first) if decision is None else (entry, code) in of_first
        yield decision is not False and not (coder == second and stands_back)
