"""A study's data for counting: as they are now, or as they were when a snapshot was frozen.

data = live(study, without=coded_blind_by(researcher))  # or from_snapshot(snapshot)
table = answer(data, Question(...))    # concentric.research.cohorts.asking
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from concentric.foundation.audit.trail import recorded
from concentric.method.records.codebook import Tree
from concentric.method.records.frozen_data import from_bytes, in_order, to_bytes
from concentric.method.records.study_data import AttributeKind, StudyData, Whole
from concentric.research.coding.packing import COUNTS, WIDTH, pack_missing
from concentric.research.coding.tree import tree_of
from concentric.research.cohorts.laying import absent_codes, column_place, context_place, lay
from concentric.research.cohorts.models import Mark, Snapshot
from concentric.research.cohorts.permissions import check_can_keep
from concentric.research.frameworks.attributes import Kind, of_study
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher

__all__ = ["AttributeKind", "StudyData", "freeze", "from_snapshot", "live"]


def live(study: Study, *, whole: bool = True, without: Collection[uuid.UUID] = ()) -> StudyData:
    """What is in the study now: frameworks that are held and taken in, and the codings of them that count.

    In the order of the frameworks' codes, in a fixed number of queries. `without` some frameworks: those that whoever
    looks at the tables is coding blind (`coding.blind`). Not `whole`, it is read for counting frameworks
    alone, several times as fast: without codings, entries and answers.
    """
    tree, read = tree_of(study), _read(study, without, (*_LEAN, *(_WHOLE if whole else ())))
    ids, values, silent, codes = (tuple(column) for column in read[:4])
    data = StudyData(
        tree=tree,
        values=_values(values),
        held=_beside(*_joined(codes, 1)),
        framework=np.empty(0, np.int32),
        rows=np.empty((0, WIDTH), np.int32),
        absent=_absent(tree, np.array(silent, np.int64)),
        entries=np.empty((0, 4), np.int32),
        answers=np.empty((0, 3), np.int32),
        attributes=tuple(_told(kind) for kind in of_study(study)),
        ids=ids,
        is_whole=whole,
    )
    return _with_codings(study, data, *read[4:]) if whole else data


def _with_codings(
    study: Study, data: StudyData, coded: Sequence[bytes], laid: Sequence[bytes], answers: Sequence[bytes]
) -> StudyData:
    framework, rows = _joined(coded, WIDTH)
    counting = rows[:, COUNTS] == 1
    entries = _beside(*_joined(laid, 3))
    _put_where_they_stand(study, data.ids, entries)
    return replace(
        data,
        framework=framework[counting],
        rows=rows[counting],
        entries=entries,
        answers=_beside(*_joined(answers, 2)),
    )


_LEAN = (Cast("pk", TextField()), Cast("values", TextField()), "laid__silent", "packed__codes")
_WHOLE = ("packed__rows", "laid__entries", "laid__answers")


def _read(study: Study, without: Collection[uuid.UUID], fields: Sequence[Any]) -> list[Sequence[Any]]:
    """The columns, over all frameworks. What is not packed or laid yet is, first."""
    counted = counted_frameworks(study)
    found = (counted.exclude(pk__in=without) if without else counted).order_by("code").values_list(*fields)
    rows = list(found)
    if any(row[2] is None or row[3] is None for row in rows):
        pack_missing(counted_frameworks(study))
        lay(counted_frameworks(study).filter(laid=None).values_list("pk", flat=True))
        rows = list(found.all())
    return list(zip(*rows, strict=True)) or [()] * len(fields)


def _told(kind: Kind) -> AttributeKind:
    """An attribute with the values that tell something: what is not known is no value."""
    return AttributeKind(kind.key, kind.label, tuple(value for value in kind.values if value[0] != "not_known"))


def _values(written: Sequence[str]) -> tuple[dict[str, str], ...]:
    """Attributes from their JSON, each text read once: thousands of frameworks have few of them between them."""
    different = list(dict.fromkeys(written))
    read = dict(zip(different, json.loads(f"[{','.join(different)}]"), strict=True))
    return tuple(read[one] for one in written)


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
        marks = marks_of(researcher.study, map(uuid.UUID, data.ids))
        snapshot = Snapshot.objects.create(
            study=researcher.study,
            name=name,
            data=zlib.compress(written),
            marks=[marks[at] for at in order],
            sha256=hashlib.sha256(written).hexdigest(),
            frameworks=data.frameworks,
            by=researcher.place,
        )
        note.subject = snapshot
        note.details["frameworks"] = data.frameworks
    return snapshot


def marks_of(study: Study, frameworks: Iterable[uuid.UUID]) -> list[str]:
    """The marks of these frameworks, made where there are none yet."""
    frameworks = list(frameworks)
    marks = dict(Mark.objects.filter(framework__study=study).values_list("framework_id", "pk"))
    new = [Mark(framework_id=pk) for pk in frameworks if pk not in marks]
    marks |= {mark.framework_id: mark.pk for mark in Mark.objects.bulk_create(new, batch_size=200)}
    return [str(marks[pk]) for pk in frameworks]


def from_snapshot(snapshot: Snapshot) -> StudyData:
    """The data as they were frozen, frameworks under their marks. Raises ValueError where they were changed since."""
    written = zlib.decompress(bytes(snapshot.data))
    if hashlib.sha256(written).hexdigest() != snapshot.sha256:
        raise ValueError("This snapshot is not what was frozen.")
    return replace(from_bytes(written), ids=tuple(snapshot.marks))


def _joined(blobs: Sequence[bytes], width: int) -> tuple[Whole, Whole]:
    """The frameworks' rows under each other, and the place of the framework that each belongs to."""
    lengths = np.fromiter(map(len, blobs), np.int64, len(blobs)) // (4 * width)
    rows = np.frombuffer(b"".join(blobs), "<i4").reshape(-1, width)
    return np.repeat(np.arange(len(blobs), dtype=np.int32), lengths), rows


def _beside(framework: Whole, rows: Whole) -> Whole:
    return np.column_stack([framework, rows])


def _absent(tree: Tree, silent: NDArray[np.int64]) -> Whole:
    """(framework, number of the code), from the cells that each framework marked."""
    pairs = [np.empty((0, 2), np.int32)]
    for cells, code in absent_codes(tree) if silent.any() else ():
        places = np.nonzero(silent & cells == cells)[0]
        pairs.append(np.stack([places, np.full(len(places), code)], axis=1).astype(np.int32))
    return np.concatenate(pairs)


def _put_where_they_stand(study: Study, ids: tuple[str, ...], entries: Whole) -> None:
    """`Laid` says where the sites put their entries; the few that a researcher re-placed stand elsewhere."""
    moved = Entry.objects.filter(~Q(context=F("first_context")) | ~Q(column=F("first_column")), framework__study=study)
    place = {uuid.UUID(pk): at for at, pk in enumerate(ids)} if moved else {}
    for entry in moved:
        at = place.get(entry.framework_id, -1)
        first, last = np.searchsorted(entries[:, 0], [at, at + 1])
        row = first + np.nonzero(entries[first:last, 1] == entry.position)[0]
        entries[row, 2:] = context_place(entry.context), column_place(entry.column)
