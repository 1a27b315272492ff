"""A study's codings as one array of numbers, read framework by framework from their packed form (`Packed`)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.db.models import F, QuerySet
from numpy.typing import NDArray

from concentric.research.coding.models import Coding, Packed
from concentric.research.frameworks.models import Framework, Study

ENTRY, CODE, CODER, START, END, COUNTS = range(6)
WIDTH = 6
_BATCH = 500

Rows = NDArray[np.int32]


@dataclass(frozen=True)
class CodedRows:
    """`frameworks` in the order of their codes, and every coding of theirs.

    `rows` is n × 6 (position of the entry, number of the code, of the coder, start, end, counts); `framework[i]` is the
    place in `frameworks` that row i belongs to.
    """

    frameworks: tuple[uuid.UUID, ...]
    values: tuple[dict[str, str], ...]
    framework: NDArray[np.int32]
    rows: Rows

    @property
    def counting(self) -> CodedRows:
        """Those that tables count."""
        chosen = self.rows[:, COUNTS] == 1
        return CodedRows(self.frameworks, self.values, self.framework[chosen], self.rows[chosen])


def hold(framework_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Hold these frameworks to the end of the transaction; their ids, in the order in which everybody takes them.

    Whoever changed codings holds their frameworks before reading what is to be packed. So of two who change the same
    one, the second waits here, and then reads what the first wrote.
    """
    ids = sorted(set(framework_ids))
    for first in range(0, len(ids), _BATCH):
        some = Framework.objects.filter(pk__in=ids[first : first + _BATCH]).order_by("pk")
        # "No key": it must not wait for those who only point at the framework, as everybody does who codes it.
        list(some.select_for_update(no_key=True).values_list("pk"))
    return ids


def pack(framework_ids: Iterable[uuid.UUID]) -> None:
    """Write the packed form of these frameworks anew. In the transaction that changed their codings and holds them."""
    ids = list(framework_ids)
    for first in range(0, len(ids), _BATCH):
        _pack(ids[first : first + _BATCH])


def pack_missing(frameworks: QuerySet[Framework]) -> None:
    """Pack those of `frameworks` that are not: they were corrected, or came without their packed form."""
    missing = list(frameworks.filter(packed=None).order_by().values_list("pk", flat=True))
    if missing:
        with transaction.atomic():
            pack(hold(missing))


def _pack(ids: list[uuid.UUID]) -> None:
    held: dict[uuid.UUID, list[tuple[int, ...]]] = {one: [] for one in ids}
    codings = (
        Coding.objects.filter(framework__in=ids)
        .order_by("framework", "entry__position", "start", "end", "code__number", "coder__number")
        .annotate(at_entry=F("entry__position"), of_code=F("code__number"), of_coder=F("coder__number"))
    )
    for framework, *numbers, counts in codings.values_list(
        "framework_id", "at_entry", "of_code", "of_coder", "start", "end", "counts"
    ):
        held[framework].append((*numbers, int(counts)))
    Packed.objects.bulk_create(
        [packed(framework, rows) for framework, rows in held.items()],
        update_conflicts=True,
        unique_fields=["framework"],
        update_fields=["rows", "codes"],
    )


def packed(framework: uuid.UUID, rows: Sequence[tuple[int, ...]]) -> Packed:
    """One framework's codings, in the order of their text, as its row, unsaved."""
    codes = sorted({row[CODE] for row in rows if row[COUNTS]})
    return Packed(framework_id=framework, rows=np.array(rows, "<i4").tobytes(), codes=np.array(codes, "<i4").tobytes())


def coded_rows(study: Study, *, all_held: bool = False) -> CodedRows:
    """Every coding of the frameworks that are in the study; with `all_held`, of those left out as well."""
    found = Framework.objects.filter(study=study, status=Framework.Status.HELD).order_by("code")
    if not all_held:
        found = found.filter(included=True)
    pack_missing(found)
    ids, values, blobs = [], [], []
    for pk, value, blob in found.values_list("pk", "values", "packed__rows").iterator(chunk_size=2_000):
        ids.append(pk)
        values.append(value)
        blobs.append(bytes(blob))
    lengths = np.array([len(blob) for blob in blobs], np.int64) // (4 * WIDTH)
    rows = np.frombuffer(b"".join(blobs), "<i4").reshape(-1, WIDTH)
    return CodedRows(tuple(ids), tuple(values), np.repeat(np.arange(len(ids), dtype=np.int32), lengths), rows)
