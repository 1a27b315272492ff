"""Two people changing one entry: what each changed is set against the wording they both started from.

An entry has five parts: text, place, source, basis, sharing. Changes to different parts are both kept. Changes of the
same part to different values are a conflict, which people settle.
"""

from __future__ import annotations

from typing import Any

from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.meetings.models import Entry, EntryWording
from concentric.method.instrument.vocabulary import Sharing

Parts = dict[str, Any]


def parts_of_entry(entry: Entry) -> Parts:
    """An entry's parts, in plain values that JSON keeps."""
    limited = entry.sharing == Sharing.AGENCIES
    agencies = sorted(str(agency.pk) for agency in entry.sharing_agencies.all()) if limited else []
    return _parts(
        entry.text,
        (entry.context_key, entry.column_key, entry.instance_id),
        entry.source_id,
        entry.basis,
        (entry.sharing, agencies),
    )


def parts_of_draft(draft: EntryDraft) -> Parts:
    """The parts of what somebody typed."""
    return _parts(
        draft.text,
        (draft.context, draft.column, draft.instance.pk if draft.instance else None),
        draft.source.pk if draft.source else None,
        draft.basis,
        (draft.sharing, sorted(str(agency.pk) for agency in draft.sharing_agencies)),
    )


def parts_of_wording(wording: EntryWording) -> Parts:
    """The parts as they stood at an earlier version."""
    details = wording.details
    return _parts(
        wording.text,
        (wording.context_key, wording.column_key, details["instance"]),
        details["source"],
        details["basis"],
        (details["sharing"], details["agencies"]),
    )


def details_of(parts: Parts) -> dict[str, Any]:
    """What a wording keeps beside its text and cell."""
    sharing, agencies = parts["sharing"]
    return {
        "instance": parts["place"][2],
        "source": parts["source"],
        "basis": parts["basis"],
        "sharing": sharing,
        "agencies": agencies,
    }


def merge(base: Parts, current: Parts, wanted: Parts) -> Parts | None:
    """`current` with what `wanted` changed of `base`; None when both changed the same part, differently."""
    mine = {part for part in wanted if wanted[part] != base[part]}
    if any(current[part] not in (base[part], wanted[part]) for part in mine):
        return None
    return {part: wanted[part] if part in mine else current[part] for part in current}


def _parts(
    text: str, place: tuple[str, str, object], source: object, basis: str, sharing: tuple[str, list[str]]
) -> Parts:
    context, column, instance = place
    return {
        "text": text,
        "place": [str(context), str(column), str(instance) if instance else None],
        "source": str(source) if source else None,
        "basis": str(basis),
        "sharing": [str(sharing[0]), list(sharing[1])],
    }
