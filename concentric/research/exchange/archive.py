"""A whole study as one archive: each model's rows as canonical JSON, a line each, and a manifest with their SHA-256.

The zip is sealed under a passphrase (age). What stays behind: keys and bundles (the archive answers to no site), the
team but for the coders' names, the audit trail. Packed forms are worked out anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from concentric.foundation.audit.models import ChainHead
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.age_file import seal_under
from concentric.research.exchange.carried import BLANK, Carried, carried, written
from concentric.research.exchange.permissions import check_can_archive
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.researcher import Researcher

FORMAT = "concentric.study/1"
MANIFEST = "manifest.json"
LEAST_PASSPHRASE = 12
TERMS = ("name", "question", "contact", "consent_text", "inclusion", "destroy_months", "status")
DAYS = ("opened_on", "published_on")
_CHUNK = 2_000


def archive(*, researcher: Researcher, passphrase: str) -> bytes:
    """The sealed archive. Raises Refusal."""
    check_can_archive(researcher)
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Refusal(f"A passphrase has at least {LEAST_PASSPHRASE} characters: several words are best.")
    data, rows = _undisturbed(researcher)
    with recorded(researcher, "study.archived", researcher.study, rows=rows):
        return seal_under(data, passphrase)


def _undisturbed(researcher: Researcher) -> tuple[bytes, int]:
    """Packed while nobody changed the study, as its trail tells; the third time, nobody may: no change is whole without
    its line in the trail. Of an import only beginning and end are in the trail, and none may run.
    """
    study = researcher.study
    for _ in range(2):
        before = _length_of_trail(study)
        check_can_archive(researcher)
        packed = pack(study)
        if _length_of_trail(study) == before:
            return packed
    with transaction.atomic():
        ChainHead.objects.select_for_update().get(chain=str(study.pk))
        check_can_archive(researcher)
        return pack(study)


def _length_of_trail(study: Study) -> int | None:
    return ChainHead.objects.filter(chain=str(study.pk)).values_list("length", flat=True).first()


def pack(study: Study) -> tuple[bytes, int]:
    """The zip, and how many rows it holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        members = [_member(file, each, study) for each in carried()]
        told = {name: getattr(study, name) for name in TERMS}
        days = {name: day.isoformat() if (day := getattr(study, name)) else None for name in DAYS}
        manifest = {"format": FORMAT, "id": str(study.pk), "study": told | days, "members": members}
        file.writestr(MANIFEST, canonical(manifest))
    return out.getvalue(), sum(one["rows"] for one in members)


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _member(file: zipfile.ZipFile, each: Carried, study: Study) -> dict[str, Any]:
    digest, rows = hashlib.sha256(), 0
    with file.open(f"{each.name}.jsonl", "w", force_zip64=True) as member:
        for line in _lines(each, study):
            digest.update(line)
            member.write(line)
            rows += 1
    names = [field.attname for field in each.fields]
    return {"name": each.name, "fields": names, "rows": rows, "sha256": digest.hexdigest()}


def _lines(each: Carried, study: Study) -> Iterator[bytes]:
    blank, fields = BLANK.get(each.name, {}), each.fields
    found = each.of(study).values_list(*(field.attname for field in fields))
    for row in found.iterator(_CHUNK):
        values = (blank.get(field.attname, written(field, value)) for field, value in zip(fields, row, strict=True))
        yield canonical(list(values)) + b"\n"
