"""Writing the audit trail.

`recorded(viewer, verb, subject)` opens the transaction that a verb's writes share with their audit event: both commit
or neither does. `note_read` does the same for reading. Rows are chained with HMAC-SHA256 under a key that is not in the
database, and so is the head that says where a chain ends: somebody with the database alone can neither change, remove,
cut off nor re-order a row unnoticed. What they can do is put back a whole older copy of a chain and its head, or take
both away. `verify` alone cannot see that; it does when told where the chain had got to before (`Mark`, in the manifest
of each backup).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from concentric.foundation.audit.models import AuditEvent, CaseShown, ChainHead

INSTALLATION_CHAIN = "installation"
CASES = "cases_shown"


class Actor(Protocol):
    """Who did it: a member of a partnership or of a study's team. Each of both has its own chain."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def audit_chain(self) -> str: ...

    @property
    def audit_label(self) -> str: ...


class Subject(Protocol):
    """What an event is about: a saved model object."""

    _meta: ClassVar[Any]

    @property
    def pk(self) -> Any: ...


@dataclass
class Note:
    """What a verb may add to its event while it runs: the subject when it is created inside, details without
    content, and, where several cases' text is shown at once, which.
    """

    subject: Subject | None = None
    case_id: uuid.UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)
    cases: set[uuid.UUID] = field(default_factory=set)


@contextmanager
def recorded(viewer: Actor | None, verb: str, subject: Subject | None = None, **details: Any) -> Iterator[Note]:
    """One transaction: the writes inside the block, then their audit event. `viewer` is None for the system itself.

    `details` hold ids, field names, counts and closed-vocabulary values; never anything a person typed.
    """
    note = Note(subject=subject, details=dict(details))
    with transaction.atomic():
        yield note
        append(viewer, verb, note)


def note_read(viewer: Actor, verb: str, subject: Subject, **details: Any) -> None:
    """Record that the viewer read or was given `subject`."""
    with recorded(viewer, verb, subject, **details):
        pass


def append(viewer: Actor | None, verb: str, note: Note) -> AuditEvent:
    """Add one link to the viewer's partnership's chain. Must run inside a transaction."""
    chain = viewer.audit_chain if viewer else INSTALLATION_CHAIN
    head = _locked_head(chain)
    event = AuditEvent(
        chain=chain,
        position=head.length + 1,
        at=timezone.now(),
        actor_id=viewer.id if viewer else None,
        actor_label=viewer.audit_label[:260] if viewer else "system",
        verb=verb,
        subject_kind=note.subject._meta.model_name if note.subject else "",
        subject_id=str(note.subject.pk) if note.subject else "",
        case_id=note.case_id or case_of(note.subject),
        details=note.details | ({CASES: sorted(map(str, note.cases))} if note.cases else {}),
    )
    event.hash = link_hash(head.hash, event)
    event.save(force_insert=True)
    CaseShown.objects.bulk_create([CaseShown(event=event, case_id=case) for case in note.cases], batch_size=1_000)
    head.length, head.hash = event.position, head_hash(chain, event.position, event.hash)
    head.save(update_fields=["length", "hash"])
    return event


def _locked_head(chain: str) -> ChainHead:
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(chain=chain).first()
    if head is None:
        empty = ChainHead(chain=chain, hash=head_hash(chain, 0, ""))
        ChainHead.objects.bulk_create([empty], ignore_conflicts=True)
        head = heads.get(chain=chain)
    return head


def case_of(subject: Subject | None) -> uuid.UUID | None:
    """The case an object belongs to: models say so with `audit_case_id`."""
    return getattr(subject, "audit_case_id", None)


def link_hash(previous: str, event: AuditEvent) -> str:
    """Keyed hash of the head before it (`previous`) and every field of the row."""
    fields = [
        previous,
        event.chain,
        event.position,
        _instant(event.at),
        str(event.actor_id or ""),
        event.actor_label,
        event.verb,
        event.subject_kind,
        event.subject_id,
        str(event.case_id or ""),
        event.details,
    ]
    return _keyed(fields)


def head_hash(chain: str, length: int, last: str) -> str:
    """Keyed hash of how long a chain is and of its last row's hash. No row holds it, so that who cuts rows off cannot
    make the head of what remains.
    """
    return _keyed(["head", chain, length, last])


def _keyed(fields: list[Any]) -> str:
    """HMAC-SHA256 of the fields as canonical JSON."""
    message = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return hmac.new(_key(), message, hashlib.sha256).hexdigest()


def _key() -> bytes:
    return hashlib.sha256(b"concentric audit chain\0" + settings.AUDIT_KEY.encode()).digest()


def _instant(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold."""

    chain: str
    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a chain had got to at some moment: its length and the hash of its last row. Kept outside the database."""

    length: int
    hash: str


def marks() -> dict[str, Mark]:
    """Where each chain is now."""
    ends = AuditEvent.objects.filter(
        position=models.Subquery(ChainHead.objects.filter(chain=models.OuterRef("chain")).values("length"))
    )
    return {end.chain: Mark(end.position, end.hash) for end in ends}


def verify_since(expected: Mapping[str, Mark]) -> Iterator[Break]:
    """Every chain that does not hold what it held at those marks: an older copy was put back, or it was taken away."""
    for chain, mark in sorted(expected.items()):
        there = AuditEvent.objects.filter(chain=chain, position=mark.length).first()
        if there is None:
            yield Break(chain, mark.length, "this event was written and is gone: the trail is an older copy")
        elif not hmac.compare_digest(there.hash, mark.hash):
            yield Break(chain, mark.length, "another event stands here than did then: the trail was written anew")


def verify(chain: str | None = None) -> Iterator[Break]:
    """Every break in the chain (or in all), each naming its row: changed, removed, re-ordered, or cut off at the
    end.
    """
    heads: models.QuerySet[ChainHead] = ChainHead.objects.order_by("chain")
    for head in heads.filter(chain=chain) if chain else heads:
        yield from _verify_chain(head)
    if chain is None:
        known = set(heads.values_list("chain", flat=True))
        for stray in (
            AuditEvent.objects.exclude(chain__in=known).order_by("chain").values_list("chain", flat=True).distinct()
        ):
            yield Break(stray, 0, "these events belong to a chain whose head is missing")


def _verify_chain(head: ChainHead) -> Iterator[Break]:
    previous, expected = head_hash(head.chain, 0, ""), 1
    events = AuditEvent.objects.filter(chain=head.chain).order_by("id").prefetch_related("shown")
    for event in events.iterator(chunk_size=2_000):
        if event.position != expected:
            late = event.position < expected
            yield Break(
                head.chain,
                event.position,
                "out of order" if late else f"removed: events {expected} to {event.position - 1}",
            )
        elif not hmac.compare_digest(event.hash, link_hash(previous, event)):
            yield Break(head.chain, event.position, "changed since it was written")
        elif sorted(str(shown.case_id) for shown in event.shown.all()) != event.details.get(CASES, []):
            yield Break(head.chain, event.position, "the cases that it showed were changed since it was written")
        previous = head_hash(head.chain, event.position, event.hash)
        expected = max(expected, event.position + 1)
    if expected - 1 != head.length:
        what = f"the end is missing: {head.length} events were written, {expected - 1} are here"
        yield Break(head.chain, expected, what)
    elif not hmac.compare_digest(head.hash, previous):
        yield Break(head.chain, expected, "the head was rewritten: events that came after may be missing")
