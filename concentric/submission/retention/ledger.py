"""The ledger of destructions: certificates in a small file outside the database, in the home folder and beside backups.

A backup that is restored holds again what was destroyed after it was taken, and knows nothing of it. From the ledger
it learns, and `concentric retention forget-again` destroys it once more. Each line carries a keyed hash, so that nobody
can have something destroyed by writing a line.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from concentric.submission.retention.models import Destruction

NAME = "destroyed.jsonl"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One certificate, as ids and plain values."""

    certificate: str
    partnership: str
    kind: str
    record: str
    reference: str
    rule: str
    counts: dict[str, int]
    proposed_by: str
    confirmed_by: str
    at: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def home_ledger() -> Path:
    return Path(settings.HOME) / NAME


def keep_ledger(path: Path | None = None) -> int:
    """Write every certificate into the ledger; lines that this database does not know stay. Returns how many are new.

    A ledger that cannot be read is set aside, not overwritten.
    """
    target = path or home_ledger()
    with _one_at_a_time(target.parent):
        known = _known(target)
        lines = known | {line.certificate: line for line in map(_line, Destruction.objects.order_by("at"))}
        if lines != known or not target.exists():
            _write(target, "".join(_signed(line) + "\n" for line in sorted(lines.values(), key=lambda line: line.at)))
        return len(lines) - len(known)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Among all processes: a lock on the folder itself."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _known(target: Path) -> dict[str, Line]:
    try:
        return {line.certificate: line for line in read_ledger(target)} if target.exists() else {}
    except ValidationError:
        aside = target.with_name(f"{target.name}.unreadable-{uuid.uuid4().hex[:8]}")
        logger.error("retention: the ledger cannot be read and is set aside as %s", aside.name)
        target.replace(aside)
        return {}


def _write(target: Path, text: str) -> None:
    """All of it or nothing, for this account alone."""
    beside = target.with_name(f"{target.name}.{uuid.uuid4().hex}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)


def read_ledger(path: Path) -> Iterator[Line]:
    """The lines of a ledger. Raises ValidationError naming the first that was changed, or written under another key."""
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            read = json.loads(text)
            mark = read.pop("mac")
            line = Line(**read)
            sound = hmac.compare_digest(mark, _mac(line))
        except (ValueError, TypeError, KeyError, AttributeError):
            sound = False
        if not sound:
            raise ValidationError(
                f"Line {number} of {path} was changed, or written under another CONCENTRIC_AUDIT_KEY. "
                "Nothing was destroyed."
            )
        yield line


def _line(certificate: Destruction) -> Line:
    return Line(
        certificate=str(certificate.pk),
        partnership=str(certificate.partnership_id or ""),
        kind=certificate.kind,
        record=str(certificate.record_id),
        reference=certificate.reference,
        rule=certificate.rule,
        counts=certificate.counts,
        proposed_by=str(certificate.proposed_by_id or ""),
        confirmed_by=str(certificate.confirmed_by_id or ""),
        at=certificate.at.isoformat(),
    )


def _signed(line: Line) -> str:
    return json.dumps({**asdict(line), "mac": _mac(line)}, sort_keys=True, ensure_ascii=False)


def _mac(line: Line) -> str:
    key = hashlib.sha256(b"concentric ledger of destructions\0" + settings.AUDIT_KEY.encode()).digest()
    return hmac.new(key, json.dumps(asdict(line), sort_keys=True).encode(), hashlib.sha256).hexdigest()
