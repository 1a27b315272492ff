"""What the partnership signs: which bundle this is, for which study, and the sum of what it holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from jsonschema import Draft202012Validator

from concentric.method.exchange.bundle.container import MOST_MANIFEST_BYTES, SUBMISSION
from concentric.method.exchange.bundle.findings import Finding, RefusedError, Wrong, refused
from concentric.method.records.canonical import canonical_bytes, from_plain
from concentric.method.records.schema import Many, Text, Whole, faults, schema_of
from concentric.method.records.submission import MOST_BYTES, BundleId, Handle, Submission

R = TypeVar("R")


class BundleFormat(StrEnum):
    """The version of the bundle around the document."""

    V1 = "concentric.bundle/1"


class MemberName(StrEnum):
    """What the manifest vouches for; the manifest itself is vouched for by the signature."""

    SUBMISSION = SUBMISSION


@dataclass(frozen=True, slots=True)
class Member:
    """A part of the bundle: its size in bytes and its SHA-256 in hexadecimal."""

    name: MemberName
    size: Annotated[int, Whole(0, MOST_BYTES)]
    sha256: Annotated[str, Text(64, pattern="[0-9a-f]{64}")]

    @classmethod
    def of(cls, name: MemberName, data: bytes) -> Member:
        return cls(name, len(data), hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of a bundle."""

    bundle: BundleId
    study: Handle
    members: Annotated[tuple[Member, ...], Many(1)]
    format: BundleFormat = BundleFormat.V1

    @classmethod
    def of(cls, submission: Submission, document: bytes) -> Manifest:
        return cls(submission.bundle, submission.study, (Member.of(MemberName.SUBMISSION, document),))


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing key's fingerprint and its Ed25519 signature of the manifest's bytes, in hexadecimal."""

    signer: Annotated[str, Text(50, pattern="SHA256:[A-Za-z0-9+/]{43}")]
    signature: Annotated[str, Text(128, pattern="[0-9a-f]{128}")]


_VALIDATORS: dict[type[Any], Draft202012Validator] = {
    kind: Draft202012Validator(schema_of(kind, name=f"urn:concentric:bundle:{kind.__name__.lower()}:1"))
    for kind in (Manifest, Signature)
}


def read_manifest(data: bytes) -> Manifest:
    """Raises RefusedError."""
    return _read(Manifest, data, Wrong.MANIFEST)


def read_signature(data: bytes) -> Signature:
    """Raises RefusedError."""
    return _read(Signature, data, Wrong.UNSIGNED)


def _read(kind: type[R], data: bytes, wrong: Wrong) -> R:
    if len(data) > MOST_MANIFEST_BYTES:
        raise refused(wrong, "it is too large")
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        raise refused(wrong, "it is not JSON") from None
    if found := faults(_VALIDATORS[kind], plain):
        raise RefusedError(*(Finding(wrong, str(fault)) for fault in found))
    try:
        record: R = from_plain(kind, plain)
    except TypeError:  # 1.0 is a whole number to JSON Schema
        raise refused(wrong, "it is not in canonical form") from None
    if canonical_bytes(record) != data:
        raise refused(wrong, "it is not in canonical form")
    return record
