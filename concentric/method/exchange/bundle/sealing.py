"""Sealing: a submission into one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concentric.method.exchange.bundle.age_file import seal_to, seal_under
from concentric.method.exchange.bundle.container import MANIFEST, SIGNATURE, SUBMISSION, pack
from concentric.method.exchange.bundle.keys import SigningKey, check_recipient
from concentric.method.exchange.bundle.manifest import Manifest, Signature
from concentric.method.records.canonical import canonical_bytes
from concentric.method.records.submission import Submission, to_json

SHORTEST_PASSPHRASE = 16


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A file ready to leave. Its name is the bundle's random id, and says nothing."""

    name: str
    data: bytes


def seal_for(submission: Submission, signing_key: SigningKey, recipients: Sequence[str]) -> SealedBundle:
    """Sealed to the study's age public keys, of which any one opens it.

    Raises UnreadableKeyError for a key that is none, ValueError for no key, InvalidSubmissionError for one too large.
    """
    if not recipients:
        raise ValueError("A bundle needs a key to be sealed to.")
    checked = [check_recipient(recipient) for recipient in recipients]
    return _named(submission, seal_to(packed(submission, signing_key), checked))


def seal_with_passphrase(submission: Submission, signing_key: SigningKey, passphrase: str) -> SealedBundle:
    """Sealed under a passphrase, which travels by another road; takes about a second. ValueError for a short one."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ValueError(f"A bundle's passphrase has {SHORTEST_PASSPHRASE} characters or more.")
    return _named(submission, seal_under(packed(submission, signing_key), passphrase))


def packed(submission: Submission, signing_key: SigningKey) -> bytes:
    """The signed container, before it is sealed: the same bytes each time."""
    document = to_json(submission)
    manifest = canonical_bytes(Manifest.of(submission, document))
    signature = Signature(signing_key.public.fingerprint, signing_key.sign(manifest).hex())
    return pack({MANIFEST: manifest, SIGNATURE: canonical_bytes(signature), SUBMISSION: document})


def _named(submission: Submission, data: bytes) -> SealedBundle:
    return SealedBundle(f"{submission.bundle}.cbundle", data)
