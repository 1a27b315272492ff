"""A study's data for counting: as they are now, or as they were when a snapshot was frozen.

data = live(study)                     # or from_snapshot(snapshot)
table = answer(data, Question(...))    # concentric.research.cohorts.asking
"""

from __future__ import annotations

import hashlib
import random
import uuid
import zlib

import numpy as np
from django.db.models import F, Q, QuerySet

from concentric.foundation.audit.trail import recorded
from concentric.method.records.codebook import Tree
from concentric.method.records.frozen_data import from_bytes, in_order, to_bytes
from concentric.method.records.study_data import AttributeKind, StudyData, Whole
from concentric.research.coding.packing import COUNTS, WIDTH, pack
from concentric.research.coding.tree import tree_of
from concentric.research.cohorts.laying import absent_codes, column_place, context_place, lay
from concentric.research.cohorts.models import Snapshot
from concentric.research.cohorts.permissions import check_can_keep
from concentric.research.frameworks.attributes import of_study
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher

__all__ = ["AttributeKind", "StudyData", "freeze", "from_snapshot", "live"]


def live(study: Study, *, with_entries: bool = True) -> StudyData:
    """What is in the study now: frameworks that are held and taken in, and the codings of them that count.

    In the order of the frameworks' codes, in a fixed number of queries. Without `with_entries`, which only response
    gaps ask for, `entries` and `answers` are empty.
    """
    found = counted_frameworks(study)
    pack(found.filter(packed=None).values_list("pk", flat=True))
    lay(found.filter(laid=None).values_list("pk", flat=True))
    tree = tree_of(study)
    fields = ("pk", "values", "packed__rows", "laid__silent", "laid__entries", "laid__answers")
    read = list(found.order_by("code").values_list(*(fields if with_entries else fields[:4])))
    framework, rows = _joined([one[2] for one in read], WIDTH)
    counting = rows[:, COUNTS] == 1
    ids = tuple(one[0] for one in read)
    entries, answers = np.empty((0, 4), np.int32), np.empty((0, 3), np.int32)
    if with_entries:
        entries = _beside(*_joined([one[4] for one in read], 3))
        answers = _beside(*_joined([one[5] for one in read], 2))
        _put_where_they_stand(study, ids, entries)
    return StudyData(
        tree=tree,
        values=tuple(one[1] for one in read),
        framework=framework[counting],
        rows=rows[counting],
        absent=_absent(tree, [one[3] for one in read]),
        entries=entries,
        answers=answers,
        attributes=tuple(AttributeKind(kind.key, kind.label, kind.values) for kind in of_study(study)),
        ids=ids,
    )


def counted_frameworks(study: Study) -> QuerySet[Framework]:
    """Those that tables count. What was said in the de-brief is coded too, and is nobody's framework."""
    held = Framework.objects.filter(study=study, status=Framework.Status.HELD, included=True)
    return held.exclude(origin=Framework.Origin.REFLECTION)


def freeze(researcher: Researcher, name: str) -> Snapshot:
    """Keep the data as they are now. Raises Refusal."""
    check_can_keep(researcher)
    with recorded(researcher, "snapshot.frozen", researcher.study) as note:
        data = live(researcher.study)
        order = list(range(data.frameworks))
        random.SystemRandom().shuffle(order)
        written = to_bytes(in_order(data, order))
        snapshot = Snapshot.objects.create(
            study=researcher.study,
            name=name,
            data=zlib.compress(written),
            sha256=hashlib.sha256(written).hexdigest(),
            frameworks=data.frameworks,
            by=researcher.place,
        )
        note.subject = snapshot
        note.details["frameworks"] = data.frameworks
    return snapshot


def from_snapshot(snapshot: Snapshot) -> StudyData:
    """The data as they were frozen. Raises ValueError where they are not any more what was frozen."""
    written = zlib.decompress(bytes(snapshot.data))
    if hashlib.sha256(written).hexdigest() != snapshot.sha256:
        raise ValueError("This snapshot is not what was frozen.")
    return from_bytes(written)


def _joined(blobs: list[bytes], width: int) -> tuple[Whole, Whole]:
    """The frameworks' rows under each other, and the place of the framework that each belongs to."""
    lengths = np.fromiter(map(len, blobs), np.int64, len(blobs)) // (4 * width)
    rows = np.frombuffer(b"".join(blobs), "<i4").reshape(-1, width)
    return np.repeat(np.arange(len(blobs), dtype=np.int32), lengths), rows


def _beside(framework: Whole, rows: Whole) -> Whole:
    return np.column_stack([framework, rows])


def _absent(tree: Tree, silent: list[int]) -> Whole:
    """(framework, number of the code), from the cells that each framework marked."""
    codes = absent_codes(tree)
    known = {marked: [code for cells, code in codes if cells and marked & cells == cells] for marked in set(silent)}
    pairs = [(place, code) for place, marked in enumerate(silent) for code in known[marked]]
    return np.array(pairs, np.int32).reshape(-1, 2)


def _put_where_they_stand(study: Study, ids: tuple[uuid.UUID, ...], entries: Whole) -> None:
    """`Laid` says where the sites put their entries; the few that a researcher re-placed stand elsewhere."""
    place = {pk: at for at, pk in enumerate(ids)}
    at = {(framework, position): row for row, (framework, position) in enumerate(entries[:, :2].tolist())}
    moved = Entry.objects.filter(~Q(context=F("first_context")) | ~Q(column=F("first_column")), framework__study=study)
    for framework, position, context, column in moved.values_list("framework", "position", "context", "column"):
        row = at.get((place.get(framework, -1), position))
        if row is not None:
            entries[row, 2:] = context_place(context), column_place(column)
