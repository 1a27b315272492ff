"""What two coders decided of a code, when the code is merged or split: whatever counted in tables still counts."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from concentric.research.coding.models import Adjudication, Code, Coding
from concentric.research.coding.steps import Taking


def decided_of_both(
    goes: Code, stays: Code, codings: Collection[Coding]
) -> tuple[list[Adjudication], list[Adjudication]]:
    """The decisions on two codes that are merged, before they are: those that stand, and those that do not any more.

    Where something of either code (`codings`, of both) counts, the two together count; otherwise they do not. What was
    decided of one of them, and says the opposite, was said without a thought of the other.
    """
    found = Adjudication.objects.filter(code__in=(goes, stays)).select_related("entry").order_by("at", "pk")
    decided: dict[tuple[uuid.UUID, uuid.UUID], list[Adjudication]] = {}
    for one in found:
        decided.setdefault((one.entry_id, one.code_id), []).append(one)
    counted = {one.entry_id for one in codings if one.counts}
    there = {(one.entry_id, one.code_id) for one in codings} | decided.keys()
    stand: list[Adjudication] = []
    fall: list[Adjudication] = []
    for (entry, code), rows in decided.items():
        other = goes.pk if code == stays.pk else stays.pk
        is_alone = (entry, other) not in there
        (stand if is_alone or rows[-1].holds == (entry in counted) else fall).extend(rows)
    return stand, fall


def split_decided(step: Taking, code: Code, parts: Iterable[tuple[Code, Collection[Coding]]]) -> None:
    """Give each new code what was decided of the entries that it has codings of; after they are re-coded."""
    new_codes: dict[uuid.UUID, list[Code]] = {}
    for new, codings in parts:
        for entry in {one.entry_id for one in codings}:
            new_codes.setdefault(entry, []).append(new)
    still_there = set(Coding.objects.filter(code=code).values_list("entry", flat=True))
    copies = []
    for one in code.adjudications.filter(entry__in=new_codes).select_related("entry").order_by("at", "pk"):
        also = new_codes[one.entry_id]
        copies += [_copy(one, new) for new in (also if one.entry_id in still_there else also[1:])]
        if one.entry_id not in still_there:
            step.change(one, code=also[0])
    step.create_all(copies)


def _copy(decision: Adjudication, code: Code) -> Adjudication:
    fields = (field.attname for field in Adjudication._meta.fields if not field.primary_key)
    return Adjudication(**{**{name: getattr(decision, name) for name in fields}, "code_id": code.pk})
