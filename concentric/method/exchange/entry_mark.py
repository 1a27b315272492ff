"""How our own Word minutes remember which entry a paragraph is, so that they read back as the same entries.

The contract between the writer and the reader:

* the entry's text, and nothing else, stands in a run-level content control (`w:sdt` inside the paragraph) tagged
  `entry_tag(entry.id)`; wording of our own that is no entry may stand in one tagged `part_tag(name)`;
* after it, outside the control, comes the visible `suffix(entry)`, where it is not empty;
* one custom XML part holds `encode(entries)`: what a tag has no room for (Word allows it 64 characters).

The file stays an ordinary document. If a program drops the marks, the layout and the suffixes are still read; if a
person rewords an entry, its digest no longer fits and the reader says so; if they move it, the layout wins.
The hidden part is given the entries of one release, so it never names an entry that the page leaves out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from concentric.method.exchange.framework_docx.safe_xml import parse_xml
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Labelled, Sharing
from concentric.method.records.signed import ActionRecord, EntryRecord

NAMESPACE = "urn:concentric:entries:1"
TAG_LIMIT = 64
_TAG = re.compile(r"concentric:(entry|part):(.+)")
_SUFFIX = re.compile(r"\[([^\[\]]+)\]$")
_SEPARATOR = " · "
LabelledKind = TypeVar("LabelledKind", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry as the file's hidden part remembers it: everything but the text, of which it has a digest."""

    entry: EntryRecord
    digest: str

    def edited(self, text: str) -> bool:
        """Whether the words on the page are no longer those that were written."""
        return digest_of(text) != self.digest


def entry_tag(entry_id: str) -> str:
    """The content control's tag for an entry. Raises ValueError for an id that Word has no room for."""
    return _tag("entry", entry_id)


def part_tag(name: str) -> str:
    """The tag for wording that is no entry: `reference`, `summary`, `decision`, or `label` for a fixed heading."""
    return _tag("part", name)


def _tag(kind: str, name: str) -> str:
    tag = f"concentric:{kind}:{name}"
    if not name or len(tag) > TAG_LIMIT:
        raise ValueError(f"A content control's tag holds 1 to {TAG_LIMIT} characters.")
    return tag


def read_tag(tag: str) -> tuple[str, str] | None:
    """`("entry", id)`, `("part", name)`, or None for a control that is not ours."""
    found = _TAG.fullmatch(tag)
    return (found[1], found[2]) if found else None


