"""An archive as a new study. Every row gets a new id, so that the study it came from may stand beside it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import uuid
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction

from concentric.foundation.accounts.models import User
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.age_file import open_sealed
from concentric.method.exchange.bundle.findings import RefusedError, Wrong
from concentric.method.instrument.inclusion import from_plain
from concentric.research.exchange.archive import DAYS, FORMAT, MANIFEST
from concentric.research.exchange.carried import Carried, carried, read
from concentric.research.exchange.inserting import insert
from concentric.research.frameworks.actions import StudyTerms, open_study
from concentric.research.frameworks.models import Study, StudyMember
from concentric.research.frameworks.researcher import Researcher

MOST_SEALED = 1_024 * 1024 * 1024
MOST_UNPACKED = 4 * MOST_SEALED
CLOSED = "The archive does not open: the passphrase is another one, or the file is damaged."
TOO_COSTLY = "Opening the archive would take this computer too long. Try again when it is less busy."
DAMAGED = "The archive is damaged or was changed, so nothing of it is kept."
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_BATCH = 2_000
_TRIES = 3
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, TypeError, AttributeError)


def restore(*, sealed: bytes, passphrase: str, lead: User, name: str = "") -> Researcher:
    """A new study with everything that the archive holds, led by `lead`. For the command line alone. Raises Refusal."""
    return unpack(_opened(sealed, passphrase), lead, name)


def _opened(sealed: bytes, passphrase: str) -> bytes:
    """How much work a passphrase may cost is measured each time; a busy one measures too little, and tries again."""
    said = CLOSED
    for _ in range(_TRIES):
        try:
            return open_sealed(sealed, passphrase, most=MOST_SEALED)
        except RefusedError as fault:
            said = TOO_COSTLY if fault.findings[0].wrong is Wrong.TOO_COSTLY else CLOSED
            if said == CLOSED:
                break
    raise Refusal(said)


def unpack(data: bytes, lead: User, name: str = "") -> Researcher:
    """The study that `archive.pack` made this zip of, under a name of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            manifest = _manifest(file)
            researcher = _open(manifest["study"], lead, name)
            try:
                _fill(file, manifest, researcher)
            except BaseException:
                _remove(researcher.study)
                raise
    except (*_FAULTS, ValidationError, DatabaseError):
        raise Refusal(DAMAGED) from None
    return researcher


def _manifest(file: zipfile.ZipFile) -> dict[str, Any]:
    if sum(info.file_size for info in file.infolist()) > MOST_UNPACKED:
        raise Refusal("The archive is larger than can be read.")
    manifest: dict[str, Any] = json.loads(file.read(MANIFEST))
    told = {one["name"]: one["fields"] for one in manifest["members"]}
    held = {each.name: [field.attname for field in each.fields] for each in carried()}
    if manifest["format"] != FORMAT or told != held:
        raise Refusal("Another version of Concentric made this archive. Restore it with that version.")
    return manifest


def _open(told: dict[str, Any], lead: User, name: str) -> Researcher:
    terms = StudyTerms(
        name=name or told["name"],
        question=told["question"],
        contact=told["contact"],
        consent_text=told["consent_text"],
        inclusion=from_plain(told["inclusion"]),
        destroy_months=told["destroy_months"],
    )
    days = {day: date.fromisoformat(told[day]) if told[day] else None for day in DAYS}
    with transaction.atomic():
        researcher = open_study(terms=terms, lead=lead)
        researcher.study.status = Study.Status(told["status"])
        researcher.study.opened_on = days["opened_on"] or researcher.study.opened_on
        researcher.study.published_on = days["published_on"]
        researcher.study.save(update_fields=["status", *DAYS])
    return researcher


def _fill(file: zipfile.ZipFile, manifest: dict[str, Any], researcher: Researcher) -> None:
    fresh: defaultdict[str, uuid.UUID] = defaultdict(uuid.uuid4)
    fresh[manifest["id"]] = researcher.study.pk
    sums = {one["name"]: one["sha256"] for one in manifest["members"]}
    rows = 0
    for each in carried():
        digest = hashlib.sha256()
        with file.open(f"{each.name}.jsonl") as member:
            for batch in _batches(each, _lines(member, digest)):
                with transaction.atomic():
                    insert(each.model, [field.name for field in each.fields], _rows(each, batch, fresh, researcher))
                rows += len(batch)
        if digest.hexdigest() != sums[each.name]:
            raise Refusal(DAMAGED)
    with recorded(researcher, "study.restored", researcher.study, rows=rows):
        pass


def _lines(member: Any, digest: Any) -> Iterator[list[Any]]:
    for line in member:
        digest.update(line)
        yield json.loads(line)


def _batches(each: Carried, lines: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    """Rows that point at each other go in together."""
    batch: list[list[Any]] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH and not each.is_tree:
            yield batch
            batch = []
    if batch:
        yield batch


def _rows(
    each: Carried, lines: list[list[Any]], fresh: defaultdict[str, uuid.UUID], researcher: Researcher
) -> list[list[Any]]:
    return [
        [
            field.get_db_prep_save(read(field, _moved(field, value, fresh, researcher)), connection)
            for field, value in zip(each.fields, line, strict=True)
        ]
        for line in lines
    ]


def _moved(
    field: models.Field[Any, Any], value: Any, fresh: defaultdict[str, uuid.UUID], researcher: Researcher
) -> Any:
    """The value in the new study: other ids, everywhere; whoever did it is the one who restores."""
    if value is None:
        return None
    if field.related_model is StudyMember:
        return str(researcher.place.pk)
    if field.primary_key or field.is_relation:
        return str(fresh[value])
    if isinstance(field, models.JSONField):
        return json.loads(_UUID.sub(lambda found: str(fresh[found[0]]), json.dumps(value)))
    return value


def _remove(study: Study) -> None:
    """Nothing is left of a study that could not be filled."""
    for each in reversed(carried()):
        each.of(study)._raw_delete(using=connection.alias)
    with transaction.atomic():
        StudyMember.objects.filter(study=study).delete()
        study.delete()