def digest_of(text: str) -> str:
    """Sixteen hexadecimal digits that change when the words do; spacing does not count."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def encode(entries: Iterable[EntryRecord]) -> bytes:
    """The custom XML part for these entries. Needs that are not among them are left out of `answers`."""
    written = tuple(entries)
    known = {entry.id for entry in written}
    rows = json.dumps([_row(entry, known) for entry in written])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<entries xmlns="{NAMESPACE}">{escape(rows)}</entries>'.encode()


def decode(xml: bytes) -> dict[str, Mark]:
    """The marks of a custom XML part by entry id; none for a part that is not ours. Rows without sense are skipped."""
    root = parse_xml(xml)
    if root.tag != f"{{{NAMESPACE}}}entries":
        return {}
    try:
        rows = json.loads(root.text or "")
    except (ValueError, RecursionError):
        return {}
    marks = (_mark(row) for row in rows) if isinstance(rows, list) else ()
    return {mark.entry.id: mark for mark in marks if mark is not None}


def suffix(entry: EntryRecord) -> str:
    """What the page says after the text, in square brackets, usual values left out; empty when all are usual."""
    said = [
        ("About: ", entry.instance),
        ("From: ", entry.source),
        ("", "" if entry.basis is Basis.FACT else entry.basis.label),
        ("", Sharing.NOT_FAMILY.label if entry.sharing is Sharing.NOT_FAMILY else ""),
        ("Only: ", ", ".join(entry.sharing_agencies) if entry.sharing is Sharing.AGENCIES else ""),
        ("", "Before the meeting" if entry.before_meeting else ""),
        *_action_said(entry.action),
    ]
    text = _SEPARATOR.join(label + value for label, value in said if value)
    return f"[{text}]" if text else ""


def split_suffix(text: str, entry: EntryRecord) -> tuple[str, EntryRecord]:
    """Take a suffix off the end of `text` and its details into `entry`; both unchanged when it is no suffix of ours."""
    found = _SUFFIX.search(text.rstrip())
    if not found:
        return text, entry
    for part in found[1].split(_SEPARATOR.strip()):
        detailed = _take(part.strip(), entry)
        if detailed is None:
            return text, entry
        entry = detailed
    return text[: found.start()].rstrip(), entry


def _action_said(action: ActionRecord | None) -> list[tuple[str, str]]:
    if action is None:
        return []
    return [
        ("Agency: ", action.owner_agency),
        ("Owner: ", action.owner_name),
        ("Due: ", f"{action.due.day} {action.due:%B %Y}" if action.due else ""),
        ("Measure: ", action.measure),
        ("Status: ", "" if action.status is ActionStatus.OPEN else action.status.label),
        ("Reason: ", action.status_reason),
    ]


def _take(part: str, entry: EntryRecord) -> EntryRecord | None:
    label, colon, value = part.partition(": ")
    value = value.strip()
    if not colon:
        return _take_plain(part, entry)
    if label == "About":
        return replace(entry, instance=value)
    if label == "From":
        return replace(entry, source=value)
    if label == "Only":
        return replace(entry, sharing=Sharing.AGENCIES, sharing_agencies=tuple(value.split(", ")))
    action = _take_action(label, value, entry.action or ActionRecord())
    return replace(entry, action=action) if action else None


def _take_plain(part: str, entry: EntryRecord) -> EntryRecord | None:
    if part == "Before the meeting":
        return replace(entry, before_meeting=True)
    basis = _labelled(Basis, part)
    if basis:
        return replace(entry, basis=basis)
    sharing = _labelled(Sharing, part)
    return replace(entry, sharing=sharing) if sharing else None


def _take_action(label: str, value: str, action: ActionRecord) -> ActionRecord | None:
    text_fields = {"Agency": "owner_agency", "Owner": "owner_name", "Measure": "measure", "Reason": "status_reason"}
    if label in text_fields:
        changed: dict[str, Any] = {text_fields[label]: value}
        return replace(action, **changed)
    if label == "Status":
        status = _labelled(ActionStatus, value)
        return replace(action, status=status) if status else None
    if label == "Due":
        try:
            return replace(action, due=datetime.strptime(value, "%d %B %Y").date())
        except ValueError:
            return None
    return None


def _labelled(kind: type[LabelledKind], label: str) -> LabelledKind | None:
    return next((member for member in kind if member.label.casefold() == label.casefold()), None)


def _keyed(kind: type[LabelledKind], key: str) -> LabelledKind:
    for member in kind:
        if member.value == key:
            return member
    raise ValueError(f"{kind.__name__} has no {key!r}.")


def _row(entry: EntryRecord, known: set[str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": entry.id,
        "context": entry.context,
        "column": entry.column,
        "digest": digest_of(entry.text),
        "instance": entry.instance,
        "source": entry.source,
        "basis": entry.basis,
        "sharing": entry.sharing,
        "agencies": entry.sharing_agencies,
        "source_id": entry.source_id,
        "agency_ids": entry.sharing_agency_ids,
        "before": entry.before_meeting,
    }
    if entry.action:
        row["action"] = {
            "agency": entry.action.owner_agency,
            "name": entry.action.owner_name,
            "due": entry.action.due.isoformat() if entry.action.due else "",
            "measure": entry.action.measure,
            "status": entry.action.status,
            "reason": entry.action.status_reason,
            "answers": [need for need in entry.action.answers if need in known],
        }
    return row


def _mark(row: Any) -> Mark | None:
    try:
        entry = EntryRecord(
            id=str(row["id"]),
            context=ContextKey(row["context"]),
            column=ColumnKey(row["column"]),
            text="",
            instance=str(row["instance"]),
            source=str(row["source"]),
            basis=_keyed(Basis, row["basis"]),
            sharing=_keyed(Sharing, row["sharing"]),
            sharing_agencies=tuple(str(agency) for agency in row["agencies"]),
            before_meeting=row["before"] is True,
            action=_action(row["action"]) if "action" in row else None,
            source_id=str(row.get("source_id", "")),
            sharing_agency_ids=tuple(str(agency) for agency in row.get("agency_ids", ())),
        )
        return Mark(entry, str(row["digest"]))
    except (KeyError, TypeError, ValueError):
        return None


def _action(row: dict[str, Any]) -> ActionRecord:
    return ActionRecord(
        owner_agency=str(row["agency"]),
        owner_name=str(row["name"]),
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        measure=str(row["measure"]),
        status=_keyed(ActionStatus, row["status"]),
        status_reason=str(row["reason"]),
        answers=tuple(str(need) for need in row["answers"]),
    )
